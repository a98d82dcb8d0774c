import { closeSync, constants, existsSync, lstatSync, openSync, readlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AccessDenied, systemError } from './denial.ts';
import { openPortableEntry, openPortableTarget, openPortably } from './paths/portable.ts';
import { endsAsDirectory, type PathOptions, type PathRules } from './paths.ts';

/**
 * A checked path that is held open, so that what was checked is what the operation works on. `at` is the name to give
 * to Node's own `fs` calls; it is good until `close`.
 */
export interface PathHandle {
  /** The real path that was checked. */
  readonly real: string;
  /** The path for the operation. */
  readonly at: string;
  /**
   * A descriptor (`O_PATH`, of the object for a target, of its parent for an entry) where the system has such; give a
   * target's to `fstat`. undefined where `at` is all there is.
   */
  readonly fd: number | undefined;
  /**
   * Where the system cannot hold a path open, checks that the operation hit what was checked; to be called after it.
   * @throws {AccessDenied}
   */
  confirm(): void;
  close(): void;
  [Symbol.dispose](): void;
}

/** Linux's `O_PATH`, which `fs.constants` lacks; the same on every architecture that Node runs on. */
const O_PATH = 0o10000000;
const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW } = constants;

/** How often a path that changes while it is opened is tried again. */
const mostTries = 8;

let holds: boolean | undefined;

/** Whether paths can be held open: Linux with `/proc`. */
function canHold(): boolean {
  return (holds ??= process.platform === 'linux' && existsSync('/proc/self/fd'));
}

/**
 * Opens an object that exists (`stat`, `readdir`, `chmod`, `truncate`, `utimes`, `access`, …). Where its last
 * component is a link and `followLast` is false, the handle is of the link itself, of which only `fd` is of use.
 * @throws {AccessDenied} @throws Node's system error with `options.syscall`
 */
export function openTarget(rules: PathRules, path: string, options: PathOptions): PathHandle {
  if (!canHold()) return openPortableTarget(rules, path, options);
  const lexical = rules.lexical(path, options);
  const directory = endsAsDirectory(path);
  const follow = directory || options.followLast !== false;
  const flags = O_PATH | (follow ? 0 : O_NOFOLLOW) | (directory ? O_DIRECTORY : 0);
  const fd = openOrDeny(rules, path, lexical, flags, options);
  return keep(fd, () => {
    const real = realPathOf(fd) ?? relook(rules, path, options);
    assertAllowed(rules, path, lexical, real, options);
    return handle(fd, real, `/proc/self/fd/${fd}`);
  });
}

/**
 * Opens the parent of a path, for what works on names and does not follow the last one: `lstat`, `readlink`, `mkdir`,
 * `rmdir`, `unlink`, `rename`, `link`, `symlink`.
 * @throws {AccessDenied} @throws Node's system error with `options.syscall`
 */
export function openEntry(rules: PathRules, path: string, options: PathOptions): PathHandle {
  const own: PathOptions = { ...options, followLast: false };
  if (!canHold()) return openPortableEntry(rules, path, own);
  const lexical = rules.lexical(path, own);
  const fd = openOrDeny(rules, path, dirname(lexical), O_PATH | O_DIRECTORY, own);
  return keep(fd, () => {
    const parent = realPathOf(fd);
    const real = parent === undefined ? rules.check(path, own).real : join(parent, basename(lexical));
    assertAllowed(rules, path, lexical, real, own);
    const at = `/proc/self/fd/${fd}/${basename(lexical)}`;
    // The final separator is gone from `at`, since the kernel would follow a link at `name/`.
    if (endsAsDirectory(path) && lstatSync(at, { throwIfNoEntry: false })?.isDirectory() === false) {
      throw systemError('ENOTDIR', { syscall: options.syscall ?? 'open', path });
    }
    return handle(fd, real, at);
  });
}

