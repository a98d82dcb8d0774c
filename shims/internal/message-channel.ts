/**
 * `MessageChannel` and `MessagePort`. The ends of a channel are in this instance, or something carries what they say (`Carrier`).
 *
 * https://nodejs.org/api/worker_threads.html#class-messageport
 */
import { createResource } from './async_context/resources.ts';
import { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS } from './errors.ts';
import {
  CustomEvent,
  defineEventHandler,
  Event,
  hybridDispatch,
  kCreateEvent,
  kNewListener,
  kRemoveListener,
  NodeEventTarget,
  trustedEvent,
} from './event-target.ts';
import { addClosing, type LoopHandle, pending, setCheck } from './loop.ts';
import { MessageEvent, setPortCheck } from './message-event.ts';
import { emitWarning } from './process/emit-warning.ts';
import { structuredClone } from './structured-clone.ts';
import { type Inspect, type InspectOptions, inspectAs, inspectSymbol, transferSymbol } from './web-class.ts';

const kConstruct = Symbol('kConstruct');

interface Message {
  data: unknown;
  ports: object[];
}

/** What brings messages from and to another instance. */
export interface Carrier {
  /** @param ports have been moved: they are nobody's yet */
  send(data: unknown, ports: readonly MessagePort[]): void;
  /** The next message; undefined where none waits. */
  receive(): Message | undefined;
  /** Whether nothing more can come. */
  isClosed(): boolean;
  /** Calls back whenever something may have come, or the other end has been closed. */
  watch(callback: () => void): LoopHandle;
  close(): void;
}

/** The port's half of a channel: it stays when the port is transferred. */
export class End {
  /** The other half, where that is in this instance. */
  other: End | undefined;
  port: MessagePort | undefined;
  readonly queue: Message[] = [];
  started = false;
  refed = false;
  /** The other end is closed: what has arrived is still delivered. */
  closing = false;
  closed = false;
  /** Its own side has asked to close it: nothing is sent, and it cannot be moved. */
  detached = false;
  #carrier: Carrier | undefined;
  #keeping: LoopHandle | undefined;
  #delivery: LoopHandle | undefined;
  #watch: LoopHandle | undefined;

  /** What brings messages, where the other half is in another instance. */
  get carrier(): Carrier | undefined {
    return this.#carrier;
  }

  /** The other half is in another instance from now on, or this one has just come from there. */
  carry(carrier: Carrier): void {
    this.other = undefined;
    this.#carrier = carrier;
    this.#watch = carrier.watch(() => this.schedule());
    this.#watch.unref();
  }

  /** Takes it away again, to give it to another instance. */
  releaseCarrier(): Carrier | undefined {
    const carrier = this.#carrier;
    this.#carrier = undefined;
    this.#watch?.close();
    this.#watch = undefined;
    return carrier;
  }

  updateRef(): void {
    const wanted = this.refed && !this.closed;
    if (wanted) this.#keeping ??= pending();
    else {
      this.#keeping?.close();
      this.#keeping = undefined;
    }
  }

