/** Waiting for a look-up of the host. */
import type { SystemError } from 'zora:node/errors@0.1.0';
import type { Answer, Query } from 'zora:node/name-lookup@0.1.0';
import { dnsException } from '../errors.ts';
import { watch } from '../loop.ts';
import { fromThrown } from '../wit-error.ts';

/** A look-up under way. */
export interface Request {
  callback?: unknown;
  family?: unknown;
  hostname?: unknown;
  oncomplete?: unknown;
}

/**
 * Calls back once with what a look-up gave, or with Node's error for it.
 * @param hostname what was asked for, for the error
 */
export function awaitQuery(query: Query, hostname: string, done: (error: Error | null, answer?: Answer) => void): void {
  const handle = watch(query.subscribe(), () => {
    let answer: Answer | null = null;
    let failure: Error | null = null;
    try {
      answer = query.answer();
      if (answer === null) return;
    } catch (thrown) {
      failure = toDnsError(thrown, hostname);
    }
    handle.close();
    query[Symbol.dispose]();
    if (answer === null) done(failure);
    else done(null, answer);
  });
}

/** `getaddrinfo ENOTFOUND name` for what a resolver said, other errors as they are. */
export function toDnsError(thrown: unknown, hostname: string): Error {
  const payload = (thrown as { payload?: { tag?: string; val?: SystemError } } | null)?.payload;
  if (payload?.tag !== 'system' || payload.val === undefined) return fromThrown(thrown) as Error;
  const { code, errno, syscall } = payload.val;
  // Codes of c-ares are names; those of getaddrinfo have libuv's numbers.
  return dnsException(
    syscall.startsWith('get') && syscall !== 'getHostByAddr' && errno !== 0 ? errno : code,
    syscall,
    hostname,
  );
}
