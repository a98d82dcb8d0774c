/**
 * `AsyncLocalStorage`: a value for a call and all that follows from it.
 *
 * https://nodejs.org/api/async_context.html#class-asynclocalstorage
 */
import {
  currentFrame,
  exchangeFrame,
  frameWith,
  frameWithout,
  inCurrentFrame,
  runInFrame,
} from '../async_context/frame.ts';
import { carryOverPromises } from '../async_context/promises.ts';
import { validateFunction, validateObject } from '../validators.ts';

/** Options of the constructor. */
export interface AsyncLocalStorageOptions {
  defaultValue?: unknown;
  name?: unknown;
}

type Callback<Args extends unknown[], Result> = (...args: Args) => Result;

/** A value of the async context. */
export class AsyncLocalStorage {
  readonly #defaultValue: unknown;
  readonly #name: string;

  /** @throws ERR_INVALID_ARG_TYPE */
  constructor(options: AsyncLocalStorageOptions = {}) {
    validateObject(options, 'options');
    this.#defaultValue = options.defaultValue;
    this.#name = options.name === undefined ? '' : `${options.name}`;
    carryOverPromises();
  }

  get name(): string {
    return this.#name;
  }

  /** A function that runs `run` in the context of now. */
  static bind<Args extends unknown[], Result>(run: Callback<Args, Result>): Callback<Args, Result> {
    validateFunction(run, 'fn');
    carryOverPromises();
    return inCurrentFrame(run);
  }

  /** A function that runs what it is given in the context of now. */
  static snapshot(): <Args extends unknown[], Result>(run: Callback<Args, Result>, ...args: Args) => Result {
    const frame = currentFrame();
    carryOverPromises();
    return (run, ...args) => runInFrame(frame, run, undefined, args);
  }

  /** Forgets the value in the context of now, until `run` or `enterWith`. */
  disable(): void {
    exchangeFrame(frameWithout(this));
  }

  getStore(): unknown {
    const frame = currentFrame();
    return frame?.has(this) ? frame.get(this) : this.#defaultValue;
  }

  /** Sets the value for the rest of the code that runs now, and what follows from it. */
  enterWith(store: unknown): void {
    exchangeFrame(frameWith(this, store));
  }

  /** Calls `run` with the value set. What `run` enters of other storages stays. */
  run<Args extends unknown[], Result>(store: unknown, run: Callback<Args, Result>, ...args: Args): Result {
    if (Object.is(this.getStore(), store)) return Reflect.apply(run, null, args);
    const frame = frameWith(this, store);
    const before = exchangeFrame(frame);
    try {
      return Reflect.apply(run, null, args);
    } finally {
      if (currentFrame() === frame) exchangeFrame(before);
      else exchangeFrame(before?.has(this) ? frameWith(this, before.get(this)) : frameWithout(this));
    }
  }

  /** Calls `run` without a value. */
  exit<Args extends unknown[], Result>(run: Callback<Args, Result>, ...args: Args): Result {
    return this.run(undefined, run, ...args);
  }
}
