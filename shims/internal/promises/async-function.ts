/**
 * Drives a generator as an async function: what the host's compiler makes of one. The promise that it gives is one that
 * `rejections.ts` sees, as the engine's own are not.
 */

import { hasPromiseHooks, withParent } from './hooks.ts';

type Body = (...args: unknown[]) => Generator<unknown, unknown, unknown>;

/** The helper that compiled modules call. @param body the async function's body, with `yield` for `await` */
export function runAsync(self: unknown, args: ArrayLike<unknown> | undefined, body: Body): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const generator: Generator<unknown, unknown, unknown> = Reflect.apply(body, self, args ?? []);
  const advance = (resume: () => IteratorResult<unknown, unknown>): void => {
    let step: IteratorResult<unknown, unknown>;
    try {
      step = resume();
    } catch (error) {
      reject(error);
      return;
    }
    if (step.done) resolve(step.value);
    else awaited(promise, step.value).then(onFulfilled, onRejected);
  };
  const onFulfilled = (value: unknown) => advance(() => generator.next(value));
  const onRejected = (reason: unknown) => advance(() => generator.throw(reason));
  advance(() => generator.next());
  return promise;
}

/** What is awaited, as a promise: one that has to be made comes from the async function's own. */
function awaited(promise: object, value: unknown): Promise<unknown> {
  return hasPromiseHooks() ? withParent(promise, () => Promise.resolve(value)) : Promise.resolve(value);
}
