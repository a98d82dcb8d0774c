/**
 * `Readable`.
 *
 * https://nodejs.org/api/stream.html#class-streamreadable
 */
import { StringDecoder } from '../../string_decoder.ts';
import { Buffer } from '../buffer/buffer.ts';
import { asBuffer } from '../buffer/fast-buffer.ts';
import {
  AbortError,
  ERR_INVALID_ARG_TYPE,
  ERR_METHOD_NOT_IMPLEMENTED,
  ERR_OUT_OF_RANGE,
  ERR_STREAM_PUSH_AFTER_EOF,
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT,
} from '../errors.ts';
import { captureRejectionSymbol, type EventName, type Listener } from '../events/emitter.ts';
import { nextTick } from '../loop.ts';
import { addAbortSignal } from './add-abort-signal.ts';
import { construct, destroy, destroyer, errorOrDestroy, undestroy } from './destroy.ts';
import { eos } from './end-of-stream.ts';
import { Stream } from './legacy.ts';
import { clearQueue, dequeue, enqueue, queued } from './readable-buffer.ts';
import { createIterator } from './readable-iterator.ts';
import { pipe, unpipe } from './readable-pipe.ts';
import { kPaused, kSourced, ReadableState, type ReadableStateOptions } from './readable-state.ts';
import { wrap } from './readable-wrap.ts';
import type { Callback, MaybeError, NodeStream } from './types.ts';
import { kIsDuplex } from './utils.ts';

/** What this module needs of a readable stream. */
export interface ReadableLike extends NodeStream {
  _readableState: ReadableState;
  _read(size: number): void;
  push(chunk: unknown, encoding?: string): boolean;
}

/** Options of the constructor. */
export interface ReadableConstructorOptions extends ReadableStateOptions {
  read?(size: number): void;
  destroy?(error: MaybeError, callback: Callback): void;
  construct?(callback: Callback): void;
  signal?: AbortSignal;
}

const MAX_HIGH_WATER_MARK = 0x40000000;

function ReadableFunction(this: ReadableLike, options?: ReadableConstructorOptions): unknown {
  if (!(this instanceof ReadableFunction)) return new Readable(options as never);
  const isDuplex = kIsDuplex in this;
  this._readableState = new ReadableState(options, isDuplex);
  if (options) {
    if (typeof options.read === 'function') this._read = options.read;
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.construct === 'function') this._construct = options.construct;
    if (options.signal && !isDuplex) addAbortSignal(options.signal, this);
  }
  this._events ??= isDuplex ? duplexEvents() : readableEvents();
  Stream.call(this, options);
  if (this._construct != null) {
    construct(this, () => {
      if (this._readableState.needReadable) maybeReadMore(this, this._readableState);
    });
  }
  return undefined;
}
Object.defineProperty(ReadableFunction, 'name', { value: 'Readable' });
Object.setPrototypeOf(ReadableFunction.prototype, Stream.prototype);
Object.setPrototypeOf(ReadableFunction, Stream);

/** https://nodejs.org/api/stream.html#class-streamreadable */
export const Readable = ReadableFunction as unknown as typeof import('node:stream').Readable;

/** The usual events in Node's order: `eventNames` shows it. */
function readableEvents(): NonNullable<ReadableLike['_events']> {
  return {
    __proto__: null,
    close: undefined,
    error: undefined,
    data: undefined,
    end: undefined,
    readable: undefined,
  } as never;
}

function duplexEvents(): NonNullable<ReadableLike['_events']> {
  return {
    __proto__: null,
    close: undefined,
    error: undefined,
    prefinish: undefined,
    finish: undefined,
    drain: undefined,
    data: undefined,
    end: undefined,
    readable: undefined,
  } as never;
}

// ---- chunks coming in

function canPushMore(state: ReadableState): boolean {
  return !state.ended && (state.length < state.highWaterMark || state.length === 0);
}

