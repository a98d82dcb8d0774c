/** `stream._readableState`: packages and tests read these fields, so they have Node's names. */
import { StringDecoder } from '../../string_decoder.ts';
import { Buffer } from '../buffer/buffer.ts';
import { ERR_UNKNOWN_ENCODING } from '../errors.ts';
import { highWaterMarkOf, type MarkOptions } from './state.ts';
import type { NodeStream, ReadableStateLike } from './types.ts';

/** Options that shape a readable stream's state. */
export interface ReadableStateOptions extends MarkOptions {
  objectMode?: boolean | undefined;
  readableObjectMode?: boolean | undefined;
  emitClose?: boolean | undefined;
  autoDestroy?: boolean | undefined;
  defaultEncoding?: string | undefined;
  encoding?: string | null | undefined;
}

/** The key of the flag that `pause` was called (null before either of `pause` and `resume`). */
export const kPaused: unique symbol = Symbol('kPaused') as never;

/**
 * The key of the flag that a source of the host's pushes until `push` says false, without being asked for each chunk: a push then
 * neither ends a read nor leads to the next one. Whoever sets it ends the read (`reading`) when a push gave false.
 */
export const kSourced: unique symbol = Symbol('kSourced') as never;

export class ReadableState implements ReadableStateLike {
  declare Buffer: typeof Buffer;
  declare readable?: boolean;
  objectMode: boolean;
  highWaterMark: number;
  buffer: unknown[] = [];
  bufferIndex = 0;
  length = 0;
  pipes: NodeStream[] = [];
  flowing: boolean | null = null;
  ended = false;
  endEmitted = false;
  reading = false;
  constructed = true;
  sync = true;
  needReadable = false;
  emittedReadable = false;
  readableListening = false;
  resumeScheduled = false;
  errorEmitted = false;
  emitClose: boolean;
  autoDestroy: boolean;
  destroyed = false;
  errored: Error | null = null;
  closed = false;
  closeEmitted = false;
  defaultEncoding: string;
  awaitDrainWriters: NodeStream | Set<NodeStream> | null = null;
  multiAwaitDrain = false;
  readingMore = false;
  dataEmitted = false;
  decoder: InstanceType<typeof StringDecoder> | null = null;
  encoding: string | null = null;
  [kPaused]: boolean | null = null;
  declare [kSourced]: boolean;

  constructor(options: ReadableStateOptions | undefined, isDuplex: boolean) {
    this.objectMode = !!(options?.objectMode || (isDuplex && options?.readableObjectMode));
    this.highWaterMark = highWaterMarkOf(this.objectMode, options, 'readableHighWaterMark', isDuplex);
    this.emitClose = options?.emitClose !== false;
    this.autoDestroy = options?.autoDestroy !== false;
    const encoding = options?.defaultEncoding;
    if (encoding == null || encoding === 'utf8' || encoding === 'utf-8') this.defaultEncoding = 'utf8';
    else if (Buffer.isEncoding(encoding)) this.defaultEncoding = encoding;
    else throw new ERR_UNKNOWN_ENCODING(encoding);
    if (options?.encoding) {
      this.decoder = new StringDecoder(options.encoding as BufferEncoding);
      this.encoding = options.encoding;
    }
  }

  get pipesCount(): number {
    return this.pipes.length;
  }

  get paused(): boolean {
    return this[kPaused] !== false;
  }

  set paused(value: boolean) {
    this[kPaused] = !!value;
  }
}
Object.defineProperty(ReadableState.prototype, 'Buffer', { value: Buffer });
Object.defineProperty(ReadableState.prototype, kSourced, { value: false, writable: true });
