/**
 * `events.on`: the events of an emitter as an async iterator.
 *
 * https://nodejs.org/api/events.html#eventsonemitter-eventname-options
 */
import { AbortError, ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { validateAbortSignal, validateInteger, validateObject, validateStringArray } from '../validators.ts';
import { addAbortListener, kResistStopPropagation } from './abort-listener.ts';
import { type EventName, errorMonitor, isEmitter, type Listener } from './emitter.ts';
import { listen, unlisten } from './targets.ts';

/** The key of an iterator's buffer levels, for tests and `readline`. */
export const kWatermarkData: unique symbol = Symbol.for('nodejs.watermarkData') as never;
/** An option: the first argument alone is the value. */
export const kFirstEventParam: unique symbol = Symbol.for('nodejs.kFirstEventParam') as never;

/** Options of `on`. */
export interface OnOptions {
  signal?: AbortSignal;
  /** Events that end the iteration. */
  close?: string[] | undefined;
  /** Buffered events from which on the emitter is paused; default none. */
  highWaterMark?: number | undefined;
  /** Buffered events below which it is resumed. */
  lowWaterMark?: number | undefined;
  /** Deprecated spellings. */
  highWatermark?: number | undefined;
  lowWatermark?: number | undefined;
  [kFirstEventParam]?: boolean;
}

type Result = IteratorResult<unknown, undefined>;

interface Waiting {
  resolve(result: Result): void;
  reject(error: unknown): void;
}

interface Pausable {
  pause(): void;
  resume(): void;
}

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype) as object;

/** The events `event` of `emitter`, each as the array of its arguments. */
export function on(emitter: unknown, event: EventName, options: OnOptions = {}): AsyncIterableIterator<unknown> {
  validateObject(options, 'options');
  const signal = options.signal;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  const high = options.highWaterMark ?? options.highWatermark ?? Number.MAX_SAFE_INTEGER;
  const low = options.lowWaterMark ?? options.lowWatermark ?? 1;
  validateInteger(high, 'options.highWaterMark', 1);
  validateInteger(low, 'options.lowWaterMark', 1);
  if (options.close !== undefined) validateStringArray(options.close, 'options.close');

  const values: unknown[] = [];
  const waiting: Waiting[] = [];
  const undo: (() => void)[] = [];
  let paused = false;
  let finished = false;
  let failed = false;
  let failure: unknown;

  const listenUntilClosed = (target: unknown, name: EventName, listener: Listener): void => {
    listen(target, name, listener, { [kResistStopPropagation]: true });
    undo.push(() => unlisten(target, name, listener));
  };

  const onEvent = (...args: unknown[]): void => {
    const value = options[kFirstEventParam] ? args[0] : args;
    const next = waiting.shift();
    if (next !== undefined) {
      next.resolve({ value, done: false });
      return;
    }
    values.push(value);
    if (!paused && values.length > high) {
      paused = true;
      (emitter as Pausable).pause();
    }
  };

  const onError = (error: unknown): void => {
    const next = waiting.shift();
    if (next !== undefined) next.reject(error);
    else {
      failed = true;
      failure = error;
    }
    void close();
  };

  const close = (): Promise<Result> => {
    abort?.[Symbol.dispose]();
    for (const step of undo.splice(0)) step();
    finished = true;
    const done: Result = { value: undefined, done: true };
    for (const next of waiting.splice(0)) next.resolve(done);
    return Promise.resolve(done);
  };

  const iterator = Object.setPrototypeOf(
    {
      next(): Promise<Result> {
        if (values.length > 0) {
          const value = values.shift();
          if (paused && values.length < low) {
            (emitter as Pausable).resume();
            paused = false;
          }
          return Promise.resolve({ value, done: false });
        }
        if (failed) {
          const error = failure;
          failed = false;
          failure = undefined;
          return Promise.reject(error);
        }
        if (finished) return close();
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      },
      return(): Promise<Result> {
        return close();
      },
      throw(error: unknown): void {
        if (!error || !(error instanceof Error)) {
          throw new ERR_INVALID_ARG_TYPE('EventEmitter.AsyncIterator', 'Error', error);
        }
        onError(error);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
      [kWatermarkData]: {
        get size() {
          return values.length;
        },
        get low() {
          return low;
        },
        get high() {
          return high;
        },
        get isPaused() {
          return paused;
        },
      },
    },
    AsyncIteratorPrototype,
  ) as AsyncIterableIterator<unknown>;

  listenUntilClosed(emitter, event, onEvent);
  if (event !== 'error' && event !== errorMonitor && isEmitter(emitter)) listenUntilClosed(emitter, 'error', onError);
  for (const name of options.close ?? []) listenUntilClosed(emitter, name, close);
  const abort = signal && addAbortListener(signal, () => onError(new AbortError(undefined, { cause: signal.reason })));
  return iterator;
}
