import type { Task } from 'zora:node/crypto@0.1.0';
import { startTask } from './task.ts';

/** Starts a task that gives bytes, and calls `callback` with them in the form that `convert` gives. */
export function startForBytes<T>(
  task: Task,
  convert: (bytes: Uint8Array) => T,
  callback: (error: unknown, result?: T) => void,
): void {
  startTask(task, 'bytes', (error, bytes) => {
    if (bytes === undefined) callback(error);
    else callback(null, convert(bytes));
  });
}
