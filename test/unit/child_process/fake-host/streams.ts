/** `zora:node/io` streams over Node's, for unit tests. */
import type { Readable, Writable } from 'node:stream';
import { type Pollable, Source } from './reactor.ts';

/** What a guest catches of a WIT `error`. */
export function witError(payload: unknown): Error {
  return Object.assign(new Error('WIT error'), { payload });
}

export class InputStream {
  readonly readable: Readable;
  readonly #source = new Source(() => this.readable.readableLength > 0 || this.#over);
  #ended = false;

  constructor(readable: Readable) {
    this.readable = readable;
    readable.on('readable', () => {
      // Nothing to read means the end, which Node tells only to those who try.
      if (readable.readableLength === 0) readable.read();
      this.#source.changed();
    });
    for (const event of ['end', 'close', 'error']) {
      readable.on(event, () => {
        this.#ended = true;
        this.#source.changed();
      });
    }
  }

  get #over(): boolean {
    return this.#ended || this.readable.destroyed;
  }

  read(length: number): Uint8Array {
    const available = Math.min(length, this.readable.readableLength);
    const chunk: Buffer | null = available === 0 ? this.readable.read() : this.readable.read(available);
    if (chunk !== null) {
      // Node tells of more, and of the end, only to those who try.
      this.readable.read(0);
      this.#source.rearm();
      this.#source.changed();
      return new Uint8Array(chunk);
    }
    if (this.#over) throw witError({ tag: 'closed' });
    this.#source.rearm();
    return new Uint8Array();
  }

  subscribe(): Pollable {
    return this.#source.subscribe();
  }

  [Symbol.dispose](): void {
    this.readable.destroy();
  }
}

const HIGH_WATER = 65536;

export class OutputStream {
  readonly writable: Writable;
  readonly #source = new Source(() => this.writable.writableLength < HIGH_WATER || this.#failed !== undefined);
  #failed: { tag: string; val?: object } | undefined;

  constructor(writable: Writable) {
    this.writable = writable;
    writable.on('drain', () => this.#source.changed());
    writable.on('error', ({ code, syscall, message }: NodeJS.ErrnoException) => {
      this.#failed = { tag: 'failed', val: { code, syscall, message } };
      this.#source.changed();
    });
    writable.on('close', () => {
      this.#failed ??= { tag: 'closed' };
      this.#source.changed();
    });
  }

  #check(): void {
    if (this.#failed !== undefined) throw witError(this.#failed);
  }

  checkWrite(): number {
    this.#check();
    const room = Math.max(0, HIGH_WATER - this.writable.writableLength);
    if (room === 0) this.#source.rearm();
    return room;
  }

  write(data: Uint8Array): number {
    this.#check();
    this.writable.write(Uint8Array.from(data), () => this.#source.changed());
    return this.checkWrite();
  }

  end(): void {
    this.writable.end();
  }

  flushed(): boolean {
    if (this.writable.writableLength === 0) return true;
    this.#check();
    this.#source.rearm();
    return false;
  }

  subscribe(): Pollable {
    return this.#source.subscribe();
  }

  [Symbol.dispose](): void {
    if (!this.writable.writableFinished) this.writable.end();
  }
}
