import { isAbsolute, resolve } from 'node:path';
import type { AccessDenied } from '../denial.ts';
import type { CheckedPath, PathPermission, PathRules } from '../paths.ts';

/**
 * The directories that a line can be in. A `cd` may fail, or be in a branch that is not taken, so each adds to what was
 * possible before: a relative path has to be allowed from all of them.
 */
export interface Directories {
  /** Checks a literal path from every possible directory. @throws {AccessDenied} */
  check(path: string, permission: PathPermission, options?: { nullDevice?: boolean }): CheckedPath;
  /** Takes a `cd` into account. @throws {AccessDenied} */
  enter(path: string): CheckedPath;
  /** All of them. */
  readonly possible: ReadonlySet<string>;
  /** Where the last `cd` leads when it succeeds. */
  readonly entered: ReadonlySet<string>;
  /** Makes these the possible ones: after `&&` it is known that the `cd` before it has succeeded. */
  narrow(directories: ReadonlySet<string>): void;
}

/** More than a line of good intent makes. */
const mostChanges = 32;

/**
 * @param start the child's working directory, real and absolute
 * @param unclear the denial for a path that shell and kernel may resolve in two ways
 */
export function createDirectories(
  rules: PathRules,
  start: string,
  unclear: (rule: string) => AccessDenied,
): Directories {
  let possible = new Set([start]);
  let entered = new Set<string>();
  let changes = 0;

  const check = (path: string, permission: PathPermission, options: { nullDevice?: boolean } = {}): CheckedPath => {
    if (path === '') throw unclear('an empty path');
    // After a link, `..` is the parent of where it leads for the kernel, and of the link for the rules.
    if (climbsLate(path)) throw unclear('".." after a name in a path');
    let first: CheckedPath | undefined;
    for (const cwd of isAbsolute(path) ? [start] : possible) {
      const checked = rules.check(path, { permission, cwd, ...options });
      first ??= checked;
    }
    if (first === undefined) throw unclear('no directory');
    return first;
  };

  return {
    check,
    get possible() {
      return possible;
    },
    get entered() {
      return entered;
    },
    narrow(directories) {
      possible = new Set(directories);
    },
    enter(path) {
      const checked = check(path, 'FileSystemRead');
      entered = new Set();
      for (const cwd of isAbsolute(path) ? [start] : possible) {
        entered.add(resolve(cwd, path));
        // With a link in it, the next `..` starts at the link or at where it leads.
        entered.add(rules.check(path, { permission: 'FileSystemRead', cwd }).real);
      }
      possible = possible.union(entered);
      changes += 1;
      if (changes > mostChanges || possible.size > 2 * mostChanges) throw unclear('too many changes of directory');
      return checked;
    },
  };
}

/** Whether a path has a `..` behind a name. */
function climbsLate(path: string): boolean {
  const segments = path.split('/');
  const name = segments.findIndex((segment) => segment !== '' && segment !== '.' && segment !== '..');
  return name !== -1 && segments.includes('..', name);
}
