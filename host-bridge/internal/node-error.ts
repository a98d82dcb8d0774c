import type { StreamError } from '../wit/zora-node-io.d.ts';
import { streamFailed, type WitError } from './wit-error.ts';

/** The parts of Node's system errors that the guest is told. */
export interface NodeSystemError {
  code: string;
  errno: number;
  syscall: string;
  message: string;
  path: string | undefined;
  dest: string | undefined;
  address: string | undefined;
  port: number | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * Reads what a host library threw. Whatever it is, the answer is well-formed: an error without a `code` becomes
 * `EIO` with its message, so that no exception of the host is lost or reaches the guest in another shape.
 *
 * @param error what was thrown
 * @param syscall the system call to name where the error names none
 */
export function readNodeError(error: unknown, syscall: string): NodeSystemError {
  const fields: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {};
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: text(fields['code']) ?? 'EIO',
    errno: typeof fields['errno'] === 'number' && Number.isInteger(fields['errno']) ? fields['errno'] : 0,
    syscall: text(fields['syscall']) ?? syscall,
    message: bareMessage(message, fields),
    path: text(fields['path']),
    dest: text(fields['dest']),
    address: text(fields['address']),
    port: typeof fields['port'] === 'number' && Number.isInteger(fields['port']) ? fields['port'] : undefined,
  };
}

/** A stream error out of what a Node stream emitted. */
export function toStreamFailure(error: unknown, syscall: string): WitError<StreamError> {
  const { code, syscall: call, message } = readNodeError(error, syscall);
  return streamFailed({ code, syscall: call, message });
}

/** Node writes `CODE: words, syscall 'path'`, or `syscall CODE address:port`; the guest's shim puts that together again from the words. */
function bareMessage(message: string, fields: Record<string, unknown>): string {
  const code = text(fields['code']);
  const syscall = text(fields['syscall']);
  if (code === undefined) return message;
  let bare = message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message;
  if (syscall !== undefined) {
    const tail = bare.lastIndexOf(`, ${syscall}`);
    if (tail > 0) bare = bare.slice(0, tail);
  }
  return bare;
}
