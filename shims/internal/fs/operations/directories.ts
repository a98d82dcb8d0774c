/** Making, listing and removing directories. */
import {
  type DirectoryEntry,
  makeDirectory as hostMakeDirectory,
  makeTemporaryDirectory as hostMakeTemporaryDirectory,
  readDirectory as hostReadDirectory,
  removeDirectory as hostRemoveDirectory,
} from 'zora:node/file-system@0.1.0';
import { posix } from '../../../path.ts';
import { Buffer } from '../../buffer/buffer.ts';
import { UVException } from '../../errors.ts';
import { emitWarning } from '../../process/emit-warning.ts';
import { parseFileMode, validateBoolean } from '../../validators.ts';
import { encodeName, nameEncoding, toOptions } from '../arguments.ts';
import { type Dirent, toDirent } from '../dirent.ts';
import { host, type Subject, systemCode, toFsError } from '../host.ts';
import { absolute, join, type Path, pathText, toPath, validatedPath } from '../paths.ts';
import { isDirectoryMode, modeOf } from './metadata.ts';
import type { Operation } from './transfer.ts';

interface MkdirOptions {
  mode?: unknown;
  recursive?: unknown;
}

/** `mkdir`; where it is `recursive`, the first directory that was made. */
export function mkdirOperation(path: unknown, options: unknown): Operation<string | undefined> {
  let mode = 0o777;
  let recursive: unknown = false;
  if (typeof options === 'number' || typeof options === 'string') mode = parseFileMode(options, 'mode');
  else if (options) {
    const given = options as MkdirOptions;
    if (given.recursive !== undefined) recursive = given.recursive;
    if (given.mode !== undefined) mode = parseFileMode(given.mode, 'options.mode');
  }
  const checked = toPath(path);
  validateBoolean(recursive, 'options.recursive');
  if (recursive) return () => makePath(checked, mode);
  return () => {
    host({ syscall: 'mkdir', path: checked.given }, () => hostMakeDirectory(checked.host, mode));
    return undefined;
  };
}

/** Makes a directory and those above it that are missing. @returns the first that was made, as it was spelt */
export function makePath({ given }: Path, mode: number): string | undefined {
  const missing = [given];
  let first: string | undefined;
  for (let path = missing.at(-1); path !== undefined; path = missing.at(-1)) {
    try {
      hostMakeDirectory(absolute(path), mode);
      first ??= path;
      missing.pop();
    } catch (thrown) {
      const subject = { syscall: 'mkdir', path: given };
      if (systemCode(thrown) === 'ENOENT') {
        const parent = posix.dirname(path);
        if (parent === path || path === '') throw toFsError(thrown, subject);
        missing.push(parent);
      } else {
        acceptDirectory(thrown, path, subject, missing.length > 1);
        missing.pop();
      }
    }
  }
  return first;
}

/** A directory that cannot be made may be there; if it is not, says why. */
function acceptDirectory(thrown: unknown, path: string, subject: Subject, hasMore: boolean): void {
  let mode: number | undefined;
  try {
    mode = modeOf({ given: path, host: absolute(path) }, true, 'mkdir');
  } catch {
    throw toFsError(thrown, subject);
  }
  if (isDirectoryMode(mode)) return;
  if (systemCode(thrown) === 'EEXIST' && hasMore) throw new UVException({ errno: -20, code: 'ENOTDIR', ...subject });
  throw toFsError(thrown, subject);
}

let warnedOfX = false;

function warnOfX(): void {
  if (warnedOfX) return;
  warnedOfX = true;
  emitWarning('mkdtemp() templates ending with X are not portable. For details see: https://nodejs.org/api/fs.html');
}

/** `mkdtemp`. */
export function mkdtempOperation(prefix: unknown, options: unknown): Operation<string | Buffer> {
  const encoding = nameEncoding(options);
  const given = pathText(validatedPath(prefix, 'prefix'));
  if (given.endsWith('X')) warnOfX();
  return () => {
    const made = host({ syscall: 'mkdtemp', path: `${given}XXXXXX` }, () =>
      hostMakeTemporaryDirectory(absolute(given)),
    );
    return encodeName(given + made.slice(-6), encoding);
  };
}

/** `rmdir`, without its old option `recursive`. */
export function rmdirOperation(path: unknown): Operation<void> {
  const checked = toPath(path);
  return () => removeDirectory(checked);
}

/** Removes an empty directory. */
export function removeDirectory({ given, host: at }: Path): void {
  host({ syscall: 'rmdir', path: given }, () => hostRemoveDirectory(at));
}

/** All entries of a directory, by name. */
export function listDirectory({ given, host: at }: Path): DirectoryEntry[] {
  const subject = { syscall: 'scandir', path: given };
  const { entries, rest } = host(subject, () => hostReadDirectory(at));
  if (rest == null) return entries;
  try {
    for (;;) {
      const more = host(subject, () => rest.read(4096));
      if (more.length === 0) break;
      for (const entry of more) entries.push(entry);
    }
  } finally {
    rest[Symbol.dispose]();
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface ReaddirOptions {
  encoding?: string | null;
  withFileTypes?: unknown;
  recursive?: unknown;
}

type Name = string | Buffer;

/** `readdir`. https://nodejs.org/api/fs.html#fsreaddirsyncpath-options */
export function readdirOperation(path: unknown, options: unknown): Operation<Name[] | Dirent[]> {
  const { encoding, withFileTypes, recursive } = toOptions<ReaddirOptions>(options, {});
  const given = validatedPath(path);
  if (recursive != null) validateBoolean(recursive, 'options.recursive');
  const checked = toPath(given);
  return () => {
    if (recursive) return withFileTypes ? allDirents(checked, encoding) : allNames(checked, encoding);
    const entries = listDirectory(checked);
    if (!withFileTypes) return entries.map(({ name }) => encodeName(name, encoding));
    const parent = encoding === 'buffer' ? Buffer.from(checked.given) : given;
    return entries.map((entry) => toDirent(entry, parent, encoding));
  };
}

/** Directories breadth first, as Node lists them. */
function walk(root: Path, visit: (entry: DirectoryEntry, below: string) => void): void {
  const directories = [''];
  for (const below of directories) {
    const directory = below === '' ? root : { given: join(root.given, below), host: join(root.host, below) };
    for (const entry of listDirectory(directory)) {
      visit(entry, below);
      if (entry.kind === 'directory') directories.push(below === '' ? entry.name : `${below}/${entry.name}`);
    }
  }
}

function allNames(root: Path, encoding: unknown): Name[] {
  const names: Name[] = [];
  walk(root, ({ name }, below) => names.push(encodeName(below === '' ? name : `${below}/${name}`, encoding)));
  return names;
}

function allDirents(root: Path, encoding: unknown): Dirent[] {
  const dirents: Dirent[] = [];
  walk(root, (entry, below) => {
    const parent = below === '' ? root.given : posix.join(root.given, below);
    dirents.push(toDirent(entry, encoding === 'buffer' ? Buffer.from(parent) : parent, encoding));
  });
  return dirents;
}
