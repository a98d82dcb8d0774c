/**
 * `FileHandle`: an open file as an object.
 *
 * https://nodejs.org/api/fs.html#class-filehandle
 */
import type { Stats } from 'node:fs';
import { createInterface } from '../../readline.ts';
import { Buffer } from '../buffer/buffer.ts';
import { ERR_INTERNAL_ASSERTION } from '../errors.ts';
import { EventEmitter } from '../events/emitter.ts';
import { validateBuffer, validateObject } from '../validators.ts';
import { toOptions } from './arguments.ts';
import { run } from './completion.ts';
import { closeDescriptor } from './descriptors.ts';
import { type HandleLike, kHandleDescriptor, kRef, kUnref } from './handle-brand.ts';
import {
  fchmodOperation,
  fchownOperation,
  fdatasyncOperation,
  fsyncOperation,
  ftruncateOperation,
  futimesOperation,
} from './operations/attributes.ts';
import { fstatOperation } from './operations/metadata.ts';
import {
  readOperation,
  readvOperation,
  writeBytesOperation,
  writeTextOperation,
  writevOperation,
} from './operations/transfer.ts';
import { createReadStream } from './read-stream.ts';
import { runWaiting } from './waiting.ts';
import { webStreamOf } from './web-stream.ts';
import { type ReadFileOptions, readOpen, writeFileOptions, writeOpen } from './whole-file-promises.ts';
import { createWriteStream } from './write-stream.ts';

interface Params {
  buffer?: unknown;
  offset?: unknown;
  length?: unknown;
  position?: unknown;
}

const Base = EventEmitter as unknown as new () => import('node:events').EventEmitter;

/** Runs `body` while the file stays open. @throws `EBADF` when it was closed before */
let useHandle: <T>(handle: FileHandle, syscall: string, body: (fd: number) => Promise<T>) => Promise<T>;

/** An open file. */
export class FileHandle extends Base implements HandleLike {
  #fd: number;
  /** Who uses it: the program that opened it, streams, operations under way. */
  #users = 1;
  #closing: Promise<void> | undefined;
  #closed: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  #streaming = false;

  constructor(fd: number) {
    super();
    this.#fd = fd;
  }

  get fd(): number {
    return this.#fd;
  }

  get [kHandleDescriptor](): number {
    return this.#fd;
  }

  getAsyncId(): number {
    return 0;
  }

  appendFile(data: unknown, options?: unknown): Promise<void> {
    return useHandle(this, 'writeFile', (fd) => writeOpen(fd, data, writeFileOptions(options, 'a')));
  }

  chmod(mode: unknown): Promise<void> {
    return runOn(this, 'fchmod', (fd) => fchmodOperation(fd, mode));
  }

  chown(uid: unknown, gid: unknown): Promise<void> {
    return runOn(this, 'fchown', (fd) => fchownOperation(fd, uid, gid));
  }

  datasync(): Promise<void> {
    return runOn(this, 'fdatasync', (fd) => fdatasyncOperation(fd));
  }

  sync(): Promise<void> {
    return runOn(this, 'fsync', (fd) => fsyncOperation(fd));
  }

  read(
    buffer?: unknown,
    offset?: unknown,
    length?: unknown,
    position?: unknown,
  ): Promise<{ bytesRead: number; buffer: unknown }> {
    return useHandle(this, 'read', async (fd) => {
      const range = readArguments(buffer, offset, length, position);
      const operation = readOperation(fd, range.buffer, range);
      return { bytesRead: await runWaiting(operation, fd), buffer: range.buffer };
    });
  }

  readv(buffers: unknown, position?: unknown): Promise<{ bytesRead: number; buffers: unknown }> {
    return useHandle(this, 'readv', async (fd) => ({
      bytesRead: await runWaiting(readvOperation(fd, buffers, position), fd),
      buffers,
    }));
  }

  readFile(options?: unknown): Promise<unknown> {
    return useHandle(this, 'readFile', (fd) => readOpen(fd, toOptions<ReadFileOptions>(options, {})));
  }

  readLines(options: object | undefined = undefined): AsyncIterable<string> & { close(): void } {
    return createInterface({
      input: this.createReadStream(options),
      crlfDelay: Number.POSITIVE_INFINITY,
    }) as unknown as AsyncIterable<string> & { close(): void };
  }

  stat(options?: unknown): Promise<Stats> {
    return runOn(this, 'fstat', (fd) => fstatOperation(fd, options));
  }

  truncate(length: unknown = 0): Promise<void> {
    return runOn(this, 'ftruncate', (fd) => ftruncateOperation(fd, length));
  }

