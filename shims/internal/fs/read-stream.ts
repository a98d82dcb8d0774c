/**
 * `fs.ReadStream` and `createReadStream`.
 *
 * https://nodejs.org/api/fs.html#fscreatereadstreampath-options
 */
import { allocUnsafeSlow } from '../buffer/create.ts';
import { ERR_OUT_OF_RANGE } from '../errors.ts';
import { errorOrDestroy } from '../streams/destroy.ts';
import { eos } from '../streams/end-of-stream.ts';
import { Readable } from '../streams/readable.ts';
import type { NodeStream } from '../streams/types.ts';
import { deprecate } from '../util/deprecate.ts';
import { validateFunction, validateInteger } from '../validators.ts';
import {
  constructStream,
  copyOptions,
  destroyStream,
  type FileStream,
  initTarget,
  kFs,
  kIoDone,
  kIsPerformingIO,
  openStream,
} from './stream-base.ts';

type Callback = (error?: unknown, ...rest: unknown[]) => void;

interface ReadStreamLike extends FileStream, Omit<NodeStream, keyof FileStream | 'push' | 'end'> {
  end: number;
  bytesRead: number;
  setEncoding(encoding: string): void;
  push(chunk: unknown): boolean;
}

function ReadStreamFunction(this: ReadStreamLike, path: unknown, options: unknown): unknown {
  if (!(this instanceof ReadStreamFunction)) return Reflect.construct(ReadStreamFunction, [path, options]);
  const given = copyOptions(options);
  given.highWaterMark ??= 64 * 1024;
  given.autoDestroy ??= false;
  initTarget(this, path, given, 'r');
  given.autoDestroy = given.autoClose === undefined ? true : given.autoClose;
  if (given.autoDestroy) validateFunction(this[kFs].close, 'options.fs.close');
  validateFunction(this[kFs].read, 'options.fs.read');
  initRange(this, given.start, given.end);
  this.bytesRead = 0;
  this[kIsPerformingIO] = false;
  Reflect.apply(Readable, this, [given]);
  if (given.encoding) this.setEncoding(given.encoding);
  return undefined;
}

function initRange(stream: ReadStreamLike, start: unknown, end: unknown): void {
  stream.start = start;
  stream.end = end === undefined ? Number.POSITIVE_INFINITY : (end as number);
  stream.pos = undefined;
  if (start !== undefined) {
    validateInteger(start, 'start', 0);
    stream.pos = start;
  }
  if (stream.end === Number.POSITIVE_INFINITY) return;
  validateInteger(end, 'end', 0);
  if (start !== undefined && (start as number) > (end as number)) {
    throw new ERR_OUT_OF_RANGE('start', `<= "end" (here: ${end})`, start);
  }
}

const methods = {
  _construct(this: ReadStreamLike, callback: Callback): void {
    constructStream(this, prototypeOpen, callback);
  },

  _read(this: ReadStreamLike, size: number): void {
    const left = this.end - (this.pos ?? this.bytesRead) + 1;
    const length = Math.min(left, size);
    if (length <= 0) {
      this.push(null);
      return;
    }
    this[kIsPerformingIO] = true;
    const read = this[kFs].read as (...args: unknown[]) => void;
    read(
      this.fd,
      allocUnsafeSlow(length),
      0,
      length,
      this.pos,
      (error: unknown, bytesRead: number, buffer: Uint8Array) => {
        this[kIsPerformingIO] = false;
        if (this.destroyed) this.emit(kIoDone, error);
        else if (error) errorOrDestroy(this as unknown as NodeStream, error as Error);
        else if (bytesRead > 0) {
          if (this.pos !== undefined) this.pos += bytesRead;
          this.bytesRead += bytesRead;
          // A short read would keep the whole buffer alive.
          this.push(bytesRead === buffer.length ? buffer : shrink(buffer, bytesRead));
        } else this.push(null);
      },
    );
  },

  _destroy(this: ReadStreamLike, error: unknown, callback: Callback): void {
    destroyStream(this, error, callback);
  },

  close(this: ReadStreamLike, callback?: unknown): void {
    if (typeof callback === 'function') eos(this, callback as never);
    this.destroy();
  },
};

function shrink(buffer: Uint8Array, length: number): Uint8Array {
  const exact = allocUnsafeSlow(length);
  exact.set(buffer.subarray(0, length));
  return exact;
}

function defaultOpen(this: ReadStreamLike): void {
  openStream(this);
}

/** The `open` that this package put on the prototype. */
let prototypeOpen: () => void = defaultOpen as never;

function makeReadStream(): typeof ReadStreamFunction {
  Object.defineProperty(ReadStreamFunction, 'name', { value: 'ReadStream' });
  Object.setPrototypeOf(ReadStreamFunction.prototype, Readable.prototype);
  Object.setPrototypeOf(ReadStreamFunction, Readable);
  Object.assign(ReadStreamFunction.prototype, methods);
  prototypeOpen = deprecate(defaultOpen as never, 'ReadStream.prototype.open() is deprecated', 'DEP0135') as never;
  return finishPrototype(ReadStreamFunction, prototypeOpen, '_readableState');
}

/** The members that reading and writing streams share. */
export function finishPrototype<F extends { prototype: object }>(
  constructor: F,
  open: unknown,
  state: '_readableState' | '_writableState',
): F {
  Object.defineProperties(constructor.prototype, {
    open: { value: open, writable: true, configurable: true, enumerable: true },
    autoClose: {
      get(this: Record<string, { autoDestroy: boolean }>) {
        return this[state]?.autoDestroy;
      },
      set(this: Record<string, { autoDestroy: boolean }>, value: boolean) {
        (this[state] as { autoDestroy: boolean }).autoDestroy = value;
      },
    },
    pending: {
      get(this: FileStream) {
        return this.fd === null;
      },
      configurable: true,
    },
  });
  return constructor;
}

/** https://nodejs.org/api/fs.html#class-fsreadstream */
export const ReadStream = /* @__PURE__ */ makeReadStream() as unknown as typeof import('node:fs').ReadStream;

/** https://nodejs.org/api/fs.html#fscreatereadstreampath-options */
export function createReadStream(path: unknown, options?: unknown): import('node:fs').ReadStream {
  return Reflect.construct(ReadStream, [path, options]) as import('node:fs').ReadStream;
}
