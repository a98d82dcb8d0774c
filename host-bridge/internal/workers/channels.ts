/** Channels between the instances of one program, and its groups. */
import { systemError } from '../../capability/denial.ts';
import { Readiness } from '../readiness.ts';

/** Ports of one program. */
const MAX_PORTS = 16_384;
/** What waits in all of its channels together. */
const MAX_WAITING_BYTES = 256 * 1024 * 1024;
const MAX_WAITING_MESSAGES = 65_536;

/** A message on its way. */
export interface Waiting {
  readonly data: Uint8Array;
  readonly ports: readonly ChannelEnd[];
}

/** One end of a channel, or a member of a group. */
export class ChannelEnd {
  readonly readiness = new Readiness(() => this.#waiting.length > 0 || this.closed);
  readonly #hub: Channels;
  readonly #group: string | undefined;
  #waiting: Waiting[] = [];
  #other: ChannelEnd | undefined;
  #isClosed = false;

  /** @param group the name of the group that it is a member of; otherwise it has one other end */
  constructor(hub: Channels, group?: string) {
    this.#hub = hub;
    this.#group = group;
  }

  /** Makes two ends a channel. */
  static connect(first: ChannelEnd, second: ChannelEnd): void {
    first.#other = second;
    second.#other = first;
  }

  /** Whether nothing more can come. */
  get closed(): boolean {
    if (this.#isClosed) return true;
    if (this.#group !== undefined || this.#waiting.length > 0 || this.#other === undefined) return false;
    return this.#other.#isClosed;
  }

  /** @throws ENOBUFS */
  post(message: Waiting): void {
    const receivers = this.#receivers();
    try {
      for (const receiver of receivers) receiver.#take(message);
    } finally {
      // Ports that go to nobody are closed as if somebody had dropped them.
      if (receivers.length !== 1) for (const port of message.ports) port.close();
    }
  }

  #receivers(): ChannelEnd[] {
    if (this.#isClosed) return [];
    if (this.#group !== undefined) return this.#hub.members(this.#group).filter((member) => member !== this);
    return this.#other === undefined || this.#other.#isClosed ? [] : [this.#other];
  }

  #take(message: Waiting): void {
    this.#hub.add(message.data.length);
    this.#waiting.push(message);
    this.readiness.notify();
  }

  receive(): Waiting | undefined {
    const message = this.#waiting.shift();
    if (message === undefined) this.readiness.rearm();
    else this.#hub.remove(message.data.length);
    return message;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#hub.release(this, this.#group);
    for (const { data, ports } of this.#waiting) {
      this.#hub.remove(data.length);
      for (const port of ports) port.close();
    }
    this.#waiting = [];
    this.#other?.readiness.notify();
  }
}

/** Every channel of one program. */
export class Channels {
  readonly #ends = new Set<ChannelEnd>();
  readonly #groups = new Map<string, Set<ChannelEnd>>();
  #bytes = 0;
  #messages = 0;

  /** Both ends of a new channel. @throws ENOBUFS */
  open(): [ChannelEnd, ChannelEnd] {
    const ends: [ChannelEnd, ChannelEnd] = [this.#admit(new ChannelEnd(this)), this.#admit(new ChannelEnd(this))];
    ChannelEnd.connect(...ends);
    return ends;
  }

  /** A new member of a group. @throws ENOBUFS */
  join(name: string): ChannelEnd {
    const member = this.#admit(new ChannelEnd(this, name));
    const members = this.#groups.get(name) ?? new Set();
    this.#groups.set(name, members.add(member));
    return member;
  }

  members(name: string): ChannelEnd[] {
    return [...(this.#groups.get(name) ?? [])];
  }

  /** An end has been closed. */
  release(end: ChannelEnd, group: string | undefined): void {
    this.#ends.delete(end);
    if (group === undefined) return;
    const members = this.#groups.get(group);
    members?.delete(end);
    if (members?.size === 0) this.#groups.delete(group);
  }

  /** A message of so many bytes waits. @throws ENOBUFS */
  add(bytes: number): void {
    if (this.#bytes + bytes > MAX_WAITING_BYTES || this.#messages >= MAX_WAITING_MESSAGES) {
      throw systemError('ENOBUFS', { syscall: 'postMessage' });
    }
    this.#bytes += bytes;
    this.#messages++;
  }

  /** It waits no more. */
  remove(bytes: number): void {
    this.#bytes -= bytes;
    this.#messages--;
  }

  /** Closes every end. */
  dispose(): void {
    for (const end of [...this.#ends]) end.close();
  }

  #admit(end: ChannelEnd): ChannelEnd {
    if (this.#ends.size >= MAX_PORTS) throw systemError('ENOBUFS', { syscall: 'channel' });
    this.#ends.add(end);
    return end;
  }
}
