/**
 * Renames, links, removals, copies, with callbacks and synchronous.
 *
 * https://nodejs.org/api/fs.html#fsrenameoldpath-newpath-callback
 */
import { submit, toCallback } from '../completion.ts';
import {
  copyFileOperation,
  linkOperation,
  nativeRealpathOperation,
  readlinkOperation,
  realpathOperation,
  renameOperation,
  symlinkOperation,
  unlinkOperation,
} from '../operations/names.ts';

export function rename(oldPath: unknown, newPath: unknown, callback: unknown): void {
  const done = toCallback(callback);
  submit(renameOperation(oldPath, newPath), done);
}

export function renameSync(oldPath: unknown, newPath: unknown): void {
  renameOperation(oldPath, newPath)();
}

export function link(existingPath: unknown, newPath: unknown, callback: unknown): void {
  const done = toCallback(callback);
  submit(linkOperation(existingPath, newPath), done);
}

export function linkSync(existingPath: unknown, newPath: unknown): void {
  linkOperation(existingPath, newPath)();
}

export function symlink(target: unknown, path: unknown, type: unknown, callback?: unknown): void {
  const withType = callback !== undefined;
  const done = toCallback(withType ? callback : type);
  submit(symlinkOperation(target, path, withType ? type : undefined), done);
}

export function symlinkSync(target: unknown, path: unknown, type?: unknown): void {
  symlinkOperation(target, path, type)();
}

/** The options and the callback of a function that may be called without options. */
function split(options: unknown, callback: unknown): [options: unknown, done: (...args: unknown[]) => void] {
  return typeof options === 'function' ? [undefined, toCallback(options)] : [options, toCallback(callback)];
}

export function readlink(path: unknown, options: unknown, callback?: unknown): void {
  const [given, done] = split(options, callback);
  submit(readlinkOperation(path, given), done);
}

export function readlinkSync(path: unknown, options?: unknown): unknown {
  return readlinkOperation(path, options)();
}

function realpathWithCallback(path: unknown, options: unknown, callback?: unknown): void {
  const [given, done] = split(options, callback);
  submit(realpathOperation(path, given), done);
}

function nativeRealpath(path: unknown, options: unknown, callback?: unknown): void {
  const [given, done] = split(options, callback);
  submit(nativeRealpathOperation(path, given), done);
}

/** https://nodejs.org/api/fs.html#fsrealpathpath-options-callback */
export const realpath = /* @__PURE__ */ Object.assign(
  function realpath(path: unknown, options: unknown, callback?: unknown): void {
    realpathWithCallback(path, options, callback);
  },
  { native: nativeRealpath },
);

/** https://nodejs.org/api/fs.html#fsrealpathsyncpath-options */
export const realpathSync = /* @__PURE__ */ Object.assign(
  function realpathSync(path: unknown, options?: unknown): unknown {
    return realpathOperation(path, options)();
  },
  { native: (path: unknown, options?: unknown): unknown => nativeRealpathOperation(path, options)() },
);

export function unlink(path: unknown, callback: unknown): void {
  const done = toCallback(callback);
  submit(unlinkOperation(path), done);
}

export function unlinkSync(path: unknown): void {
  unlinkOperation(path)();
}

export function copyFile(src: unknown, dest: unknown, mode: unknown, callback?: unknown): void {
  const withMode = typeof mode !== 'function';
  const operation = copyFileOperation(src, dest, withMode ? mode : 0);
  submit(operation, toCallback(withMode ? callback : mode));
}

export function copyFileSync(src: unknown, dest: unknown, mode?: unknown): void {
  copyFileOperation(src, dest, mode)();
}
