/**
 * `MessageChannel` and `MessagePort`, both ends in this instance.
 *
 * https://nodejs.org/api/worker_threads.html#class-messageport
 */
import { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS } from './errors.ts';
import {
  defineEventHandler,
  Event,
  hybridDispatch,
  kNewListener,
  kRemoveListener,
  NodeEventTarget,
  trustedEvent,
} from './event-target.ts';
import { addClosing, type LoopHandle, pending, setCheck } from './loop.ts';
import { MessageEvent } from './message-event.ts';
import { structuredClone } from './structured-clone.ts';
import { transferSymbol } from './web-class.ts';

const kConstruct = Symbol('kConstruct');

interface Message {
  data: unknown;
  ports: object[];
}

/** The port's half of a channel: it stays when the port is transferred. */
class End {
  other: End | undefined;
  port: MessagePort | undefined;
  readonly queue: Message[] = [];
  started = false;
  refed = false;
  /** The other end is closed: what has arrived is still delivered. */
  closing = false;
  closed = false;
  #keeping: LoopHandle | undefined;
  #delivery: LoopHandle | undefined;

  updateRef(): void {
    const wanted = this.refed && !this.closed;
    if (wanted) this.#keeping ??= pending();
    else {
      this.#keeping?.close();
      this.#keeping = undefined;
    }
  }

  receive(message: Message): void {
    this.queue.push(message);
    this.schedule();
  }

  /** Delivers one message a callback of the loop. */
  schedule(): void {
    if (!this.started || this.#delivery !== undefined || this.port === undefined) return;
    if (this.queue.length === 0) {
      if (this.closing) this.close();
      return;
    }
    this.#delivery = setCheck(() => {
      this.#delivery = undefined;
      const message = this.queue.shift();
      if (message === undefined || this.closed) return;
      this.schedule();
      const { data, ports } = message;
      const event = new MessageEvent('message', { data, ports, ...trustedEvent });
      hybridDispatch(this.port as MessagePort, 'message', data, event);
    });
    if (!this.refed) this.#delivery.unref();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#delivery?.close();
    this.#delivery = undefined;
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
    const { data, ports } = structuredClone({ data: value, ports: moved }, { transfer }) as Message;
    if (!end.closed) end.other?.receive({ data, ports });
  }

  start(): void {
    this.#end.started = true;
    this.#end.schedule();
  }

  /** Closes both ends; `callback` is called when this one has closed. */
  close(callback?: () => void): void {
    if (typeof callback === 'function') this.once('close', callback);
    this.#end.close();
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
    if (type === 'message' && size === 0) this.unref();
  }

  /** Moves the port: this one is dead, the new one goes on with the same channel. */
  [transferSymbol](): object {
    const end = this.#end;
    if (end.closed) throw new DOMException('MessagePort in transfer list is already detached', 'DataCloneError');
    this.#end = new End();
    this.#end.closed = true;
    end.refed = false;
    end.started = false;
    end.updateRef();
    return new MessagePort(kConstruct, end);
  }

  static #take(port: MessagePort): { message: unknown } | undefined {
    if (!(#end in port)) throw new ERR_INVALID_ARG_TYPE('port', 'MessagePort', port);
    const message = port.#end.queue.shift();
    return message === undefined ? undefined : { message: message.data };
  }

  static {
    take = (port) => MessagePort.#take(port);
  }
}
defineEventHandler(MessagePort.prototype, 'message');
defineEventHandler(MessagePort.prototype, 'messageerror');

/** The first message that waits, taken out (`worker_threads.receiveMessageOnPort`). @throws ERR_INVALID_ARG_TYPE */
export function receiveMessageOnPort(port: MessagePort): { message: unknown } | undefined {
  return take(port);
}

function transferOf(options: unknown): object[] {
  if (options === undefined || options === null) return [];
  if (typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('transferList', 'Array', options);
  const list = Symbol.iterator in options ? options : (options as { transfer?: unknown }).transfer;
  if (list === undefined || list === null) return [];
  if (typeof list !== 'object' || !(Symbol.iterator in list)) {
    throw new ERR_INVALID_ARG_TYPE('options.transfer', 'Array', list);
  }
  return [...(list as Iterable<object>)];
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
