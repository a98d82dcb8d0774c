import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import type { StreamError } from '../wit/zora-node-io.d.ts';
import { Readiness } from './readiness.ts';
import { releaseBytes } from './release-bytes.ts';
import { toStreamFailure } from './stream-failure.ts';
import { streamClosed, streamFailed, type WitError } from './wit-error.ts';

/** Counts what is written, and throws when it is too much. */
export type OutputMeter = (bytes: number, data: Uint8Array) => void;

/** Where an output channel's bytes go. */
export interface Consumer {
  /** The system copies what it is given: nothing keeps bytes after their `done`. */
  readonly copies?: boolean;
  /**
   * Takes as many bytes as the system has room for now, from memory that is somebody else's after the call. Asked while
   * nothing is under way.
   */
  take?(data: Uint8Array): number;
  /** Takes bytes; `done` is called when the system has them, with the error if it refused. */
  write(data: Uint8Array, done: (error?: Error | null) => void): void;
  /** No bytes follow; `done` when everything before has gone. */
  end(done: () => void): void;
  /** Nobody will write any more. */
  cancel(): void;
}

/** Bytes under way before `check-write` gives 0. */
export const OUTPUT_HIGH_WATER = 256 * 1024;
/** The most that one write takes. */
export const MAX_WRITE = 1024 * 1024;
/** A guest that writes on against `check-write` is stopped here, before it fills the host's memory. */
const MAX_PENDING = OUTPUT_HIGH_WATER + 4 * MAX_WRITE;

/** A bounded way from a guest that pushes to a consumer of the host. */
export class OutputChannel {
  readonly readiness = new Readiness(
    () => this.#pending < OUTPUT_HIGH_WATER || this.#ended || this.#failure !== undefined,
  );
  readonly #consumer: Consumer;
  readonly #meter: OutputMeter | undefined;
  #pending = 0;
  #ended = false;
  #finished = false;
  #cancelled = false;
  #failure: WitError<StreamError> | undefined;
  #waiting: { until: () => boolean; resolve: () => void }[] = [];

  constructor(consumer: Consumer, meter?: OutputMeter) {
    this.#consumer = consumer;
    this.#meter = meter;
  }

  /** Bytes that `write` takes now without being pushed back. */
  checkWrite(): number {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#ended) throw streamClosed();
    return this.#room();
  }

  /** The room that is left; where there is none, its return is news. */
  #room(): number {
    const room = OUTPUT_HIGH_WATER - this.#pending;
    if (room > 0) return room;
    this.readiness.rearm();
    return 0;
  }

  /**
   * Hands `data` to the consumer, who keeps it: the caller must not change it afterwards.
   *
   * @param lent the memory of `data` is lent for this call: what the system does not take at once is copied
   * @returns what `checkWrite` gives next
   */
  write(data: Uint8Array, lent = false): number {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#ended) throw streamClosed();
    if (data.length > MAX_WRITE || this.#pending + data.length > MAX_PENDING) {
      throw streamFailed({ code: 'ENOBUFS', syscall: 'write', message: 'no buffer space available' });
    }
    if (data.length === 0) return this.#room();
    try {
      this.#meter?.(data.length, data);
    } catch (error) {
      this.fail(toStreamFailure(error, 'write'));
      throw this.#failure;
    }
    const taken = this.#pending === 0 ? (this.#consumer.take?.(data) ?? 0) : 0;
    if (taken < data.length) this.#queue(lent ? data.slice(taken) : data.subarray(taken), lent);
    if (this.#failure !== undefined) throw this.#failure;
    return this.#room();
  }

  /** @param owned nobody else holds `data`: its memory may be given back once it is written */
  #queue(data: Uint8Array, owned: boolean): void {
    const { length } = data;
    this.#pending += length;
    this.#consumer.write(data, (error) => {
      this.#pending -= length;
      if (!error && owned && this.#consumer.copies === true) releaseBytes(data);
      if (error) this.fail(toStreamFailure(error, 'write'));
      else this.#progress();
    });
  }

  /** Ends the channel after what was written. */
  end(): void {
    if (this.#ended || this.#failure !== undefined) return;
    this.#ended = true;
    this.#consumer.end(() => {
      this.#finished = true;
      this.#progress();
    });
    this.readiness.notify();
  }

  /** Whether everything that was written, and the end if there is one, has been handed to the system. */
  flushed(): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#pending === 0 && (!this.#ended || this.#finished)) return true;
    this.readiness.rearm();
    return false;
  }

  /** The consumer is gone: with an error, or because nobody reads any more. */
  fail(error: WitError<StreamError>): void {
    if (this.#failure !== undefined || this.#finished) return;
    this.#failure = error;
    this.#progress();
  }

  /** Ends the channel from the guest's side, without waiting for what is under way. */
  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.fail(streamClosed());
    this.#consumer.cancel();
  }

  /** Resolves when `check-write` would give more than 0, or never will again. For the host's own writers. */
  drained(): Promise<void> {
    return this.#until(() => this.readiness.ready);
  }

  /** Resolves when nothing is under way any more: all of it was handed on, or the channel failed. */
  settled(): Promise<void> {
    return this.#until(() => this.#failure !== undefined || (this.#pending === 0 && (!this.#ended || this.#finished)));
  }

  #until(until: () => boolean): Promise<void> {
    if (until()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ until, resolve });
    });
  }

  #progress(): void {
    this.readiness.notify();
    if (this.#waiting.length === 0) return;
    const done = this.#waiting.filter(({ until }) => until());
    this.#waiting = this.#waiting.filter((waiter) => !done.includes(waiter));
    for (const { resolve } of done) resolve();
  }
}

