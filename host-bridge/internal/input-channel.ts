import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { StreamError } from '../wit/zora-node-io.d.ts';
import { Readiness } from './readiness.ts';
import { releaseBytes } from './release-bytes.ts';
import { toStreamFailure } from './stream-failure.ts';
import { streamClosed, type WitError } from './wit-error.ts';

/** Where an input channel's bytes come from. */
export interface Producer {
  /** Somebody wants bytes for the first time. */
  start?: (() => void) | undefined;
  /** Stop pushing soon: the guest is behind. */
  pause(): void;
  /** Push on. */
  resume(): void;
  /** Nobody will read any more. */
  cancel(): void;
}

/** Counts bytes as they pass. @throws LimitExceeded when they do not fit any more */
export type ByteMeter = (bytes: number) => void;

/** Bytes that wait for the guest before the producer is told to pause. */
export const INPUT_HIGH_WATER = 256 * 1024;
/** The most that one read gives. */
export const MAX_READ = 1024 * 1024;
/**
 * Small chunks are put together up to this size, since a call costs the guest more than the copy. Larger reads cost the
 * engine more for each byte than they save: 64 KiB is the cheapest.
 */
export const COALESCE_TO = 64 * 1024;

const NO_BYTES = new Uint8Array(0);

/** A bounded queue of bytes between a producer of the host and a guest that pulls. */
export class InputChannel {
  readonly readiness = new Readiness(
    () => this.#bytes > 0 || this.#end !== undefined,
    () => this.#start(),
  );
  readonly #producer: Producer;
  #started = false;
  readonly #meter: ByteMeter | undefined;
  /** The chunks are nobody else's: their memory is given back as soon as the guest has its copy. */
  readonly #owned: boolean;
  /** The chunk that the last `read` lent, until the next. */
  #lent: Uint8Array | undefined;
  #chunks: Uint8Array[] = [];
  #first = 0;
  #bytes = 0;
  #end: WitError<StreamError> | undefined;
  #paused = false;
  #cancelled = false;

  /** @param owned nobody else holds the chunks that are pushed */
  constructor(producer: Producer, meter?: ByteMeter, owned = false) {
    this.#producer = producer;
    this.#meter = meter;
    this.#owned = owned;
  }

  /** Takes a chunk from the producer, who must not change it afterwards. */
  push(chunk: Uint8Array): void {
    if (this.#end !== undefined || chunk.length === 0) return;
    try {
      this.#meter?.(chunk.length);
    } catch (error) {
      this.#finish(toStreamFailure(error, 'read'));
      this.#cancelProducer();
      return;
    }
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes >= INPUT_HIGH_WATER) {
      // Again and again: Node resumes a child's streams by itself when the child ends.
      this.#paused = true;
      this.#producer.pause();
    }
    this.readiness.notify();
  }

  /** The producer is done. */
  end(): void {
    this.#finish(streamClosed());
  }

  /** The producer failed. What is queued can still be read. */
  fail(error: WitError<StreamError>): void {
    this.#finish(error);
  }

  /** Whether `read` has nothing more to give than the end. */
  get drained(): boolean {
    return this.#end !== undefined && this.#bytes === 0;
  }

