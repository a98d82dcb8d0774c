/** What file streams have in common: how they open and close, on which functions. */
import { ERR_INVALID_ARG_TYPE, ERR_METHOD_NOT_IMPLEMENTED } from '../errors.ts';
import { validateFunction } from '../validators.ts';
import { toDescriptor, toOptions } from './arguments.ts';
import { type HandleLike, isFileHandle, kRef, kUnref } from './handle-brand.ts';
import { type FsModule, fsModule } from './module.ts';
import { fromFileURL, validatedPath } from './paths.ts';

type Callback = (error?: unknown, ...rest: unknown[]) => void;

/** The functions that a stream works with: the module's, an override's, or a `FileHandle`'s. */
export type StreamFs = { [K in keyof FsModule]?: ((...args: never[]) => unknown) | null | undefined };

export const kFs: unique symbol = Symbol('kFs') as never;
const kHandle: unique symbol = Symbol('kHandle') as never;
/** A read or write is under way. */
export const kIsPerformingIO: unique symbol = Symbol('kIsPerformingIO') as never;
export const kIoDone: unique symbol = Symbol('kIoDone') as never;

/** A file stream, as its parts see it. */
export interface FileStream {
  fd: number | null;
  path?: unknown;
  flags?: unknown;
  mode?: unknown;
  flush?: boolean;
  start?: unknown;
  pos?: number | undefined;
  open(): void;
  emit(event: string | symbol, ...args: unknown[]): boolean;
  once(event: string | symbol, listener: (...args: never[]) => void): unknown;
  destroy(error?: unknown): unknown;
  close(callback?: unknown): void;
  [kFs]: StreamFs;
  [kHandle]?: HandleLike;
  [kIsPerformingIO]: boolean;
}

/** Options of both. */
export interface FileStreamOptions {
  encoding?: string | null;
  signal?: AbortSignal;
  fd?: unknown;
  fs?: StreamFs | null;
  flags?: unknown;
  mode?: unknown;
  autoClose?: boolean;
  autoDestroy?: boolean;
  emitClose?: boolean;
  start?: unknown;
  end?: unknown;
  flush?: unknown;
  highWaterMark?: number;
  decodeStrings?: boolean;
}

/** A copy of the options, inherited ones included. @throws ERR_INVALID_ARG_TYPE */
export function copyOptions(options: unknown): FileStreamOptions {
  const given = toOptions(options, {});
  const copy: Record<string, unknown> = {};
  for (const key in given) copy[key] = (given as Record<string, unknown>)[key];
  return copy as FileStreamOptions;
}

/** A callback's form of a promise. */
function settle(promise: Promise<unknown>, callback: Callback, toArguments: (value: never) => unknown[]): void {
  promise.then(
    (value) => callback(null, ...toArguments(value as never)),
    (error) => callback(error),
  );
}

/** The functions of a stream over a `FileHandle`. */
function handleFunctions(handle: HandleLike): StreamFs {
  return {
    open() {
      throw new ERR_METHOD_NOT_IMPLEMENTED('open()');
    },
    close(_fd: number, callback: Callback) {
      handle[kUnref]();
      settle(handle.close(), callback, () => []);
    },
    fsync(_fd: number, callback: Callback) {
      settle(handle.sync(), callback, () => []);
    },
    read(_fd: number, buffer: unknown, offset: number, length: number, position: unknown, callback: Callback) {
      settle(handle.read(buffer, offset, length, position), callback, (r: { bytesRead: number; buffer: unknown }) => [
        r.bytesRead,
        r.buffer,
      ]);
    },
    write(_fd: number, buffer: unknown, offset: number, length: number, position: unknown, callback: Callback) {
      settle(
        handle.write(buffer, offset, length, position),
        callback,
        (r: { bytesWritten: number; buffer: unknown }) => [r.bytesWritten, r.buffer],
      );
    },
    writev(_fd: number, buffers: unknown, position: unknown, callback: Callback) {
      settle(handle.writev(buffers, position), callback, (r: { bytesWritten: number; buffers: unknown }) => [
        r.bytesWritten,
        r.buffers,
      ]);
    },
  } as StreamFs;
}

