/** How asynchronous operations come to their end: each in a callback of the event loop, in the order in which they were asked for. */

import { fileRequests } from '../active-resources.ts';
import { setLoopTimer, setPoll } from '../loop.ts';
import { validateFunction } from '../validators.ts';

/** The error or `null`, then what the operation gives. */
export type Done<T = unknown> = (error: unknown, value?: T) => void;

/** A callback that was given as an argument. @throws ERR_INVALID_ARG_TYPE */
export function toCallback(callback: unknown, name = 'cb'): (...args: unknown[]) => void {
  validateFunction(callback, name);
  return callback as unknown as (...args: unknown[]) => void;
}

/** Calls `callback` from the event loop, which stays alive for it. */
export function later(callback: () => void): void {
  const request = {};
  fileRequests.add(request);
  setPoll(() => {
    fileRequests.delete(request);
    callback();
  });
}

/**
 * Runs `operation` in a callback of the loop, then `done` with what it gives or throws. A single operation is at most a
 * megabyte's read or one system call: it does not pay to leave the guest for it, and between two of them the host goes
 * round its own loop.
 */
export function submit<T>(operation: () => T, done: Done<T>): void {
  later(() => finish(operation, done));
}

function finish<T>(operation: () => T, done: Done<T>): void {
  let value: T;
  try {
    value = operation();
  } catch (error) {
    done(error);
    return;
  }
  if (value === undefined) done(null);
  else done(null, value);
}

/** `submit` as a promise. */
export function run<T>(operation: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    later(() => {
      try {
        resolve(operation());
      } catch (error) {
        reject(error);
      }
    });
  });
}

/** Whether `error` says that there is nothing yet. */
export function isAgain(error: unknown): boolean {
  return (error as { code?: unknown } | null | undefined)?.code === 'EAGAIN';
}

const LONGEST_WAIT_MS = 50;

/** As `submit`, for what may have to wait for another process: tries again, ever less often, while there is nothing. */
export function submitWaiting<T>(operation: () => T, done: Done<T>, mayWait: () => boolean, wait = 1): void {
  const attempt = (): void => {
    let value: T;
    try {
      value = operation();
    } catch (error) {
      if (isAgain(error) && mayWait()) {
        setLoopTimer(() => submitWaiting(operation, done, mayWait, Math.min(wait * 2, LONGEST_WAIT_MS)), wait);
      } else done(error);
      return;
    }
    done(null, value);
  };
  later(attempt);
}