/** Bytes as a buffer or, where the stream has an encoding, as they are for its decoder; undefined for what is no chunk. */
function toChunk(state: ReadableState, chunk: unknown, encoding: string | undefined): unknown {
  if (typeof chunk === 'string') {
    const name = encoding || state.defaultEncoding;
    if (state.encoding === name) return chunk;
    const bytes = Buffer.from(chunk, name as BufferEncoding);
    return state.encoding ? bytes.toString(state.encoding as BufferEncoding) : bytes;
  }
  if (chunk instanceof Buffer) return chunk;
  return ArrayBuffer.isView(chunk) ? asBuffer(chunk as Uint8Array) : undefined;
}

function addChunk(stream: ReadableLike, given: unknown, encoding: string | undefined, inFront: boolean): boolean {
  const state = stream._readableState;
  let chunk = given;
  if (chunk === null) {
    state.reading = false;
    onEof(stream, state);
    return false;
  }
  if (!state.objectMode) {
    chunk = toChunk(state, given, encoding);
    if (chunk === undefined && given !== undefined) {
      const error = new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], given);
      errorOrDestroy(stream, error);
      return false;
    }
    if (chunk === undefined || (chunk as string | Uint8Array).length === 0) {
      if (!inFront) {
        state.reading = false;
        maybeReadMore(stream, state);
      }
      return canPushMore(state);
    }
  }
  if (inFront) {
    if (state.endEmitted) errorOrDestroy(stream, new ERR_STREAM_UNSHIFT_AFTER_END_EVENT());
    else if (state.destroyed || state.errored) return false;
    else deliver(stream, state, chunk, true);
    return canPushMore(state);
  }
  if (state.ended) {
    errorOrDestroy(stream, new ERR_STREAM_PUSH_AFTER_EOF());
    return canPushMore(state);
  }
  if (state.destroyed || state.errored) return false;
  if (!state[kSourced]) state.reading = false;
  // A string is in the stream's encoding by now.
  if (state.decoder && typeof chunk !== 'string' && !(state.objectMode && encoding)) {
    chunk = state.decoder.write(chunk as Uint8Array);
    if ((chunk as string).length === 0 && !state.objectMode) {
      maybeReadMore(stream, state);
      return canPushMore(state);
    }
  }
  deliver(stream, state, chunk, false);
  return canPushMore(state);
}

function deliver(stream: ReadableLike, state: ReadableState, chunk: unknown, inFront: boolean): void {
  if (state.flowing && state.length === 0 && !state.sync && stream.listenerCount('data') > 0) {
    if (state.awaitDrainWriters !== null) forgetWriters(state);
    state.dataEmitted = true;
    stream.emit('data', chunk);
  } else {
    enqueue(state, chunk, inFront);
    if (state.needReadable) emitReadable(stream);
  }
  if (!state.reading || !state[kSourced]) maybeReadMore(stream, state);
}

function forgetWriters(state: ReadableState): void {
  if (state.multiAwaitDrain) (state.awaitDrainWriters as Set<NodeStream>).clear();
  else state.awaitDrainWriters = null;
}

function onEof(stream: ReadableLike, state: ReadableState): void {
  if (state.ended) return;
  const rest = state.decoder?.end();
  if (rest) enqueue(state, rest, false);
  state.ended = true;
  if (state.sync) {
    // Within `_read`: wait until the reader is there.
    emitReadable(stream);
  } else {
    state.needReadable = false;
    state.emittedReadable = true;
    emitReadableNow(stream);
  }
}

function emitReadable(stream: ReadableLike): void {
  const state = stream._readableState;
  state.needReadable = false;
  if (state.emittedReadable) return;
  state.emittedReadable = true;
  nextTick(emitReadableNow, stream);
}

function emitReadableNow(stream: ReadableLike): void {
  const state = stream._readableState;
  if (!state.destroyed && !state.errored && (state.length || state.ended)) {
    stream.emit('readable');
    state.emittedReadable = false;
  }
  state.needReadable = !state.flowing && !state.ended && state.length <= state.highWaterMark;
  flow(stream);
}

