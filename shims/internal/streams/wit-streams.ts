/**
 * Node streams over the streams of `zora:node/io`: standard streams, pipes of children, bodies.
 *
 * Whoever needs both directions in one stream (a socket) builds on `WitSource` and `WitSink` themselves.
 */

import type { ReadableOptions, WritableOptions } from 'node:stream';
import type { InputStream, OutputStream } from 'zora:node/io@0.1.0';
import { Readable } from './readable.ts';
import { kSourced, type ReadableState } from './readable-state.ts';
import { WitSink } from './wit-sink.ts';
import { WitSource } from './wit-source.ts';
import { Writable } from './writable.ts';

type Callback = (error?: Error | null) => void;

/** A `Readable` of a WIT input stream, which it owns. It keeps the loop alive while it reads. */
export class WitReadable extends Readable {
  readonly #source: WitSource;
  /** Bytes read so far. */
  bytesRead = 0;

  constructor(stream: InputStream, options?: ReadableOptions) {
    super(options);
    const state = (this as unknown as { _readableState: ReadableState })._readableState;
    state[kSourced] = true;
    this.#source = new WitSource(stream, {
      push: (chunk) => {
        this.bytesRead += chunk.length;
        if (this.push(chunk)) return true;
        state.reading = false;
        return false;
      },
      end: () => {
        this.push(null);
        // Without a reader the end would wait for ever: as Node's sockets do, see that there is nothing left.
        if (this.readableLength === 0) this.read(0);
      },
      fail: (error) => this.destroy(error),
    });
  }

  override _read(): void {
    this.#source.start();
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.#source.close();
    callback(error);
  }

  /** Stops reading from the host, beside what `pause` does: a paused stream still fills its buffer. */
  readStop(): void {
    this.#source.stop();
  }

  ref(): this {
    this.#source.ref();
    return this;
  }

  unref(): this {
    this.#source.unref();
    return this;
  }
}

/** A `Writable` into a WIT output stream, which it owns. It keeps the loop alive while a write waits. */
export class WitWritable extends Writable {
  readonly #sink: WitSink;
  /** Bytes handed to the host so far. */
  bytesWritten = 0;

  constructor(stream: OutputStream, options?: WritableOptions) {
    super({ ...options, decodeStrings: true });
    this.#sink = new WitSink(stream);
  }

  override _write(chunk: Uint8Array, _encoding: string, callback: Callback): void {
    this.bytesWritten += chunk.length;
    this.#sink.write(chunk, callback);
  }

  override _final(callback: Callback): void {
    this.#sink.end(callback);
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.#sink.close();
    callback(error);
  }

  ref(): this {
    this.#sink.ref();
    return this;
  }

  unref(): this {
    this.#sink.unref();
    return this;
  }
}
