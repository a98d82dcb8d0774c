/** `BroadcastChannel`: the channels of a name are in this instance, and in the program's other instances where there are any. https://html.spec.whatwg.org/multipage/web-messaging.html#broadcasting-to-other-browsing-contexts */
import { ERR_INVALID_THIS, ERR_MISSING_ARGS } from '../errors.ts';
import { defineEventHandler, EventTarget } from '../event-target.ts';
import { type LoopHandle, pending, setCheck } from '../loop.ts';
import type { MessagePort } from '../message-channel.ts';
import { MessageEvent } from '../message-event.ts';
import { structuredClone } from '../structured-clone.ts';
import { type Inspect, type InspectOptions, inspectAs, inspectSymbol } from '../web-class.ts';

/** The channels of one name. */
interface Group {
  readonly members: Set<BroadcastChannel>;
  /** Leads to the other instances. */
  link: MessagePort | undefined;
}

const groups = new Map<string, Group>();
let join: ((name: string) => MessagePort) | undefined;
let receive: (channel: BroadcastChannel, message: unknown) => void;

/** There are other instances: what is said in a group goes to them, too. @param joinGroup a member of the program's group of that name */
export function linkGroups(joinGroup: (name: string) => MessagePort): void {
  if (join !== undefined) return;
  join = joinGroup;
  for (const [name, group] of groups) link(name, group);
}

function link(name: string, group: Group): void {
  if (join === undefined) return;
  group.link = join(name);
  group.link.on('message', (message: unknown) => {
    for (const channel of group.members) receive(channel, message);
  });
  group.link.unref();
}

function groupOf(name: string): Group {
  let group = groups.get(name);
  if (group === undefined) {
    group = { members: new Set(), link: undefined };
    groups.set(name, group);
    link(name, group);
  }
  return group;
}

/** https://nodejs.org/api/worker_threads.html#class-broadcastchannel-extends-eventtarget */
export class BroadcastChannel extends EventTarget {
  readonly #name: string;
  /** It keeps the program alive until it is closed. */
  readonly #keeping: LoopHandle;
  #closed = false;
  declare onmessage: unknown;
  declare onmessageerror: unknown;

  constructor(name: unknown) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    if (typeof name === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
    super();
    this.#name = `${name as string}`;
    this.#keeping = pending();
    groupOf(this.#name).members.add(this);
  }

  /** Delivers in a callback of the loop, in the order in which was sent. */
  #receive(message: unknown): void {
    const data = structuredClone(message);
    const delivery = setCheck(() => {
      if (!this.#closed) this.dispatchEvent(new MessageEvent('message', { data }));
    });
    if (!this.#keeping.hasRef()) delivery.unref();
  }

  get name(): string {
    return this.#name;
  }

  /** Sends a copy of `message` to every other channel of this name. @throws DataCloneError, InvalidStateError when closed */
  postMessage(message: unknown): void {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('message');
    if (this.#closed) throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    const group = groupOf(this.#name);
    for (const channel of group.members) {
      if (channel !== this) channel.#receive(message);
    }
    group.link?.postMessage(message);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const group = groupOf(this.#name);
    group.members.delete(this);
    if (group.members.size === 0) {
      groups.delete(this.#name);
      group.link?.close();
    }
    this.#keeping.close();
  }

  override [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    if (typeof this !== 'object' || this === null || !(#name in this)) throw new ERR_INVALID_THIS('BroadcastChannel');
    if (depth < 0) return 'BroadcastChannel';
    return inspectAs('BroadcastChannel', { name: this.#name, active: !this.#closed }, depth, options, inspect);
  }

  static {
    receive = (channel, message) => channel.#receive(message);
  }

  ref(): this {
    this.#keeping.ref();
    return this;
  }

  unref(): this {
    this.#keeping.unref();
    return this;
  }
}
defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');
