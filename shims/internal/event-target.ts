/**
 * `Event`, `CustomEvent`, `EventTarget` and Node's `NodeEventTarget`.
 *
 * https://dom.spec.whatwg.org/#events and https://nodejs.org/api/events.html#eventtarget-and-event-api
 */
import { ERR_EVENT_RECURSION, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_MISSING_ARGS } from './errors.ts';
import { kResistStopPropagation } from './events/abort-listener.ts';
import { getDefaultMaxListeners } from './events/emitter.ts';
import { nextTick, now, reportUncaught } from './loop.ts';
import { emitWarning } from './process/emit-warning.ts';
import { validateAbortSignal, validateNumber, validateObject, validateString } from './validators.ts';
import { type Inspect, type InspectOptions, inspectAs, inspectSymbol, webInterface } from './web-class.ts';

/** The key of a target's listener limit. */
export const kMaxEventTargetListeners: unique symbol = Symbol('events.maxEventTargetListeners') as never;
/** The key of the flag that the limit was reported. */
export const kMaxEventTargetListenersWarned: unique symbol = Symbol('events.maxEventTargetListenersWarned') as never;
/** A listener option: the listener is held weakly (here: it is an ordinary one). */
export const kWeakHandler: unique symbol = Symbol('kWeak') as never;
/** Called when a listener of a type was added: `(size, type, listener, once, capture, passive)`. */
export const kNewListener: unique symbol = Symbol('kNewListener') as never;
/** Called when one was removed: `(size, type, listener, capture)`. */
export const kRemoveListener: unique symbol = Symbol('kRemoveListener') as never;
/** Makes the event that `NodeEventTarget.emit` dispatches. */
export const kCreateEvent: unique symbol = Symbol('kCreateEvent') as never;

export { kResistStopPropagation };

const kTarget: unique symbol = Symbol('kTarget') as never;
const kBeginDispatch: unique symbol = Symbol('kBeginDispatch') as never;
const kEndDispatch: unique symbol = Symbol('kEndDispatch') as never;
const kStopped: unique symbol = Symbol('kStopped') as never;
const kInPassive: unique symbol = Symbol('kInPassive') as never;
const kTrust: unique symbol = Symbol('kTrust') as never;

export interface EventOptions {
  bubbles?: boolean;
  cancelable?: boolean;
  composed?: boolean;
  [kTrust]?: boolean;
}

/** Options that make an event trusted (`isTrusted`), for events of the platform's own. */
export const trustedEvent: EventOptions = { [kTrust]: true };

const trusted = new WeakSet<object>();
const isTrustedDescriptor: PropertyDescriptor = {
  configurable: false,
  enumerable: true,
  get: Object.getOwnPropertyDescriptor(
    {
      get isTrusted(): boolean {
        return trusted.has(this);
      },
    },
    'isTrusted',
  )!.get!,
};

/** https://dom.spec.whatwg.org/#interface-event */
export class Event {
  static readonly NONE = 0;
  static readonly CAPTURING_PHASE = 1;
  static readonly AT_TARGET = 2;
  static readonly BUBBLING_PHASE = 3;
  declare readonly isTrusted: boolean;
  #type: string;
  #bubbles: boolean;
  #cancelable: boolean;
  #composed: boolean;
  #defaultPrevented = false;
  #propagationStopped = false;
  #timeStamp = now();
  #target: EventTarget | null = null;
  #dispatching = false;
  [kStopped] = false;
  [kInPassive] = false;