/** Reads ahead up to the high-water mark, in a later tick. */
function maybeReadMore(stream: ReadableLike, state: ReadableState): void {
  if (state.readingMore || !state.constructed) return;
  state.readingMore = true;
  nextTick(readMore, stream, state);
}

function readMore(stream: ReadableLike, state: ReadableState): void {
  while (
    !state.reading &&
    !state.ended &&
    (state.length < state.highWaterMark || (state.flowing && state.length === 0))
  ) {
    const before = state.length;
    stream.read(0);
    // Nothing came: no use in asking again.
    if (before === state.length) break;
  }
  state.readingMore = false;
}

// ---- chunks going out

/** The next power of two. */
function roundUpMark(size: number): number {
  if (size > MAX_HIGH_WATER_MARK) throw new ERR_OUT_OF_RANGE('size', '<= 1GiB', size);
  let mark = 1;
  while (mark < size) mark *= 2;
  return mark;
}

/** How much a `read(size)` gives now. */
function howMuch(size: number, state: ReadableState): number {
  if (size <= 0 || (state.length === 0 && state.ended)) return 0;
  if (state.objectMode) return 1;
  if (Number.isNaN(size)) {
    // Flowing: one chunk at a time.
    return state.flowing && state.length ? (state.buffer[state.bufferIndex] as Uint8Array).length : state.length;
  }
  if (size <= state.length) return size;
  return state.ended ? state.length : 0;
}

function read(this: ReadableLike, given?: unknown): unknown {
  const state = this._readableState;
  let size: number;
  if (given === undefined) size = Number.NaN;
  else size = Number.isInteger(given) ? (given as number) : Number.parseInt(given as string, 10);
  const wanted = size;
  if (size > state.highWaterMark) state.highWaterMark = roundUpMark(size);
  if (size !== 0) state.emittedReadable = false;
  if (
    size === 0 &&
    state.needReadable &&
    ((state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0) || state.ended)
  ) {
    if (state.length === 0 && state.ended) endReadable(this);
    else emitReadable(this);
    return null;
  }
  size = howMuch(size, state);
  if (size === 0 && state.ended) {
    if (state.length === 0) endReadable(this);
    return null;
  }
  if (wantsRead(state, size)) {
    state.reading = true;
    state.sync = true;
    if (state.length === 0) state.needReadable = true;
    try {
      this._read(state.highWaterMark);
    } catch (error) {
      errorOrDestroy(this, error as Error);
    }
    state.sync = false;
    // Something came at once: that counts, too.
    if (!state.reading || state[kSourced]) size = howMuch(wanted, state);
  }
  const chunk = size > 0 ? dequeue(state, size) : null;
  if (chunk === null) {
    state.needReadable = state.length <= state.highWaterMark;
    size = 0;
  } else {
    state.length -= size;
    forgetWriters(state);
  }
  if (state.length === 0) {
    if (!state.ended) state.needReadable = true;
    if (wanted !== size && state.ended) endReadable(this);
  }
  if (chunk !== null && !state.errorEmitted && !state.closeEmitted) {
    state.dataEmitted = true;
    this.emit('data', chunk);
  }
  return chunk;
}

function wantsRead(state: ReadableState, size: number): boolean {
  if (state.ended || state.reading || state.destroyed || state.errored || !state.constructed) return false;
  return state.needReadable || state.length === 0 || state.length - size < state.highWaterMark;
}

function endReadable(stream: ReadableLike): void {
  const state = stream._readableState;
  if (state.endEmitted) return;
  state.ended = true;
  nextTick(emitEnd, state, stream);
}

function emitEnd(state: ReadableState, stream: ReadableLike): void {
  if (state.errored || state.closeEmitted || state.endEmitted || state.length !== 0) return;
  state.endEmitted = true;
  stream.emit('end');
  if (stream.writable && stream.allowHalfOpen === false) nextTick(endWritableSide, stream);
  else if (state.autoDestroy) {
    const other = stream._writableState;
    if (!other || (other.autoDestroy && (other.finished || other.writable === false))) stream.destroy();
  }
}

