/**
 * The core of `EventEmitter`: listeners, emission, error handling and leak warnings.
 *
 * https://nodejs.org/api/events.html#class-eventemitter
 */
import { ERR_UNHANDLED_ERROR } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { inspect } from '../util/inspect.ts';
import { validateBoolean, validateFunction, validateNumber } from '../validators.ts';

/** Any listener; the arguments are the emitter's business. */
// biome-ignore lint/complexity/noBannedTypes: Node hands listeners to `Reflect.apply` as they are.
export type Listener = Function & { listener?: Listener };
export type EventName = string | symbol;

type Listeners = Listener | LeakingArray;
type LeakingArray = Listener[] & { warned?: boolean };

/** An emitter as this module sees it: Node's own (enumerable) property names, on which packages rely. */
export interface Emitter {
  _events: Record<EventName, Listeners> | undefined;
  _eventsCount: number;
  _maxListeners: number | undefined;
  [kCapture]?: boolean;
  [captureRejectionSymbol]?: (error: unknown, event: EventName, ...args: unknown[]) => void;
  emit(event: EventName, ...args: unknown[]): boolean;
  on(event: EventName, listener: Listener): this;
  prependListener(event: EventName, listener: Listener): this;
  removeListener(event: EventName, listener: Listener): this;
  removeAllListeners(event?: EventName): this;
}

/** Options of the constructor. */
export interface EmitterOptions {
  captureRejections?: boolean | undefined;
}

/** A method with this name handles rejections of async listeners. */
export const captureRejectionSymbol: unique symbol = Symbol.for('nodejs.rejection') as never;
/** Listeners of this event see every `error` event first, and do not count as handling it. */
export const errorMonitor: unique symbol = Symbol('events.errorMonitor') as never;
/** Whether an emitter captures rejections. */
export const kCapture: unique symbol = Symbol('kCapture') as never;

let defaultMaxListeners = 10;

/** The limit of emitters that have none of their own. */
export function getDefaultMaxListeners(): number {
  return defaultMaxListeners;
}

/** Sets the limit of emitters that have none of their own. */
export function setDefaultMaxListeners(n: unknown): void {
  validateNumber(n, 'defaultMaxListeners', 0);
  defaultMaxListeners = n as number;
}

function checkListener(listener: unknown): asserts listener is Listener {
  validateFunction(listener, 'listener');
}

/** `EventEmitter.init`: prepares the own state of an emitter (also of one that a mixin made). */
export function init(this: Emitter, options?: EmitterOptions): void {
  if (this._events === undefined || this._events === (Object.getPrototypeOf(this) as Emitter)._events) {
    this._events = Object.create(null);
    this._eventsCount = 0;
  }
  this._maxListeners = this._maxListeners || undefined;
  if (options?.captureRejections) {
    validateBoolean(options.captureRejections, 'options.captureRejections');
    this[kCapture] = Boolean(options.captureRejections);
  } else {
    this[kCapture] = (EventEmitter.prototype as Emitter)[kCapture] as boolean;
  }
}

/** Node's `EventEmitter`; a function, because packages call it without `new` to initialise their own objects. */
export function EventEmitter(this: Emitter, options?: EmitterOptions): void {
  // `EventEmitter.init` may be replaced: `node:domain` does, and packages that follow asynchronous calls.
  ((EventEmitter as { init?: typeof init }).init ?? init).call(this, options);
}

/** Sends a rejection of an async listener where the emitter wants it: its handler, or the `error` event. */
function captureRejection(emitter: Emitter, error: unknown, event: EventName, args: unknown[]): void {
  const handler = emitter[captureRejectionSymbol];
  if (typeof handler === 'function') {
    handler.call(emitter, error, event, ...args);
    return;
  }
  // An `error` listener that rejects in its turn must not come back here for ever.
  const before = emitter[kCapture] as boolean;
  try {
    emitter[kCapture] = false;
    emitter.emit('error', error);
  } finally {
    emitter[kCapture] = before;
  }
}

/** Watches what a listener returned, where rejections are captured. */
function watchResult(emitter: Emitter, result: unknown, event: EventName, args: unknown[]): void {
  if (!emitter[kCapture]) return;
  try {
    const then = (result as PromiseLike<unknown>).then;
    if (typeof then === 'function') {
      then.call(result as PromiseLike<unknown>, undefined, (error: unknown) => {
        // Out of the promise chain, so that an error of the handler is an uncaught exception.
        nextTick(() => captureRejection(emitter, error, event, args));
      });
    }
  } catch (error) {
    emitter.emit('error', error);
  }
}