  constructor(type: string, options?: EventOptions | null) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    if (options !== undefined && options !== null) validateObject(options, 'options', ANY_OBJECT);
    this.#bubbles = !!options?.bubbles;
    this.#cancelable = !!options?.cancelable;
    this.#composed = !!options?.composed;
    this.#type = `${type}`;
    if (options?.[kTrust]) trusted.add(this);
    Object.defineProperty(this, 'isTrusted', isTrustedDescriptor);
    for (const key of [kStopped, kInPassive]) Object.defineProperty(this, key, { enumerable: false });
  }

  static #check(value: unknown): asserts value is Event {
    if (typeof value !== 'object' || value === null || !(#type in value)) throw new ERR_INVALID_THIS('Event');
  }

  /** Deprecated: sets the type of an event that is not being dispatched. */
  initEvent(type: string, bubbles = false, cancelable = false): void {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    if (this.#dispatching) return;
    this.#type = `${type}`;
    this.#bubbles = !!bubbles;
    this.#cancelable = !!cancelable;
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    Event.#check(this);
    const { type, defaultPrevented, cancelable, timeStamp } = this;
    return inspectAs(this.constructor.name, { type, defaultPrevented, cancelable, timeStamp }, depth, options, inspect);
  }

  stopImmediatePropagation(): void {
    Event.#check(this);
    this.#propagationStopped = true;
    this[kStopped] = true;
  }

  preventDefault(): void {
    Event.#check(this);
    if (this.#cancelable && !this[kInPassive]) this.#defaultPrevented = true;
  }

  get target(): EventTarget | null {
    Event.#check(this);
    return this.#target;
  }

  get currentTarget(): EventTarget | null {
    Event.#check(this);
    return this.#dispatching ? this.#target : null;
  }

  get srcElement(): EventTarget | null {
    Event.#check(this);
    return this.#target;
  }

  get type(): string {
    Event.#check(this);
    return this.#type;
  }

  get cancelable(): boolean {
    Event.#check(this);
    return this.#cancelable;
  }

  get defaultPrevented(): boolean {
    Event.#check(this);
    return this.#cancelable && this.#defaultPrevented;
  }

  get timeStamp(): number {
    Event.#check(this);
    return this.#timeStamp;
  }

  composedPath(): EventTarget[] {
    Event.#check(this);
    return this.#dispatching ? [this.#target as EventTarget] : [];
  }

  get returnValue(): boolean {
    Event.#check(this);
    return !this.#cancelable || !this.#defaultPrevented;
  }

  get bubbles(): boolean {
    Event.#check(this);
    return this.#bubbles;
  }

  get composed(): boolean {
    Event.#check(this);
    return this.#composed;
  }

  get eventPhase(): number {
    Event.#check(this);
    return this.#dispatching ? Event.AT_TARGET : Event.NONE;
  }

  get cancelBubble(): boolean {
    Event.#check(this);
    return this.#propagationStopped;
  }

  set cancelBubble(value: unknown) {
    Event.#check(this);
    if (value) this.#propagationStopped = true;
  }

  stopPropagation(): void {
    Event.#check(this);
    this.#propagationStopped = true;
  }

  get [kTarget](): EventTarget | null {
    return this.#target;
  }

  /** Enters the dispatch of this event on `target`. */
  [kBeginDispatch](target: EventTarget): void {
    if (this.#dispatching) throw new ERR_EVENT_RECURSION(this.#type);
    this.#target = target;
    this.#dispatching = true;
    this[kStopped] = false;
  }

  [kEndDispatch](): void {
    this.#dispatching = false;
  }
}

const ANY_OBJECT = 7; // validateObject's flags: arrays, functions and null are objects too.

webInterface(
  Event,
  'initEvent',
  'stopImmediatePropagation',
  'preventDefault',
  'target',
  'currentTarget',
  'srcElement',
  'type',
  'cancelable',
  'defaultPrevented',
  'timeStamp',
  'composedPath',
  'returnValue',
  'bubbles',
  'composed',
  'eventPhase',
  'cancelBubble',
  'stopPropagation',
);
for (const [name, value] of Object.entries({ NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 })) {
  const descriptor = { value, writable: false, enumerable: true, configurable: false };
  Object.defineProperty(Event, name, descriptor);
  Object.defineProperty(Event.prototype, name, descriptor);
}

/** https://dom.spec.whatwg.org/#interface-customevent */
export class CustomEvent extends Event {
  #detail: unknown;

  constructor(type: string, options?: (EventOptions & { detail?: unknown }) | null) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail(): unknown {
    if (!(#detail in this)) throw new ERR_INVALID_THIS('CustomEvent');
    return this.#detail;
  }
}
webInterface(CustomEvent, 'detail');

type ListenerFunction = (this: unknown, event: Event) => unknown;
type ListenerLike = ListenerFunction | { handleEvent?: unknown };

interface Entry {
  listener: ListenerLike;
  once: boolean;
  capture: boolean;
  passive: boolean;
  nodeStyle: boolean;
  resistsStop: boolean;
  removed: boolean;
}

interface ListenerOptions {
  once: boolean;
  capture: boolean;
  passive: boolean;
  signal: AbortSignal | undefined;
  nodeStyle: boolean;
  resistsStop: boolean;
}

/** A listener option of `NodeEventTarget`: the listener is given the event's `detail`-like value as Node's emitters do. */
const kNodeStyle: unique symbol = Symbol('kIsNodeStyleListener') as never;

function readOptions(options: unknown): ListenerOptions {
  if (typeof options === 'boolean') options = { capture: options };
  if (options === undefined || options === null) options = {};
  validateObject(options, 'options', ANY_OBJECT);
  const given = options as Record<string | symbol, unknown>;
  return {
    once: Boolean(given.once),
    capture: Boolean(given.capture),
    passive: Boolean(given.passive),
    signal: given.signal as AbortSignal | undefined,
    nodeStyle: Boolean(given[kNodeStyle]),
    resistsStop: Boolean(given[kResistStopPropagation]),
  };
}

/** Whether `listener` can be called; null and undefined are ignored, all else is an error. */
function isListener(listener: unknown): listener is ListenerLike {
  if (typeof listener === 'function') return true;
  if (typeof listener === 'object' && listener !== null) return true;
  if (listener === undefined || listener === null) return false;
  throw new ERR_INVALID_ARG_TYPE('listener', 'EventListener', listener);
}

/** An error of a listener does not stop the others: it is uncaught, after them. */
function throwLater(error: unknown): void {
  nextTick(() => reportUncaught(error));
}

// The private parts of a target, for this module.
let entriesOf: (target: EventTarget, type: string) => Entry[];
let typesOf: (target: EventTarget) => string[];
let clearListeners: (target: EventTarget, type: string | undefined) => void;
let send: (target: EventTarget, type: string, value: unknown, event: Event) => void;

/** https://dom.spec.whatwg.org/#interface-eventtarget */
export class EventTarget {
  #listeners = new Map<string, Entry[]>();
  declare [kMaxEventTargetListeners]: number;
  declare [kMaxEventTargetListenersWarned]: boolean;

  constructor() {
    hide(this, kMaxEventTargetListeners, getDefaultMaxListeners());
    hide(this, kMaxEventTargetListenersWarned, false);
  }

  static #check(value: unknown): asserts value is EventTarget {
    if (typeof value !== 'object' || value === null || !(#listeners in value))
      throw new ERR_INVALID_THIS('EventTarget');
  }

  addEventListener(type: string, listener: unknown, options?: unknown): void {
    EventTarget.#check(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('type', 'listener');
    const { signal, ...flags } = readOptions(options);
    if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
    if (!isListener(listener)) {
      // Node tells that such a listener will never run.
      const warning = new Error(
        `addEventListener called with ${listener === null ? 'null' : 'undefined'} which has no effect.`,
      );
      warning.name = 'AddEventListenerArgumentTypeWarning';
      Object.assign(warning, { target: this, type });
      emitWarning(warning);
      return;
    }
    type = `${type}`;
    if (signal !== undefined) {
      if (signal.aborted) return;
      const remove = { once: true, [kResistStopPropagation]: true };
      signal.addEventListener('abort', () => this.removeEventListener(type, listener, options), remove);
    }
    const entries = this.#listeners.get(type);
    if (entries === undefined) {
      this.#listeners.set(type, [{ listener, removed: false, ...flags }]);
      this[kNewListener](1, type, listener, flags.once, flags.capture, flags.passive);
      return;
    }
    if (entries.some((entry) => entry.listener === listener && entry.capture === flags.capture)) return;
    entries.push({ listener, removed: false, ...flags });
    this[kNewListener](entries.length, type, listener, flags.once, flags.capture, flags.passive);
  }

  removeEventListener(type: string, listener: unknown, options?: unknown): void {
    EventTarget.#check(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('type', 'listener');
    if (!isListener(listener)) return;
    type = `${type}`;
    const capture =
      typeof options === 'boolean' ? options : Boolean((options as { capture?: unknown } | null)?.capture);
    const entries = this.#listeners.get(type);
    const position = entries?.findIndex((entry) => entry.listener === listener && entry.capture === capture) ?? -1;
    if (entries === undefined || position < 0) return;
    (entries[position] as Entry).removed = true;
    entries.splice(position, 1);
    if (entries.length === 0) this.#listeners.delete(type);
    this[kRemoveListener](entries.length, type, listener, capture);
  }

  dispatchEvent(event: Event): boolean {
    EventTarget.#check(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('event');
    if (!(event instanceof Event)) throw new ERR_INVALID_ARG_TYPE('event', 'Event', event);
    event[kBeginDispatch](this);
    try {
      this.#deliver(event, event.type, () => event);
    } finally {
      event[kEndDispatch]();
    }
    return !event.defaultPrevented;
  }

  /** Calls the listeners of `type`; `nodeValue` is what listeners of `on` get. */
  #deliver(event: Event, type: string, nodeValue: () => unknown): void {
    const entries = this.#listeners.get(type);
    if (entries === undefined) return;
    // A snapshot: what is added now waits for the next event.
    for (const entry of entries.slice()) {
      if (entry.removed || (event[kStopped] && !entry.resistsStop)) continue;
      if (entry.once) this.removeEventListener(type, entry.listener, entry.capture);
      event[kInPassive] = entry.passive;
      try {
        const { listener } = entry;
        const argument = entry.nodeStyle ? nodeValue() : event;
        const call = typeof listener === 'function' ? listener : listener.handleEvent;
        if (call === undefined && typeof listener !== 'function') continue;
        const result: unknown = Reflect.apply(
          call as ListenerFunction,
          typeof listener === 'function' ? this : listener,
          [argument],
        );
        if (result !== undefined && result !== null) {
          const then = (result as PromiseLike<unknown>).then;
          if (typeof then === 'function') then.call(result as PromiseLike<unknown>, undefined, throwLater);
        }
      } catch (error) {
        throwLater(error);
      } finally {
        event[kInPassive] = false;
      }
    }
  }

  [kNewListener](
    size: number,
    type: string,
    _listener: unknown,
    _once: boolean,
    _capture: boolean,
    _passive: boolean,
  ): void {
    const limit = this[kMaxEventTargetListeners];
    if (limit <= 0 || size <= limit || this[kMaxEventTargetListenersWarned]) return;
    this[kMaxEventTargetListenersWarned] = true;
    const name = this.constructor.name === 'AbortSignal' ? '[AbortSignal]' : inspectTarget(this);
    const warning = new Error(
      `Possible EventTarget memory leak detected. ${size} ${type} listeners added to ${name}. ` +
        `MaxListeners is ${limit}. Use events.setMaxListeners() to increase limit`,
    );
    warning.name = 'MaxListenersExceededWarning';
    Object.assign(warning, { target: this, type, count: size });
    emitWarning(warning);
  }

  [kRemoveListener](_size: number, _type: string, _listener: unknown, _capture: boolean): void {}

  /** The event for a value that `NodeEventTarget.emit` sends. */
  [kCreateEvent](_value: unknown, type: string): Event {
    return new Event(type);
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    return inspectAs(this.constructor?.name || 'EventTarget', {}, depth, options, inspect);
  }

  static #entries(target: EventTarget, type: string): Entry[] {
    return target.#listeners.get(type) ?? [];
  }

  static #types(target: EventTarget): string[] {
    return [...target.#listeners.keys()];
  }

  static #clear(target: EventTarget, type: string | undefined): void {
    if (type === undefined) target.#listeners.clear();
    else target.#listeners.delete(type);
  }

  static #send(target: EventTarget, type: string, value: unknown, event: Event): void {
    event[kBeginDispatch](target);
    try {
      target.#deliver(event, type, () => value);
    } finally {
      event[kEndDispatch]();
    }
  }

  static {
    entriesOf = (target, type) => EventTarget.#entries(target, type);
    typesOf = (target) => EventTarget.#types(target);
    clearListeners = (target, type) => EventTarget.#clear(target, type);
    send = (target, type, value, event) => EventTarget.#send(target, type, value, event);
  }
}

webInterface(EventTarget, 'addEventListener', 'removeEventListener', 'dispatchEvent');

function hide(target: object, key: symbol, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, configurable: true, enumerable: false });
}

