/** The stream that all codecs are: the common options, writing, flushing, closing. */
import type { CodecOptions, Mode } from 'zora:node/zlib@0.1.0';
import { Buffer } from '../buffer/buffer.ts';
import { kMaxLength } from '../buffer/limits.ts';
import { ERR_OUT_OF_RANGE } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { deprecation } from '../process/emit-warning.ts';
import { eos } from '../streams/end-of-stream.ts';
import { Transform } from '../streams/transform.ts';
import { checkRangesOrGetDefault, validateBoolean, validateFiniteNumber } from '../validators.ts';
import { CodecHandle } from './codec-handle.ts';
import {
  Z_BLOCK,
  Z_DEFAULT_CHUNK,
  Z_FINISH,
  Z_FULL_FLUSH,
  Z_MIN_CHUNK,
  Z_NO_FLUSH,
  Z_PARTIAL_FLUSH,
  Z_SYNC_FLUSH,
} from './constants.ts';
import { processChunk } from './process-chunk.ts';
import { runSync } from './run-sync.ts';
import type { AnyCallback, FlushValues, ZlibOptions, ZlibStream } from './types.ts';

/** Marks an empty chunk that stands for a call of `flush()` among the writes. */
const kFlushFlag: unique symbol = Symbol('kFlushFlag') as never;

interface FlushChunk extends Buffer {
  [kFlushFlag]?: number;
}

/** The flush values from the weakest to the strongest. */
const STRENGTH = [Z_NO_FLUSH, Z_BLOCK, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH];

function stronger(a: number, b: number): number {
  return STRENGTH.indexOf(a) > STRENGTH.indexOf(b) ? a : b;
}

function chunkSizeOf(options: ZlibOptions): number {
  const { chunkSize } = options;
  if (!validateFiniteNumber(chunkSize, 'options.chunkSize')) return Z_DEFAULT_CHUNK;
  if (chunkSize < Z_MIN_CHUNK) throw new ERR_OUT_OF_RANGE('options.chunkSize', `>= ${Z_MIN_CHUNK}`, chunkSize);
  return chunkSize;
}

/** A codec works on bytes, whatever the options of the stream say. */
function withoutModes(options: ZlibOptions): ZlibOptions {
  if (!options.encoding && !options.objectMode && !options.writableObjectMode) return options;
  return { ...options, encoding: null, objectMode: false, writableObjectMode: false };
}

/** What the families of codecs make their streams with. */
export interface Setup {
  mode: Mode;
  codecOptions: CodecOptions;
  values: FlushValues;
}

/**
 * Sets up a stream, as the constructor of a base class.
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_ZLIB_INITIALIZATION_FAILED
 */
export function ZlibBase(
  this: ZlibStream,
  options: ZlibOptions | undefined,
  { mode, codecOptions, values }: Setup,
): void {
  let { flush, finishFlush } = values;
  let chunkSize = Z_DEFAULT_CHUNK;
  let maxOutputLength = kMaxLength;
  if (options) {
    const given = options;
    const flushValue = (name: 'flush' | 'finishFlush', usual: number): number =>
      checkRangesOrGetDefault(given[name], `options.${name}`, Z_NO_FLUSH, values.strongest, usual);
    chunkSize = chunkSizeOf(options);
    flush = flushValue('flush', flush);
    finishFlush = flushValue('finishFlush', finishFlush);
    maxOutputLength = checkRangesOrGetDefault(
      options.maxOutputLength,
      'options.maxOutputLength',
      1,
      kMaxLength,
      kMaxLength,
    );
    if (options.rejectGarbageAfterEnd !== undefined) {
      validateBoolean(options.rejectGarbageAfterEnd, 'options.rejectGarbageAfterEnd');
    }
    options = withoutModes(options);
  }
  const rejectGarbage = options?.rejectGarbageAfterEnd === true;
  const handle = new CodecHandle(mode, { ...codecOptions, rejectGarbage });
  Reflect.apply(Transform as unknown as AnyCallback, this, [{ autoDestroy: true, ...options }]);
  Object.defineProperty(this, '_error', { value: null, writable: true, enumerable: false });
  this.bytesWritten = 0;
  this._handle = handle;
  this._outOffset = 0;
  this._chunkSize = chunkSize;
  this._defaultFlushFlag = flush;
  this._finishFlushFlag = finishFlush;
  this._defaultFullFlushFlag = values.fullFlush;
  this._strongestFlush = values.strongest;
  this._info = options?.info;
  this._maxOutputLength = maxOutputLength;
  this._rejectGarbageAfterEnd = rejectGarbage;
}
Object.setPrototypeOf(ZlibBase.prototype, Transform.prototype);
Object.setPrototypeOf(ZlibBase, Transform);

