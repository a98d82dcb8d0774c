/** The guest's end of a message channel: whole frames in and out, over the host's two-way pipe. */
import type { InputStream, OutputStream, Pollable } from 'zora:node/io@0.1.0';
import { type LoopHandle, nextTick, setCheck, watch } from '../loop.ts';
import { streamFailure } from '../streams/wit-failure.ts';
import type { HostEnds } from './pipes.ts';

/** The host takes and gives at most this many bytes a call. */
const MAX_PIECE = 1024 * 1024;
const READ_SIZE = 65536;

/** What writing to a pipe without a reader throws. */
const CLOSED = { payload: { tag: 'closed' } };

interface PendingWrite {
  bytes: Uint8Array;
  /** How much of it the host has. */
  sent: number;
  done: (error: Error | null) => void;
}

interface SettledWrite {
  done: PendingWrite['done'];
  error: Error | null;
}

function settle(writes: SettledWrite[]): void {
  for (const { done, error } of writes) done(error);
}

/** What a pipe tells its channel. */
export interface ChannelPipeEvents {
  data(bytes: Uint8Array): void;
  end(): void;
}

/** A two-way pipe whose writes keep their order. */
export class ChannelPipe {
  readonly #input: InputStream | undefined;
  readonly #output: OutputStream | undefined;
  readonly #events: ChannelPipeEvents;
  #readable: Pollable | undefined;
  #writable: Pollable | undefined;
  #reading: LoopHandle | undefined;
  #writing: LoopHandle | undefined;
  #queue: PendingWrite[] = [];
  #queued = 0;
  #refed = true;
  #open = true;

  constructor({ input, output }: HostEnds, events: ChannelPipeEvents) {
    this.#input = input;
    this.#output = output;
    this.#events = events;
    if (input === undefined) {
      // The child did not start.
      setCheck(() => events.end());
      return;
    }
    this.#readable = input.subscribe();
    this.#reading = watch(this.#readable, () => this.#read());
  }

  /** Bytes that the host has not taken yet. */
  get queued(): number {
    return this.#queued;
  }

  #read(): void {
    // A watch fires once: everything that is there is read now.
    while (this.#open) {
      let bytes: Uint8Array;
      try {
        bytes = (this.#input as InputStream).read(READ_SIZE);
      } catch (thrown) {
        // However the pipe came to its end, the other side is gone. What is no stream error is a fault of ours.
        if (!(thrown as { payload?: unknown }).payload) throw thrown;
        this.#reading?.close();
        this.#events.end();
        return;
      }
      if (bytes.length === 0) return;
      this.#events.data(bytes);
    }
  }

  /**
   * Sends a frame after those before it.
   *
   * @param done called later, when the host has all of it or never will
   */
  write(bytes: Uint8Array, done: (error: Error | null) => void): void {
    this.#queue.push({ bytes, sent: 0, done });
    this.#queued += bytes.length;
    if (this.#writing === undefined) nextTick(settle, this.#flush());
  }

  /** Gives the host what it takes; returns the frames that are over with. */
  #flush(): SettledWrite[] {
    const settled: SettledWrite[] = [];
    try {
      while (this.#queue[0] !== undefined && this.#send(this.#queue[0])) {
        settled.push({ done: (this.#queue.shift() as PendingWrite).done, error: null });
      }
    } catch (thrown) {
      const error = streamFailure(thrown, 'write');
      for (const { done } of this.#queue) settled.push({ done, error });
      this.#queue = [];
      this.#queued = 0;
    }
    if (this.#queue.length > 0) {
      this.#writable ??= (this.#output as OutputStream).subscribe();
      this.#writing ??= watch(this.#writable, () => settle(this.#flush()));
    } else {
      this.#writing?.close();
      this.#writing = undefined;
    }
    return settled;
  }

  /** Gives the host what it takes of one frame; whether that was all of it. */
  #send(item: PendingWrite): boolean {
    const output = this.#output;
    if (output === undefined) throw CLOSED;
    while (item.sent < item.bytes.length) {
      const room = output.checkWrite();
      if (room === 0) return false;
      const piece = item.bytes.subarray(item.sent, item.sent + Math.min(room, MAX_PIECE));
      output.write(piece);
      item.sent += piece.length;
      this.#queued -= piece.length;
    }
    return true;
  }

  ref(): void {
    this.#refed = true;
    this.#reading?.ref();
  }

  unref(): void {
    this.#refed = false;
    this.#reading?.unref();
  }

  hasRef(): boolean {
    return this.#refed;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#reading?.close();
    this.#writing?.close();
    this.#output?.end();
    for (const resource of [this.#readable, this.#writable, this.#output, this.#input]) resource?.[Symbol.dispose]();
  }
}