  send(message: Message): void {
    if (this.detached) return;
    if (this.#carrier !== undefined) this.#carrier.send(message.data, message.ports as MessagePort[]);
    else this.other?.receive(message);
  }

  receive(message: Message): void {
    if (this.detached) return;
    this.queue.push(message);
    this.schedule();
  }

  /** The message that has waited longest. */
  next(): Message | undefined {
    return this.queue.shift() ?? this.#carrier?.receive();
  }

  /** Delivers one message a callback of the loop. */
  schedule(): void {
    if (this.#delivery !== undefined || this.port === undefined || this.closed) return;
    if (!this.started || (this.queue.length === 0 && this.#carrier === undefined)) {
      if (this.queue.length === 0 && (this.closing || this.#carrier?.isClosed())) this.close();
      return;
    }
    this.#delivery = setCheck(() => {
      this.#delivery = undefined;
      if (this.closed) return;
      if (this.deliver()) this.schedule();
      else if (this.#carrier?.isClosed()) this.close();
    });
    if (!this.refed) this.#delivery.unref();
  }

  /** Delivers the next message. @returns whether there was one */
  deliver(): boolean {
    let message: Message | undefined;
    try {
      message = this.next();
    } catch (error) {
      // It cannot be read.
      const event = new MessageEvent('messageerror', { data: error, ...trustedEvent });
      hybridDispatch(this.port as MessagePort, 'messageerror', error, event);
      return true;
    }
    if (message === undefined) return false;
    const { data, ports } = message;
    const event = new MessageEvent('message', { data, ports, ...trustedEvent });
    hybridDispatch(this.port as MessagePort, 'message', data, event);
    return true;
  }

  /** Closes it; what has arrived at a port that is listened to is delivered before. */
  closeAfterDelivery(): void {
    if (this.started && this.queue.length > 0 && !this.closed) {
      this.detached = true;
      this.closing = true;
      this.schedule();
    } else this.close();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.detached = true;
    this.#delivery?.close();
    this.#delivery = undefined;
    this.releaseCarrier()?.close();
    const other = this.other;
    if (other !== undefined && !other.closed) {
      other.closing = true;
      if (other.queue.length === 0 || !other.started) other.close();
    }
    addClosing(() => {
      this.updateRef();
      if (this.port !== undefined) hybridDispatch(this.port, 'close', undefined, new Event('close', trustedEvent));
    });
  }
}

let take: (port: MessagePort) => { message: unknown } | undefined;

/** The half of a channel behind a port. */
export let endOf: (port: MessagePort) => End;

/** https://nodejs.org/api/worker_threads.html#class-messageport */
export class MessagePort extends NodeEventTarget {
  #end: End;
  declare onmessage: unknown;
  declare onmessageerror: unknown;

  constructor(key?: unknown, end?: End) {
    if (key !== kConstruct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super();
    this.#end = end as End;
    this.#end.port = this;
    createResource('MESSAGEPORT', this);
  }

  /**
   * Sends a copy of `value`.
   * @param options a list of objects that are moved instead, or `{ transfer }`.
   * @throws DataCloneError
   */
  postMessage(value: unknown, options?: unknown): void {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('message');
    const transfer = transferOf(options);
    if (transfer.includes(this)) throw new DOMException('Transfer list contains source port', 'DataCloneError');
    const end = this.#end;
    const moved = transfer.filter((item) => item instanceof MessagePort);
    if (moved.some((port) => port.#end.detached)) throw detachedPort();
    const isLost = moved.some((port) => port.#end === end.other);
    if (new Set(moved).size < moved.length) {
      throw new DOMException('Transfer list contains duplicate MessagePort', 'DataCloneError');
    }
    const { data, ports } = structuredClone({ data: value, ports: moved }, { transfer }) as Message;
    if (isLost) {
      emitWarning('The target port was posted to itself, and the communication channel was lost');
      end.close();
    } else end.send({ data, ports });
  }

  start(): void {
    this.#end.started = true;
    this.#end.schedule();
  }

  /** Closes both ends; `callback` is called when this one has closed. */
  close(callback?: () => void): void {
    if (typeof callback === 'function') this.once('close', callback);
    this.#end.closeAfterDelivery();
  }

  ref(): void {
    this.#end.refed = true;
    this.#end.updateRef();
  }

  unref(): void {
    this.#end.refed = false;
    this.#end.updateRef();
  }

  hasRef(): boolean {
    return this.#end.refed && !this.#end.closed;
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
    if (type !== 'message' || size !== 1) return;
    this.ref();
    this.start();
  }

  override [kRemoveListener](size: number, type: string, listener: unknown, capture: boolean): void {
    super[kRemoveListener](size, type, listener, capture);
    if (type !== 'message' || size !== 0) return;
    // What comes now waits for the next listener.
    this.#end.started = false;
    this.unref();
  }

  /** Moves the port: this one is dead, the new one goes on with the same channel. */
  [transferSymbol](): object {
    const end = this.#end;
    if (end.detached) throw detachedPort();
    this.#end = new End();
    this.#end.closed = true;
    this.#end.detached = true;
    end.refed = false;
    end.started = false;
    end.updateRef();
    return new MessagePort(kConstruct, end);
  }

  override [kCreateEvent](data: unknown, type: string): Event {
    if (type === 'message' || type === 'messageerror') return new MessageEvent(type, { data, ...trustedEvent });
    return new CustomEvent(type, { detail: data });
  }

  override [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    if (!(#end in this)) return 'MessagePort';
    const { closed, detached } = this.#end;
    return inspectAs(
      'MessagePort [EventTarget]',
      { active: !closed && !detached, refed: this.hasRef() },
      depth,
      options,
      inspect,
    );
  }

  static #take(port: MessagePort): { message: unknown } | undefined {
    if (typeof port !== 'object' || port === null || !(#end in port)) throw notAPort();
    const message = port.#end.next();
    return message === undefined ? undefined : { message: message.data };
  }

  static {
    take = (port) => MessagePort.#take(port);
    endOf = (port) => port.#end;
    setPortCheck((value) => typeof value === 'object' && value !== null && #end in value);
  }
}
defineEventHandler(MessagePort.prototype, 'message');
defineEventHandler(MessagePort.prototype, 'messageerror');

/** The first message that waits, taken out (`worker_threads.receiveMessageOnPort`). @throws ERR_INVALID_ARG_TYPE */
export function receiveMessageOnPort(port: MessagePort): { message: unknown } | undefined {
  return take(port);
}

/** With Node's words, which are not those of other arguments. */
function argumentError(message: string): Error {
  const error = new ERR_INVALID_ARG_TYPE('port', 'MessagePort', undefined);
  error.message = message;
  return error;
}

const notAPort = (): Error => argumentError('The "port" argument must be a MessagePort instance');
const notIterable = (name: string): Error => argumentError(`Optional ${name} argument must be an iterable`);

function detachedPort(): DOMException {
  return new DOMException('MessagePort in transfer list is already detached', 'DataCloneError');
}

function transferOf(options: unknown): object[] {
  if (options === undefined || options === null) return [];
  if (typeof options !== 'object') throw notIterable('transferList');
  const isList = Symbol.iterator in options;
  const list = isList ? options : (options as { transfer?: unknown }).transfer;
  if (list === undefined) return [];
  if (list === null) throw notIterable('options.transfer');
  const iterate = (list as Partial<Iterable<object>>)[Symbol.iterator];
  if (typeof list !== 'object' || typeof iterate !== 'function') {
    throw notIterable(isList ? 'transferList' : 'options.transfer');
  }
  const iterator = iterate.call(list) as Partial<Iterator<object>> | null;
  if (typeof iterator !== 'object' || iterator === null || typeof iterator.next !== 'function') {
    throw notIterable(isList ? 'transferList' : 'options.transfer');
  }
  return [...Iterator.from(iterator as Iterator<object>)];
}

/** A port for a half of a channel. */
export function portOf(end: End): MessagePort {
  return new MessagePort(kConstruct, end);
}

/** Two ports that are connected. https://nodejs.org/api/worker_threads.html#class-messagechannel */
export class MessageChannel {
  readonly port1: MessagePort;
  readonly port2: MessagePort;

  constructor() {
    const [first, second] = [new End(), new End()];
    first.other = second;
    second.other = first;
    this.port1 = new MessagePort(kConstruct, first);
    this.port2 = new MessagePort(kConstruct, second);
  }
}
