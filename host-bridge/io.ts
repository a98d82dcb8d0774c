/**
 * `zora:node/io`: streams and readiness, over the channels of `internal/`.
 *
 * Whoever lifts handles (`src/component`, or jco's glue) hands back the very objects that a function returned and calls
 * `[Symbol.dispose]` when the guest drops its handle. Where the guest names a handle that the host never gave, ours ends the
 * instance, and jco's makes an object without state: those answer as streams that are closed.
 */
import type { Implementation } from './internal/implementation.ts';
import { COALESCE_TO, type InputChannel } from './internal/input-channel.ts';
import type { OutputChannel } from './internal/output-channel.ts';
import { Readiness } from './internal/readiness.ts';
import { streamClosed } from './internal/wit-error.ts';
import type * as Io from './wit/zora-node-io.d.ts';

/** What a read gives is copied into the guest's memory before anything else can be read. */
let scratch: Uint8Array | undefined;

const NEVER = new Readiness(() => false);
const ALWAYS = new Readiness(() => true);

/** A resource's readiness, held by the guest. */
export class Pollable implements Io.Pollable {
  readonly #readiness: Readiness;

  constructor(readiness: Readiness) {
    this.#readiness = readiness;
  }

  ready(): boolean {
    return Pollable.readinessOf(this).ready;
  }

  /** The source behind a pollable; one that never becomes ready where there is none. */
  static readinessOf(pollable: unknown): Readiness {
    return typeof pollable === 'object' && pollable !== null && #readiness in pollable ? pollable.#readiness : NEVER;
  }
}

/** A handle of an input channel. */
export class InputStream implements Io.InputStream {
  readonly #channel: InputChannel;
  readonly #onDrop: (() => void) | undefined;
  #dropped = false;

  /** The channel behind a handle; undefined where there is none. */
  static channelOf(stream: unknown): InputChannel | undefined {
    if (typeof stream !== 'object' || stream === null || !(#channel in stream) || stream.#dropped) return undefined;
    return stream.#channel;
  }

  /** @param onDrop called when the guest drops the handle */
  constructor(channel: InputChannel, onDrop?: () => void) {
    this.#channel = channel;
    this.#onDrop = onDrop;
  }

  /** What it gives is good until the next `read`: its memory is used again or given back. */
  read(len: number): Uint8Array {
    if (!(#channel in this) || this.#dropped) throw streamClosed();
    scratch ??= new Uint8Array(COALESCE_TO);
    return this.#channel.read(len, scratch);
  }

  subscribe(): Pollable {
    return new Pollable(#channel in this && !this.#dropped ? this.#channel.readiness : ALWAYS);
  }

  [Symbol.dispose](): void {
    if (!(#channel in this) || this.#dropped) return;
    this.#dropped = true;
    this.#onDrop?.();
  }
}

/** A handle of an output channel. */
export class OutputStream implements Io.OutputStream {
  readonly #channel: OutputChannel;
  readonly #onDrop: (() => void) | undefined;
  #dropped = false;

  /** @param onDrop called when the guest drops the handle */
  constructor(channel: OutputChannel, onDrop?: () => void) {
    this.#channel = channel;
    this.#onDrop = onDrop;
  }

  checkWrite(): number {
    return OutputStream.#open(this).checkWrite();
  }

  write(data: Uint8Array): number {
    // They may lie in the guest's own memory: they are lent for this call alone.
    return OutputStream.#open(this).write(data, true);
  }

  end(): void {
    if (#channel in this && !this.#dropped) this.#channel.end();
  }

  flushed(): boolean {
    return OutputStream.#open(this).flushed();
  }

  subscribe(): Pollable {
    return new Pollable(#channel in this && !this.#dropped ? this.#channel.readiness : ALWAYS);
  }

  [Symbol.dispose](): void {
    if (!(#channel in this) || this.#dropped) return;
    this.#dropped = true;
    this.#onDrop?.();
  }

  /** The channel behind a handle; undefined where there is none. */
  static channelOf(stream: unknown): OutputChannel | undefined {
    if (typeof stream !== 'object' || stream === null || !(#channel in stream) || stream.#dropped) return undefined;
    return stream.#channel;
  }

  static #open(stream: OutputStream): OutputChannel {
    const channel = OutputStream.channelOf(stream);
    if (channel === undefined) throw streamClosed();
    return channel;
  }
}

/** The interface's import object. */
export const io = { Pollable, InputStream, OutputStream } satisfies Implementation<typeof Io>;
