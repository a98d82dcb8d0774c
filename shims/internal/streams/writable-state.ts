/** `stream._writableState`, with Node's names. */
import { Buffer } from '../buffer/buffer.ts';
import { ERR_UNKNOWN_ENCODING } from '../errors.ts';
import { highWaterMarkOf, type MarkOptions } from './state.ts';
import type { Callback, WritableStateLike } from './types.ts';

/** Options that shape a writable stream's state. */
export interface WritableStateOptions extends MarkOptions {
  objectMode?: boolean | undefined;
  writableObjectMode?: boolean | undefined;
  decodeStrings?: boolean | undefined;
  defaultEncoding?: string | undefined;
  emitClose?: boolean | undefined;
  autoDestroy?: boolean | undefined;
}

/** A write that waits for its turn. */
export interface BufferedWrite {
  chunk: unknown;
  encoding: string;
  callback: Callback;
}

/** Callbacks of writes that were done at once, run together in one tick. */
export interface AfterWrite {
  count: number;
  callback: Callback;
}

export class WritableState implements WritableStateLike {
  declare writable?: boolean;
  objectMode: boolean;
  highWaterMark: number;
  finalCalled = false;
  needDrain = false;
  ending = false;
  ended = false;
  finished = false;
  destroyed = false;
  decodeStrings: boolean;
  defaultEncoding: string;
  length = 0;
  writing = false;
  corked = 0;
  sync = true;
  bufferProcessing = false;
  onwrite: (error?: Error | null) => void;
  writecb: Callback | null = null;
  writelen = 0;
  afterWriteTickInfo: AfterWrite | null = null;
  buffered: BufferedWrite[] = [];
  bufferedIndex = 0;
  allBuffers = true;
  allNoop = true;
  pendingcb = 0;
  constructed = true;
  prefinished = false;
  errorEmitted = false;
  emitClose: boolean;
  autoDestroy: boolean;
  errored: Error | null = null;
  closed = false;
  closeEmitted = false;
  /** Callbacks of `end`. */
  onFinished: Callback[] = [];

  constructor(options: WritableStateOptions | undefined, isDuplex: boolean, onwrite: (error?: Error | null) => void) {
    this.objectMode = !!(options?.objectMode || (isDuplex && options?.writableObjectMode));
    this.highWaterMark = highWaterMarkOf(this.objectMode, options, 'writableHighWaterMark', isDuplex);
    this.decodeStrings = options?.decodeStrings !== false;
    this.emitClose = options?.emitClose !== false;
    this.autoDestroy = options?.autoDestroy !== false;
    this.onwrite = onwrite;
    const encoding = options?.defaultEncoding;
    if (encoding == null || encoding === 'utf8' || encoding === 'utf-8') this.defaultEncoding = 'utf8';
    else if (Buffer.isEncoding(encoding)) this.defaultEncoding = encoding;
    else throw new ERR_UNKNOWN_ENCODING(encoding);
  }

  getBuffer(): BufferedWrite[] {
    return this.buffered.slice(this.bufferedIndex);
  }

  get bufferedRequestCount(): number {
    return this.buffered.length - this.bufferedIndex;
  }

  /** Drops what waits. */
  resetBuffer(): void {
    this.buffered = [];
    this.bufferedIndex = 0;
    this.allBuffers = true;
    this.allNoop = true;
  }
}
