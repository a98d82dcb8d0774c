/**
 * `fs.Utf8Stream`: a fast stream of text into a file, for logs.
 *
 * https://nodejs.org/api/fs.html#class-fsutf8stream
 */
import { posix } from '../../path.ts';
import { Buffer } from '../buffer/buffer.ts';
import { ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE, ERR_OPERATION_FAILED } from '../errors.ts';
import { EventEmitter } from '../events/emitter.ts';
import { type LoopHandle, nextTick, setLoopTimer } from '../loop.ts';
import { validateBoolean, validateFunction, validateObject, validateOneOf, validateUint32 } from '../validators.ts';
import { type FsModule, fsModule } from './module.ts';
import { mkdirOperation } from './operations/directories.ts';

type Callback = (error?: unknown) => void;
type Chunk = string | Uint8Array;

interface Utf8StreamOptions {
  append?: unknown;
  contentMode?: unknown;
  dest?: unknown;
  fd?: unknown;
  fs?: Partial<FsModule>;
  fsync?: unknown;
  maxLength?: unknown;
  maxWrite?: unknown;
  minLength?: unknown;
  mkdir?: unknown;
  mode?: unknown;
  periodicFlush?: unknown;
  retryEAGAIN?: (error: unknown, waiting: number, rest: number) => boolean;
  sync?: unknown;
}

const Base = EventEmitter as unknown as new () => import('node:events').EventEmitter;
const RETRY_MS = 100;

const byteLength = (chunk: Chunk): number => (typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length);
const toBytes = (chunk: Chunk): Uint8Array => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk);

/** https://nodejs.org/api/fs.html#class-fsutf8stream */
export class Utf8Stream extends Base {
  readonly #fs: FsModule;
  readonly #append: boolean;
  readonly #contentMode: 'utf8' | 'buffer';
  readonly #fsync: boolean;
  readonly #maxLength: number;
  readonly #maxWrite: number;
  readonly #minLength: number;
  readonly #mkdir: boolean;
  readonly #mode: unknown;
  readonly #periodicFlush: number;
  readonly #retry: (error: unknown, waiting: number, rest: number) => boolean;
  readonly #sync: boolean;
  #file: string | undefined;
  #fd = -1;
  #queue: Uint8Array[] = [];
  #length = 0;
  #writing = false;
  #opening = false;
  #ending = false;
  #destroyed = false;
  #drainWanted = false;
  #timer: LoopHandle | undefined;

  constructor(options: unknown = {}) {
    super();
    validateObject(options, 'options');
    const given = options as Utf8StreamOptions;
    const { append = true, contentMode = 'utf8', fsync = false, mkdir = false, sync = false } = given;
    const { maxLength = 0, maxWrite = 16384, minLength = 0, periodicFlush = 0 } = given;
    validateBoolean(append, 'options.append');
    validateOneOf(contentMode, 'options.contentMode', ['utf8', 'buffer'] as const);
    validateBoolean(fsync, 'options.fsync');
    validateBoolean(mkdir, 'options.mkdir');
    validateBoolean(sync, 'options.sync');
    validateUint32(maxLength, 'options.maxLength');
    validateUint32(maxWrite, 'options.maxWrite');
    validateUint32(minLength, 'options.minLength');
    validateUint32(periodicFlush, 'options.periodicFlush');
    if (given.retryEAGAIN !== undefined) validateFunction(given.retryEAGAIN, 'options.retryEAGAIN');
    if (minLength >= maxWrite) {
      throw new ERR_INVALID_ARG_VALUE('minLength', minLength, `should be smaller than maxWrite (${maxWrite})`);
    }
    this.#append = append;
    this.#contentMode = contentMode;
    this.#fsync = fsync;
    this.#maxLength = maxLength;
    this.#maxWrite = maxWrite;
    this.#minLength = minLength;
    this.#mkdir = mkdir;
    this.#mode = given.mode;
    this.#periodicFlush = periodicFlush;
    this.#retry = given.retryEAGAIN ?? (() => true);
    this.#sync = sync;
    this.#fs = { ...fsModule(), ...given.fs };
    const target = given.fd ?? given.dest;
    if (typeof target === 'number') {
      this.#fd = target;
      nextTick(() => this.emit('ready'));
    } else if (typeof target === 'string') this.#open(target);
    else throw new ERR_INVALID_ARG_VALUE('fd', target, 'must be a number or a string');
    this.#schedule();
  }

