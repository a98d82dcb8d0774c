import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE } from '../errors.ts';

/** A promise with the functions that settle it; `settled` so that it can be seen from outside. */
export interface Deferred<Value = void> {
  promise: Promise<Value>;
  resolve(value: Value): void;
  reject(reason: unknown): void;
}

/** A pending promise whose rejection nobody has to handle. */
export function defer<Value = void>(): Deferred<Value> {
  const deferred = Promise.withResolvers<Value>();
  handled(deferred.promise);
  return deferred as Deferred<Value>;
}

/** A deferred that is rejected already. */
export function rejectedDeferred(reason: unknown): Deferred {
  const deferred = defer();
  deferred.reject(reason);
  return deferred;
}

/** A deferred that is resolved already. */
export function resolvedDeferred(): Deferred {
  const deferred = defer();
  deferred.resolve();
  return deferred;
}

/** Marks a promise as one whose rejection is dealt with elsewhere. */
export function handled<Value>(promise: Promise<Value>): Promise<Value> {
  react(promise, noop, noop);
  return promise;
}

/** `promise.then` without a look at the promise's own property; async_hooks may have put its own in the prototype. */
export function react<Value, Result>(
  promise: Promise<Value>,
  fulfilled: ((value: Value) => Result) | undefined,
  rejected?: (reason: unknown) => Result,
): Promise<Result> {
  return Promise.prototype.then.call(promise, fulfilled as (value: unknown) => unknown, rejected) as Promise<Result>;
}

/** A promise for the value, or for the promise that it is. */
export function promised<Value>(value: Value | PromiseLike<Value>): Promise<Value> {
  return new Promise((resolve) => resolve(value));
}

/** Does nothing. */
export function noop(): void {}

/** The result of `call` as a promise: an error that it throws becomes a rejection. */
export function attempt<Value>(call: () => Value | PromiseLike<Value>): Promise<Value> {
  try {
    return promised(call());
  } catch (error) {
    return Promise.reject(error);
  }
}

/** As `attempt` for a call that gives a promise: that promise itself comes back. */
export function attemptAsync<Value>(call: () => Promise<Value>): Promise<Value> {
  try {
    return call();
  } catch (error) {
    return Promise.reject(error);
  }
}

/** A TypeError with the code ERR_INVALID_STATE, as Node's streams throw it. */
export function invalidState(message: string): Error {
  return new ERR_INVALID_STATE.TypeError(message);
}

/** An argument that may be left out, but must be an object. */
export function dictionary(value: unknown, name: string): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' && typeof value !== 'function') throw new ERR_INVALID_ARG_TYPE(name, 'Object', value);
  return value as Record<string, unknown>;
}

/** A member of a dictionary that may be left out, but must be a function. */
export function method<Args extends unknown[], Result>(
  owner: Record<string, unknown>,
  name: string,
  label: string,
): ((...args: Args) => Result) | undefined {
  const value = owner[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'function') throw new ERR_INVALID_ARG_TYPE(`${label}.${name}`, 'Function', value);
  return (...args) => Reflect.apply(value, owner, args) as Result;
}

/** How much is queued: by a size function, up to a high-water mark. */
export interface Strategy<Chunk> {
  highWaterMark: number;
  size: (chunk: Chunk) => number;
}

/** The members of a queuing strategy, read once. */
export interface RawStrategy {
  highWaterMark: unknown;
  size: unknown;
}

/** Reads a queuing strategy's members. */
export function readStrategy(value: unknown): RawStrategy {
  const { highWaterMark, size } = dictionary(value, 'strategy');
  if (size !== undefined && typeof size !== 'function')
    throw new ERR_INVALID_ARG_TYPE('strategy.size', 'Function', size);
  return { highWaterMark, size };
}

/** Completes a strategy. Throws ERR_INVALID_ARG_VALUE for a high-water mark that is none. */
export function strategyOf<Chunk>({ highWaterMark, size }: RawStrategy, defaultMark: number): Strategy<Chunk> {
  const mark = highWaterMark === undefined ? defaultMark : Number(highWaterMark);
  if (!(mark >= 0)) throw new ERR_INVALID_ARG_VALUE.RangeError('strategy.highWaterMark', highWaterMark);
  if (size === undefined) return { highWaterMark: mark, size: () => 1 };
  return { highWaterMark: mark, size: (chunk) => Reflect.apply(size as () => number, undefined, [chunk]) };
}

/** Chunks in their order, with the sum of their sizes. Source: Streams Standard, 8.1 Queue-with-sizes. */
export class SizedQueue<Chunk> {
  #items: { chunk: Chunk; size: number }[] = [];
  #first = 0;
  /** The sum of the sizes. */
  total = 0;

  get length(): number {
    return this.#items.length - this.#first;
  }

  push(chunk: Chunk, size: number): void {
    const amount = Number(size);
    if (!(amount >= 0) || amount === Number.POSITIVE_INFINITY) throw new ERR_INVALID_ARG_VALUE.RangeError('size', size);
    this.#items.push({ chunk, size: amount });
    this.total += amount;
  }

  peek(): Chunk {
    return (this.#items[this.#first] as { chunk: Chunk }).chunk;
  }

  shift(): Chunk {
    const { chunk, size } = this.#items[this.#first] as { chunk: Chunk; size: number };
    // The array is cut now and then instead of at every chunk, which would be quadratic.
    this.#items[this.#first++] = undefined as never;
    if (this.#first > 64 && this.#first * 2 > this.#items.length) {
      this.#items.splice(0, this.#first);
      this.#first = 0;
    }
    this.total = Math.max(0, this.total - size);
    return chunk;
  }

  clear(): void {
    this.#items = [];
    this.#first = 0;
    this.total = 0;
  }
}