/**
 * Opens a file as `fs.open` does, creating and truncating only what was checked.
 * @param flags the bits of `fs.constants`; `O_NOFOLLOW` and `O_EXCL` keep their meaning
 * @param expected the real path that was decided on, where a decision came before: another one is denied
 * @returns the descriptor, the caller's to close
 * @throws {AccessDenied} @throws Node's system error
 */
export function openFile(
  rules: PathRules,
  path: string,
  flags: number,
  mode: number,
  options: PathOptions,
  expected?: string,
): { fd: number; real: string } {
  const exclusive = (flags & O_CREAT) !== 0 && (flags & O_EXCL) !== 0;
  const own: PathOptions = { ...options, nullDevice: true, followLast: (flags & O_NOFOLLOW) === 0 && !exclusive };
  for (let tries = 0; tries < mostTries; tries++) {
    // With a final separator nothing is created: opening it as it stands gives Node's error.
    const real = rules.check(path, own).real;
    if (expected !== undefined && expected !== real) break;
    const fd = canHold()
      ? openHeld(rules, path, real, flags, mode, own)
      : openPortably(rules, path, real, flags, mode, own);
    if (fd !== undefined) return { fd, real };
  }
  throw new AccessDenied(options.permission, path, 'changed while it was opened');
}

/** @returns undefined when the path turned elsewhere in between */
function openHeld(
  rules: PathRules,
  path: string,
  real: string,
  flags: number,
  mode: number,
  options: PathOptions,
): number | undefined {
  const parent = openOrDeny(rules, path, dirname(real), O_PATH | O_DIRECTORY, options);
  try {
    if (realPathOf(parent) !== dirname(real)) return undefined;
    const suffix = endsAsDirectory(path) ? O_DIRECTORY : 0;
    // The real path has no link at its end, unless the guest wants that link's ELOOP or EEXIST itself.
    return openSync(`/proc/self/fd/${parent}/${basename(real)}`, flags | O_NOFOLLOW | suffix, mode);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ELOOP' && options.followLast !== false) return undefined;
    throw code === undefined ? error : systemError(code, { syscall: options.syscall ?? 'open', path });
  } finally {
    closeSync(parent);
  }
}

/** Opens a name; where that fails, the guest learns why only of what it may look at. */
function openOrDeny(rules: PathRules, path: string, name: string, flags: number, options: PathOptions): number {
  try {
    return openSync(name, flags);
  } catch (error) {
    rules.check(path, options);
    const code = codeOf(error);
    throw code === undefined ? error : systemError(code, { syscall: options.syscall ?? 'open', path });
  }
}

/**
 * The path of an open object as the kernel keeps it; undefined where it has none (a pipe, a removed file: then the
 * name has to be looked at again).
 */
function realPathOf(fd: number): string | undefined {
  const real = readlinkSync(`/proc/self/fd/${fd}`);
  return real.startsWith('/') && !real.endsWith(' (deleted)') ? real : undefined;
}

function relook(rules: PathRules, path: string, options: PathOptions): string {
  const { real } = rules.check(path, options);
  // A file that is really named «… (deleted)» is found again under that name; anything else has gone meanwhile.
  if (existsSync(real) && real.endsWith(' (deleted)')) return real;
  throw systemError('ENOENT', { syscall: options.syscall ?? 'open', path });
}

function assertAllowed(rules: PathRules, path: string, lexical: string, real: string, options: PathOptions): void {
  const rule = rules.deniedBy(lexical, real, options.subtree);
  if (rule !== undefined) throw new AccessDenied(options.permission, path, rule);
}

function keep(fd: number, make: () => PathHandle): PathHandle {
  try {
    return make();
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function handle(fd: number, real: string, at: string): PathHandle {
  let open = true;
  const close = (): void => {
    if (open) closeSync(fd);
    open = false;
  };
  return { fd, real, at, close, confirm() {}, [Symbol.dispose]: close };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
