/**
 * Carries the async context over promises. The engine has no hook for it, but two places where user code comes in:
 * reactions are added by `then`, and `await` of a promise reads its `constructor` just before it adds its own reaction
 * (ECMAScript, PromiseResolve). A reaction that is added in that moment runs right before the rest of the async
 * function, and sets its frame.
 *
 * `await` of what is no promise has no such place: the frame is lost there.
 */
import { currentFrame, exchangeFrame, type Frame, inCurrentFrame } from './frame.ts';

type Reaction = ((value: never) => unknown) | null | undefined;

let installed = false;

/** Starts to carry the context. Storages call it: who has none pays nothing. */
export function carryOverPromises(): void {
  if (installed) return;
  installed = true;
  const prototype = Promise.prototype;
  const nativeThen = prototype.then as (this: unknown, fulfilled?: Reaction, rejected?: Reaction) => Promise<unknown>;
  /** `then` itself asks for the constructor. */
  let inThen = false;

  function addReactions(promise: unknown, fulfilled: Reaction, rejected: Reaction): Promise<unknown> {
    const outer = inThen;
    inThen = true;
    try {
      return nativeThen.call(promise, fulfilled, rejected);
    } finally {
      inThen = outer;
    }
  }

  function bound(reaction: Reaction): Reaction {
    return typeof reaction === 'function' ? inCurrentFrame(reaction) : reaction;
  }

  function restoreBeforeAwaited(promise: Promise<unknown>, frame: Frame): void {
    const restore = () => {
      exchangeFrame(frame);
    };
    addReactions(promise, restore, restore);
  }

  const then = {
    // biome-ignore lint/suspicious/noThenProperty: this is the method of promises
    then(this: unknown, fulfilled?: Reaction, rejected?: Reaction) {
      return addReactions(this, bound(fulfilled), bound(rejected));
    },
  }.then;
  Object.defineProperty(prototype, 'then', { value: then, writable: true, configurable: true });

  // Whoever else looks on (unhandled rejections) goes on doing so.
  const before = Object.getOwnPropertyDescriptor(prototype, 'constructor') as PropertyDescriptor;
  let own: unknown = before.value;
  Object.defineProperty(prototype, 'constructor', {
    configurable: true,
    get(this: unknown) {
      if (!inThen && this !== prototype && isPromise(this)) restoreBeforeAwaited(this, currentFrame());
      return before.get === undefined ? own : before.get.call(this);
    },
    // Objects that inherit it are given their own, as if it were a value.
    set(this: unknown, value: unknown) {
      if (before.set !== undefined) before.set.call(this, value);
      else if (this === prototype) own = value;
      else Object.defineProperty(this, 'constructor', { value, writable: true, enumerable: true, configurable: true });
    },
  });
}

function isPromise(value: unknown): value is Promise<unknown> {
  // A class of its own reads another `constructor`.
  return value instanceof Promise && Object.getPrototypeOf(value) === Promise.prototype;
}
