import { LimitExceeded, TokenExpired } from '../capability/denial.ts';
import type { StreamError } from '../wit/zora-node-io.d.ts';
import { streamExceeded, streamFailed, WitError } from './wit-error.ts';

/**
 * A stream error out of what a Node stream emitted. Whatever that is, the answer is well-formed: an error without a
 * `code` is `EIO` with its message, so that none is lost or reaches the guest in another shape.
 *
 * @param syscall the system call to name where the error names none
 */
export function toStreamFailure(error: unknown, syscall: string): WitError<StreamError> {
  if (error instanceof WitError) return error;
  if (error instanceof LimitExceeded) return streamExceeded(error.limit);
  if (error instanceof TokenExpired) return streamExceeded('maxExecutionTime');
  const fields: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {};
  const { code, syscall: call } = fields;
  return streamFailed({
    code: typeof code === 'string' ? code : 'EIO',
    syscall: typeof call === 'string' ? call : syscall,
    message: bareMessage(error instanceof Error ? error.message : String(error), code).toWellFormed(),
  });
}

/** Node writes `CODE: words, syscall` or `syscall CODE`; the guest puts its own message together from the parts. */
function bareMessage(message: string, code: unknown): string {
  if (typeof code !== 'string' || !message.startsWith(`${code}: `)) return message;
  return message.slice(code.length + 2).replace(/, [a-z]+$/, '');
}