function endWritableSide(stream: NodeStream): void {
  if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
}

// ---- flowing and pausing

function flow(stream: ReadableLike): void {
  const state = stream._readableState;
  while (state.flowing && stream.read() !== null);
}

function startResume(stream: ReadableLike, state: ReadableState): void {
  if (!state.reading) stream.read(0);
  state.resumeScheduled = false;
  stream.emit('resume');
  flow(stream);
  if (state.flowing && !state.reading) stream.read(0);
}

function updateListening(stream: ReadableLike): void {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount('readable') > 0;
  if (state.resumeScheduled && state[kPaused] === false) {
    // Flowing was asked for after the `readable` listener.
    state.flowing = true;
  } else if (stream.listenerCount('data') > 0) stream.resume();
  else if (!state.readableListening) state.flowing = null;
}

function on(this: ReadableLike, event: EventName, listener: Listener): ReadableLike {
  (Stream.prototype as ReadableLike).on.call(this, event, listener);
  const state = this._readableState;
  if (event === 'data') {
    state.readableListening = this.listenerCount('readable') > 0;
    if (state.flowing !== false) this.resume();
  } else if (event === 'readable' && !state.endEmitted && !state.readableListening) {
    state.readableListening = true;
    state.needReadable = true;
    state.flowing = false;
    state.emittedReadable = false;
    if (state.length) emitReadable(this);
    else if (!state.reading) nextTick((stream: ReadableLike) => stream.read(0), this);
  }
  return this;
}

function removeListener(this: ReadableLike, event: EventName, listener: Listener): ReadableLike {
  (Stream.prototype as ReadableLike).removeListener.call(this, event, listener);
  if (event === 'readable') nextTick(updateListening, this);
  return this;
}

function removeAllListeners(this: ReadableLike, ...names: [event?: EventName]): ReadableLike {
  (Stream.prototype as ReadableLike).removeAllListeners.apply(this, names);
  if (names[0] === 'readable' || names[0] === undefined) nextTick(updateListening, this);
  return this;
}

/** An old stream as a source. */
function wrapped(old: ReadableLike): ReadableLike {
  const options = {
    objectMode: true,
    destroy(error: MaybeError, callback: Callback) {
      destroyer(old, error);
      callback(error);
    },
  };
  const Readable = ReadableFunction as unknown as new (given: object) => ReadableLike;
  return (wrap as (this: unknown, old: unknown) => unknown).call(new Readable(options), old) as ReadableLike;
}

