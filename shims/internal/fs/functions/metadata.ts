/**
 * `stat` and its like, `access`, `exists`, with callbacks and synchronous.
 *
 * https://nodejs.org/api/fs.html#fsstatpath-options-callback
 */
import type { Stats } from 'node:fs';
import { emitWarning } from '../../process/emit-warning.ts';
import { promisifyCustom } from '../../util/promisify.ts';
import { later, submit, toCallback } from '../completion.ts';
import { accessOperation, fstatOperation, pathExists, statfsOperation, statOperation } from '../operations/metadata.ts';
import { toPath, validatedPath } from '../paths.ts';

/** https://nodejs.org/api/fs.html#fsstatpath-options-callback */
export function stat(path: unknown, options: unknown, callback?: unknown): void {
  const done = toCallback(typeof options === 'function' ? options : callback);
  submit(statOperation(path, { ...(options as object), throwIfNoEntry: true }, true), done);
}

/** https://nodejs.org/api/fs.html#fsstatsyncpath-options */
export function statSync(path: unknown, options?: unknown): Stats | undefined {
  return statOperation(path, options, true)();
}

/** https://nodejs.org/api/fs.html#fslstatpath-options-callback */
export function lstat(path: unknown, options: unknown, callback?: unknown): void {
  const done = toCallback(typeof options === 'function' ? options : callback);
  submit(statOperation(path, { ...(options as object), throwIfNoEntry: true }, false), done);
}

/** https://nodejs.org/api/fs.html#fslstatsyncpath-options */
export function lstatSync(path: unknown, options?: unknown): Stats | undefined {
  return statOperation(path, options, false)();
}

/** https://nodejs.org/api/fs.html#fsfstatfd-options-callback */
export function fstat(fd: unknown, options: unknown, callback?: unknown): void {
  const operation = fstatOperation(fd, typeof options === 'function' ? undefined : options);
  submit(operation, toCallback(typeof options === 'function' ? options : callback));
}

/** https://nodejs.org/api/fs.html#fsfstatsyncfd-options */
export function fstatSync(fd: unknown, options?: unknown): Stats {
  return fstatOperation(fd, options)();
}

/** https://nodejs.org/api/fs.html#fsstatfspath-options-callback */
export function statfs(path: unknown, options: unknown, callback?: unknown): void {
  const done = toCallback(typeof options === 'function' ? options : callback);
  submit(statfsOperation(path, typeof options === 'function' ? undefined : options), done);
}

/** https://nodejs.org/api/fs.html#fsstatfssyncpath-options */
export function statfsSync(path: unknown, options?: unknown): object {
  return statfsOperation(path, options)();
}

/** https://nodejs.org/api/fs.html#fsaccesspath-mode-callback */
export function access(path: unknown, mode: unknown, callback?: unknown): void {
  const withMode = typeof mode !== 'function';
  const checked = validatedPath(path);
  const done = toCallback(withMode ? callback : mode);
  submit(accessOperation(checked, withMode ? mode : 0), done);
}

/** https://nodejs.org/api/fs.html#fsaccesssyncpath-mode */
export function accessSync(path: unknown, mode?: unknown): void {
  accessOperation(path, mode)();
}

function existsWithCallback(path: unknown, callback: unknown): void {
  const done = toCallback(callback) as (exists: boolean) => void;
  let checked: ReturnType<typeof toPath>;
  try {
    checked = toPath(path);
  } catch {
    // A value that is no path names nothing: Node answers so, and at once.
    done(false);
    return;
  }
  later(() => done(pathExists(checked)));
}

/** https://nodejs.org/api/fs.html#fsexistspath-callback */
export const exists = /* @__PURE__ */ withPromise(function exists(path: unknown, callback: unknown): void {
  existsWithCallback(path, callback);
});

function withPromise<F extends (path: unknown, callback: unknown) => void>(fn: F): F {
  return Object.defineProperty(fn, promisifyCustom, {
    value: (path: unknown) => new Promise((resolve) => fn(path, resolve)),
  });
}

let warned = false;

/** https://nodejs.org/api/fs.html#fsexistssyncpath */
export function existsSync(path: unknown): boolean {
  let checked: ReturnType<typeof toPath>;
  try {
    checked = toPath(path);
  } catch (error) {
    if (!warned && (error as { code?: unknown }).code === 'ERR_INVALID_ARG_TYPE') {
      warned = true;
      emitWarning('Passing invalid argument types to fs.existsSync is deprecated', 'DeprecationWarning', 'DEP0187');
    }
    return false;
  }
  return pathExists(checked);
}
