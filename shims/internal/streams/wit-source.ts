/** Reading a WIT input stream: one persistent watch, and no more read than is wanted. */
import type { InputStream } from 'zora:node/io@0.1.0';
import { asBuffer } from '../buffer/fast-buffer.ts';
import { type LoopHandle, watch } from '../loop.ts';
import { isStreamEnd, streamFailure } from './wit-failure.ts';

/** Bytes of one read: as much as libuv asks for. */
const READ_SIZE = 65536;
/** Reads in one callback of the loop, so that a fast source leaves time to others. */
const READS_A_TURN = 16;

/** Where the bytes go. */
export interface SourceTarget {
  /** Takes a chunk; false stops the source until `start`. */
  push(chunk: Uint8Array): boolean;
  /** The stream has ended. */
  end(): void;
  /** The stream has failed, with Node's error. */
  fail(error: Error): void;
}

/** Pulls from an input stream while its target wants more. */
export class WitSource {
  readonly #target: SourceTarget;
  #stream: InputStream | undefined;
  #watch: LoopHandle | undefined;
  #wanted = false;
  /** The watch has fired and no read has found the stream empty since: it would not fire again. */
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
    // Wanted and spent: the one read that the last `start` made was not enough, and the watch stays silent.
    if (this.#stream === undefined || this.#reading || (this.#wanted && !this.#spent)) return;
    this.#wanted = true;
    if (this.#watch === undefined) this.#arm(this.#stream);
    this.#updateRef();
    if (this.#spent) this.#read(1);
  }

  /** Wants no more for now; the loop is not kept alive. */
  stop(): void {
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

  #read(times: number): void {
    this.#reading = true;
    try {
      this.#readUpTo(times);
    } finally {
      // Whoever takes the bytes may throw, and the program go on.
      this.#reading = false;
      // More may wait, and the watch will not say so: go on by way of the watch, made anew.
      if (times > 1 && this.#wanted && this.#spent) this.#rearm();
    }
  }

  #readUpTo(times: number): void {
    for (let i = 0; i < times && this.#wanted && this.#stream !== undefined; i++) {
      let chunk: Uint8Array;
      try {
        chunk = this.#stream.read(READ_SIZE);
      } catch (error) {
        // The end is an event of its own: what the last bytes led to comes before it.
        if (i > 0 && this.#spent) return;
        this.close();
        if (isStreamEnd(error)) this.#target.end();
        else this.#target.fail(streamFailure(error, 'read'));
        return;
      }
      if (chunk.length === 0) {
        this.#spent = false;
        return;
      }
      this.#asked = false;
      if (!this.#target.push(asBuffer(chunk)) && !this.#asked) this.stop();
    }
  }

  #rearm(): void {
    const stream = this.#stream;
    if (stream === undefined) return;
    this.#watch?.close();
    this.#spent = false;
    this.#arm(stream);
    this.#updateRef();
  }

  /** A watch takes its pollable: each needs one of its own. */
  #arm(stream: InputStream): void {
    this.#watch = watch(stream.subscribe(), () => {
      this.#spent = true;
      if (this.#wanted) this.#read(READS_A_TURN);
    });
  }
}
