/** The host's codec as a stream holds it (`_handle`): input of any length goes over in slices, output comes in pieces. */
import { Codec, type CodecOptions, type Failure, type Mode } from 'zora:node/zlib@0.1.0';
import { ERR_TRAILING_JUNK_AFTER_STREAM_END, ERR_ZLIB_INITIALIZATION_FAILED, genericNodeError } from '../errors.ts';
import { toNodeError } from '../wit-error.ts';
import { Z_NO_FLUSH } from './constants.ts';

/** Bytes of input that go over at once: as many as the host takes, since some libraries do better when they see all of it. */
const SLICE = 16 * 1024 * 1024;
/** The most output of one step. */
const MOST_OUTPUT = 1024 * 1024;

/** What one step gave. */
export interface Output {
  bytes: Uint8Array;
  /** Nothing more comes of this input. Some of it may be left: then the data has ended before it. */
  done: boolean;
}

/** Node's error for what the host threw. */
function codecError(thrown: unknown): unknown {
  const payload = (thrown as { payload?: Failure } | null)?.payload;
  if (payload?.tag === 'host') return toNodeError(payload.val);
  if (payload?.tag !== 'codec') return thrown;
  const { message, errno, code } = payload.val;
  if (code === 'ERR_TRAILING_JUNK_AFTER_STREAM_END') return new ERR_TRAILING_JUNK_AFTER_STREAM_END();
  if (code === 'ERR_ZLIB_INITIALIZATION_FAILED') return new ERR_ZLIB_INITIALIZATION_FAILED();
  return genericNodeError(message, { errno, code });
}

function call<T>(body: () => T): T {
  try {
    return body();
  } catch (thrown) {
    throw codecError(thrown);
  }
}

/** A codec with the input that it is at. */
export class CodecHandle {
  readonly #codec: Codec;
  #closed = false;
  #input: Uint8Array | undefined;
  /** Where the next slice begins. */
  #next = 0;
  /** Bytes of the last slice that the host has still to take. */
  #unread = 0;
  #flush = Z_NO_FLUSH;

  /** @throws what the library says of the options */
  constructor(mode: Mode, options: CodecOptions) {
    this.#codec = call(() => Codec.open(mode, options));
  }

  /** Sets the input of the next steps, and how it is flushed at its end. */
  begin(input: Uint8Array, flush: number): void {
    this.#input = input;
    this.#next = 0;
    this.#unread = 0;
    this.#flush = flush;
  }

  /** Bytes of the input that have not been taken. */
  get left(): number {
    return this.#input === undefined ? 0 : this.#input.length - this.#next + this.#unread;
  }

  /**
   * Takes input until it is used up or there are `room` bytes of output.
   * @throws the library's error
   */
  step(room: number): Output {
    const input = this.#input as Uint8Array;
    const most = Math.min(room, MOST_OUTPUT);
    for (;;) {
      const { output, unread } = this.#advance(input, most);
      this.#unread = unread;
      const full = output.length >= most;
      const ended = unread > 0 || this.#next >= input.length;
      if (full || ended || output.length > 0) return { bytes: output, done: !full && ended };
    }
  }

  #advance(input: Uint8Array, room: number) {
    const start = this.#next;
    // The first step goes over even without input: it may flush.
    if (this.#unread > 0 || (start >= input.length && start > 0)) {
      return call(() => this.#codec.proceed(this.#flushAt(start, input), room));
    }
    const slice = input.length <= SLICE ? input : input.subarray(start, start + SLICE);
    this.#next = start + slice.length;
    return call(() => this.#codec.transform(slice, this.#flushAt(this.#next, input), room));
  }

  /** Only the last slice is flushed. */
  #flushAt(end: number, input: Uint8Array): number {
    return end >= input.length ? this.#flush : Z_NO_FLUSH;
  }

  /** @throws the library's error */
  params(level: number, strategy: number): void {
    call(() => this.#codec.params(level, strategy));
  }

  /** @throws the library's error */
  reset(): void {
    this.#input = undefined;
    call(() => this.#codec.reset());
  }

  /** Gives the codec back. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#input = undefined;
    this.#codec[Symbol.dispose]();
  }
}
