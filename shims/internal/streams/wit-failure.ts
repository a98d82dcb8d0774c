/** Node's errors for what `zora:node/io.stream-error` says. */
import type { StreamError } from 'zora:node/io@0.1.0';
import { errnoNumber } from '../errno.ts';
import { ERR_LIMIT_EXCEEDED, genericNodeError } from '../errors.ts';

function payloadOf(thrown: unknown): StreamError | undefined {
  return (thrown as { payload?: StreamError } | null)?.payload;
}

/** Whether a thrown WIT error means that the stream is at its end. */
export function isStreamEnd(thrown: unknown): boolean {
  return payloadOf(thrown)?.tag === 'closed';
}

/**
 * Node's error for what a stream operation threw.
 * @param syscall the system call, where the host named none.
 */
export function streamFailure(thrown: unknown, syscall: string): Error {
  const payload = payloadOf(thrown);
  if (payload === undefined) return thrown as Error;
  switch (payload.tag) {
    case 'closed':
      return systemFailure('EPIPE', syscall);
    case 'failed':
      return systemFailure(payload.val.code, payload.val.syscall || syscall);
    case 'exceeded':
      return new ERR_LIMIT_EXCEEDED(payload.val);
  }
}

function systemFailure(code: string, syscall: string): Error {
  return genericNodeError(`${syscall} ${code}`, { errno: errnoNumber(code), code, syscall });
}