/** What happens to an `error` event without listeners: the error is thrown. */
function throwUnhandled(args: unknown[]): never {
  const error = args[0];
  if (error instanceof Error) throw error;
  let text: unknown;
  try {
    text = inspect(error);
  } catch {
    text = error;
  }
  const wrapped = new ERR_UNHANDLED_ERROR(text as string) as unknown as Error & { context: unknown };
  wrapped.context = error;
  throw wrapped;
}

function emit(this: Emitter, event: EventName, ...args: unknown[]): boolean {
  const events = this._events;
  if (event === 'error') {
    if (events?.[errorMonitor] !== undefined) this.emit(errorMonitor, ...args);
    if (events?.error === undefined) throwUnhandled(args);
  }
  const handler = events?.[event];
  if (handler === undefined) return false;
  if (typeof handler === 'function') {
    const result: unknown = Reflect.apply(handler, this, args);
    if (result !== undefined && result !== null) watchResult(this, result, event, args);
    return true;
  }
  // A copy: a listener may add and remove others while this event is delivered.
  const listeners = handler.slice();
  for (let i = 0; i < listeners.length; i++) {
    const result: unknown = Reflect.apply(listeners[i] as Listener, this, args);
    if (result !== undefined && result !== null) watchResult(this, result, event, args);
  }
  return true;
}

/** The limit that counts for `emitter`. */
export function maxListenersOf(emitter: Emitter): number {
  return emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners;
}

function warnOfLeak(emitter: Emitter, event: EventName, listeners: LeakingArray): void {
  const limit = maxListenersOf(emitter);
  if (limit <= 0 || listeners.length <= limit || listeners.warned) return;
  listeners.warned = true;
  const warning = new Error(
    `Possible EventEmitter memory leak detected. ${listeners.length} ${String(event)} listeners ` +
      `added to ${inspect(emitter, { depth: -1 })}. MaxListeners is ${limit}. Use emitter.setMaxListeners() to increase limit`,
  );
  warning.name = 'MaxListenersExceededWarning';
  Object.assign(warning, { emitter, type: event, count: listeners.length });
  emitWarning(warning);
}

function add(emitter: Emitter, event: EventName, listener: unknown, prepend: boolean): Emitter {
  checkListener(listener);
  let events = emitter._events;
  if (events === undefined) {
    events = emitter._events = Object.create(null) as Record<EventName, Listeners>;
    emitter._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    // Before it is added, so that a `newListener` listener may add its own first.
    emitter.emit('newListener', event, listener.listener ?? listener);
    events = emitter._events as Record<EventName, Listeners>;
  }
  const existing = events[event];
  if (existing === undefined) {
    events[event] = listener;
    emitter._eventsCount++;
  } else if (typeof existing === 'function') {
    events[event] = prepend ? [listener, existing] : [existing, listener];
    warnOfLeak(emitter, event, events[event]);
  } else {
    if (prepend) existing.unshift(listener);
    else existing.push(listener);
    warnOfLeak(emitter, event, existing);
  }
  return emitter;
}

/** A listener that removes itself before it runs; `listener` is the one that was given. */
function onceWrapper(emitter: Emitter, event: EventName, listener: Listener): Listener {
  let fired = false;
  const wrapped: Listener = (...args: unknown[]): unknown => {
    if (fired) return undefined;
    emitter.removeListener(event, wrapped);
    fired = true;
    return Reflect.apply(listener, emitter, args);
  };
  wrapped.listener = listener;
  return wrapped;
}

function addListener(this: Emitter, event: EventName, listener: Listener): Emitter {
  return add(this, event, listener, false);
}

function prependListener(this: Emitter, event: EventName, listener: Listener): Emitter {
  return add(this, event, listener, true);
}

function once(this: Emitter, event: EventName, listener: Listener): Emitter {
  checkListener(listener);
  this.on(event, onceWrapper(this, event, listener));
  return this;
}

function prependOnceListener(this: Emitter, event: EventName, listener: Listener): Emitter {
  checkListener(listener);
  this.prependListener(event, onceWrapper(this, event, listener));
  return this;
}

/** Drops the last listener of `event`. */
function drop(emitter: Emitter, events: Record<EventName, Listeners>, event: EventName): void {
  emitter._eventsCount--;
  if (emitter._eventsCount === 0) emitter._events = Object.create(null);
  else delete events[event];
}

