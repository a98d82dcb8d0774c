import { Socket, type SocketConstructorOpts } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { setImmediate as nextRound, setTimeout as wait } from 'node:timers/promises';
import type { Stdio } from '../../wit/zora-node-child-process.d.ts';
import { type InputChannel, inputFromReadable } from '../input-channel.ts';
import { type OutputChannel, outputToWritable } from '../output-channel.ts';
import { drainInto, feedFrom } from '../pump.ts';
import type { Descriptor, Streams } from './process.ts';

/** How many milliseconds a reader that takes nothing may hold up the news that a child has ended. */
const PATIENCE_MS = 500;

/** What one descriptor of a child is connected to, in the host's terms. */
export type Connection =
  | { kind: 'ignore' }
  /** A pipe of the guest's: which way it goes. */
  | { kind: 'guest'; direction: 'to-guest' | 'from-guest' | 'both' }
  /** The child reads what this channel gives. */
  | { kind: 'source'; channel: InputChannel }
  /** What the child writes goes into this channel. */
  | { kind: 'sink'; channel: OutputChannel };

/** The channels behind the handles and standard streams that a guest names. */
export interface Channels {
  /** The instance's standard input; undefined where it has none. */
  stdin(): InputChannel | undefined;
  /** The instance's standard output or error; undefined where it goes nowhere. */
  output(descriptor: 1 | 2): OutputChannel | undefined;
  /** The channel of an input stream's handle. */
  inputOf(handle: unknown): InputChannel | undefined;
  /** The channel of an output stream's handle. */
  outputOf(handle: unknown): OutputChannel | undefined;
}

/** Resolves what the guest wants a descriptor to be. A handle that is closed already is the null device. */
export function connect(stdio: Stdio, descriptor: number, channels: Channels): Connection {
  switch (stdio.tag) {
    case 'ignore':
      return { kind: 'ignore' };
    case 'pipe':
      if (descriptor === 0) return { kind: 'guest', direction: 'from-guest' };
      return { kind: 'guest', direction: descriptor < 3 ? 'to-guest' : 'both' };
    case 'ipc':
      return { kind: 'guest', direction: 'both' };
    case 'inherit':
      if (stdio.val === 0) return source(channels.stdin());
      return sink(channels.output(stdio.val === 1 ? 1 : 2));
    case 'reader':
      return source(channels.inputOf(stdio.val));
    case 'writer':
      return sink(channels.outputOf(stdio.val));
  }
}

function source(channel: InputChannel | undefined): Connection {
  return channel === undefined ? { kind: 'ignore' } : { kind: 'source', channel };
}

function sink(channel: OutputChannel | undefined): Connection {
  return channel === undefined ? { kind: 'ignore' } : { kind: 'sink', channel };
}

/** What the process is started with for a connection. */
export function descriptorOf(connection: Connection): Descriptor {
  return connection.kind === 'ignore' ? 'ignore' : 'pipe';
}

/** The host's ends of a child's pipes, connected. */
export class ChildPipes {
  readonly #streams: Streams;
  /** What goes to the host's own descriptors. */
  readonly #sinks: Socket[] = [];
  readonly #inputs = new Map<number, InputChannel>();
  readonly #outputs = new Map<number, OutputChannel>();

  constructor(connections: readonly Connection[], streams: Streams) {
    this.#streams = streams;
    for (const [descriptor, connection] of connections.entries()) {
      const stream = streams[descriptor];
      if (stream !== null && stream !== undefined) this.#wire(descriptor, connection, stream);
    }
  }

  /** The guest's end of what the child writes, once. */
  takeInput(descriptor: number): InputChannel | undefined {
    const channel = this.#inputs.get(descriptor);
    this.#inputs.delete(descriptor);
    return channel;
  }

  /** The guest's end of what the child reads, once. */
  takeOutput(descriptor: number): OutputChannel | undefined {
    const channel = this.#outputs.get(descriptor);
    this.#outputs.delete(descriptor);
    return channel;
  }

  /** Closes the ends that the guest did not take. */
  release(): void {
    for (const channel of this.#inputs.values()) channel.cancel();
    for (const channel of this.#outputs.values()) channel.cancel();
    this.#inputs.clear();
    this.#outputs.clear();
  }

  /**
   * Resolves when what the child, which has ended, wrote to the host's own descriptors has been handed on. What it left
   * running may hold them open: that is not waited for. Nor is, for long, somebody who does not read.
   */
  async handedOn(): Promise<void> {
    let patience = PATIENCE_MS;
    for (const stream of this.#sinks) {
      for (let seen = -1; !stream.closed && (stream.bytesRead !== seen || (stream.isPaused() && patience > 0)); ) {
        seen = stream.bytesRead;
        // Two: between them the loop reads what there is.
        if (stream.isPaused()) {
          await wait(1);
          patience--;
        }
        await nextRound();
        await nextRound();
      }
    }
  }

  /** Closes every end. */
  destroy(): void {
    for (const stream of this.#streams) stream?.destroy();
  }

  #wire(descriptor: number, connection: Connection, stream: Readable | Writable): void {
    switch (connection.kind) {
      case 'ignore':
        break;
      case 'sink':
        this.#sinks.push(stream as Socket);
        drainInto(stream as Readable, connection.channel);
        break;
      case 'source':
        discardInput(stream as Writable);
        void feedFrom(connection.channel, stream as Writable);
        break;
      case 'guest':
        if (connection.direction === 'both')
          this.#wireBoth(descriptor, descriptor === 0 ? twoWay(stream) : (stream as Socket));
        else if (connection.direction === 'to-guest') {
          this.#inputs.set(descriptor, inputFromReadable(stream as Readable));
        } else {
          discardInput(stream as Writable);
          this.#outputs.set(descriptor, outputToWritable(stream as Writable));
        }
    }
  }

  /** Two channels over one socket, which closes when both sides are done with it. */
  #wireBoth(descriptor: number, socket: Socket): void {
    let sides = 2;
    const release = () => {
      // Not before what was written has gone.
      if (--sides === 0) socket.destroySoon();
    };
    this.#inputs.set(descriptor, inputFromReadable(socket, { keep: true, onCancel: release }));
    const onCancel = () => {
      socket.end();
      release();
    };
    this.#outputs.set(descriptor, outputToWritable(socket, { onCancel }));
  }
}

/** A pipe to a child may be a socket: its other direction must be read for the end of the child's side to be seen. */
function discardInput(stream: Writable): void {
  if ('resume' in stream && typeof stream.resume === 'function') stream.resume();
}

/** Node's stream of descriptor 0 is only written; a message channel there is read as well. */
function twoWay(stream: Readable | Writable): Socket {
  const { _handle: handle } = stream as unknown as { _handle: unknown };
  return new Socket({ handle, readable: true, writable: true } as unknown as SocketConstructorOpts);
}
