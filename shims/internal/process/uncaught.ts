/** Errors that nobody caught. https://nodejs.org/api/process.html#event-uncaughtexception */
import {
  ERR_INVALID_ARG_TYPE,
  ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET,
  ERR_UNHANDLED_REJECTION,
} from '../errors.ts';
import type { Emitter } from '../events/emitter.ts';
import { inspect } from '../util/inspect.ts';

let capture: ((error: unknown) => void) | null = null;

/** `process.setUncaughtExceptionCaptureCallback`. */
export function setUncaughtExceptionCaptureCallback(callback: unknown): void {
  if (callback === null) {
    capture = null;
    return;
  }
  if (typeof callback !== 'function') throw new ERR_INVALID_ARG_TYPE('fn', ['Function', 'null'], callback);
  if (capture !== null) throw new ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET();
  capture = callback as (error: unknown) => void;
}

/** `process.hasUncaughtExceptionCaptureCallback`. */
export function hasUncaughtExceptionCaptureCallback(): boolean {
  return capture !== null;
}

/** Offers an error to the program; answers whether it has dealt with it. */
export function offer(
  process: Emitter & { listenerCount(event: string): number },
  error: unknown,
  origin: 'uncaughtException' | 'unhandledRejection',
  promise?: unknown,
): boolean {
  if (origin === 'unhandledRejection' && process.listenerCount('unhandledRejection') > 0) {
    process.emit('unhandledRejection', error, promise);
    return true;
  }
  // What is no error becomes one before it is thrown at anybody.
  if (origin === 'unhandledRejection' && !(error instanceof Error)) error = new ERR_UNHANDLED_REJECTION(inspect(error));
  process.emit('uncaughtExceptionMonitor', error, origin);
  if (capture !== null) {
    capture(error);
    return true;
  }
  return process.emit('uncaughtException', error, origin);
}