const methods: Record<PropertyKey, unknown> = {
  destroy,
  _undestroy: undestroy,
  _destroy(_error: MaybeError, callback: Callback): void {
    callback(_error);
  },
  [captureRejectionSymbol](this: ReadableLike, error: Error): void {
    this.destroy(error);
  },
  [Symbol.asyncDispose](this: ReadableLike): Promise<void> {
    let error: Error | null = null;
    if (!this.destroyed) {
      error = this.readableEnded ? null : new AbortError();
      this.destroy(error);
    }
    return new Promise((resolve, reject) => {
      eos(this, (failure) => (failure && failure !== error ? reject(failure) : resolve()));
    });
  },
  push(this: ReadableLike, chunk: unknown, encoding?: string): boolean {
    return addChunk(this, chunk, encoding, false);
  },
  unshift(this: ReadableLike, chunk: unknown, encoding?: string): boolean {
    return addChunk(this, chunk, encoding, true);
  },
  isPaused(this: ReadableLike): boolean {
    const state = this._readableState;
    return state[kPaused] === true || state.flowing === false;
  },
  setEncoding(this: ReadableLike, encoding: string): ReadableLike {
    const decoder = new StringDecoder(encoding as BufferEncoding) as InstanceType<typeof StringDecoder> & {
      encoding: string;
    };
    const state = this._readableState;
    state.decoder = decoder;
    state.encoding = decoder.encoding;
    let text = '';
    for (const chunk of queued(state)) text += decoder.write(chunk as Buffer);
    clearQueue(state);
    if (text !== '') state.buffer.push(text);
    state.length = text.length;
    return this;
  },
  read,
  _read(): never {
    throw new ERR_METHOD_NOT_IMPLEMENTED('_read()');
  },
  pipe,
  unpipe,
  on,
  addListener: on,
  removeListener,
  off: removeListener,
  removeAllListeners,
  resume(this: ReadableLike): ReadableLike {
    const state = this._readableState;
    if (!state.flowing) {
      // A `readable` listener has the say: then resuming is only noted.
      state.flowing = !state.readableListening;
      if (!state.resumeScheduled) {
        state.resumeScheduled = true;
        nextTick(startResume, this, state);
      }
    }
    state[kPaused] = false;
    return this;
  },
  pause(this: ReadableLike): ReadableLike {
    const state = this._readableState;
    if (state.flowing !== false) {
      state.flowing = false;
      this.emit('pause');
    }
    state[kPaused] = true;
    return this;
  },
  wrap,
  [Symbol.asyncIterator](this: ReadableLike): AsyncIterator<unknown> {
    // A stream of the oldest kind has no `read`.
    return createIterator(typeof this.read === 'function' ? this : wrapped(this), undefined);
  },
  iterator(this: ReadableLike, options?: { destroyOnReturn?: boolean }): AsyncIterator<unknown> {
    return createIterator(this, options === undefined ? undefined : options, true);
  },
};
for (const key of Reflect.ownKeys(methods)) {
  (ReadableFunction.prototype as Record<PropertyKey, unknown>)[key] = methods[key];
}

/** A getter over the state, and a setter where Node has one. */
type Accessors = Record<string, { get(this: ReadableLike): unknown; set?(this: ReadableLike, value: never): void }>;

const accessors: Accessors = {
  readable: {
    get() {
      const state = this._readableState;
      return !!state && state.readable !== false && !state.destroyed && !state.errorEmitted && !state.endEmitted;
    },
    set(value: boolean) {
      if (this._readableState) this._readableState.readable = !!value;
    },
  },
  readableDidRead: {
    get() {
      return this._readableState.dataEmitted;
    },
  },
  readableAborted: {
    get() {
      const state = this._readableState;
      return !!(state.readable !== false && (state.destroyed || state.errored) && !state.endEmitted);
    },
  },
  readableHighWaterMark: {
    get() {
      return this._readableState.highWaterMark;
    },
  },
  readableBuffer: {
    get() {
      return this._readableState?.buffer;
    },
  },
  readableFlowing: {
    get() {
      return this._readableState.flowing;
    },
    set(value: boolean | null) {
      if (this._readableState) this._readableState.flowing = value;
    },
  },
  readableLength: {
    get() {
      return this._readableState.length;
    },
  },
  readableObjectMode: {
    get() {
      return this._readableState ? this._readableState.objectMode : false;
    },
  },
  readableEncoding: {
    get() {
      return this._readableState ? this._readableState.encoding : null;
    },
  },
  errored: {
    get() {
      return this._readableState ? this._readableState.errored : null;
    },
  },
  closed: {
    get() {
      return this._readableState ? this._readableState.closed : false;
    },
  },
  destroyed: {
    get() {
      return this._readableState ? this._readableState.destroyed : false;
    },
    set(value: boolean) {
      if (this._readableState) this._readableState.destroyed = value;
    },
  },
  readableEnded: {
    get() {
      return this._readableState ? this._readableState.endEmitted : false;
    },
  },
};
for (const [name, accessor] of Object.entries(accessors)) {
  Object.defineProperty(ReadableFunction.prototype, name, {
    ...accessor,
    enumerable: false,
    configurable: true,
  } as PropertyDescriptor);
}
