/**
 * `zora:node/workers`: further instances of a program, and the channels between them. They add nothing to what the program may
 * do: every instance is under the program's own authority, and counts against the same limits.
 */
import { InvalidArgument, Unsupported } from './capability/denial.ts';
import type { Implementation } from './internal/implementation.ts';
import { Readiness } from './internal/readiness.ts';
import { guard } from './internal/wit-error.ts';
import type { ChannelEnd, Waiting } from './internal/workers/channels.ts';
import type { HostWorker, Membership } from './internal/workers/crew.ts';
import { Pollable } from './io.ts';
import type * as Wit from './wit/zora-node-workers.d.ts';

const ALWAYS = new Readiness(() => true);

/** The longest name of a group, in UTF-16 code units. */
const MAX_NAME = 4096;

/** A handle of a channel's end. */
export class Port implements Wit.Port {
  readonly #end: ChannelEnd;
  readonly #holder: Holder;
  #held = true;

  /** @param holder the instance that is given it */
  constructor(end: ChannelEnd, holder: Holder) {
    this.#end = end;
    this.#holder = holder;
    holder.add(end);
  }

  post(message: Wit.Message): void {
    guard(() => {
      // Lifting has taken the ports out of the sender's hands.
      const sent = { data: message.data, ports: message.ports.map((port) => Port.taken(port)) };
      Port.#of(this).post(sent);
    });
  }

  receive(): Wit.Message | undefined {
    const message = Port.#isHeld(this) ? this.#end.receive() : undefined;
    return message && handed(message, this.#holder);
  }

  closed(): boolean {
    return !Port.#isHeld(this) || this.#end.closed;
  }

  subscribe(): Pollable {
    return new Pollable(Port.#isHeld(this) ? this.#end.readiness : ALWAYS);
  }

  [Symbol.dispose](): void {
    if (!Port.#isHeld(this)) return;
    this.#held = false;
    this.#holder.delete(this.#end);
    this.#end.close();
  }

  /** The end behind a handle that is given away: the handle is worth nothing from here on. */
  static taken(port: Wit.Port): ChannelEnd {
    const end = Port.#of(port as Port);
    (port as Port).#held = false;
    (port as Port).#holder.delete(end);
    return end;
  }

  static #isHeld(handle: object): boolean {
    return #end in handle && handle.#held;
  }

  static #of(handle: Port): ChannelEnd {
    if (!Port.#isHeld(handle)) throw new InvalidArgument('port: none');
    return handle.#end;
  }
}

/** The ends that an instance holds. */
type Holder = Set<ChannelEnd>;

function handed({ data, ports }: Waiting, holder: Holder): Wit.Message {
  return { data, ports: ports.map((end) => new Port(end, holder)) };
}

/** A handle of a worker. */
class Worker implements Wit.Worker {
  readonly #worker: HostWorker;

  constructor(worker: HostWorker) {
    this.#worker = worker;
  }

  id(): number {
    return #worker in this ? this.#worker.id : 0;
  }

  outcome(): Wit.Outcome | undefined {
    return #worker in this ? this.#worker.outcome : { tag: 'terminated' };
  }

  terminate(): void {
    if (#worker in this) this.#worker.terminate();
  }

  subscribe(): Pollable {
    return new Pollable(#worker in this ? this.#worker.readiness : ALWAYS);
  }
}

/** The interface for one instance of a program. */
export class Workers {
  readonly #membership: Membership;
  readonly #held: Holder = new Set();

  constructor(membership: Membership) {
    this.#membership = membership;
  }

  readonly imports: Implementation<typeof Wit> = {
    Port,
    Worker,
    channel: () =>
      guard(() => {
        const [first, second] = this.#membership.crew.channels.open();
        return [new Port(first, this.#held), new Port(second, this.#held)];
      }),
    join: (name) =>
      guard(() => {
        if (name.length > MAX_NAME) throw new InvalidArgument('The name is too long');
        return new Port(this.#membership.crew.channels.join(name), this.#held);
      }),
    start: (options) => guard(() => this.#start(options)),
    current: () => {
      const { id, start } = this.#membership;
      this.#membership.start = undefined;
      return id === 0 || start === undefined ? undefined : { id, start: handed(start, this.#held) };
    },
  };

  #start({ argv, environment, memory: memoryBytes, start: { data, ports } }: Wit.Options): Worker {
    const { crew } = this.#membership;
    const start = { data, ports: ports.map((port) => Port.taken(port)) };
    if (!crew.canStart) throw new Unsupported('worker_threads.Worker');
    return new Worker(
      crew.start({ argv, environment: environment && Object.fromEntries(environment), memoryBytes }, start),
    );
  }

  /** Closes the ports that the instance holds: whoever is at their other ends learns of it. */
  dispose(): void {
    for (const end of this.#held) end.close();
    for (const end of this.#membership.start?.ports ?? []) end.close();
  }
}
