/** `node:timers/promises`. https://nodejs.org/api/timers.html#timers-promises-api */
import { AbortError, ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } from '../errors.ts';
import { kResistStopPropagation } from '../events/abort-listener.ts';
import { validateAbortSignal, validateBoolean, validateNumber, validateObject } from '../validators.ts';
import { clearImmediate, Immediate } from './immediate.ts';
import { clearTimeout, Timeout } from './timeout.ts';

/** Options of the promise forms. */
export interface TimerOptions {
  signal?: AbortSignal | undefined;
  /** Whether the timer keeps the program alive; default true. */
  ref?: boolean | undefined;
}

function checkOptions(options: TimerOptions): void {
  validateObject(options, 'options');
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  if (options.ref !== undefined) validateBoolean(options.ref, 'options.ref');
}

function abortErrorOf(signal: AbortSignal): Error {
  return new AbortError(undefined, { cause: signal.reason });
}

/** A promise that `start` settles, and that the signal rejects. */
function abortable<T>(signal: AbortSignal | undefined, start: (resolve: (value: T) => void) => () => void): Promise<T> {
  if (signal?.aborted) return Promise.reject(abortErrorOf(signal));
  let onAbort: (() => void) | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    const cancel = start(resolve);
    if (signal === undefined) return;
    onAbort = () => {
      cancel();
      reject(abortErrorOf(signal));
    };
    signal.addEventListener('abort', onAbort, { [kResistStopPropagation]: true } as never);
  });
  if (onAbort === undefined) return promise;
  const forget = (): void => signal?.removeEventListener('abort', onAbort as () => void);
  promise.then(forget, forget);
  return promise;
}

/** Resolves with `value` after `delay` milliseconds. */
export function setTimeoutPromise<T>(delay?: number, value?: T, options: TimerOptions = {}): Promise<T> {
  try {
    if (delay !== undefined) validateNumber(delay, 'delay');
    checkOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  return abortable(options.signal, (resolve) => {
    const timer = new Timeout(resolve, delay, [value], false, options.ref ?? true)._start();
    return () => clearTimeout(timer);
  });
}
Object.defineProperty(setTimeoutPromise, 'name', { value: 'setTimeout' });

/** Resolves with `value` in the check phase. */
export function setImmediatePromise<T>(value?: T, options: TimerOptions = {}): Promise<T> {
  try {
    checkOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  return abortable(options.signal, (resolve) => {
    const immediate = new Immediate(resolve, [value]);
    if (options.ref === false) immediate.unref();
    return () => clearImmediate(immediate);
  });
}
Object.defineProperty(setImmediatePromise, 'name', { value: 'setImmediate' });

/** Gives `value` every `delay` milliseconds; ticks that nobody waited for are given at once. */
export async function* setIntervalPromise<T>(delay?: number, value?: T, options: TimerOptions = {}): AsyncGenerator<T> {
  if (delay !== undefined) validateNumber(delay, 'delay');
  checkOptions(options);
  const { signal } = options;
  if (signal?.aborted) throw abortErrorOf(signal);
  let unseen = 0;
  let wake: ((error?: Error) => void) | undefined;
  const tick = (): void => {
    unseen++;
    wake?.();
    wake = undefined;
  };
  const interval = new Timeout(tick, delay, undefined, true, options.ref ?? true)._start();
  const onAbort = (): void => {
    clearTimeout(interval);
    wake?.(abortErrorOf(signal as AbortSignal));
    wake = undefined;
  };
  signal?.addEventListener('abort', onAbort, { once: true, [kResistStopPropagation]: true } as never);
  try {
    while (!signal?.aborted) {
      if (unseen === 0) {
        await new Promise<void>((resolve, reject) => {
          wake = (error) => (error ? reject(error) : resolve());
        });
      }
      for (; unseen > 0; unseen--) yield value as T;
    }
    throw abortErrorOf(signal);
  } finally {
    clearTimeout(interval);
    signal?.removeEventListener('abort', onAbort);
  }
}
Object.defineProperty(setIntervalPromise, 'name', { value: 'setInterval' });

const kScheduler = Symbol('kScheduler');

/** https://nodejs.org/api/timers.html#timerspromisesschedulerwaitdelay-options */
export class Scheduler {
  readonly #own = true;

  constructor(key?: unknown) {
    if (key !== kScheduler) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  static #check(value: object): void {
    if (!(#own in value)) throw new ERR_INVALID_THIS('Scheduler');
  }

  /** A pause of `delay` milliseconds. */
  wait(delay: number, options?: TimerOptions): Promise<undefined> {
    Scheduler.#check(this);
    return setTimeoutPromise(delay, undefined, options);
  }

  /** Lets others run. */
  yield(): Promise<undefined> {
    Scheduler.#check(this);
    return setImmediatePromise();
  }
}

/** `timersPromises.scheduler`. */
export const scheduler = /* @__PURE__ */ new Scheduler(kScheduler);