  utimes(atime: unknown, mtime: unknown): Promise<void> {
    return runOn(this, 'futimes', (fd) => futimesOperation(fd, atime, mtime));
  }

  write(
    buffer: unknown,
    offset?: unknown,
    length?: unknown,
    position?: unknown,
  ): Promise<{ bytesWritten: number; buffer: unknown }> {
    return useHandle(this, 'write', async (fd) => {
      if ((buffer as { byteLength?: unknown } | null | undefined)?.byteLength === 0) return { bytesWritten: 0, buffer };
      const operation = ArrayBuffer.isView(buffer)
        ? writeViewOperation(fd, buffer, offset, length, position)
        : writeTextOperation(fd, buffer, offset, length);
      return { bytesWritten: await runWaiting(operation, fd), buffer };
    });
  }

  writev(buffers: unknown, position?: unknown): Promise<{ bytesWritten: number; buffers: unknown }> {
    return useHandle(this, 'writev', async (fd) => {
      const operation = writevOperation(fd, buffers, position);
      const none = (buffers as unknown[]).length === 0;
      return { bytesWritten: none ? 0 : await runWaiting(operation, fd), buffers };
    });
  }

  writeFile(data: unknown, options?: unknown): Promise<void> {
    return useHandle(this, 'writeFile', (fd) => writeOpen(fd, data, writeFileOptions(options, 'w')));
  }

  close(): Promise<void> {
    if (this.#fd === -1) return Promise.resolve();
    if (this.#closing !== undefined) return this.#closing;
    this.#users--;
    if (this.#users === 0) {
      this.#closing = this.#drop().finally(() => {
        this.#closing = undefined;
      });
    } else {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      this.#closed = { resolve, reject };
      this.#closing = promise.finally(() => {
        this.#closing = undefined;
        this.#closed = undefined;
      });
    }
    const closing = this.#closing;
    this.emit('close');
    return closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  readableWebStream(options?: unknown): object {
    return webStreamOf(this, this.#fd, this.#closing !== undefined, options, () => {
      const was = this.#streaming;
      this.#streaming = true;
      return !was;
    });
  }

  createReadStream(options?: unknown): import('node:fs').ReadStream {
    return createReadStream('', { ...(options as object), fd: this });
  }

  createWriteStream(options?: unknown): import('node:fs').WriteStream {
    return createWriteStream('', { ...(options as object), fd: this });
  }

  [kRef](): void {
    this.#users++;
  }

  [kUnref](): void {
    this.#users--;
    if (this.#users > 0) return;
    const { resolve, reject } = this.#closed ?? {};
    this.#drop().then(resolve, reject);
  }

  #drop(): Promise<void> {
    const fd = this.#fd;
    this.#fd = -1;
    return run(() => closeDescriptor(fd));
  }

  static {
    useHandle = async (handle, syscall, body) => {
      if (typeof handle !== 'object' || handle === null || !(#fd in handle)) {
        throw new ERR_INTERNAL_ASSERTION('handle must be an instance of FileHandle');
      }
      const fd = handle.#fd;
      if (fd === -1) throw Object.assign(new Error('file closed'), { code: 'EBADF', syscall });
      handle[kRef]();
      try {
        return await body(fd);
      } finally {
        handle[kUnref]();
      }
    };
  }
}

function runOn<T>(handle: FileHandle, syscall: string, toOperation: (fd: number) => () => T): Promise<T> {
  return useHandle(handle, syscall, async (fd) => run(toOperation(fd)));
}

/** `read(buffer, offset, length, position)`, `read(buffer, options)` or `read(options)`. */
function readArguments(given: unknown, offset: unknown, length: unknown, position: unknown): Params {
  if (!ArrayBuffer.isView(given)) {
    if (given !== undefined) validateObject(given, 'options', 1);
    const params = (given ?? {}) as Params;
    const buffer = params.buffer === undefined ? Buffer.alloc(16384) : params.buffer;
    validateBuffer(buffer);
    return { ...params, buffer };
  }
  if (offset !== null && typeof offset === 'object') return { ...(offset as Params), buffer: given };
  return { buffer: given, offset, length, position };
}

/** `write(buffer, offset, length, position)` or `write(buffer, options)`. */
function writeViewOperation(
  fd: number,
  buffer: ArrayBufferView,
  offset: unknown,
  length: unknown,
  position: unknown,
): () => number {
  if (typeof offset !== 'object' || offset === null) return writeBytesOperation(fd, buffer, offset, length, position);
  const params = offset as Params;
  return writeBytesOperation(fd, buffer, params.offset ?? 0, params.length, params.position);
}
