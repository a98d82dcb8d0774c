/**
 * `fs.watch` and `fsPromises.watch`.
 *
 * https://nodejs.org/api/fs.html#fswatchfilename-options-listener
 */
import { watch as hostWatch, type Watcher } from 'zora:node/file-system@0.1.0';
import { Buffer } from '../buffer/buffer.ts';
import { AbortError, ERR_FS_WATCH_QUEUE_OVERFLOW, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { EventEmitter } from '../events/emitter.ts';
import { type LoopHandle, nextTick, watch as watchPollable } from '../loop.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { validateAbortSignal, validateBoolean, validateInteger, validateObject, validateOneOf } from '../validators.ts';
import { encodeName, toOptions } from './arguments.ts';
import { host, toFsError } from './host.ts';
import { type Path, toPath } from './paths.ts';

interface WatchOptions {
  encoding?: string | null;
  persistent?: unknown;
  recursive?: unknown;
  signal?: AbortSignal;
  maxQueue?: unknown;
  overflow?: unknown;
}

const Base = EventEmitter as unknown as new () => import('node:events').EventEmitter;

/** A path that is watched. */
export class FSWatcher extends Base {
  readonly #watcher: Watcher;
  readonly #handle: LoopHandle;
  readonly #encoding: unknown;
  readonly #subject: { syscall: string; path: string };
  #closed = false;

  constructor(path: Path, persistent: boolean, recursive: boolean, encoding: unknown) {
    super();
    this.#encoding = encoding;
    this.#subject = { syscall: 'watch', path: path.given };
    try {
      this.#watcher = host(this.#subject, () => hostWatch(path.host, recursive));
    } catch (error) {
      throw Object.assign(error as Error, { filename: path.given });
    }
    const pollable = this.#watcher.subscribe();
    this.#handle = watchPollable(pollable, () => this.#take());
    if (!persistent) this.#handle.unref();
  }

  #take(): void {
    let events: ReturnType<Watcher['take']>;
    try {
      events = this.#watcher.take();
    } catch (thrown) {
      this.emit('error', toFsError(thrown, this.#subject));
      return;
    }
    for (const { renamed, name } of events) {
      if (this.#closed) return;
      this.emit('change', renamed ? 'rename' : 'change', name == null ? null : encodeName(name, this.#encoding));
    }
    // Asks once more: the watch is armed again by an answer that is empty.
    if (!this.#closed && events.length > 0) this.#take();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#handle.close();
    this.#watcher[Symbol.dispose]();
    nextTick(() => this.emit('close'));
  }

  ref(): this {
    if (!this.#closed) this.#handle.ref();
    return this;
  }

  unref(): this {
    if (!this.#closed) this.#handle.unref();
    return this;
  }
}

/** https://nodejs.org/api/fs.html#fswatchfilename-options-listener */
export function watch(filename: unknown, options?: unknown, listener?: unknown): FSWatcher {
  const given = typeof options === 'function' ? {} : toOptions<WatchOptions>(options, {});
  const onChange = typeof options === 'function' ? options : listener;
  const path = toPath(filename, 'filename');
  const { persistent = true, recursive = false, encoding, signal } = given;
  if (recursive !== false) {
    validateBoolean(recursive, 'options.recursive');
    validateBoolean(persistent, 'options.persistent');
  }
  const watcher = new FSWatcher(path, Boolean(persistent), recursive, encoding);
  if (onChange) watcher.on('change', onChange as never);
  if (signal !== undefined) closeOnAbort(watcher, signal);
  return watcher;
}

function closeOnAbort(watcher: FSWatcher, signal: AbortSignal): void {
  const close = () => watcher.close();
  if (signal.aborted) {
    nextTick(close);
    return;
  }
  signal.addEventListener('abort', close, { once: true });
  watcher.once('close', () => signal.removeEventListener('abort', close));
}

/** What `fsPromises.watch` gives for each event. */
export interface FileChangeInfo {
  eventType: string;
  filename: string | Buffer | null;
}

/** https://nodejs.org/api/fs.html#fspromiseswatchfilename-options */
export async function* watchPromise(filename: unknown, options: unknown = {}): AsyncGenerator<FileChangeInfo> {
  const path = toPath(filename);
  validateObject(options, 'options');
  const given = options as WatchOptions;
  const {
    persistent = true,
    recursive = false,
    encoding = 'utf8',
    maxQueue = 2048,
    overflow = 'ignore',
    signal,
  } = given;
  validateBoolean(persistent, 'options.persistent');
  validateBoolean(recursive, 'options.recursive');
  validateInteger(maxQueue, 'options.maxQueue');
  validateOneOf(overflow, 'options.overflow', ['ignore', 'error']);
  validateAbortSignal(signal, 'options.signal');
  if (encoding && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
    throw new ERR_INVALID_ARG_VALUE('encoding', encoding, 'is invalid encoding');
  }
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });

  const queue: FileChangeInfo[] = [];
  let wake: (() => void) | undefined;
  let failure: unknown;
  let overflowed = false;
  const watcher = new FSWatcher(path, persistent, recursive, encoding);
  const fail = (error: unknown): void => {
    failure ??= error;
    wake?.();
  };
  const onAbort = () => fail(new AbortError(undefined, { cause: signal?.reason }));
  signal?.addEventListener('abort', onAbort, { once: true });
  watcher.on('error', fail as never);
  watcher.on('change', ((eventType: string, name: string | Buffer | null) => {
    if (queue.length < maxQueue) queue.push({ __proto__: null, eventType, filename: name } as FileChangeInfo);
    else if (overflow === 'error') fail(new ERR_FS_WATCH_QUEUE_OVERFLOW(maxQueue as never));
    else if (!overflowed) {
      overflowed = true;
      emitWarning('fs.watch maxQueue exceeded');
    }
    wake?.();
  }) as never);
  try {
    for (;;) {
      while (queue.length > 0 && failure === undefined) yield queue.shift() as FileChangeInfo;
      if (failure !== undefined) throw failure;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      wake = undefined;
    }
  } finally {
    watcher.close();
    signal?.removeEventListener('abort', onAbort);
  }
}
