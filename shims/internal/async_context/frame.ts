/**
 * The async context: what each `AsyncLocalStorage` holds in the code that runs now. A frame never changes; entering a
 * storage makes a new one.
 */

/** Storage → its value. */
export type Frame = ReadonlyMap<object, unknown> | undefined;

let current: Frame;

/** The frame of the code that runs now. */
export function currentFrame(): Frame {
  return current;
}

/** Makes `frame` the current one and returns the one before it. */
export function exchangeFrame(frame: Frame): Frame {
  const before = current;
  current = frame;
  return before;
}

/** Told of an error before the frame that it leaves is gone. */
let watchThrown: ((error: unknown) => void) | undefined;

/** Sets what is told of errors that leave a frame (`node:domain` asks whose they are). */
export function setThrowWatcher(watcher: (error: unknown) => void): void {
  watchThrown = watcher;
}

/** Calls a function in a frame. */
export function runInFrame<This, Args extends unknown[], Result>(
  frame: Frame,
  run: (this: This, ...args: Args) => Result,
  thisArg: This,
  args: Args,
): Result {
  const before = exchangeFrame(frame);
  try {
    return Reflect.apply(run, thisArg, args);
  } catch (error) {
    watchThrown?.(error);
    throw error;
  } finally {
    current = before;
  }
}

/** A function that runs `run` in the frame of now, whenever it is called. */
export function inCurrentFrame<This, Args extends unknown[], Result>(
  run: (this: This, ...args: Args) => Result,
): (this: This, ...args: Args) => Result {
  const frame = current;
  return function framed(this: This, ...args: Args): Result {
    return runInFrame(frame, run, this, args);
  };
}

/** The current frame with one storage set. */
export function frameWith(storage: object, value: unknown): Frame {
  return new Map(current).set(storage, value);
}

/** The current frame without one storage. */
export function frameWithout(storage: object): Frame {
  if (!current?.has(storage)) return current;
  const frame = new Map(current);
  frame.delete(storage);
  return frame.size === 0 ? undefined : frame;
}

/** {@link inCurrentFrame}, at no cost where there is no frame: for callbacks of the loop, which start without one. */
export function framed<Callback extends (...args: never[]) => unknown>(callback: Callback): Callback {
  return current === undefined ? callback : (inCurrentFrame(callback as never) as unknown as Callback);
}

/** Leaves every frame: a callback of the loop begins. */
export function leaveFrames(): void {
  current = undefined;
}
