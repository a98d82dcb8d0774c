/**
 * `Writable`.
 *
 * https://nodejs.org/api/stream.html#class-streamwritable
 */
import { Buffer } from '../buffer/buffer.ts';
import { asBuffer } from '../buffer/fast-buffer.ts';
import {
  AbortError,
  ERR_INVALID_ARG_TYPE,
  ERR_METHOD_NOT_IMPLEMENTED,
  ERR_MULTIPLE_CALLBACK,
  ERR_STREAM_ALREADY_FINISHED,
  ERR_STREAM_CANNOT_PIPE,
  ERR_STREAM_DESTROYED,
  ERR_STREAM_NULL_VALUES,
  ERR_STREAM_WRITE_AFTER_END,
  ERR_UNKNOWN_ENCODING,
} from '../errors.ts';
import { captureRejectionSymbol } from '../events/emitter.ts';
import { nextTick } from '../loop.ts';
import { inspect } from '../util/inspect.ts';
import { addAbortSignal } from './add-abort-signal.ts';
import { construct, destroy, errorOrDestroy, undestroy } from './destroy.ts';
import { eos } from './end-of-stream.ts';
import { Stream } from './legacy.ts';
import type { Callback, MaybeError, NodeStream } from './types.ts';
import { kIsDuplex } from './utils.ts';
import { type BufferedWrite, WritableState, type WritableStateOptions } from './writable-state.ts';

/** What this module needs of a writable stream. */
export interface WritableLike extends NodeStream {
  _writableState: WritableState;
  _write(chunk: unknown, encoding: string, callback: Callback): void;
  _writev?: ((chunks: BufferedWrite[], callback: Callback) => void) | null;
  _final?(callback: Callback): void;
  uncork(): void;
}

/** Options of the constructor. */
export interface WritableConstructorOptions extends WritableStateOptions {
  write?(chunk: unknown, encoding: string, callback: Callback): void;
  writev?(chunks: BufferedWrite[], callback: Callback): void;
  destroy?(error: MaybeError, callback: Callback): void;
  final?(callback: Callback): void;
  construct?(callback: Callback): void;
  signal?: AbortSignal;
}

function nop(): void {}

function WritableFunction(this: WritableLike, options?: WritableConstructorOptions): unknown {
  const isDuplex = typeof this === 'object' && this !== null && kIsDuplex in this;
  if (
    !isDuplex &&
    !(Function.prototype[Symbol.hasInstance] as (value: unknown) => boolean).call(WritableFunction, this)
  ) {
    return new Writable(options as never);
  }
  initWritable(this, options, isDuplex);
  return undefined;
}
Object.defineProperty(WritableFunction, 'name', { value: 'Writable' });
Object.setPrototypeOf(WritableFunction.prototype, Stream.prototype);
Object.setPrototypeOf(WritableFunction, Stream);

/** https://nodejs.org/api/stream.html#class-streamwritable */
export const Writable = WritableFunction as unknown as typeof import('node:stream').Writable;

/** The constructor's work. */
function initWritable(stream: WritableLike, options: WritableConstructorOptions | undefined, isDuplex: boolean): void {
  stream._writableState = new WritableState(options, isDuplex, (error) => onWrite(stream, error));
  if (options) {
    if (typeof options.write === 'function') stream._write = options.write;
    if (typeof options.writev === 'function') stream._writev = options.writev;
    if (typeof options.destroy === 'function') stream._destroy = options.destroy;
    if (typeof options.final === 'function') stream._final = options.final;
    if (typeof options.construct === 'function') stream._construct = options.construct;
    if (options.signal) addAbortSignal(options.signal, stream);
  }
  if (!isDuplex) {
    // The usual events in Node's order: `eventNames` shows it.
    stream._events ??= {
      __proto__: null,
      close: undefined,
      error: undefined,
      prefinish: undefined,
      finish: undefined,
      drain: undefined,
    } as never;
    Stream.call(stream, options);
  }
  if (stream._construct != null) {
    construct(stream, () => {
      const state = stream._writableState;
      if (!state.writing) clearBuffer(stream, state);
      finishMaybe(stream, state);
    });
  }
}