function inspectTarget(target: EventTarget): string {
  return `${target.constructor.name} {}`;
}

/** Dispatches `event`; listeners that were added by `on` get `value` in its place, as those of emitters do. */
export function hybridDispatch(target: EventTarget, type: string, value: unknown, event: Event): void {
  send(target, type, value, event);
}

/** The listeners of `type`, as `events.getEventListeners` gives them. */
export function listenersOfTarget(target: EventTarget, type: string): never[] {
  return entriesOf(target, type).map((entry) => entry.listener) as never[];
}

/**
 * An `EventTarget` with the methods of an emitter, which Node's own targets have (`MessagePort`).
 *
 * https://nodejs.org/api/events.html#class-nodeeventtarget
 */
export class NodeEventTarget extends EventTarget {
  static defaultMaxListeners = 10;

  setMaxListeners(n: number): void {
    validateNumber(n, 'setMaxListeners', 0);
    this[kMaxEventTargetListeners] = n;
    this[kMaxEventTargetListenersWarned] = false;
  }

  getMaxListeners(): number {
    return this[kMaxEventTargetListeners];
  }

  eventNames(): string[] {
    return typesOf(this);
  }

  listenerCount(type: string): number {
    return entriesOf(this, String(type)).length;
  }

  off(type: string, listener: unknown, options?: unknown): this {
    this.removeEventListener(type, listener, options);
    return this;
  }

