/** Operations that may wait for another process, as promises. */
import { submitWaiting } from './completion.ts';
import { waits } from './descriptors.ts';

/** Runs an operation of a descriptor; tries again while there is nothing. */
export function runWaiting<T>(operation: () => T, fd: number): Promise<T> {
  return runUntil(operation, () => waits(fd));
}

/** Runs an operation; tries again while there is nothing and `mayWait`. */
export function runUntil<T>(operation: () => T, mayWait: () => boolean): Promise<T> {
  return new Promise((resolve, reject) => {
    submitWaiting(operation, (error, value) => (error ? reject(error) : resolve(value as T)), mayWait);
  });
}
