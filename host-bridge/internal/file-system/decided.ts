/** Work on paths that are decided on first. A decision is a promise only where an `authorize` hook has to be waited for. */
import type { Decision } from '../../capability/authority/decide.ts';
import { systemError } from '../../capability/denial.ts';
import type { PathHandle } from '../../capability/path-handle.ts';
import { toCallError } from '../wit-error.ts';

/** No system takes longer paths; the guest's could be hundreds of megabytes. */
const LONGEST_PATH = 64 * 1024;

/** `next` of what was decided, now or later. */
// Not `then`: a module that exports that name is a thenable, and cannot be imported dynamically.
export function andThen<T, R>(decision: Decision<T>, next: (value: T) => Decision<R>): Decision<R> {
  return decision instanceof Promise ? decision.then(next) : next(decision);
}

/** Runs the body of an import that may have to wait: what it throws becomes the WIT error of the call. */
export function guardDecided<T>(body: () => Decision<T>): Decision<T> {
  const { stackTraceLimit } = Error;
  // That a file is not there is the most frequent answer of all: on its way to the guest it is an error four times
  // over, and taking their stacks, which nobody sees, costs half of the call.
  Error.stackTraceLimit = 0;
  try {
    const result = body();
    if (!(result instanceof Promise)) return result;
    return result.catch((error: unknown) => {
      throw toCallError(error);
    });
  } catch (error) {
    throw toCallError(error);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** What a call is about, for its errors: the host's names of held paths are of no use to the guest. */
export interface Subject {
  readonly syscall: string;
  readonly path?: string;
  readonly dest?: string;
}

/** Runs `body`; a system error that it throws is about `subject`. */
export function about<T>(subject: Subject, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw renamed(error, subject);
  }
}

/** `error` as one about `subject`; what is no system error stays as it is. */
export function renamed(error: unknown, subject: Subject): unknown {
  if (!(error instanceof Error) || !('errno' in error) || !('code' in error)) return error;
  return typeof error.code === 'string' ? systemError(error.code, { ...subject }) : error;
}

/** A path that is short enough to be looked at. @throws Node's `ENAMETOOLONG` */
export function pathArgument(path: string, syscall: string): string {
  if (path.length > LONGEST_PATH) throw systemError('ENAMETOOLONG', { syscall, path: `${path.slice(0, 255)}…` });
  return path;
}

/** Works with a held path and lets go of it. */
export function withHandle<T>(handle: PathHandle, subject: Subject, body: (handle: PathHandle) => T): T {
  try {
    const result = about(subject, () => body(handle));
    handle.confirm();
    return result;
  } finally {
    handle.close();
  }
}
