/**
 * The functions of `node:fs/promises`.
 *
 * https://nodejs.org/api/fs.html#promises-api
 */
import type { Stats } from 'node:fs';
import { ERR_METHOD_NOT_IMPLEMENTED } from '../errors.ts';
import { toOptions } from './arguments.ts';
import { run } from './completion.ts';
import { FileHandle } from './file-handle.ts';
import { rmdir as rmdirWithCallback } from './functions/removal.ts';
import { isFileHandle } from './handle-brand.ts';
import { chmodOperation, chownOperation, truncateOperation, utimesOperation } from './operations/attributes.ts';
import { mkdirOperation, mkdtempOperation, readdirOperation } from './operations/directories.ts';
import { accessOperation, statfsOperation, statOperation } from './operations/metadata.ts';
import {
  copyFileOperation,
  linkOperation,
  nativeRealpathOperation,
  readlinkOperation,
  renameOperation,
  symlinkOperation,
  unlinkOperation,
} from './operations/names.ts';
import { openOperation } from './operations/transfer.ts';
import { absolute, toPath } from './paths.ts';
import { remove, rmOptions } from './rm.ts';
import { runUntil } from './waiting.ts';
import { type ReadFileOptions, readNamed, writeFileOptions, writeNamed } from './whole-file-promises.ts';

export async function access(path: unknown, mode?: unknown): Promise<void> {
  return run(accessOperation(path, mode));
}

export async function copyFile(src: unknown, dest: unknown, mode?: unknown): Promise<void> {
  return run(copyFileOperation(src, dest, mode));
}

/** https://nodejs.org/api/fs.html#fspromisesopenpath-flags-mode */
export async function open(path: unknown, flags?: unknown, mode?: unknown): Promise<FileHandle> {
  return new FileHandle(await runUntil(openOperation(path, flags, mode), () => true));
}

export async function rename(oldPath: unknown, newPath: unknown): Promise<void> {
  return run(renameOperation(oldPath, newPath));
}

export async function truncate(path: unknown, length: unknown = 0): Promise<void> {
  return run(truncateOperation(path, length));
}

export async function rm(path: unknown, options?: unknown): Promise<void> {
  const checked = toPath(path);
  const given = rmOptions(options);
  return new Promise((resolve, reject) => remove(checked, given, (error) => (error ? reject(error) : resolve())));
}

export async function rmdir(path: unknown, options?: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    rmdirWithCallback(path, options, (error: unknown) => (error ? reject(error) : resolve()));
  });
}

export async function mkdir(path: unknown, options?: unknown): Promise<string | undefined> {
  return run(mkdirOperation(path, options));
}

export async function readdir(path: unknown, options?: unknown): Promise<unknown[]> {
  return run(readdirOperation(path, options));
}

export async function readlink(path: unknown, options?: unknown): Promise<unknown> {
  return run(readlinkOperation(path, options));
}

export async function symlink(target: unknown, path: unknown, type?: unknown): Promise<void> {
  return run(symlinkOperation(target, path, type));
}

export async function lstat(path: unknown, options?: unknown): Promise<Stats | undefined> {
  return run(statOperation(path, { ...(options as object), throwIfNoEntry: true }, false));
}

export async function stat(path: unknown, options?: unknown): Promise<Stats | undefined> {
  return run(statOperation(path, { ...(options as object), throwIfNoEntry: true }, true));
}

export async function statfs(path: unknown, options?: unknown): Promise<object> {
  return run(statfsOperation(path, options));
}

export async function link(existingPath: unknown, newPath: unknown): Promise<void> {
  return run(linkOperation(existingPath, newPath));
}

export async function unlink(path: unknown): Promise<void> {
  return run(unlinkOperation(path));
}

export async function chmod(path: unknown, mode: unknown): Promise<void> {
  return run(chmodOperation(path, mode));
}

/** Linux has none. */
export async function lchmod(_path: unknown, _mode: unknown): Promise<void> {
  throw new ERR_METHOD_NOT_IMPLEMENTED('lchmod()');
}

export async function lchown(path: unknown, uid: unknown, gid: unknown): Promise<void> {
  return run(chownOperation(path, uid, gid, false));
}

export async function chown(path: unknown, uid: unknown, gid: unknown): Promise<void> {
  return run(chownOperation(path, uid, gid, true));
}

export async function utimes(path: unknown, atime: unknown, mtime: unknown): Promise<void> {
  return run(utimesOperation(path, atime, mtime, true));
}

export async function lutimes(path: unknown, atime: unknown, mtime: unknown): Promise<void> {
  return run(utimesOperation(path, atime, mtime, false));
}

export async function realpath(path: unknown, options?: unknown): Promise<unknown> {
  return run(nativeRealpathOperation(path, options));
}

export async function mkdtemp(prefix: unknown, options?: unknown): Promise<unknown> {
  return run(mkdtempOperation(prefix, options));
}

/** https://nodejs.org/api/fs.html#fspromisesmkdtempdisposableprefix-options */
export async function mkdtempDisposable(prefix: unknown, options?: unknown): Promise<object> {
  const path = await mkdtemp(prefix, options);
  const whole = absolute(String(path));
  const removeIt = (): Promise<void> => rm(whole, { recursive: true, force: true });
  return { path, remove: removeIt, [Symbol.asyncDispose]: removeIt };
}

/** https://nodejs.org/api/fs.html#fspromisesreadfilepath-options */
export async function readFile(path: unknown, options?: unknown): Promise<unknown> {
  const given = toOptions<ReadFileOptions>(options, { flag: 'r' });
  if (isFileHandle(path)) return (path as FileHandle).readFile(given);
  return readNamed(path, given);
}

/** https://nodejs.org/api/fs.html#fspromiseswritefilefile-data-options */
export async function writeFile(path: unknown, data: unknown, options?: unknown): Promise<void> {
  const given = writeFileOptions(options, 'w');
  if (isFileHandle(path)) return (path as FileHandle).writeFile(data, given);
  return writeNamed(path, data, given);
}

/** https://nodejs.org/api/fs.html#fspromisesappendfilepath-data-options */
export async function appendFile(path: unknown, data: unknown, options?: unknown): Promise<void> {
  const given = writeFileOptions(options, 'a');
  if (isFileHandle(path)) return (path as FileHandle).writeFile(data, given);
  return writeNamed(path, data, given);
}