/** Sets what a stream is over: a path that it will open, a descriptor, or a `FileHandle`. */
export function initTarget(stream: FileStream, path: unknown, options: FileStreamOptions, defaultFlags: string): void {
  if (options.fd === undefined || options.fd === null) {
    stream.fd = null;
    stream[kFs] = options.fs || (fsModule() as StreamFs);
    validateFunction(stream[kFs].open, 'options.fs.open');
    stream.path = fromFileURL(path);
    stream.flags = options.flags === undefined ? defaultFlags : options.flags;
    stream.mode = options.mode === undefined ? 0o666 : options.mode;
    validatedPath(stream.path);
    return;
  }
  stream.fd = toDescriptor(importDescriptor(stream, options));
}

function importDescriptor(stream: FileStream, { fd, fs }: FileStreamOptions): number {
  if (typeof fd === 'number') {
    stream[kFs] = fs || (fsModule() as StreamFs);
    return fd;
  }
  if (!isFileHandle(fd)) throw new ERR_INVALID_ARG_TYPE('options.fd', ['number', 'FileHandle'], fd);
  if (fs) throw new ERR_METHOD_NOT_IMPLEMENTED('FileHandle with fs');
  stream[kHandle] = fd;
  stream[kFs] = handleFunctions(fd);
  fd[kRef]();
  fd.on('close', () => stream.close());
  return fd.fd;
}

/** `_construct`: opens the path. */
export function constructStream(stream: FileStream, defaultOpen: () => void, callback: Callback): void {
  if (typeof stream.fd === 'number') {
    callback();
    return;
  }
  if (stream.open !== defaultOpen) {
    constructByOpen(stream, callback);
    return;
  }
  const open = stream[kFs].open as (...args: unknown[]) => void;
  open(stream.path, stream.flags, stream.mode, (error: unknown, fd: number) => {
    if (error) {
      callback(error);
      return;
    }
    stream.fd = fd;
    callback();
    stream.emit('open', fd);
    stream.emit('ready');
  });
}

/** Programs replace `open`, which is to emit `open` when it is done. */
function constructByOpen(stream: FileStream, callback: Callback): void {
  const { emit } = stream;
  stream.emit = function (this: FileStream, event, ...args) {
    if (event === 'open') {
      this.emit = emit;
      callback();
    } else if (event === 'error') {
      this.emit = emit;
      callback(args[0]);
      return true;
    }
    return Reflect.apply(emit, this, [event, ...args]) as boolean;
  };
  stream.open();
}

/** The old way to open, kept for those who call it. */
export function openStream(stream: FileStream): void {
  const open = stream[kFs].open as (...args: unknown[]) => void;
  open(stream.path, stream.flags, stream.mode, (error: unknown, fd: number) => {
    if (error) {
      stream.destroy(error);
      return;
    }
    stream.fd = fd;
    stream.emit('open', fd);
    stream.emit('ready');
  });
}

/** `_destroy`: closes the file, after the operation under way. */
export function destroyStream(stream: FileStream, error: unknown, callback: Callback): void {
  if (stream[kIsPerformingIO]) {
    stream.once(kIoDone, (failure: unknown) => closeFile(stream, error || failure, callback));
  } else closeFile(stream, error, callback);
}

function closeFile(stream: FileStream, error: unknown, callback: Callback): void {
  const { fd } = stream;
  // Node leaves 0 open, too: it may be the program's own.
  if (!fd) {
    callback(error);
    return;
  }
  const close = (failure?: unknown): void => {
    (stream[kFs].close as (...args: unknown[]) => void)(fd, (closing: unknown) =>
      callback(closing || failure || error),
    );
  };
  if (stream.flush) (stream[kFs].fsync as (...args: unknown[]) => void)(fd, (failure: unknown) => close(failure));
  else close();
  stream.fd = null;
}