  removeListener(type: string, listener: unknown, options?: unknown): this {
    this.removeEventListener(type, listener, options);
    return this;
  }

  on(type: string, listener: unknown): this {
    this.addEventListener(type, listener, { [kNodeStyle]: true });
    return this;
  }

  addListener(type: string, listener: unknown): this {
    return this.on(type, listener);
  }

  once(type: string, listener: unknown): this {
    this.addEventListener(type, listener, { once: true, [kNodeStyle]: true });
    return this;
  }

  emit(type: string, value?: unknown): boolean {
    validateString(type, 'type');
    const had = entriesOf(this, type).length > 0;
    send(this, type, value, value instanceof Event ? value : this[kCreateEvent](value, type));
    return had;
  }

  removeAllListeners(type?: string): this {
    clearListeners(this, type === undefined ? undefined : String(type));
    return this;
  }
}
for (const name of Object.getOwnPropertyNames(NodeEventTarget.prototype)) {
  if (name !== 'constructor') Object.defineProperty(NodeEventTarget.prototype, name, { enumerable: true });
}

/**
 * Defines the attribute `on<name>`, whose function is a listener of `name`.
 * Source: HTML, 8.1.8.1 Event handlers.
 */
export function defineEventHandler(prototype: object, name: string): void {
  const handlers = new WeakMap<object, { value: unknown; listener: ListenerFunction }>();
  const property = `on${name}`;
  const accessors = {
    get [property](): unknown {
      return handlers.get(this as object)?.value ?? null;
    },
    set [property](value: unknown) {
      const target = this as unknown as EventTarget;
      const current = handlers.get(target);
      const callable = typeof value === 'function' || (typeof value === 'object' && value !== null);
      if (current !== undefined) {
        // The listener keeps its place in the order.
        current.value = callable ? value : null;
        if (!callable) {
          target.removeEventListener(name, current.listener);
          handlers.delete(target);
        }
        return;
      }
      if (!callable) return;
      const entry = {
        value: value as unknown,
        listener(this: unknown, event: Event): unknown {
          if (typeof entry.value !== 'function') return undefined;
          const result: unknown = Reflect.apply(entry.value, this, [event]);
          if (result === false) event.preventDefault();
          return result;
        },
      };
      handlers.set(target, entry);
      target.addEventListener(name, entry.listener);
    },
  };
  const { get, set } = Object.getOwnPropertyDescriptor(accessors, property) as Required<PropertyDescriptor>;
  Object.defineProperty(prototype, property, { get, set, configurable: true, enumerable: true });
}
