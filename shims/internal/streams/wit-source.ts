/** Reading a WIT input stream: one persistent watch, and no more read than is wanted. */
import type { InputStream } from 'zora:node/io@0.1.0';
import { asBuffer } from '../buffer/fast-buffer.ts';
import { type LoopHandle, watch } from '../loop.ts';
import { isStreamEnd, streamFailure } from './wit-failure.ts';

/** Bytes of one read: as much as libuv asks for. */
const READ_SIZE = 65536;

/** Where the bytes go. */
export interface SourceTarget {
  /** Takes a chunk; false stops the source until `start`. */
  push(chunk: Uint8Array): boolean;
  /** The stream has ended. */
  end(): void;
  /** The stream has failed, with Node's error. */
  fail(error: Error): void;
}

/** Pulls from an input stream while its target wants more: one chunk a callback of the loop, as libuv gives them. */
export class WitSource {
  readonly #target: SourceTarget;
  #stream: InputStream | undefined;
  #watch: LoopHandle | undefined;
  #wanted = false;
  /** The watch has fired and nothing was read since: it would not fire again. */
  #spent = false;
  #reading = false;
  /** What was pushed has asked for more while it was taken. */
  #asked = false;
  #refed = true;

  constructor(stream: InputStream, target: SourceTarget) {
    this.#stream = stream;
    this.#target = target;
  }

  /** Wants more: the first bytes arrive in a later callback, those that wait already at once. */
  start(): void {
    if (this.#reading) this.#asked = true;
    else if (!this.#wanted && this.#stream !== undefined) this.#begin(this.#stream);
  }

  #begin(stream: InputStream): void {
    this.#wanted = true;
    if (this.#watch === undefined) {
      // A watch takes its pollable.
      this.#watch = watch(stream.subscribe(), () => {
        this.#spent = true;
        if (this.#wanted) this.#read();
      });
    }
    this.#updateRef();
    if (this.#spent) this.#read();
  }

  /** Wants no more for now; the loop is not kept alive. */
  stop(): void {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#updateRef();
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
    this.#wanted = false;
    this.#stream = undefined;
    this.#watch?.close();
    stream[Symbol.dispose]();
  }

  #updateRef(): void {
    if (this.#wanted && this.#refed) this.#watch?.ref();
    else this.#watch?.unref();
  }

  #read(): void {
    let chunk: Uint8Array;
    try {
      chunk = (this.#stream as InputStream).read(READ_SIZE);
    } catch (error) {
      this.close();
      if (isStreamEnd(error)) this.#target.end();
      else this.#target.fail(streamFailure(error, 'read'));
      return;
    }
    // Reading has armed the watch again.
    this.#spent = false;
    if (chunk.length === 0) return;
    this.#asked = false;
    this.#reading = true;
    let more = false;
    try {
      more = this.#target.push(asBuffer(chunk)) || this.#asked;
    } finally {
      // Whoever takes the bytes may throw, and the program go on.
      this.#reading = false;
    }
    if (!more) this.stop();
  }
}
