/** The iterator helpers of `Readable`: `map`, `filter`, `toArray`, … https://nodejs.org/api/stream.html#readablemapfn-options */
import { AbortController, AbortSignal } from '../abort.ts';
import {
  AbortError,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
  ERR_MISSING_ARGS,
  ERR_OUT_OF_RANGE,
} from '../errors.ts';
import { validateAbortSignal, validateInteger, validateObject } from '../validators.ts';
import { addAbortSignalNoValidate } from './add-abort-signal.ts';
import { compose as composeStreams } from './compose.ts';
import { finished } from './end-of-stream.ts';
import type { NodeStream } from './types.ts';
import { isNodeStream, isWritable } from './utils.ts';

type Source = NodeStream & AsyncIterable<unknown>;
type Options = { signal?: Signal; concurrency?: number; highWaterMark?: number } | undefined;
type Signal = globalThis.AbortSignal;
type Fn = (value: unknown, options: { signal: Signal }) => unknown;

const kEmpty = Symbol('kEmpty');
const kEof = Symbol('kEof');

function checkFunction(fn: unknown, name = 'fn'): asserts fn is Fn {
  if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE(name, ['Function', 'AsyncFunction'], fn);
}

function checkOptions(options: Options): void {
  if (options != null) validateObject(options, 'options');
  if (options?.signal != null) validateAbortSignal(options.signal, 'options.signal');
}

function throwIfAborted(options: Options): void {
  if (options?.signal?.aborted) throw new AbortError();
}

function compose(this: NodeStream, stream: unknown, options?: Options): NodeStream {
  checkOptions(options);
  if (isNodeStream(stream) && !isWritable(stream)) {
    throw new ERR_INVALID_ARG_VALUE('stream', stream, 'must be writable');
  }
  const composed = composeStreams(this, stream);
  if (options?.signal) addAbortSignalNoValidate(options.signal, composed);
  return composed;
}

function map(this: Source, fn: unknown, options?: Options): AsyncGenerator<unknown> {
  checkFunction(fn);
  checkOptions(options);
  let concurrency = 1;
  if (options?.concurrency != null) concurrency = Math.floor(options.concurrency);
  let ahead = concurrency - 1;
  if (options?.highWaterMark != null) ahead = Math.floor(options.highWaterMark);
  validateInteger(concurrency, 'options.concurrency', 1);
  validateInteger(ahead, 'options.highWaterMark', 0);
  return mapped(this, fn, options, concurrency, ahead + concurrency);
}

/** Calls `fn` on up to `concurrency` chunks at a time, and gives the results in order. */
async function* mapped(
  stream: Source,
  fn: Fn,
  options: Options,
  concurrency: number,
  queueSize: number,
): AsyncGenerator<unknown> {
  const given = options?.signal;
  const controller = new AbortController();
  const signal = AbortSignal.any(given ? [given as never, controller.signal] : [controller.signal]);
  const callOptions = { signal: signal as unknown as Signal };
  const queue: unknown[] = [];
  let next: (() => void) | null = null;
  let resume: (() => void) | null = null;
  let done = false;
  let running = 0;

  const onSettled = (): void => {
    running--;
    onTaken();
  };
  const onFailed = (): void => {
    done = true;
    onSettled();
  };
  const onTaken = (): void => {
    if (resume && !done && running < concurrency && queue.length < queueSize) {
      const go = resume;
      resume = null;
      go();
    }
  };
  const wakeReader = (): void => {
    const go = next;
    next = null;
    go?.();
  };
  const pump = async (): Promise<void> => {
    try {
      for await (const chunk of stream) {
        if (done) return;
        if (signal.aborted) throw new AbortError();
        let value: unknown;
        try {
          value = fn(chunk, callOptions);
          if (value === kEmpty) continue;
          value = Promise.resolve(value);
        } catch (error) {
          value = Promise.reject(error);
        }
        running++;
        (value as Promise<unknown>).then(onSettled, onFailed);
        queue.push(value);
        wakeReader();
        if (!done && (queue.length >= queueSize || running >= concurrency)) {
          await new Promise<void>((resolve) => {
            resume = resolve;
          });
        }
      }
      queue.push(kEof);
    } catch (error) {
      const failed = Promise.reject(error);
      failed.then(onSettled, onFailed);
      queue.push(failed);
    } finally {
      done = true;
      wakeReader();
    }
  };
  void pump();
  try {
    while (true) {
      while (queue.length > 0) {
        const value = await queue[0];
        if (value === kEof) return;
        if (signal.aborted) throw new AbortError();
        if (value !== kEmpty) yield value;
        queue.shift();
        onTaken();
      }
      await new Promise<void>((resolve) => {
        next = resolve;
      });
    }
  } finally {
    done = true;
    controller.abort();
    const go = resume as (() => void) | null;
    resume = null;
    go?.();
  }
}

