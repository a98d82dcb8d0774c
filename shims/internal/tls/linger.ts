/** What was written before a connection closes still goes. */
import type { OutputStream } from 'zora:node/io@0.1.0';
import { setLoopTimer, watch } from '../loop.ts';

/** How long a peer that takes nothing is waited for. */
const MOST_MS = 1000;

/** Whether the engine has made records of all that was written; true where it cannot any more. */
export function isFlushed(output: OutputStream): boolean {
  try {
    return output.flushed();
  } catch {
    // The engine has failed: no more records will come.
    return true;
  }
}

/** Calls back once when the engine has made records of all that was written, or when it takes too long. */
export function whenFlushed(output: OutputStream, callback: () => void): void {
  const done = (): void => {
    flush.close();
    timer.close();
    callback();
  };
  const flush = watch(output.subscribe(), () => {
    if (isFlushed(output)) done();
  });
  const timer = setLoopTimer(done, MOST_MS);
}
