/**
 * `fs.WriteStream` and `createWriteStream`.
 *
 * https://nodejs.org/api/fs.html#fscreatewritestreampath-options
 */
import { ERR_INVALID_ARG_TYPE, ERR_STREAM_DESTROYED } from '../errors.ts';
import { nextTick } from '../loop.ts';
import type { NodeStream } from '../streams/types.ts';
import { Writable } from '../streams/writable.ts';
import { deprecate } from '../util/deprecate.ts';
import { validateBoolean, validateFunction, validateInteger } from '../validators.ts';
import { finishPrototype } from './read-stream.ts';
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

interface WriteStreamLike extends FileStream, Omit<NodeStream, keyof FileStream | 'path'> {
  bytesWritten: number;
  autoClose: boolean;
  _write: unknown;
  _writev: unknown;
  setDefaultEncoding(encoding: string): void;
}

function WriteStreamFunction(this: WriteStreamLike, path: unknown, options: unknown): unknown {
  if (!(this instanceof WriteStreamFunction)) return Reflect.construct(WriteStreamFunction, [path, options]);
  const given = copyOptions(options);
  given.decodeStrings = true;
  if (given.flush === undefined || given.flush === null) this.flush = false;
  else {
    validateBoolean(given.flush, 'options.flush');
    this.flush = given.flush;
  }
  initTarget(this, path, given, 'w');
  given.autoDestroy = given.autoClose === undefined ? true : given.autoClose;
  checkFunctions(this, given.autoDestroy);
  this.pos = undefined;
  this.start = given.start;
  if (given.start !== undefined) {
    validateInteger(given.start, 'start', 0);
    this.pos = given.start;
  }
  this.bytesWritten = 0;
  this[kIsPerformingIO] = false;
  Reflect.apply(Writable, this, [given]);
  if (given.encoding) this.setDefaultEncoding(given.encoding);
  return undefined;
}

function checkFunctions(stream: WriteStreamLike, closes: boolean): void {
  const fs = stream[kFs];
  if (closes) validateFunction(fs.close, 'options.fs.close');
  if (!fs.write && !fs.writev) throw new ERR_INVALID_ARG_TYPE('options.fs.write', 'function', fs.write);
  if (fs.write) validateFunction(fs.write, 'options.fs.write');
  else stream._write = null;
  if (fs.writev) validateFunction(fs.writev, 'options.fs.writev');
  else stream._writev = null;
  if (stream.flush) validateFunction(fs.fsync, 'options.fs.fsync');
}

/** As often as nothing at all was written, in a row, before that is an error. */
const MOST_RETRIES = 5;

function again(error: unknown): boolean {
  return (error as { code?: unknown } | null | undefined)?.code === 'EAGAIN';
}

/** Writes all of `chunks`, in as many calls as it takes. */
function writeAll(
  stream: WriteStreamLike,
  chunks: readonly Uint8Array[],
  position: number | undefined,
  callback: Callback,
  retries = 0,
): void {
  const done = (error: unknown, written: number): void => {
    let count = written;
    if (again(error)) count = 0;
    else if (error || stream.destroyed) {
      callback(error || new ERR_STREAM_DESTROYED('write'));
      return;
    }
    stream.bytesWritten += count;
    const tries = count > 0 ? 0 : retries + 1;
    const rest = leave(chunks, count);
    if (rest.length === 0) callback();
    else if (tries > MOST_RETRIES) callback(new Error('write failed'));
    else writeAll(stream, rest, position === undefined ? undefined : position + count, callback, tries);
  };
  const [first] = chunks;
  const { write, writev } = stream[kFs] as Record<string, (...args: unknown[]) => void>;
  if (chunks.length === 1 && first !== undefined && write) write(stream.fd, first, 0, first.length, position, done);
  else (writev as (...args: unknown[]) => void)(stream.fd, chunks, position ?? null, done);
}

/** What is left of `chunks` after `count` bytes; empty ones go. */
function leave(chunks: readonly Uint8Array[], count: number): Uint8Array[] {
  const rest: Uint8Array[] = [];
  let skip = count;
  for (const chunk of chunks) {
    if (skip >= chunk.length) skip -= chunk.length;
    else {
      rest.push(chunk.subarray(skip));
      skip = 0;
    }
  }
  return rest;
}

function perform(stream: WriteStreamLike, chunks: readonly Uint8Array[], callback: Callback): void {
  stream[kIsPerformingIO] = true;
  writeAll(stream, chunks, stream.pos, (error) => {
    stream[kIsPerformingIO] = false;
    if (stream.destroyed) {
      // The one who destroyed it hears of the end.
      callback(error);
      stream.emit(kIoDone, error);
    } else callback(error);
  });
  if (stream.pos !== undefined) for (const chunk of chunks) stream.pos += chunk.length;
}

const methods = {
  _construct(this: WriteStreamLike, callback: Callback): void {
    constructStream(this, prototypeOpen, callback);
  },

  _write(this: WriteStreamLike, data: Uint8Array, _encoding: string, callback: Callback): void {
    perform(this, [data], callback);
  },

  _writev(this: WriteStreamLike, data: { chunk: Uint8Array }[], callback: Callback): void {
    perform(
      this,
      data.map(({ chunk }) => chunk),
      callback,
    );
  },

  _destroy(this: WriteStreamLike, error: unknown, callback: Callback): void {
    destroyStream(this, error, callback);
  },

  close(this: WriteStreamLike, callback?: unknown): void {
    if (callback) {
      if (this.closed) {
        nextTick(callback as () => void);
        return;
      }
      this.once('close', callback as () => void);
    }
    // Without it, nothing would close the file at the end.
    if (!this.autoClose) this.once('finish', () => this.destroy());
    (this as unknown as { end(): void }).end();
  },
};

function defaultOpen(this: WriteStreamLike): void {
  openStream(this);
}

/** The `open` that this package put on the prototype. */
let prototypeOpen: () => void = defaultOpen as never;

function makeWriteStream(): typeof WriteStreamFunction {
  Object.defineProperty(WriteStreamFunction, 'name', { value: 'WriteStream' });
  Object.setPrototypeOf(WriteStreamFunction.prototype, Writable.prototype);
  Object.setPrototypeOf(WriteStreamFunction, Writable);
  Object.assign(WriteStreamFunction.prototype, methods);
  prototypeOpen = deprecate(defaultOpen as never, 'WriteStream.prototype.open() is deprecated', 'DEP0135') as never;
  finishPrototype(WriteStreamFunction, prototypeOpen, '_writableState');
  // `end`, for those who take it for a socket.
  (WriteStreamFunction.prototype as Record<string, unknown>)['destroySoon'] = Writable.prototype.end;
  return WriteStreamFunction;
}

/** https://nodejs.org/api/fs.html#class-fswritestream */
export const WriteStream = /* @__PURE__ */ makeWriteStream() as unknown as typeof import('node:fs').WriteStream;

/** https://nodejs.org/api/fs.html#fscreatewritestreampath-options */
export function createWriteStream(path: unknown, options?: unknown): import('node:fs').WriteStream {
  return Reflect.construct(WriteStream, [path, options]) as import('node:fs').WriteStream;
}
