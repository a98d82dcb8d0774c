/**
 * Copying trees. The steps are written once, as generators that yield what is to be done: `cpSync` does it at once, `cp`
 * each in a callback of the loop.
 */
import type { FileStat } from 'zora:node/file-system@0.1.0';
import { stat as hostStat } from 'zora:node/file-system@0.1.0';
import { posix } from '../../../path.ts';
import {
  ERR_FS_CP_DIR_TO_NON_DIR,
  ERR_FS_CP_EEXIST,
  ERR_FS_CP_EINVAL,
  ERR_FS_CP_FIFO_PIPE,
  ERR_FS_CP_NON_DIR_TO_DIR,
  ERR_FS_CP_SOCKET,
  ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY,
  ERR_FS_CP_UNKNOWN,
  ERR_FS_EISDIR,
} from '../../errors.ts';
import { host, systemCode, toFsError } from '../host.ts';
import { chmodOperation, utimesOperation } from '../operations/attributes.ts';
import { listDirectory, mkdirOperation } from '../operations/directories.ts';
import { copyFileOperation, readlinkOperation, symlinkOperation, unlinkOperation } from '../operations/names.ts';
import { absolute } from '../paths.ts';
import type { CpOptions } from './options.ts';

/** What is to be done, and then what comes of it. */
export type Steps<T> = Generator<() => unknown, T, unknown>;

function* perform<T>(operation: () => T): Steps<T> {
  return (yield operation) as T;
}

const kind = (stat: FileStat): number => stat.mode & 0o170000;
const isDirectory = (stat: FileStat): boolean => kind(stat) === 0o40000;

function statOf(path: string, follow: boolean): FileStat {
  return host({ syscall: follow ? 'stat' : 'lstat', path }, () => hostStat(absolute(path), follow));
}

function statOrNone(path: string, follow: boolean): FileStat | undefined {
  try {
    return hostStat(absolute(path), follow);
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw toFsError(thrown, { syscall: follow ? 'stat' : 'lstat', path });
  }
}

const same = (a: FileStat, b: FileStat): boolean => a.inode !== 0 && a.inode === b.inode && a.device === b.device;

const parts = (path: string): string[] => posix.resolve(absolute(path)).split('/').filter(Boolean);

/** Whether `below` is `above` or lies in it. */
function isWithin(above: string, below: string): boolean {
  const outer = parts(above);
  const inner = parts(below);
  return outer.every((part, i) => inner[i] === part);
}

const failure = (message: string, path: string, code: string, errno: number) => ({
  message,
  path,
  syscall: 'cp',
  code,
  errno,
});

const intoItself = (src: string, dest: string) =>
  new ERR_FS_CP_EINVAL(failure(`cannot copy ${src} to a subdirectory of self ${dest}`, dest, 'EINVAL', 22));

/** What is at both ends; undefined where the filter leaves it out. */
function* look(
  src: string,
  dest: string,
  options: CpOptions,
): Steps<{ from: FileStat; to: FileStat | undefined } | undefined> {
  const { filter, dereference } = options;
  if (filter !== undefined && !(yield* perform(() => filter(src, dest)))) return undefined;
  return yield* perform(() => {
    const from = statOf(src, dereference);
    const to = statOrNone(dest, dereference);
    check(src, from, dest, to);
    return { from, to };
  });
}

function check(src: string, from: FileStat, dest: string, to: FileStat | undefined): void {
  if (to !== undefined) {
    if (same(from, to)) {
      throw new ERR_FS_CP_EINVAL(failure('src and dest cannot be the same', dest, 'EINVAL', 22));
    }
    if (isDirectory(from) && !isDirectory(to)) {
      throw new ERR_FS_CP_DIR_TO_NON_DIR(
        failure(`cannot overwrite non-directory ${dest} with directory ${src}`, dest, 'EISDIR', 21),
      );
    }
    if (!isDirectory(from) && isDirectory(to)) {
      throw new ERR_FS_CP_NON_DIR_TO_DIR(
        failure(`cannot overwrite directory ${dest} with non-directory ${src}`, dest, 'ENOTDIR', 20),
      );
    }
  }
  if (isDirectory(from) && isWithin(src, dest)) throw intoItself(src, dest);
}

/** No directory above the destination may be the source under another name. */
function checkAbove(src: string, from: FileStat, dest: string): void {
  const end = posix.dirname(posix.resolve(absolute(src)));
  for (let path = posix.dirname(posix.resolve(absolute(dest))); path !== end; path = posix.dirname(path)) {
    if (path === posix.dirname(path)) return;
    const stat = statOrNone(path, true);
    if (stat === undefined) continue;
    if (same(from, stat)) throw intoItself(src, dest);
  }
}

