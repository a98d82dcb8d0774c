/**
 * `fs.Dir` and `opendir`.
 *
 * https://nodejs.org/api/fs.html#class-fsdir
 */
import { type Directory, type DirectoryEntry, openDirectory as hostOpenDirectory } from 'zora:node/file-system@0.1.0';
import { ERR_DIR_CLOSED, ERR_DIR_CONCURRENT_OPERATION, ERR_INVALID_THIS, ERR_MISSING_ARGS } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { validateFunction, validateUint32 } from '../validators.ts';
import { toOptions } from './arguments.ts';
import { run, submit, toCallback } from './completion.ts';
import { type Dirent, toDirent } from './dirent.ts';
import { host } from './host.ts';
import { join, type Path, toPath } from './paths.ts';

interface DirOptions {
  encoding?: string | null;
  bufferSize: number;
  recursive?: unknown;
}

interface Level {
  readonly path: Path;
  readonly directory: Directory;
}

function openLevel(path: Path, syscall: string): Level {
  return { path, directory: host({ syscall, path: path.given }, () => hostOpenDirectory(path.host)) };
}

/** An open directory. */
export class Dir {
  readonly #path: Path;
  readonly #options: DirOptions;
  /** The directory that is being read. */
  #level: Level | undefined;
  /** Directories below that are still to be read, where it is recursive. */
  readonly #ahead: Path[] = [];
  #buffered: Dirent[] = [];
  #at = 0;
  #closed = false;
  /** Operations that wait for the one under way. */
  #queue: (() => void)[] | undefined;

  constructor(level?: Level, options?: DirOptions) {
    if (level === undefined) throw new ERR_MISSING_ARGS('handle');
    this.#level = level;
    this.#path = level.path;
    this.#options = options as DirOptions;
  }

  get path(): string {
    if (!(#path in this)) throw new ERR_INVALID_THIS('Dir');
    return this.#path.given;
  }

  /** The next entry; `null` at the end. */
  read(callback?: unknown): Promise<Dirent | null> | undefined {
    if (callback === undefined) {
      return new Promise((resolve, reject) => {
        this.read((error: unknown, entry: Dirent | null) => (error ? reject(error) : resolve(entry)));
      });
    }
    const done = toCallback(callback);
    if (this.#closed) throw new ERR_DIR_CLOSED();
    if (this.#queue !== undefined) {
      this.#queue.push(() => this.read(done));
      return undefined;
    }
    if (this.#at < this.#buffered.length) {
      const entry = this.#buffered[this.#at++];
      nextTick(done, null, entry);
      return undefined;
    }
    this.#queue = [];
    submit(
      () => this.#next(),
      (error, entry) => {
        nextTick(() => this.#runQueue());
        if (error) done(error);
        else done(null, entry ?? null);
      },
    );
    return undefined;
  }

  readSync(): Dirent | null {
    if (this.#closed) throw new ERR_DIR_CLOSED();
    if (this.#queue !== undefined) throw new ERR_DIR_CONCURRENT_OPERATION();
    return this.#next();
  }

  close(callback?: unknown): Promise<void> | undefined {
    if (callback === undefined) {
      if (this.#closed) return Promise.reject(new ERR_DIR_CLOSED());
      return new Promise((resolve, reject) => {
        this.close((error: unknown) => (error ? reject(error) : resolve()));
      });
    }
    validateFunction(callback, 'callback');
    const done = toCallback(callback);
    if (this.#closed) {
      nextTick(done, new ERR_DIR_CLOSED());
      return undefined;
    }
    if (this.#queue !== undefined) {
      this.#queue.push(() => this.close(done));
      return undefined;
    }
    this.#closed = true;
    submit(() => this.#drop(), done);
    return undefined;
  }

  closeSync(): void {
    if (this.#closed) throw new ERR_DIR_CLOSED();
    if (this.#queue !== undefined) throw new ERR_DIR_CONCURRENT_OPERATION();
    this.#closed = true;
    this.#drop();
  }

  async *entries(): AsyncGenerator<Dirent, void, undefined> {
    try {
      for (;;) {
        const entry = await this.read();
        if (!entry) break;
        yield entry;
      }
    } finally {
      await this.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    await this.close();
  }

  [Symbol.dispose](): void {
    if (this.#closed) return;
    this.closeSync();
  }

  declare [Symbol.asyncIterator]: () => AsyncGenerator<Dirent, void, undefined>;

  #next(): Dirent | null {
    while (this.#at >= this.#buffered.length) {
      const level = this.#level;
      if (level === undefined) return null;
      const entries = host({ syscall: 'scandir', path: level.path.given }, () =>
        level.directory.read(this.#options.bufferSize),
      );
      if (entries.length > 0) this.#take(level, entries);
      else if (!this.#descend()) return null;
    }
    return this.#buffered[this.#at++] as Dirent;
  }

  #take({ path }: Level, entries: DirectoryEntry[]): void {
    this.#at = 0;
    this.#buffered = entries.map((entry) => toDirent(entry, path.given, this.#options.encoding));
    if (!this.#options.recursive) return;
    for (const { name, kind } of entries) {
      if (kind === 'directory') this.#ahead.push({ given: join(path.given, name), host: join(path.host, name) });
    }
  }

  /** Goes on with a directory below. */
  #descend(): boolean {
    const path = this.#ahead.shift();
    if (path === undefined) return false;
    this.#drop();
    this.#level = openLevel(path, 'opendir');
    return true;
  }

  #drop(): void {
    this.#level?.directory[Symbol.dispose]();
    this.#level = undefined;
  }

  #runQueue(): void {
    const queue = this.#queue ?? [];
    this.#queue = undefined;
    for (const operation of queue) operation();
  }

  static {
    Object.defineProperty(Dir.prototype, Symbol.asyncIterator, {
      value: Dir.prototype.entries,
      writable: true,
      configurable: true,
      enumerable: false,
    });
  }
}

/** What `opendir` does. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function opendirOperation(path: unknown, options: unknown): () => Dir {
  const checked = toPath(path);
  const given = toOptions(options, { encoding: 'utf8' as string | null });
  const { bufferSize = 32, recursive } = given as Partial<DirOptions>;
  validateUint32(bufferSize, 'options.bufferSize', true);
  const dirOptions = { encoding: given.encoding ?? null, bufferSize, recursive };
  return () => new Dir(openLevel(checked, 'opendir'), dirOptions);
}

/** https://nodejs.org/api/fs.html#fsopendirpath-options-callback */
export function opendir(path: unknown, options: unknown, callback?: unknown): void {
  const withOptions = typeof options !== 'function';
  const given = withOptions ? callback : options;
  validateFunction(given, 'callback');
  submit(opendirOperation(path, withOptions ? options : undefined), toCallback(given));
}

/** https://nodejs.org/api/fs.html#fsopendirsyncpath-options */
export function opendirSync(path: unknown, options?: unknown): Dir {
  return opendirOperation(path, options)();
}

/** https://nodejs.org/api/fs.html#fspromisesopendirpath-options */
export async function opendirPromise(path: unknown, options?: unknown): Promise<Dir> {
  return run(opendirOperation(path, options));
}
