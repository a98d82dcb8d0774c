/** Calls the function of a test or hook, whether it returns, promises or calls back. */

import { clearTimeout, setTimeout } from '../../timers.ts';
import { AbortController } from '../abort.ts';
import { TestFailure } from './failure.ts';
import type { TestFunction } from './options.ts';

/** What ends a test early. */
export class Stop {
  readonly #controller = new AbortController();
  #reject: (failure: TestFailure) => void = () => {};
  readonly promise: Promise<never>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #detach: (() => void) | undefined;

  constructor(timeout: number | null | undefined, outer: AbortSignal | undefined) {
    this.promise = new Promise((_, reject) => {
      this.#reject = reject;
    });
    this.promise.catch(() => {});
    if (timeout !== undefined && timeout !== null && timeout !== Number.POSITIVE_INFINITY) {
      this.#timer = setTimeout(
        () => this.fail(new TestFailure(`test timed out after ${timeout}ms`, 'testTimeoutFailure')),
        timeout,
      );
      this.#timer.unref();
    }
    if (outer === undefined) return;
    const abort = () => this.fail(new TestFailure(outer.reason ?? 'The test was aborted', 'testAborted'));
    if (outer.aborted) abort();
    else {
      outer.addEventListener('abort', abort, { once: true });
      this.#detach = () => outer.removeEventListener('abort', abort);
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal as unknown as AbortSignal;
  }

  /** Ends the test with a failure, wherever it is. */
  fail(failure: TestFailure): void {
    this.#reject(failure);
    this.#controller.abort(failure);
  }

  /** The test has ended: what is still under way in it may know. */
  finish(): void {
    clearTimeout(this.#timer);
    this.#detach?.();
    if (!this.signal.aborted) this.#controller.abort();
  }
}

/**
 * Calls `fn(context)`, or `fn(context, done)` where it takes one more argument than it would.
 * @param callbackAt the number of parameters that says that the last is a callback
 */
export async function callTestFunction(fn: TestFunction, context: unknown, callbackAt = 2): Promise<void> {
  if (fn.length !== callbackAt) {
    await Reflect.apply(fn, context, [context]);
    return;
  }
  await new Promise<void>((resolve, reject) => {
    let called = false;
    const done = (error?: unknown) => {
      if (called) {
        throw new TestFailure('callback invoked multiple times', 'multipleCallbackInvocations');
      }
      called = true;
      if (error) reject(error as Error);
      else resolve();
    };
    const args = callbackAt === 1 ? [done] : [context, done];
    const result = Reflect.apply(fn, context, args);
    if (result instanceof Promise) {
      result.catch(() => {});
      reject(new TestFailure('passed a callback but also returned a Promise', 'callbackAndPromisePresent'));
    }
  });
}