Object.defineProperty(WritableFunction, Symbol.hasInstance, {
  // A duplex inherits from Readable, and is a Writable all the same.
  value(this: unknown, object: unknown): boolean {
    if ((Function.prototype[Symbol.hasInstance] as (value: unknown) => boolean).call(this, object)) return true;
    if (this !== WritableFunction) return false;
    return (object as NodeStream | null)?._writableState instanceof WritableState;
  },
});

// ---- writing

/** The error of an encoding that may be anything. */
function unknownEncoding(encoding: unknown): Error {
  return new ERR_UNKNOWN_ENCODING(typeof encoding === 'object' ? inspect(encoding) : (encoding as string));
}

/** Takes a chunk; answers whether more is welcome, or the error. */
function writeChunk(stream: WritableLike, chunk: unknown, encoding: unknown, callback: unknown): boolean | Error {
  const state = stream._writableState;
  let done: Callback = nop;
  if (typeof encoding === 'function') {
    done = encoding as Callback;
    encoding = undefined;
  } else if (typeof callback === 'function') done = callback as Callback;
  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  let name = encoding as string;
  if (!state.objectMode) {
    if (!encoding) name = state.defaultEncoding;
    else if (encoding !== 'buffer' && !Buffer.isEncoding(name)) throw unknownEncoding(name);
    if (typeof chunk === 'string') {
      if (state.decodeStrings) {
        chunk = Buffer.from(chunk, name as BufferEncoding);
        name = 'buffer';
      }
    } else if (chunk instanceof Buffer) name = 'buffer';
    else if (ArrayBuffer.isView(chunk)) {
      chunk = asBuffer(chunk as Uint8Array);
      name = 'buffer';
    } else throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
  }
  let error: Error | undefined;
  if (state.ending) error = new ERR_STREAM_WRITE_AFTER_END();
  else if (state.destroyed) error = new ERR_STREAM_DESTROYED('write');
  if (error) {
    nextTick(done as never, error);
    errorOrDestroy(stream, error, true);
    return error;
  }
  state.pendingcb++;
  return writeOrBuffer(stream, state, chunk, name, done);
}

function sizeOf(state: WritableState, chunk: unknown): number {
  return state.objectMode ? 1 : (chunk as string | Uint8Array).length;
}

function writeOrBuffer(
  stream: WritableLike,
  state: WritableState,
  chunk: unknown,
  encoding: string,
  callback: Callback,
): boolean {
  const size = sizeOf(state, chunk);
  state.length += size;
  const more = state.length < state.highWaterMark;
  if (!more) state.needDrain = true;
  if (state.writing || state.corked || state.errored || !state.constructed) {
    state.buffered.push({ chunk, encoding, callback });
    if (state.allBuffers && encoding !== 'buffer') state.allBuffers = false;
    if (state.allNoop && callback !== nop) state.allNoop = false;
  } else {
    state.writelen = size;
    state.writecb = callback;
    state.writing = true;
    state.sync = true;
    stream._write(chunk, encoding, state.onwrite);
    state.sync = false;
  }
  // Whether more is welcome is also a question of what the write itself has done.
  return more && !state.errored && !state.destroyed;
}

function onWriteError(stream: WritableLike, state: WritableState, error: Error, callback: Callback): void {
  state.pendingcb--;
  callback(error);
  // What is still buffered never gets through.
  errorBuffer(state);
  errorOrDestroy(stream, error);
}