/** Gives the codec back to the host. */
export function closeHandle(stream: ZlibStream): void {
  stream._handle?.close();
  stream._handle = null;
}

const bytesReadIsOld = /* @__PURE__ */ deprecation(
  'zlib.bytesRead is deprecated and will change its meaning in the future. Use zlib.bytesWritten instead.',
  'DEP0108',
);

Object.defineProperties(ZlibBase.prototype, {
  _closed: {
    configurable: true,
    enumerable: true,
    get(this: ZlibStream) {
      return !this._handle;
    },
  },
  // The older name of `bytesWritten`.
  bytesRead: {
    configurable: true,
    enumerable: true,
    get(this: ZlibStream) {
      bytesReadIsOld();
      return this.bytesWritten;
    },
    set(this: ZlibStream, value: number) {
      bytesReadIsOld();
      this.bytesWritten = value;
    },
  },
});

Object.assign(ZlibBase.prototype, {
  reset(this: ZlibStream): void {
    this._handle?.reset();
  },

  _flush(this: ZlibStream, callback: AnyCallback): void {
    this._transform(Buffer.alloc(0), '' as BufferEncoding, callback as never);
  },

  _final(callback: () => void): void {
    callback();
  },

  flush(this: ZlibStream, kind?: unknown, callback?: AnyCallback): void {
    if (typeof kind === 'function' || (kind === undefined && !callback)) {
      callback = kind as AnyCallback | undefined;
      kind = this._defaultFullFlushFlag;
    }
    const flag = checkRangesOrGetDefault(kind, 'kind', Z_NO_FLUSH, this._strongestFlush, this._defaultFullFlushFlag);
    if (this.writableFinished) {
      if (callback) nextTick(callback as () => void);
    } else if (this.writableEnded) {
      if (callback) this.once('end', callback as () => void);
    } else {
      const chunk: FlushChunk = Buffer.alloc(0);
      chunk[kFlushFlag] = flag;
      this.write(chunk, '' as BufferEncoding, callback as never);
    }
  },

  close(this: ZlibStream, callback?: AnyCallback): void {
    if (callback) eos(this as never, callback as never);
    this.destroy();
  },

  _destroy(this: ZlibStream, error: Error | null, callback: (error: Error | null) => void): void {
    closeHandle(this);
    callback(error);
  },

  _transform(this: ZlibStream, chunk: FlushChunk, _encoding: string, callback: (error?: Error) => void): void {
    let flag = chunk[kFlushFlag] ?? this._defaultFlushFlag;
    const isLast = this.writableEnded && this.writableLength === chunk.byteLength;
    if (isLast) flag = stronger(flag, this._finishFlushFlag);
    processChunk(this, chunk, flag, callback);
  },

  // What packages (minizlib under tar and npm) compress synchronously with.
  _processChunk(
    this: ZlibStream,
    chunk: Uint8Array,
    flag: number,
    callback?: (error?: Error) => void,
  ): Buffer | undefined {
    if (typeof callback !== 'function') return runSync(this, chunk, flag);
    processChunk(this, chunk, flag, callback);
    return undefined;
  },
});
