/**
 * `Transform` and `PassThrough`.
 *
 * https://nodejs.org/api/stream.html#class-streamtransform
 */
import { ERR_METHOD_NOT_IMPLEMENTED } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { Duplex, type DuplexConstructorOptions } from './duplex.ts';
import type { ReadableLike } from './readable.ts';
import { highWaterMarkOf } from './state.ts';
import type { Callback, MaybeError } from './types.ts';
import type { WritableLike } from './writable.ts';

const kCallback: unique symbol = Symbol('kCallback') as never;

type TransformCallback = (error?: MaybeError, data?: unknown) => void;

interface TransformLike extends ReadableLike, Omit<WritableLike, keyof ReadableLike> {
  [kCallback]: Callback | null;
  _transform(chunk: unknown, encoding: string, callback: TransformCallback): void;
  _flush?(callback: TransformCallback): void;
  _writableState: WritableLike['_writableState'];
}

/** Options of the constructor. */
export interface TransformConstructorOptions extends DuplexConstructorOptions {
  transform?(chunk: unknown, encoding: string, callback: TransformCallback): void;
  flush?(callback: TransformCallback): void;
}

function TransformFunction(this: TransformLike, options?: TransformConstructorOptions): unknown {
  if (!(this instanceof TransformFunction)) return new Transform(options as never);
  // A transform that is to hold nothing on its readable side would hold nothing on the other either, and stop.
  const readableMark = options ? highWaterMarkOf(false, options, 'readableHighWaterMark', true) : undefined;
  const given =
    readableMark === 0
      ? {
          ...options,
          highWaterMark: undefined,
          readableHighWaterMark: 0,
          writableHighWaterMark: options?.writableHighWaterMark || 0,
        }
      : options;
  (Duplex as unknown as typeof TransformFunction).call(this, given);
  // The readable side starts without `_read` having been asked for data.
  this._readableState.sync = false;
  this[kCallback] = null;
  if (options) {
    if (typeof options.transform === 'function') this._transform = options.transform;
    if (typeof options.flush === 'function') this._flush = options.flush;
  }
  this.on('prefinish', onPrefinish);
  return undefined;
}
Object.defineProperty(TransformFunction, 'name', { value: 'Transform' });
Object.setPrototypeOf(TransformFunction.prototype, Duplex.prototype);
Object.setPrototypeOf(TransformFunction, Duplex);

/** https://nodejs.org/api/stream.html#class-streamtransform */
export const Transform = TransformFunction as unknown as typeof import('node:stream').Transform;

function flush(this: TransformLike, callback?: Callback): void {
  if (typeof this._flush === 'function' && !this.destroyed) {
    this._flush((error, data) => {
      if (error) {
        if (callback) callback(error);
        else this.destroy(error);
        return;
      }
      if (data != null) this.push(data);
      this.push(null);
      callback?.();
    });
    return;
  }
  this.push(null);
  callback?.();
}

function onPrefinish(this: TransformLike): void {
  // A `_final` of the program's own has replaced ours: the flush is still to be done.
  if (this._final !== flush) flush.call(this);
}

Object.assign(TransformFunction.prototype, {
  _final: flush,
  _transform(): never {
    throw new ERR_METHOD_NOT_IMPLEMENTED('_transform()');
  },
  _write(this: TransformLike, chunk: unknown, encoding: string, callback: Callback): void {
    const readable = this._readableState;
    const writable = this._writableState;
    const before = readable.length;
    this._transform(chunk, encoding, (error, data) => {
      if (error) {
        callback(error);
        return;
      }
      if (data != null) this.push(data);
      if (readable.ended) {
        // Ended by its own hand: what is written now goes nowhere, and the ending is not held up.
        nextTick(callback as never);
        return;
      }
      if (writable.ended || before === readable.length || readable.length < readable.highWaterMark) callback();
      else this[kCallback] = callback;
    });
  },
  _read(this: TransformLike): void {
    const callback = this[kCallback];
    if (!callback) return;
    this[kCallback] = null;
    callback();
  },
});

function PassThroughFunction(this: TransformLike, options?: TransformConstructorOptions): unknown {
  if (!(this instanceof PassThroughFunction)) return new PassThrough(options as never);
  (Transform as unknown as typeof PassThroughFunction).call(this, options);
  return undefined;
}
Object.defineProperty(PassThroughFunction, 'name', { value: 'PassThrough' });
Object.setPrototypeOf(PassThroughFunction.prototype, Transform.prototype);
Object.setPrototypeOf(PassThroughFunction, Transform);
PassThroughFunction.prototype._transform = (chunk: unknown, _encoding: string, callback: TransformCallback): void => {
  callback(null, chunk);
};

/** https://nodejs.org/api/stream.html#class-streampassthrough */
export const PassThrough = PassThroughFunction as unknown as typeof import('node:stream').PassThrough;