/** The callback of `_write` and `_writev`. */
function onWrite(stream: WritableLike, error: MaybeError): void {
  const state = stream._writableState;
  const { sync, writecb: callback } = state;
  if (typeof callback !== 'function') {
    errorOrDestroy(stream, new ERR_MULTIPLE_CALLBACK());
    return;
  }
  state.writing = false;
  state.writecb = null;
  state.length -= state.writelen;
  state.writelen = 0;
  if (error) {
    void error.stack;
    if (!state.errored) state.errored = error;
    const other = stream._readableState;
    if (other && !other.errored) other.errored = error;
    if (sync) nextTick(onWriteError, stream, state, error, callback);
    else onWriteError(stream, state, error, callback);
    return;
  }
  if (state.buffered.length > state.bufferedIndex) clearBuffer(stream, state);
  if (!sync) {
    afterWrite(stream, state, 1, callback);
    return;
  }
  // Many writes that are done at once, with one callback: one tick for all of them.
  const info = state.afterWriteTickInfo;
  if (info !== null && info.callback === callback) info.count++;
  else {
    state.afterWriteTickInfo = { count: 1, callback };
    nextTick(afterWriteTick, stream, state, state.afterWriteTickInfo);
  }
}

function afterWriteTick(stream: WritableLike, state: WritableState, info: { count: number; callback: Callback }): void {
  if (state.afterWriteTickInfo === info) state.afterWriteTickInfo = null;
  afterWrite(stream, state, info.count, info.callback);
}

function afterWrite(stream: WritableLike, state: WritableState, count: number, callback: Callback): void {
  if (!state.ending && !state.destroyed && state.length === 0 && state.needDrain) {
    state.needDrain = false;
    stream.emit('drain');
  }
  while (count-- > 0) {
    state.pendingcb--;
    callback(null);
  }
  if (state.destroyed) errorBuffer(state);
  finishMaybe(stream, state);
}

/** Fails everything that waits. */
function errorBuffer(state: WritableState): void {
  if (state.writing) return;
  for (let i = state.bufferedIndex; i < state.buffered.length; i++) {
    const { chunk, callback } = state.buffered[i] as BufferedWrite;
    state.length -= sizeOf(state, chunk);
    callback(state.errored ?? new ERR_STREAM_DESTROYED('write'));
  }
  callFinished(state, state.errored ?? new ERR_STREAM_DESTROYED('end'));
  state.resetBuffer();
}

function callFinished(state: WritableState, error: Error | null): void {
  for (const callback of state.onFinished.splice(0)) callback(error);
}

function startWrite(state: WritableState, size: number, callback: Callback, write: () => void): void {
  state.writelen = size;
  state.writecb = callback;
  state.writing = true;
  state.sync = true;
  if (state.destroyed) state.onwrite(new ERR_STREAM_DESTROYED('write'));
  else write();
  state.sync = false;
}

/** Writes what waits: all of it with `_writev`, or one by one. */
function clearBuffer(stream: WritableLike, state: WritableState): void {
  if (state.corked || state.bufferProcessing || state.destroyed || !state.constructed) return;
  const count = state.buffered.length - state.bufferedIndex;
  if (count === 0) return;
  state.bufferProcessing = true;
  if (count > 1 && stream._writev) {
    state.pendingcb -= count - 1;
    const chunks = state.getBuffer() as BufferedWrite[] & { allBuffers: boolean };
    chunks.allBuffers = state.allBuffers;
    const callback = state.allNoop
      ? nop
      : (error?: Error | null): void => {
          for (const item of chunks) item.callback(error);
        };
    startWrite(state, state.length, callback, () => stream._writev?.(chunks, state.onwrite));
    state.resetBuffer();
  } else {
    do {
      const { chunk, encoding, callback } = state.buffered[state.bufferedIndex] as BufferedWrite;
      state.buffered[state.bufferedIndex++] = undefined as never;
      startWrite(state, sizeOf(state, chunk), callback, () => stream._write(chunk, encoding, state.onwrite));
    } while (state.bufferedIndex < state.buffered.length && !state.writing);
    if (state.bufferedIndex === state.buffered.length) state.resetBuffer();
    else if (state.bufferedIndex > 256) {
      state.buffered.splice(0, state.bufferedIndex);
      state.bufferedIndex = 0;
    }
  }
  state.bufferProcessing = false;
}

