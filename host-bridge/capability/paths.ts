import { homedir } from 'node:os';
import { dirname, resolve, sep } from 'node:path';
import { AccessDenied, InvalidArgument, systemError } from './denial.ts';
import { isOfHostProcess } from './paths/host-process.ts';
import { isWithin, realize } from './paths/resolve.ts';

/** The two permissions that paths need. The token draws no line between them; the guest's error and the audit do. */
export type PathPermission = 'FileSystemRead' | 'FileSystemWrite';

/** Bytes of the longest path that the system takes, without its terminator: no longer one is looked at. */
const longestPath = process.platform === 'win32' ? 32_767 : 4095;

const devNull = '/dev/null';

/** How a guest names a path. */
export interface PathOptions {
  readonly permission: PathPermission;
  /** What a relative path is relative to; the tool's working directory by default. Absolute. */
  readonly cwd?: string | undefined;
  /** Whether a link in the last component is followed; true by default, false for `lstat`, `unlink`, `rename`, … */
  readonly followLast?: boolean | undefined;
  /** The call reaches everything beneath (a rename, a recursive removal): nothing denied may lie there. */
  readonly subtree?: boolean | undefined;
  /** `/dev/null` is allowed whatever the token says, as it is for reading and writing alone (`open`, redirections). */
  readonly nullDevice?: boolean | undefined;
  /** The system call for `ENOENT` and `ELOOP`, `open` by default. */
  readonly syscall?: string | undefined;
}

/** A path that the token allows. */
export interface CheckedPath {
  /** As the guest named it. */
  readonly named: string;
  /** Absolute, without `.` and `..`, links as named. */
  readonly lexical: string;
  /** Absolute, without links: what was checked, and what is to be opened. */
  readonly real: string;
  /** It was named with a final separator, so it must be a directory where it exists. */
  readonly directory: boolean;
}

/** The token's rules for paths. */
export interface PathRules {
  /** The tool's working directory, absolute. */
  readonly cwd: string;
  /** Makes a path absolute and takes `.` and `..` out of it. @throws {InvalidArgument} @throws Node's `ENOENT` for the empty path, `ENAMETOOLONG` */
  lexical(path: string, options: PathOptions): string;
  /** Resolves and checks a path. @throws {AccessDenied} @throws Node's `ENOENT` and `ELOOP` */
  check(path: string, options: PathOptions): CheckedPath;
  /** The rule that denies a path whose `real` is known to be without links; undefined when it is allowed. */
  deniedBy(lexical: string, real: string, subtree?: boolean): string | undefined;
  /** Whether a real path is under `allowedPaths` by an entry other than `/`, and not denied. */
  holds(real: string): boolean;
  /** Where the token's paths lead: for a confined child. */
  readonly roots: { readonly allowed: readonly string[]; readonly denied: readonly string[] };
}

/** An entry of `deniedPaths` by every name that it has: as written, with its parents' links resolved, with its own too. */
interface DeniedRoot {
  readonly source: string;
  readonly names: readonly string[];
}

// Volumes here do not tell upper from lower case: a denied path is denied in every spelling.
const foldsCase = process.platform === 'darwin' || process.platform === 'win32';
const fold = (path: string): string => (foldsCase ? path.normalize('NFC').toLowerCase() : path);

/**
 * Makes the path rules of one token. The links of its own entries are resolved once, here.
 * @param token the two lists
 * @param workingDirectory the tool's working directory, absolute
 * @param home what `~` stands for
 */
export function createPathRules(
  token: { readonly allowedPaths: readonly string[]; readonly deniedPaths: readonly string[] },
  workingDirectory: string,
  home: string = homedir(),
): PathRules {
  const cwd = resolve(workingDirectory);
  const expand = (path: string): string => resolve(cwd, /^~(?=$|[/\\])/.test(path) ? home + path.slice(1) : path);

  const allowed = [...new Set(token.allowedPaths.map((path) => realize(expand(path), true)))];
  const denied = token.deniedPaths
    .map((source) => toDeniedRoot(source, expand(source)))
    .filter(({ names }) => names.length > 0);

  const deniedBy = (lexical: string, real: string, subtree = false): string | undefined => {
    if (isOfHostProcess(real) || isOfHostProcess(lexical)) return 'the host process';
    for (const { source, names } of denied) {
      for (const name of names) {
        if (isWithin(fold(real), name) || isWithin(fold(lexical), name)) return `deniedPaths: ${source}`;
        if (subtree && isWithin(name, fold(real))) return `deniedPaths: ${source} (beneath)`;
      }
    }
    return allowed.some((root) => isWithin(real, root)) ? undefined : 'allowedPaths';
  };

  const lexicalPath = (path: string, options: PathOptions): string => {
    if (path.includes('\0')) throw new InvalidArgument('A path must not contain NUL');
    if (path === '') throw systemError('ENOENT', { syscall: options.syscall ?? 'open', path });
    const tooLong = (text: string): boolean => Buffer.byteLength(text) > longestPath;
    const lexical = tooLong(path) ? path : resolve(options.cwd ?? cwd, path);
    if (tooLong(lexical)) throw systemError('ENAMETOOLONG', { syscall: options.syscall ?? 'open', path });
    return lexical;
  };

  return {
    cwd,
    deniedBy,
    lexical: lexicalPath,
    check(path, options) {
      const lexical = lexicalPath(path, options);
      const directory = endsAsDirectory(path);
      const real = realizeOrDeny(path, lexical, directory || options.followLast !== false, options);
      const rule = deniedBy(lexical, real, options.subtree);
      const discards =
        rule === 'allowedPaths' && options.nullDevice === true && real === devNull && lexical === devNull;
      if (rule !== undefined && !discards) throw new AccessDenied(options.permission, path, rule);
      return { named: path, lexical, real, directory };
    },
    holds: (real) =>
      allowed.some((root) => dirname(root) !== root && isWithin(real, root)) && deniedBy(real, real) === undefined,
    roots: { allowed, denied: [...new Set(denied.flatMap(({ names }) => names))] },
  };

  function realizeOrDeny(path: string, lexical: string, followLast: boolean, options: PathOptions): string {
    try {
      return realize(lexical, followLast);
    } catch (error) {
      // Links that go round: only where the guest may look does it learn so.
      const rule = deniedBy(lexical, lexical);
      if (rule !== undefined) throw new AccessDenied(options.permission, path, rule);
      throw error instanceof Error && 'code' in error && error.code === 'ELOOP'
        ? systemError('ELOOP', { syscall: options.syscall ?? 'open', path })
        : error;
    }
  }
}

/** Whether a path is spelt so that it can only be a directory. */
export function endsAsDirectory(path: string): boolean {
  return path.endsWith('/') || path.endsWith('/.') || path.endsWith('/..') || (sep === '\\' && /\\\.{0,2}$/.test(path));
}

/** `/` in `deniedPaths` restates the default, so it is no root; nor is a link that leads there. */
function toDeniedRoot(source: string, lexical: string): DeniedRoot {
  const names = [lexical, realize(lexical, false), realize(lexical, true)];
  return { source, names: [...new Set(names)].filter((name) => dirname(name) !== name).map(fold) };
}
