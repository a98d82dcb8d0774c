/**
 * `AbortController` and `AbortSignal`.
 *
 * https://dom.spec.whatwg.org/#aborting-ongoing-activities and https://nodejs.org/api/globals.html#class-abortcontroller
 */
import { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } from './errors.ts';
import {
  defineEventHandler,
  Event,
  EventTarget,
  kMaxEventTargetListeners,
  kNewListener,
  kRemoveListener,
  trustedEvent,
} from './event-target.ts';
import { type LoopHandle, setLoopTimer } from './loop.ts';
import { validateAbortSignalArray, validateUint32 } from './validators.ts';
import { type Inspect, type InspectOptions, inspectAs, inspectSymbol, webInterface } from './web-class.ts';

const kConstruct: unique symbol = Symbol('kConstruct') as never;
/** The state, as Node keeps it: a proxy of a signal has it, too. */
const kAborted: unique symbol = Symbol('kAborted') as never;
const kReason: unique symbol = Symbol('kReason') as never;

/** Signals of `timeout` and `any` that someone listens to: they stay alive although nobody refers to them. */
const held = new Set<AbortSignal>();

let abortSignal: (signal: AbortSignal, reason: unknown) => void;

function abortError(): DOMException {
  return new DOMException('This operation was aborted', 'AbortError');
}

/** https://dom.spec.whatwg.org/#interface-AbortSignal */
export class AbortSignal extends EventTarget {
  [kAborted] = false;
  [kReason]: unknown = undefined;
  /** The signals that this one follows (`any`), and those that follow it. */
  #sources: Set<AbortSignal> | undefined;
  #dependents: Set<AbortSignal> | undefined;
  #timer: LoopHandle | undefined;
  declare onabort: ((this: AbortSignal, event: Event) => unknown) | null;

  constructor(key?: unknown) {
    if (key !== kConstruct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super();
    // Many listen to one signal, and that is no leak.
    this[kMaxEventTargetListeners] = 0;
  }

  static #check(value: unknown): asserts value is AbortSignal {
    if (typeof value !== 'object' || value === null || (value as Partial<AbortSignal>)[kAborted] === undefined)
      throw new ERR_INVALID_THIS('AbortSignal');
  }

  get aborted(): boolean {
    AbortSignal.#check(this);
    return this[kAborted];
  }

  get reason(): unknown {
    AbortSignal.#check(this);
    return this[kReason];
  }

  throwIfAborted(): void {
    AbortSignal.#check(this);
    if (this[kAborted]) throw this[kReason];
  }

  override [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    return inspectAs('AbortSignal', { aborted: this.aborted }, depth, options, inspect);
  }

  /** A signal that is aborted already. */
  static abort(reason: unknown = abortError()): AbortSignal {
    const signal = new AbortSignal(kConstruct);
    signal[kAborted] = true;
    signal[kReason] = reason;
    return signal;
  }

  /** A signal that aborts after `delay` milliseconds; it does not keep the program alive. */
  static timeout(delay: number): AbortSignal {
    validateUint32(delay, 'delay', false);
    const signal = new AbortSignal(kConstruct);
    signal.#timer = setLoopTimer(() => {
      signal.#timer = undefined;
      signal.#abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, delay);
    signal.#timer.unref();
    return signal;
  }

  /** A signal that aborts as soon as one of `signals` does, with its reason. */
  static any(signals: Iterable<AbortSignal>): AbortSignal {
    validateAbortSignalArray(signals as AbortSignal[], 'signals');
    const result = new AbortSignal(kConstruct);
    const list = [...signals];
    for (const signal of list) {
      if (signal.aborted) {
        result[kAborted] = true;
        result[kReason] = signal.reason;
        return result;
      }
    }
    result.#sources = new Set();
    for (const signal of list) {
      // A dependent signal is followed through its own sources, so that a chain costs one step.
      for (const source of signal.#sources ?? [signal]) {
        result.#sources.add(source);
        (source.#dependents ??= new Set()).add(result);
      }
    }
    return result;
  }

  #abort(reason: unknown): void {
    if (this[kAborted]) return;
    // Every signal has its state before any listener runs (DOM, "signal abort").
    const all: AbortSignal[] = [this];
    for (const dependent of this.#dependents ?? []) if (!dependent[kAborted]) all.push(dependent);
    for (const signal of all) {
      signal[kAborted] = true;
      signal[kReason] = reason;
    }
    for (const signal of all) {
      signal.dispatchEvent(new Event('abort', trustedEvent));
      held.delete(signal);
    }
    this.#dependents = undefined;
  }

  override [kNewListener](
    size: number,
    type: string,
    listener: unknown,
    once: boolean,
    capture: boolean,
    passive: boolean,
  ): void {
    super[kNewListener](size, type, listener, once, capture, passive);
    if (
      type === 'abort' &&
      !this[kAborted] &&
      #timer in this &&
      (this.#timer !== undefined || this.#sources !== undefined)
    )
      held.add(this);
  }

  override [kRemoveListener](size: number, type: string, listener: unknown, capture: boolean): void {
    super[kRemoveListener](size, type, listener, capture);
    if (type === 'abort' && size === 0) held.delete(this);
  }

  static {
    abortSignal = (signal, reason) => signal.#abort(reason);
  }
}
webInterface(AbortSignal, 'aborted', 'reason', 'throwIfAborted');
defineEventHandler(AbortSignal.prototype, 'abort');

/** https://dom.spec.whatwg.org/#interface-abortcontroller */
export class AbortController {
  #signal: AbortSignal | undefined;

  static #check(value: unknown): asserts value is AbortController {
    if (typeof value !== 'object' || value === null || !(#signal in value)) {
      throw new ERR_INVALID_THIS('AbortController');
    }
  }

  get signal(): AbortSignal {
    AbortController.#check(this);
    this.#signal ??= new AbortSignal(kConstruct);
    return this.#signal;
  }

  /** Aborts the signal; `reason` is an `AbortError` where none is given. */
  abort(reason: unknown = abortError()): void {
    AbortController.#check(this);
    abortSignal(this.signal, reason);
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    return inspectAs('AbortController', { signal: this.signal }, depth, options, inspect);
  }
}
webInterface(AbortController, 'signal', 'abort');
