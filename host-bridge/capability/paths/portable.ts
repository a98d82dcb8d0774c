/**
 * Holding a path where the system has no `/proc/self/fd`: the operation works on the real path, and its parents and
 * identity are compared afterwards. A race is found out, not ruled out.
 */
import { type BigIntStats, closeSync, constants, fstatSync, lstatSync, openSync } from 'node:fs';
import { AccessDenied, systemError } from '../denial.ts';
import type { PathHandle } from '../path-handle.ts';
import type { PathOptions, PathRules } from '../paths.ts';

// Windows has none of the two.
const O_NOFOLLOW = constants.O_NOFOLLOW ?? 0;

/** As `openTarget` of path-handle.ts. */
export function openPortableTarget(rules: PathRules, path: string, options: PathOptions): PathHandle {
  const { real, directory } = rules.check(path, options);
  const before = identify(real);
  if (before === undefined) throw systemError('ENOENT', { syscall: options.syscall ?? 'open', path });
  if (directory && !before.isDirectory()) throw systemError('ENOTDIR', { syscall: options.syscall ?? 'open', path });
  return portableHandle(real, () => {
    const after = identify(real);
    const same = after !== undefined && after.dev === before.dev && after.ino === before.ino;
    if (!same || rules.check(path, options).real !== real) throw changed(path, options);
  });
}

/** As `openEntry` of path-handle.ts. */
export function openPortableEntry(rules: PathRules, path: string, options: PathOptions): PathHandle {
  const { real } = rules.check(path, options);
  return portableHandle(real, () => {
    if (rules.check(path, options).real !== real) throw changed(path, options);
  });
}

/** Opens the real path. @returns undefined when the path turned elsewhere in between */
export function openPortably(
  rules: PathRules,
  path: string,
  real: string,
  flags: number,
  mode: number,
  options: PathOptions,
): number | undefined {
  const fd = openSync(real, flags | O_NOFOLLOW, mode);
  const opened = fstatSync(fd, { bigint: true });
  const named = identify(real);
  const same = named !== undefined && named.dev === opened.dev && named.ino === opened.ino;
  if (same && rules.check(path, options).real === real) return fd;
  closeSync(fd);
  return undefined;
}

function identify(path: string): BigIntStats | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

function portableHandle(real: string, confirm: () => void): PathHandle {
  return { fd: undefined, real, at: real, confirm, close() {}, [Symbol.dispose]() {} };
}

function changed(path: string, options: PathOptions): AccessDenied {
  return new AccessDenied(options.permission, path, 'changed while it was used');
}
