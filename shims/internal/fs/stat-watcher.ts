/**
 * `fs.watchFile`: a path that is looked at again and again.
 *
 * https://nodejs.org/api/fs.html#fswatchfilefilename-options-listener
 */
import { type FileStat, stat as hostStat } from 'zora:node/file-system@0.1.0';
import { EventEmitter } from '../events/emitter.ts';
import { type LoopHandle, nextTick, setLoopTimer } from '../loop.ts';
import { validateFunction, validateUint32 } from '../validators.ts';
import { later } from './completion.ts';
import { type Path, toPath } from './paths.ts';
import { toStats } from './stats.ts';

const Base = EventEmitter as unknown as new () => import('node:events').EventEmitter;

const NEVER = { seconds: 0, nanoseconds: 0 };
/** What is told of a path that is not there. */
const NOTHING: FileStat = {
  device: 0,
  inode: 0,
  mode: 0,
  links: 0,
  uid: 0,
  gid: 0,
  represents: 0,
  size: 0,
  blockSize: 0,
  blocks: 0,
  accessed: NEVER,
  modified: NEVER,
  changed: NEVER,
  created: NEVER,
};

function look(path: Path): FileStat | undefined {
  try {
    return hostStat(path.host, true);
  } catch (thrown) {
    // Whatever the reason, there is nothing to see; Node tells them apart as little.
    if (typeof thrown === 'object' && thrown !== null && 'payload' in thrown) return undefined;
    throw thrown;
  }
}

function differs(a: FileStat, b: FileStat): boolean {
  const fields = ['device', 'inode', 'mode', 'uid', 'gid', 'size'] as const;
  const times = ['modified', 'changed', 'created'] as const;
  return (
    fields.some((field) => a[field] !== b[field]) ||
    times.some((time) => a[time].seconds !== b[time].seconds || a[time].nanoseconds !== b[time].nanoseconds)
  );
}

/** https://nodejs.org/api/fs.html#class-fsstatwatcher */
export class StatWatcher extends Base {
  readonly #path: Path;
  readonly #interval: number;
  readonly #bigint: boolean;
  #timer: LoopHandle | undefined;
  #refed: boolean;
  #stopped = false;
  /** What was seen last; undefined before the first look. */
  #previous: FileStat | undefined;
  #missing = false;

  constructor(path: Path, interval: number, persistent: boolean, bigint: boolean) {
    super();
    this.#path = path;
    this.#interval = interval;
    this.#bigint = bigint;
    this.#refed = persistent;
    later(() => this.#poll());
  }

  #poll(): void {
    if (this.#stopped) return;
    const found = look(this.#path);
    const current = found ?? NOTHING;
    const first = this.#previous === undefined;
    const previous = this.#previous ?? current;
    const wasMissing = this.#missing;
    this.#previous = current;
    this.#missing = found === undefined;
    this.#timer = setLoopTimer(() => this.#poll(), this.#interval);
    if (!this.#refed) this.#timer.unref();
    // A path that is not there is told of once, at the start.
    const tell = first ? this.#missing : !(wasMissing && this.#missing) && differs(previous, current);
    if (tell) this.emit('change', toStats(current, this.#bigint), toStats(previous, this.#bigint));
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#timer?.close();
    nextTick(() => this.emit('stop'));
  }

  ref(): this {
    this.#refed = true;
    this.#timer?.ref();
    return this;
  }

  unref(): this {
    this.#refed = false;
    this.#timer?.unref();
    return this;
  }
}

const watchers = new Map<string, StatWatcher>();

/** https://nodejs.org/api/fs.html#fswatchfilefilename-options-listener */
export function watchFile(filename: unknown, options: unknown, listener?: unknown): StatWatcher {
  const path = toPath(filename);
  const withOptions = typeof options === 'object' && options !== null;
  const onChange = withOptions ? listener : options;
  const {
    interval = 5007,
    persistent = true,
    bigint = false,
  } = (withOptions ? options : {}) as Record<string, unknown>;
  validateFunction(onChange, 'listener');
  let watcher = watchers.get(path.host);
  if (watcher === undefined) {
    validateUint32(interval, 'interval');
    watcher = new StatWatcher(path, interval, Boolean(persistent), Boolean(bigint));
    watchers.set(path.host, watcher);
  }
  watcher.on('change', onChange as never);
  return watcher;
}

/** https://nodejs.org/api/fs.html#fsunwatchfilefilename-listener */
export function unwatchFile(filename: unknown, listener?: unknown): void {
  const path = toPath(filename);
  const watcher = watchers.get(path.host);
  if (watcher === undefined) return;
  if (typeof listener === 'function') watcher.off('change', listener as never);
  else watcher.removeAllListeners('change');
  if (watcher.listenerCount('change') > 0) return;
  watcher.stop();
  watchers.delete(path.host);
}