/** An output channel that takes everything and keeps nothing. */
export function discardingOutput(meter?: OutputMeter): OutputChannel {
  return new OutputChannel({ write: (_, done) => done(), end: (done) => done(), cancel() {} }, meter);
}

/**
 * A channel into a Node stream that belongs to the channel.
 *
 * @param options.onCancel what to do when the channel is cancelled, instead of destroying a stream that was not ended
 */
export function outputToWritable(
  writable: Writable,
  options: { meter?: OutputMeter | undefined; onCancel?: () => void } = {},
): OutputChannel {
  // What was written before an end still goes: the guest gives its handle back as soon as it has ended the stream.
  const drop = () => {
    if (!writable.writableEnded) writable.destroy();
  };
  const { meter, onCancel = drop } = options;
  const channel = new OutputChannel(
    {
      copies: writable instanceof Socket,
      ...(isPlainSocket(writable) ? { take: (data: Uint8Array) => takeNow(writable, data) } : {}),
      write: (data, done) => writeAndTell(writable, data, done),
      end: (done) => {
        writable.end(done);
      },
      cancel: onCancel,
    },
    meter,
  );
  writable.on('error', (error: NodeJS.ErrnoException) =>
    // What fails to be read from a two-way pipe is not what was written.
    channel.fail(error.syscall === 'read' ? streamClosed() : toStreamFailure(error, 'write')),
  );
  writable.once('close', () => channel.fail(streamClosed()));
  return channel;
}

/** Whether it is a socket of Node's own class: the others (TLS) put something between themselves and the system. */
function isPlainSocket(stream: Writable): stream is Socket {
  return Object.getPrototypeOf(stream) === Socket.prototype;
}

/** Writes what the system has room for, past the stream's own queue, which is empty: nothing is copied or kept. */
function takeNow(socket: Socket, data: Uint8Array): number {
  const { _handle: handle } = socket as unknown as { _handle: { fd?: number } | null };
  const fd = handle?.fd ?? -1;
  if (fd < 0 || socket.connecting || socket.writableLength > 0 || socket.writableEnded || socket.destroyed) return 0;
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return writeSync(fd, data);
  } catch {
    // There is no room, or nobody reads any more: the stream's own write says which.
    return 0;
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Writes to a stream; `done` is called at once where the system has all of it already, which Node tells a tick later. */
function writeAndTell(writable: Writable, data: Uint8Array, done: (error?: Error | null) => void): void {
  let told = false;
  writable.write(data, (error) => {
    if (!told) done(error);
  });
  if (writable instanceof Socket && writable.writableLength === 0 && writable.errored === null) {
    told = true;
    done();
  }
}

/** One stream that several bridges write to, with the channels of each. */
class SharedSink {
  static readonly #sinks = new WeakMap<Writable, SharedSink>();
  readonly #writable: Writable;
  readonly #channels = new Set<OutputChannel>();

  constructor(writable: Writable) {
    this.#writable = writable;
  }

  static of(writable: Writable): SharedSink {
    let sink = SharedSink.#sinks.get(writable);
    if (sink === undefined) SharedSink.#sinks.set(writable, (sink = new SharedSink(writable)));
    return sink;
  }

  add(channel: OutputChannel): void {
    if (this.#channels.size === 0) this.#writable.on('error', this.#onError).on('close', this.#onClose);
    this.#channels.add(channel);
  }

  delete(channel: OutputChannel): void {
    if (!this.#channels.delete(channel) || this.#channels.size > 0) return;
    this.#writable.off('error', this.#onError).off('close', this.#onClose);
  }

  #onError = (error: unknown): void => {
    for (const channel of this.#channels) channel.fail(toStreamFailure(error, 'write'));
  };

  #onClose = (): void => {
    for (const channel of this.#channels) channel.fail(streamClosed());
  };
}

/**
 * A channel into a Node stream that belongs to somebody else, such as the host's standard output: it is never ended
 * nor destroyed, and however many channels write to it, it has one error listener, without which a reader that goes
 * away would end the host.
 */
export function outputToShared(writable: Writable, meter?: OutputMeter): OutputChannel {
  const sink = SharedSink.of(writable);
  const channel = new OutputChannel(
    {
      write: (data, done) => {
        writable.write(data, done);
      },
      end: (done) => {
        writable.write('', () => done());
      },
      cancel: () => sink.delete(channel),
    },
    meter,
  );
  sink.add(channel);
  return channel;
}