/** Copies `src` to `dest`. */
export function* copyTree(src: string, dest: string, options: CpOptions): Steps<void> {
  const found = yield* look(src, dest, options);
  if (found === undefined) return;
  yield* perform(() => checkAbove(src, found.from, dest));
  const parent = posix.dirname(dest);
  yield* perform(() => {
    if (statOrNone(parent, true) === undefined) mkdirOperation(parent, { recursive: true })();
  });
  yield* copyOne(src, found.from, dest, found.to, options);
}

function* copyOne(
  src: string,
  from: FileStat,
  dest: string,
  to: FileStat | undefined,
  options: CpOptions,
): Steps<void> {
  switch (kind(from)) {
    case 0o40000:
      if (!options.recursive) {
        const message = `Recursive option not enabled, cannot copy a directory: ${src}`;
        throw new ERR_FS_EISDIR(failure(message, src, 'EISDIR', 21));
      }
      yield* copyDirectory(src, from, dest, to, options);
      return;
    case 0o100000:
    case 0o20000:
    case 0o60000:
      yield* copyFile(src, from, dest, to, options);
      return;
    case 0o120000:
      yield* copyLink(src, dest, to, options);
      return;
    case 0o140000:
      throw new ERR_FS_CP_SOCKET(failure(`cannot copy a socket file: ${dest}`, dest, 'EINVAL', 22));
    case 0o10000:
      throw new ERR_FS_CP_FIFO_PIPE(failure(`cannot copy a FIFO pipe: ${dest}`, dest, 'EINVAL', 22));
    default:
      throw new ERR_FS_CP_UNKNOWN(failure(`cannot copy an unknown file type: ${dest}`, dest, 'EINVAL', 22));
  }
}

function* copyFile(
  src: string,
  from: FileStat,
  dest: string,
  to: FileStat | undefined,
  options: CpOptions,
): Steps<void> {
  if (to !== undefined) {
    if (!options.force) {
      if (!options.errorOnExist) return;
      throw new ERR_FS_CP_EEXIST(failure(`${dest} already exists`, dest, 'EEXIST', 17));
    }
    yield* perform(unlinkOperation(dest));
  }
  yield* perform(copyFileOperation(src, dest, options.mode));
  if (!options.preserveTimestamps) return;
  // Times of a file that may not be written cannot be set everywhere.
  const readOnly = (from.mode & 0o200) === 0;
  if (readOnly) yield* perform(chmodOperation(dest, from.mode | 0o200));
  // Copying has read the source.
  yield* perform(() => {
    const { accessed, modified } = statOf(src, true);
    const seconds = (time: FileStat['accessed']) => new Date(time.seconds * 1000 + time.nanoseconds / 1e6);
    utimesOperation(dest, seconds(accessed), seconds(modified), true)();
  });
  if (readOnly) yield* perform(chmodOperation(dest, from.mode & 0o7777));
}

function* copyDirectory(
  src: string,
  from: FileStat,
  dest: string,
  to: FileStat | undefined,
  options: CpOptions,
): Steps<void> {
  if (to === undefined) yield* perform(mkdirOperation(dest, undefined));
  const entries = yield* perform(() => listDirectory({ given: src, host: absolute(src) }));
  for (const { name } of entries) {
    const srcItem = posix.join(src, name);
    const destItem = posix.join(dest, name);
    const found = yield* look(srcItem, destItem, options);
    if (found !== undefined) yield* copyOne(srcItem, found.from, destItem, found.to, options);
  }
  if (to === undefined) yield* perform(chmodOperation(dest, from.mode & 0o7777));
}

function* copyLink(src: string, dest: string, to: FileStat | undefined, options: CpOptions): Steps<void> {
  let target = (yield* perform(readlinkOperation(src, undefined))) as string;
  if (!options.verbatimSymlinks) target = posix.resolve(absolute(posix.dirname(src)), target);
  if (to !== undefined) {
    const old = yield* perform(() => readLinkOrNone(dest));
    if (old !== undefined) {
      yield* perform(() => checkLinks(src, target, posix.resolve(absolute(posix.dirname(dest)), old)));
      yield* perform(unlinkOperation(dest));
    }
  }
  yield* perform(symlinkOperation(target, dest, undefined));
}

function readLinkOrNone(path: string): string | undefined {
  try {
    return readlinkOperation(path, undefined)() as string;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EINVAL') return undefined;
    throw error;
  }
}

function checkLinks(src: string, target: string, old: string): void {
  const stat = statOrNone(src, true);
  if (stat === undefined || !isDirectory(stat)) return;
  if (isWithin(target, old)) throw intoItself(target, old);
  if (isWithin(old, target)) {
    const message = `cannot overwrite ${old} with ${target}`;
    throw new ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY(failure(message, old, 'EINVAL', 22));
  }
}