  get append(): boolean {
    return this.#append;
  }
  get contentMode(): string {
    return this.#contentMode;
  }
  get fd(): number {
    return this.#fd;
  }
  get file(): string | undefined {
    return this.#file;
  }
  get fsync(): boolean {
    return this.#fsync;
  }
  get maxLength(): number {
    return this.#maxLength;
  }
  get minLength(): number {
    return this.#minLength;
  }
  get mkdir(): boolean {
    return this.#mkdir;
  }
  get mode(): unknown {
    return this.#mode;
  }
  get periodicFlush(): number {
    return this.#periodicFlush;
  }
  get sync(): boolean {
    return this.#sync;
  }
  get writing(): boolean {
    return this.#writing;
  }

  /** @returns whether there is room for more */
  write(data: unknown): boolean {
    this.#assertLive();
    if (this.#contentMode === 'buffer' ? !(data instanceof Uint8Array) : typeof data !== 'string') {
      throw new ERR_INVALID_ARG_VALUE(
        'data',
        data,
        `must be ${this.#contentMode === 'utf8' ? 'a string' : 'a Buffer'}`,
      );
    }
    const size = byteLength(data as Chunk);
    if (this.#maxLength > 0 && this.#length + size > this.#maxLength) {
      this.emit('drop', data);
      return this.#length < this.#maxWrite;
    }
    this.#queue.push(toBytes(data as Chunk));
    this.#length += size;
    if (!this.#writing && this.#length >= this.#minLength) this.#next();
    const room = this.#length < this.#maxWrite;
    if (!room) this.#drainWanted = true;
    return room;
  }

  flush(callback?: unknown): void {
    if (callback !== undefined) validateFunction(callback, 'callback');
    const done = (callback ?? (() => {})) as Callback;
    if (this.#destroyed) {
      done(new ERR_INVALID_STATE('Utf8Stream is destroyed'));
      return;
    }
    if (this.#length === 0 && !this.#writing) {
      nextTick(done as () => void);
      return;
    }
    const finish = (error?: unknown): void => {
      this.off('drain', finish as never);
      this.off('error', finish as never);
      done(error);
    };
    this.on('drain', finish as never);
    this.on('error', finish as never);
    this.#drainWanted = true;
    if (!this.#writing) this.#next();
  }

  flushSync(): void {
    this.#assertLive();
    if (this.#fd < 0) throw new ERR_INVALID_STATE('Invalid file descriptor');
    while (this.#queue.length > 0) {
      const data = this.#takeChunk();
      for (let at = 0; at < data.length; ) at += this.#fs.writeSync(this.#fd, data.subarray(at));
    }
    if (this.#fsync) this.#fs.fsyncSync(this.#fd);
  }

  reopen(file?: unknown): void {
    this.#assertLive();
    if (this.#opening) {
      this.once('ready', (() => this.reopen(file)) as never);
      return;
    }
    if (this.#ending) return;
    const old = this.#fd;
    if (this.#file === undefined) throw new ERR_OPERATION_FAILED('Unable to reopen a file descriptor');
    this.once('ready', (() => {
      if (old !== this.#fd) this.#fs.close(old, (error: unknown) => error && this.emit('error', error));
    }) as never);
    this.#open(typeof file === 'string' ? file : this.#file);
  }

  end(): void {
    this.#assertLive();
    if (this.#ending) return;
    this.#ending = true;
    if (this.#opening) this.once('ready', (() => this.#finishSoon()) as never);
    else this.#finishSoon();
  }

  destroy(): void {
    if (!this.#destroyed) this.#close();
  }

  [Symbol.dispose](): void {
    this.destroy();
  }

  #assertLive(): void {
    if (this.#destroyed) throw new ERR_INVALID_STATE('Utf8Stream is destroyed');
  }

  #open(file: string): void {
    this.#opening = true;
    this.#writing = true;
    const flags = this.#append ? 'a' : 'w';
    const opened = (error: unknown, fd?: number): void => {
      this.#writing = false;
      this.#opening = false;
      if (error) {
        this.emit('error', error);
        return;
      }
      this.#fd = fd as number;
      this.#file = file;
      this.emit('ready');
      if (!this.#destroyed && this.#length > 0 && (this.#length >= this.#minLength || this.#ending)) this.#next();
    };
    if (!this.#sync) {
      if (this.#mkdir) mkdirOperation(posix.dirname(file), { recursive: true })();
      this.#fs.open(file, flags, this.#mode ?? 0o666, opened as never);
      return;
    }
    try {
      if (this.#mkdir) mkdirOperation(posix.dirname(file), { recursive: true })();
      opened(null, this.#fs.openSync(file, flags, this.#mode ?? 0o666));
    } catch (error) {
      opened(error);
    }
  }

  /** The next bytes to write, at most `maxWrite`. */
  #takeChunk(): Uint8Array {
    const parts: Uint8Array[] = [];
    let size = 0;
    while (this.#queue.length > 0 && (size === 0 || size + (this.#queue[0] as Uint8Array).length <= this.#maxWrite)) {
      const part = this.#queue.shift() as Uint8Array;
      parts.push(part);
      size += part.length;
    }
    this.#length -= size;
    return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
  }

  #next(): void {
    if (this.#fd < 0 || this.#queue.length === 0) return;
    this.#writing = true;
    this.#put(this.#takeChunk());
  }

  #put(data: Uint8Array): void {
    if (!this.#sync) {
      this.#fs.write(this.#fd, data, ((error: unknown, written: number) =>
        this.#written(error, written, data)) as never);
      return;
    }
    let written = 0;
    try {
      written = this.#fs.writeSync(this.#fd, data);
    } catch (error) {
      this.#written(error, 0, data);
      return;
    }
    this.#written(null, written, data);
  }

  #written(error: unknown, written: number, data: Uint8Array): void {
    const code = (error as { code?: unknown } | null)?.code;
    if ((code === 'EAGAIN' || code === 'EBUSY') && this.#retry(error, data.length, this.#length)) {
      setLoopTimer(() => this.#put(data), RETRY_MS);
      return;
    }
    if (error) {
      this.#writing = false;
      this.#queue.unshift(data);
      this.#length += data.length;
      this.emit('error', error);
      return;
    }
    this.emit('write', written);
    if (written < data.length) {
      this.#put(data.subarray(written));
      return;
    }
    if (this.#length > 0 && (this.#ending || this.#length >= this.#minLength || this.#drainWanted)) this.#next();
    else if (this.#fsync) this.#fs.fsync(this.#fd, (() => this.#drained()) as never);
    else this.#drained();
  }

  #drained(): void {
    this.#writing = false;
    if (this.#ending) {
      this.#close();
      return;
    }
    this.#drainWanted = false;
    if (this.#sync) nextTick(() => this.emit('drain'));
    else this.emit('drain');
  }

  #finishSoon(): void {
    if (this.#writing) return;
    if (this.#length > 0 && this.#fd >= 0) this.#next();
    else this.#close();
  }

  #close(): void {
    this.#timer?.close();
    this.#destroyed = true;
    const done = (error?: unknown): void => {
      if (error) this.emit('error', error);
      else {
        if (this.#ending) this.emit('finish');
        this.emit('close');
      }
    };
    if (this.#fd > 2) this.#fs.close(this.#fd, done as never);
    else nextTick(done as () => void);
  }

  #schedule(): void {
    if (this.#periodicFlush === 0) return;
    this.#timer = setLoopTimer(() => {
      this.flush();
      this.#schedule();
    }, this.#periodicFlush);
    this.#timer.unref();
  }
}
