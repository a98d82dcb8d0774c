/** Writing to a WIT output stream, no faster than it takes the bytes. */
import type { OutputStream, Pollable } from 'zora:node/io@0.1.0';
import { type LoopHandle, watch } from '../loop.ts';
import { streamFailure } from './wit-failure.ts';

/** The host takes no more in one write. */
const WRITE_SIZE = 1 << 20;

type Done = (error?: Error | null) => void;

/** One write at a time into an output stream. */
export class WitSink {
  #stream: OutputStream | undefined;
  #pollable: Pollable | undefined;
  #watch: LoopHandle | undefined;
  #resume: (() => void) | undefined;
  #refed = true;

  constructor(stream: OutputStream) {
    this.#stream = stream;
  }

  /** Writes all of `bytes`; calls back when the stream takes more (at once where it does), or with Node's error. */
  write(bytes: Uint8Array, done: Done): void {
    const stream = this.#stream;
    if (stream === undefined) {
      done(streamFailure({ payload: { tag: 'closed' } }, 'write'));
      return;
    }
    if (bytes.length > WRITE_SIZE) {
      const rest = bytes.subarray(WRITE_SIZE);
      this.write(bytes.subarray(0, WRITE_SIZE), (error) => (error ? done(error) : this.write(rest, done)));
      return;
    }
    let room: number;
    try {
      room = stream.write(bytes);
    } catch (error) {
      done(streamFailure(error, 'write'));
      return;
    }
    if (room > 0) done();
    else this.#wait(done);
  }

  /** Ends the stream after what was written. */
  end(done: Done): void {
    try {
      this.#stream?.end();
    } catch (error) {
      done(streamFailure(error, 'shutdown'));
      return;
    }
    done();
  }

  ref(): void {
    this.#refed = true;
    this.#updateRef();
  }

  unref(): void {
    this.#refed = false;
    this.#updateRef();
  }

  /** Releases the stream. */
  close(): void {
    const stream = this.#stream;
    if (stream === undefined) return;
    this.#stream = undefined;
    this.#resume = undefined;
    this.#watch?.close();
    this.#pollable?.[Symbol.dispose]();
    stream[Symbol.dispose]();
  }

  /** Calls `done` once the stream takes bytes again. */
  #wait(done: Done): void {
    this.#resume = () => {
      const stream = this.#stream;
      if (stream === undefined) return;
      let failure: Error | undefined;
      try {
        // Not ready yet: this arms the watch again.
        if (stream.checkWrite() === 0) return;
      } catch (error) {
        failure = streamFailure(error, 'write');
      }
      this.#finishWait();
      done(failure);
    };
    if (this.#watch === undefined) {
      this.#pollable = (this.#stream as OutputStream).subscribe();
      this.#watch = watch(this.#pollable, () => this.#resume?.());
    }
    this.#updateRef();
  }

  #finishWait(): void {
    this.#resume = undefined;
    this.#updateRef();
  }

  #updateRef(): void {
    if (this.#resume !== undefined && this.#refed) this.#watch?.ref();
    else this.#watch?.unref();
  }
}