  /**
   * Takes up to `length` bytes without waiting; none when nothing is there yet.
   *
   * @param scratch room for chunks that are put together; what is given, whatever it lies in, is then only good
   *   until the next call
   * @throws WitError<StreamError> at the end of the stream, and after a failure
   */
  read(length: number, scratch?: Uint8Array): Uint8Array {
    if (this.#lent !== undefined) {
      releaseBytes(this.#lent);
      this.#lent = undefined;
    }
    if (this.#bytes === 0) {
      if (this.#end !== undefined) throw this.#end;
      this.#start();
      this.readiness.rearm();
      return NO_BYTES;
    }
    const most = Math.min(length >>> 0, MAX_READ);
    if (most === 0) return NO_BYTES;
    const taken = this.#take(most, scratch);
    this.readiness.again();
    if (this.#paused && this.#bytes < INPUT_HIGH_WATER / 2) {
      this.#paused = false;
      this.#producer.resume();
    }
    return taken;
  }

  /** Ends the channel from the guest's side: what is queued goes, the producer is told. */
  cancel(): void {
    this.#chunks = [];
    this.#first = 0;
    this.#bytes = 0;
    this.#finish(streamClosed());
    this.#cancelProducer();
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#producer.start?.();
  }

  #take(most: number, scratch: Uint8Array | undefined): Uint8Array {
    const chunk = this.#chunks[this.#first]!;
    if (chunk.length > most) {
      this.#chunks[this.#first] = chunk.subarray(most);
      this.#bytes -= most;
      return chunk.subarray(0, most);
    }
    const next = this.#chunks[this.#first + 1];
    const room = Math.min(most, COALESCE_TO);
    if (next !== undefined && chunk.length + next.length <= room) return this.#takeSeveral(room, scratch);
    this.#bytes -= chunk.length;
    this.#shift(1);
    if (!this.#owned || scratch === undefined) return chunk;
    this.#lent = chunk;
    // No `Buffer`: a reader that keeps what it is lent copies it with `slice`.
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
  }

  /** Puts whole chunks together. */
  #takeSeveral(most: number, scratch: Uint8Array | undefined): Uint8Array {
    let length = 0;
    let end = this.#first;
    while (end < this.#chunks.length && length + this.#chunks[end]!.length <= most)
      length += this.#chunks[end++]!.length;
    const whole =
      scratch !== undefined && scratch.length >= length ? scratch.subarray(0, length) : new Uint8Array(length);
    let at = 0;
    for (let i = this.#first; i < end; i++) {
      const chunk = this.#chunks[i]!;
      whole.set(chunk, at);
      at += chunk.length;
      if (this.#owned) releaseBytes(chunk);
    }
    this.#bytes -= length;
    this.#shift(end - this.#first);
    return whole;
  }

  #shift(count: number): void {
    this.#first += count;
    if (this.#first === this.#chunks.length) {
      this.#chunks = [];
      this.#first = 0;
    } else if (this.#first > 64) {
      this.#chunks = this.#chunks.slice(this.#first);
      this.#first = 0;
    }
  }

  #finish(end: WitError<StreamError>): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.readiness.notify();
  }

  #cancelProducer(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#producer.cancel();
  }
}

/** An input channel that holds `bytes` and then its end. */
export function closedInput(bytes?: Uint8Array): InputChannel {
  const channel = new InputChannel({ pause() {}, resume() {}, cancel() {} });
  if (bytes !== undefined) channel.push(bytes);
  channel.end();
  return channel;
}

/**
 * The bytes of a Node stream.
 *
 * @param readable the stream; cancelling the channel destroys it unless it is somebody else's (`keep`)
 * @param options.syscall the system call that errors without one are reported with
 * @param options.onCancel called when the channel is cancelled
 * @param options.lazy leave the stream alone until somebody reads or waits
 */
export function inputFromReadable(
  readable: Readable,
  options: {
    meter?: ByteMeter | undefined;
    keep?: boolean;
    syscall?: string;
    onCancel?: () => void;
    lazy?: boolean;
  } = {},
): InputChannel {
  const { meter, keep = false, syscall = 'read', onCancel, lazy = false } = options;
  const onData = (chunk: Uint8Array | string) => channel.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  const onEnd = () => channel.end();
  const onError = (error: unknown) => channel.fail(toStreamFailure(error, syscall));
  const detach = () => {
    readable.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError);
    readable.pause();
  };
  const start = () => {
    readable.on('data', onData);
    // A stream that was paused on purpose stays so when a listener is added.
    readable.resume();
  };
  // Whoever keeps the stream may have listeners of their own.
  const owned = readable instanceof Socket && !keep;
  const channel = new InputChannel(
    {
      start: lazy ? start : undefined,
      pause: () => readable.pause(),
      resume: () => readable.resume(),
      cancel: () => {
        if (keep) detach();
        else readable.destroy();
        onCancel?.();
      },
    },
    meter,
    owned,
  );
  readable.on('end', onEnd).on('close', onEnd).on('error', onError);
  if (lazy) readable.pause();
  else start();
  return channel;
}
