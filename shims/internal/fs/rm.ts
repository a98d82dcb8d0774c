/** Removing trees, with the retries of `fs.rm`. */
import { unlink as hostUnlink } from 'zora:node/file-system@0.1.0';
import { ERR_FS_EISDIR, ERR_INVALID_ARG_TYPE, UVException } from '../errors.ts';
import { setLoopTimer } from '../loop.ts';
import { validateBoolean, validateObject } from '../validators.ts';
import { checkRetries, type RmOptions } from './arguments.ts';
import { later } from './completion.ts';
import { host, pause } from './host.ts';
import { listDirectory, removeDirectory } from './operations/directories.ts';
import { isDirectoryMode, modeOf } from './operations/metadata.ts';
import { join, type Path } from './paths.ts';

/** The options of `rm` and of the old recursive `rmdir`. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function rmOptions(options: unknown): RmOptions & { force: boolean; recursive: boolean } {
  const defaults = { force: false, recursive: false, maxRetries: 0, retryDelay: 100 };
  if (options === undefined) return defaults;
  validateObject(options, 'options');
  const given = { ...defaults, ...options };
  validateBoolean(given.force, 'options.force');
  validateBoolean(given.recursive, 'options.recursive');
  checkRetries(given);
  return given;
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null | undefined)?.code;

const RETRIED = ['EBUSY', 'EMFILE', 'ENFILE', 'ENOTEMPTY', 'EPERM'];

/** One thing to remove at a time, so that a large tree is not removed in one turn of the loop. */
class Removal {
  /** Directories that are being emptied, the innermost last, with what is left in each. */
  readonly #stack: { path: Path; names: { path: Path; directory: boolean }[] }[] = [];

  constructor(path: Path, directory: boolean) {
    if (directory) this.#enter(path);
    else unlink(path);
  }

  /** Removes one more. @returns false when nothing is left */
  next(): boolean {
    const top = this.#stack.at(-1);
    if (top === undefined) return false;
    const entry = top.names.at(-1);
    if (entry === undefined) {
      ignoreMissing(() => removeDirectory(top.path));
      this.#stack.pop();
      return this.#stack.length > 0;
    }
    if (entry.directory) ignoreMissing(() => this.#enter(entry.path));
    else ignoreMissing(() => unlink(entry.path));
    top.names.splice(top.names.indexOf(entry), 1);
    return true;
  }

  #enter(path: Path): void {
    const names = listDirectory(path).map(({ name, kind }) => ({
      path: { given: join(path.given, name), host: join(path.host, name) },
      directory: kind === 'directory',
    }));
    this.#stack.push({ path, names });
  }
}

function unlink({ given, host: at }: Path): void {
  host({ syscall: 'unlink', path: given }, () => hostUnlink(at));
}

function ignoreMissing(body: () => void): void {
  try {
    body();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** What `rm` finds: a removal, or undefined where there is nothing and that is no error. */
function begin(path: Path, { force, recursive }: { force: boolean; recursive: boolean }): Removal | undefined {
  const mode = modeOf(path, false, 'lstat');
  if (mode === undefined) {
    if (force) return undefined;
    throw new UVException({ errno: -2, code: 'ENOENT', syscall: 'lstat', path: path.given });
  }
  const directory = isDirectoryMode(mode);
  if (directory && !recursive) {
    throw new ERR_FS_EISDIR({
      code: 'EISDIR',
      message: 'is a directory',
      path: path.given,
      syscall: 'rm',
      errno: 21,
    });
  }
  return new Removal(path, directory);
}

const mayRetry = (error: unknown, tries: number, maxRetries: number): boolean =>
  tries < maxRetries && RETRIED.includes(codeOf(error) as string);

/** `rmSync`. */
export function removeSync(path: Path, options: ReturnType<typeof rmOptions>): void {
  for (let tries = 0; ; tries++) {
    try {
      const removal = begin(path, options);
      while (removal?.next());
      return;
    } catch (error) {
      if (!mayRetry(error, tries, options.maxRetries)) throw error;
    }
    pause(options.retryDelay * (tries + 1));
  }
}

/** `rm`. */
export function remove(
  path: Path,
  options: ReturnType<typeof rmOptions>,
  done: (error: unknown) => void,
  tries = 0,
): void {
  let removal: Removal | undefined;
  let begun = false;
  const step = (): void => {
    let more: boolean;
    try {
      if (!begun) {
        removal = begin(path, options);
        begun = true;
      }
      more = removal?.next() ?? false;
    } catch (error) {
      if (!mayRetry(error, tries, options.maxRetries)) done(error);
      else setLoopTimer(() => remove(path, options, done, tries + 1), options.retryDelay * (tries + 1));
      return;
    }
    if (more) later(step);
    else done(null);
  };
  later(step);
}

/** `recursive` of `rmdir`, which is on its way out of Node. @throws ERR_INVALID_ARG_TYPE */
export function isRecursiveRmdir(options: unknown): boolean {
  if (options === undefined || options === null) return false;
  if (typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  return (options as { recursive?: unknown }).recursive === true;
}
