/**
 * `rm` and `rmdir`, with callbacks and synchronous.
 *
 * https://nodejs.org/api/fs.html#fsrmpath-options-callback
 */
import { deprecation } from '../../process/emit-warning.ts';
import { submit, toCallback } from '../completion.ts';
import { rmdirOperation } from '../operations/directories.ts';
import { isDirectoryMode, modeOf } from '../operations/metadata.ts';
import { type Path, toPath } from '../paths.ts';
import { isRecursiveRmdir, remove, removeSync, rmOptions } from '../rm.ts';

export function rm(path: unknown, options: unknown, callback?: unknown): void {
  const withOptions = typeof options !== 'function';
  const checked = toPath(path);
  const given = rmOptions(withOptions ? options : undefined);
  remove(checked, given, toCallback(withOptions ? callback : options));
}

export function rmSync(path: unknown, options?: unknown): void {
  removeSync(toPath(path), rmOptions(options));
}

const warnOfRecursive = /* @__PURE__ */ deprecation(
  'In future versions of Node.js, fs.rmdir(path, { recursive: true }) will be removed. ' +
    'Use fs.rm(path, { recursive: true }) instead',
  'DEP0147',
);

/** Whether a tree is to be removed; anything but a directory is left to the system, which says why not. */
function removesTree(path: Path): boolean {
  return isDirectoryMode(modeOf(path, false, 'lstat'));
}

export function rmdir(path: unknown, options: unknown, callback?: unknown): void {
  const withOptions = typeof options !== 'function';
  const given = withOptions ? options : undefined;
  const done = toCallback(withOptions ? callback : options);
  const operation = rmdirOperation(path);
  if (!isRecursiveRmdir(given)) {
    if (given != null) rmOptions({ ...(given as object), force: false });
    submit(operation, done);
    return;
  }
  warnOfRecursive();
  const checked = toPath(path);
  const tree = rmOptions({ ...(given as object), force: false });
  submit(
    () => removesTree(checked),
    (error, isTree) => {
      if (error) done(error);
      else if (isTree) remove(checked, tree, done);
      else submit(operation, done);
    },
  );
}

export function rmdirSync(path: unknown, options?: unknown): void {
  const operation = rmdirOperation(path);
  if (!isRecursiveRmdir(options)) {
    if (options != null) rmOptions({ ...(options as object), force: false });
    operation();
    return;
  }
  warnOfRecursive();
  const checked = toPath(path);
  const tree = rmOptions({ ...(options as object), force: false });
  if (removesTree(checked)) removeSync(checked, tree);
  else operation();
}