async function* asIndexedPairs(this: Source, options?: Options): AsyncGenerator<unknown> {
  checkOptions(options);
  let index = 0;
  for await (const value of this) {
    if (options?.signal?.aborted) throw new AbortError({ cause: options.signal.reason } as never);
    yield [index++, value];
  }
}

async function some(this: Source & { filter: typeof filter }, fn: unknown, options?: Options): Promise<boolean> {
  for await (const _ of filter.call(this, fn, options)) return true;
  return false;
}

async function every(this: Source, fn: unknown, options?: Options): Promise<boolean> {
  checkFunction(fn);
  const not = async (value: unknown, callOptions: { signal: Signal }) => !(await fn(value, callOptions));
  return !(await some.call(this as never, not, options));
}

async function find(this: Source, fn: unknown, options?: Options): Promise<unknown> {
  for await (const result of filter.call(this, fn, options)) return result;
  return undefined;
}

async function forEach(this: Source, fn: unknown, options?: Options): Promise<void> {
  checkFunction(fn);
  const run = async (value: unknown, callOptions: { signal: Signal }) => {
    await fn(value, callOptions);
    return kEmpty;
  };
  for await (const _ of map.call(this, run, options));
}

function filter(this: Source, fn: unknown, options?: Options): AsyncGenerator<unknown> {
  checkFunction(fn);
  const choose = async (value: unknown, callOptions: { signal: Signal }) =>
    (await fn(value, callOptions)) ? value : kEmpty;
  return map.call(this, choose, options);
}

/** Node's own message for `reduce` without a value to begin with. */
class ReduceAwareErrMissingArgs extends ERR_MISSING_ARGS {
  constructor() {
    super('reduce');
    this.message = 'Reduce of an empty stream requires an initial value';
  }
}

async function reduce(
  this: Source,
  reducer: unknown,
  ...rest: [initial?: unknown, options?: Options]
): Promise<unknown> {
  if (typeof reducer !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('reducer', ['Function', 'AsyncFunction'], reducer);
  }
  let value = rest[0];
  const options = rest[1];
  let hasValue = rest.length > 0;
  checkOptions(options);
  if (options?.signal?.aborted) {
    const error = new AbortError(undefined, { cause: options.signal.reason });
    this.once('error', () => {});
    await finished(this.destroy(error));
    throw error;
  }
  const controller = new AbortController();
  const { signal } = controller;
  if (options?.signal) options.signal.addEventListener('abort', () => controller.abort(), { once: true });
  let gotAny = false;
  try {
    for await (const chunk of this) {
      gotAny = true;
      throwIfAborted(options);
      if (!hasValue) {
        value = chunk;
        hasValue = true;
      } else value = await reducer(value, chunk, { signal });
    }
    if (!gotAny && !hasValue) throw new ReduceAwareErrMissingArgs();
  } finally {
    controller.abort();
  }
  return value;
}

async function toArray(this: Source, options?: Options): Promise<unknown[]> {
  checkOptions(options);
  const result: unknown[] = [];
  for await (const value of this) {
    if (options?.signal?.aborted) throw new AbortError(undefined, { cause: options.signal.reason });
    result.push(value);
  }
  return result;
}

function flatMap(this: Source, fn: unknown, options?: Options): AsyncGenerator<unknown> {
  const values = map.call(this, fn, options);
  return (async function* () {
    for await (const value of values) yield* value as AsyncIterable<unknown>;
  })();
}

function toCount(given: unknown): number {
  const count = Number(given);
  if (Number.isNaN(count)) return 0;
  if (count < 0) throw new ERR_OUT_OF_RANGE('number', '>= 0', count);
  return count;
}

function drop(this: Source, given: unknown, options?: Options): AsyncGenerator<unknown> {
  checkOptions(options);
  let count = toCount(given);
  const source = this;
  return (async function* () {
    throwIfAborted(options);
    for await (const value of source) {
      throwIfAborted(options);
      if (count-- <= 0) yield value;
    }
  })();
}

function take(this: Source, given: unknown, options?: Options): AsyncGenerator<unknown> {
  checkOptions(options);
  let count = toCount(given);
  const source = this;
  return (async function* () {
    throwIfAborted(options);
    for await (const value of source) {
      throwIfAborted(options);
      if (count-- > 0) yield value;
      // No more is asked for than is taken.
      if (count <= 0) return;
    }
  })();
}

/** Those that give a stream. */
export const streamReturningOperators = { asIndexedPairs, drop, filter, flatMap, map, take, compose };
/** Those that give a promise. */
export const promiseReturningOperators = { every, forEach, reduce, toArray, some, find };
