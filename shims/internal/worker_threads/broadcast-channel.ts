/** `BroadcastChannel`: all the channels of a name are in this instance. https://html.spec.whatwg.org/multipage/web-messaging.html#broadcasting-to-other-browsing-contexts */
import { ERR_MISSING_ARGS } from '../errors.ts';
import { defineEventHandler, EventTarget } from '../event-target.ts';
import { MessageChannel, type MessagePort } from '../message-channel.ts';
import { MessageEvent } from '../message-event.ts';

const channels = new Map<string, Set<BroadcastChannel>>();

/** https://nodejs.org/api/worker_threads.html#class-broadcastchannel-extends-eventtarget */
export class BroadcastChannel extends EventTarget {
  readonly #name: string;
  /** What is sent into `#in` comes out of `#out` in a turn of its own. */
  readonly #in: MessagePort;
  readonly #out: MessagePort;
  #closed = false;
  declare onmessage: unknown;
  declare onmessageerror: unknown;

  constructor(name: unknown) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    super();
    this.#name = `${name as string}`;
    const { port1, port2 } = new MessageChannel();
    this.#in = port1;
    this.#out = port2;
    this.#out.on('message', (data: unknown) => this.dispatchEvent(new MessageEvent('message', { data })));
    const members = channels.get(this.#name) ?? new Set();
    channels.set(this.#name, members.add(this));
  }

  get name(): string {
    return this.#name;
  }

  /** Sends a copy of `message` to every other channel of this name. @throws DataCloneError, InvalidStateError when closed */
  postMessage(message: unknown): void {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('message');
    if (this.#closed) throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    for (const channel of channels.get(this.#name) ?? []) {
      if (channel !== this) channel.#in.postMessage(message);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const members = channels.get(this.#name);
    members?.delete(this);
    if (members?.size === 0) channels.delete(this.#name);
    this.#out.close();
  }

  ref(): this {
    this.#out.ref();
    return this;
  }

  unref(): this {
    this.#out.unref();
    return this;
  }
}
defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');
