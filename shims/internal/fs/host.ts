/** Calls of `zora:node/file-system`, and Node's errors for what they refuse. */
import type * as wit from 'zora:node/errors@0.1.0';
import { pause as hostPause } from 'zora:node/file-system@0.1.0';
import { UVException } from '../errors.ts';
import { fromThrown } from '../wit-error.ts';

/** What a call is about: the names that its error has. */
export interface Subject {
  readonly syscall: string;
  readonly path?: string;
  readonly dest?: string;
}

/** The system's code of what a WIT call threw, such as `ENOENT`; undefined where it is no system error. */
export function systemCode(thrown: unknown): string | undefined {
  const payload = (thrown as { payload?: wit.Error } | null | undefined)?.payload;
  return payload?.tag === 'system' ? payload.val.code : undefined;
}

/** The system call that failed, as the host names it. */
export function failedCall(thrown: unknown): string | undefined {
  const payload = (thrown as { payload?: wit.Error } | null | undefined)?.payload;
  return payload?.tag === 'system' ? payload.val.syscall : undefined;
}

/** Node's error for what a WIT call threw: a system error is about `subject`, whatever the host called it. */
export function toFsError(thrown: unknown, subject: Subject): unknown {
  const payload = (thrown as { payload?: wit.Error } | null | undefined)?.payload;
  if (payload?.tag !== 'system') return fromThrown(thrown, subject.syscall);
  const { errno, code, message } = payload.val;
  const { syscall, path, dest } = subject;
  // The empty path is named, too.
  const about = path === '' ? { syscall: `${syscall} ''` } : { ...subject };
  const error = new UVException(errno === 0 ? { code, message, ...about } : { errno, code, message, ...about });
  return path === '' ? Object.assign(error, { syscall, path, ...(dest === undefined ? {} : { dest }) }) : error;
}

/** Calls the host. @throws Node's error, about `subject` */
export function host<T>(subject: Subject, call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw toFsError(thrown, subject);
  }
}

/** The error of a descriptor that is not open. */
export function badDescriptor(syscall: string): Error {
  return new UVException({ errno: -9, code: 'EBADF', syscall });
}

/** Waits, with everything else of the instance. */
export function pause(milliseconds: number): void {
  host({ syscall: 'pause' }, () => hostPause(milliseconds));
}