function removeListener(this: Emitter, event: EventName, listener: Listener): Emitter {
  checkListener(listener);
  const events = this._events;
  const list = events?.[event];
  if (events === undefined || list === undefined) return this;
  if (list === listener || (list as Listener).listener === listener) {
    drop(this, events, event);
    if (events.removeListener !== undefined) {
      this.emit('removeListener', event, (list as Listener).listener ?? listener);
    }
  } else if (typeof list !== 'function') {
    const position = list.findLastIndex((item) => item === listener || item.listener === listener);
    if (position < 0) return this;
    if (position === 0) list.shift();
    else list.splice(position, 1);
    if (list.length === 1) events[event] = list[0] as Listener;
    if (events.removeListener !== undefined) this.emit('removeListener', event, listener);
  }
  return this;
}

function removeAllListeners(this: Emitter, ...names: [event?: EventName]): Emitter {
  const events = this._events;
  if (events === undefined) return this;
  const [event] = names;
  if (events.removeListener === undefined) {
    if (names.length === 0) {
      this._events = Object.create(null);
      this._eventsCount = 0;
    } else if (events[event as EventName] !== undefined) {
      drop(this, events, event as EventName);
    }
    return this;
  }
  // Someone listens to `removeListener`: every listener goes one by one, last first.
  if (names.length === 0) {
    for (const name of Reflect.ownKeys(events)) if (name !== 'removeListener') this.removeAllListeners(name);
    this.removeAllListeners('removeListener');
    this._events = Object.create(null);
    this._eventsCount = 0;
    return this;
  }
  const list = events[event as EventName];
  if (typeof list === 'function') this.removeListener(event as EventName, list);
  else if (list !== undefined) {
    for (let i = list.length - 1; i >= 0; i--) this.removeListener(event as EventName, list[i] as Listener);
  }
  return this;
}

function listenersOf(emitter: Emitter, event: EventName, unwrap: boolean): Listener[] {
  const list = emitter._events?.[event];
  if (list === undefined) return [];
  const all = typeof list === 'function' ? [list] : list;
  return all.map((item) => (unwrap ? (item.listener ?? item) : item));
}

function listeners(this: Emitter, event: EventName): Listener[] {
  return listenersOf(this, event, true);
}

function rawListeners(this: Emitter, event: EventName): Listener[] {
  return listenersOf(this, event, false);
}

/** How many listeners `event` has; with `listener`, how often that one is among them. */
export function listenerCount(this: Emitter, event: EventName, listener?: Listener): number {
  const list = this._events?.[event];
  if (list === undefined) return 0;
  if (listener === undefined || listener === null) return typeof list === 'function' ? 1 : list.length;
  return listenersOf(this, event, false).filter((item) => item === listener || item.listener === listener).length;
}

function eventNames(this: Emitter): EventName[] {
  return this._eventsCount > 0 ? Reflect.ownKeys(this._events as object) : [];
}

function setMaxListeners(this: Emitter, n: number): Emitter {
  validateNumber(n, 'setMaxListeners', 0);
  this._maxListeners = n;
  return this;
}

function getMaxListeners(this: Emitter): number {
  return maxListenersOf(this);
}

Object.assign(EventEmitter.prototype, {
  _events: undefined,
  _eventsCount: 0,
  _maxListeners: undefined,
  setMaxListeners,
  getMaxListeners,
  emit,
  addListener,
  on: addListener,
  prependListener,
  once,
  prependOnceListener,
  removeListener,
  off: removeListener,
  removeAllListeners,
  listeners,
  rawListeners,
  listenerCount,
  eventNames,
});
Object.defineProperty(EventEmitter.prototype, kCapture, { value: false, writable: true, enumerable: false });

/** `EventEmitter.captureRejections`: whether new emitters capture rejections. */
export function getCaptureRejections(): boolean {
  return (EventEmitter.prototype as Emitter)[kCapture] as boolean;
}

/** Sets it for emitters that are made from now on. */
export function setCaptureRejections(value: unknown): void {
  validateBoolean(value, 'EventEmitter.captureRejections');
  (EventEmitter.prototype as Emitter)[kCapture] = value as boolean;
}

/** Whether `value` can be used as an emitter. */
export function isEmitter(value: unknown): value is Emitter {
  return typeof (value as Emitter | null)?.on === 'function';
}