// ---- finishing

function needFinish(state: WritableState): boolean {
  return (
    state.ending &&
    !state.destroyed &&
    state.constructed &&
    state.length === 0 &&
    !state.errored &&
    state.buffered.length === 0 &&
    !state.finished &&
    !state.writing &&
    !state.errorEmitted &&
    !state.closeEmitted
  );
}

function callFinal(stream: WritableLike, state: WritableState): void {
  let called = false;
  const onFinish = (error?: MaybeError): void => {
    if (called) {
      errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    state.pendingcb--;
    if (error) {
      callFinished(state, error);
      errorOrDestroy(stream, error, state.sync);
    } else if (needFinish(state)) {
      state.prefinished = true;
      stream.emit('prefinish');
      // In a later tick, so that `end` returns before.
      state.pendingcb++;
      nextTick(finish, stream, state);
    }
  };
  state.sync = true;
  state.pendingcb++;
  try {
    stream._final?.(onFinish);
  } catch (error) {
    onFinish(error as Error);
  }
  state.sync = false;
}

function prefinish(stream: WritableLike, state: WritableState): void {
  if (state.prefinished || state.finalCalled) return;
  if (typeof stream._final === 'function' && !state.destroyed) {
    state.finalCalled = true;
    callFinal(stream, state);
  } else {
    state.prefinished = true;
    stream.emit('prefinish');
  }
}

function finishMaybe(stream: WritableLike, state: WritableState, sync = false): void {
  if (!needFinish(state)) return;
  prefinish(stream, state);
  if (state.pendingcb !== 0) return;
  if (sync) {
    state.pendingcb++;
    nextTick(() => {
      if (needFinish(state)) finish(stream, state);
      else state.pendingcb--;
    });
  } else if (needFinish(state)) {
    state.pendingcb++;
    finish(stream, state);
  }
}

function finish(stream: WritableLike, state: WritableState): void {
  state.pendingcb--;
  state.finished = true;
  callFinished(state, null);
  stream.emit('finish');
  if (!state.autoDestroy) return;
  const other = stream._readableState as (NodeStream['_readableState'] & { readable?: boolean }) | undefined;
  if (!other || (other.autoDestroy && (other.endEmitted || other.readable === false))) stream.destroy();
}

function end(this: WritableLike, chunk?: unknown, encoding?: unknown, callback?: unknown): WritableLike {
  const state = this._writableState;
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  let error: Error | undefined;
  if (chunk !== null && chunk !== undefined) {
    const result = writeChunk(this, chunk, encoding, undefined);
    if (result instanceof Error) error = result;
  }
  // `end` is the last word, corked or not.
  if (state.corked) {
    state.corked = 1;
    this.uncork();
  }
  if (error === undefined) {
    if (!state.errored && !state.ending) {
      state.ending = true;
      finishMaybe(this, state, true);
      state.ended = true;
    } else if (state.finished) error = new ERR_STREAM_ALREADY_FINISHED('end');
    else if (state.destroyed) error = new ERR_STREAM_DESTROYED('end');
  }
  if (typeof callback === 'function') {
    if (error) nextTick(callback as never, error);
    else if (state.errored) nextTick(callback as never, state.errored);
    else if (state.finished) nextTick(callback as never);
    else state.onFinished.push(callback as Callback);
  }
  return this;
}

const methods: Record<PropertyKey, unknown> = {
  pipe(this: WritableLike): void {
    errorOrDestroy(this, new ERR_STREAM_CANNOT_PIPE());
  },
  write(this: WritableLike, chunk: unknown, encoding?: unknown, callback?: unknown): boolean {
    if (chunk != null && typeof encoding === 'function') {
      callback = encoding;
      encoding = undefined;
    }
    return writeChunk(this, chunk, encoding, callback) === true;
  },
  cork(this: WritableLike): void {
    this._writableState.corked++;
  },
  uncork(this: WritableLike): void {
    const state = this._writableState;
    if (!state.corked) return;
    state.corked--;
    if (!state.writing) clearBuffer(this, state);
  },
  setDefaultEncoding(this: WritableLike, encoding: string): WritableLike {
    const name = typeof encoding === 'string' ? encoding.toLowerCase() : encoding;
    if (!Buffer.isEncoding(name)) throw unknownEncoding(name);
    this._writableState.defaultEncoding = name;
    return this;
  },
  _write(this: WritableLike, chunk: unknown, encoding: string, callback: Callback): void {
    if (!this._writev) throw new ERR_METHOD_NOT_IMPLEMENTED('_write()');
    this._writev([{ chunk, encoding } as BufferedWrite], callback);
  },
  _writev: null,
  end,
  destroy(this: WritableLike, error?: MaybeError, callback?: Callback): WritableLike {
    const state = this._writableState;
    if (!state.destroyed && (state.bufferedIndex < state.buffered.length || state.onFinished.length > 0)) {
      nextTick(errorBuffer, state);
    }
    destroy.call(this, error, callback);
    return this;
  },
  _undestroy: undestroy,
  _destroy(error: MaybeError, callback: Callback): void {
    callback(error);
  },
  [captureRejectionSymbol](this: WritableLike, error: Error): void {
    this.destroy(error);
  },
  [Symbol.asyncDispose](this: WritableLike): Promise<void> {
    let error: Error | null = null;
    if (!this.destroyed) {
      error = this.writableFinished ? null : new AbortError();
      this.destroy(error);
    }
    return new Promise((resolve, reject) => {
      eos(this, (failure) => (failure && failure.name !== 'AbortError' ? reject(failure) : resolve()));
    });
  },
};
for (const key of Reflect.ownKeys(methods)) {
  (WritableFunction.prototype as Record<PropertyKey, unknown>)[key] = methods[key];
}

type Accessors = Record<string, { get(this: WritableLike): unknown; set?(this: WritableLike, value: never): void }>;

const accessors: Accessors = {
  closed: {
    get() {
      return this._writableState ? this._writableState.closed : false;
    },
  },
  destroyed: {
    get() {
      return this._writableState ? this._writableState.destroyed : false;
    },
    set(value: boolean) {
      if (this._writableState) this._writableState.destroyed = value;
    },
  },
  writable: {
    get() {
      const state = this._writableState;
      return !!state && state.writable !== false && !state.destroyed && !state.errored && !state.ending && !state.ended;
    },
    set(value: boolean) {
      // Also a legacy field of old streams.
      if (this._writableState) this._writableState.writable = !!value;
    },
  },
  writableFinished: {
    get() {
      return this._writableState ? this._writableState.finished : false;
    },
  },
  writableObjectMode: {
    get() {
      return this._writableState ? this._writableState.objectMode : false;
    },
  },
  writableBuffer: {
    get() {
      return this._writableState?.getBuffer();
    },
  },
  writableEnded: {
    get() {
      return this._writableState ? this._writableState.ending : false;
    },
  },
  writableNeedDrain: {
    get() {
      const state = this._writableState;
      return state ? !state.destroyed && !state.ending && state.needDrain : false;
    },
  },
  writableHighWaterMark: {
    get() {
      return this._writableState?.highWaterMark;
    },
  },
  writableCorked: {
    get() {
      return this._writableState ? this._writableState.corked : 0;
    },
  },
  writableLength: {
    get() {
      return this._writableState?.length;
    },
  },
  errored: {
    get() {
      return this._writableState ? this._writableState.errored : null;
    },
  },
  writableAborted: {
    get() {
      const state = this._writableState;
      return !!(state.writable !== false && (state.destroyed || state.errored) && !state.finished);
    },
  },
};
for (const [name, accessor] of Object.entries(accessors)) {
  Object.defineProperty(WritableFunction.prototype, name, {
    ...accessor,
    enumerable: false,
    configurable: true,
  } as PropertyDescriptor);
}
