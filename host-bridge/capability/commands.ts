import { realpathSync } from 'node:fs';
import { basename, isAbsolute, join, resolve, sep } from 'node:path';
import { choosesByName, isHostNode } from './commands/multi-call.ts';
import { type SearchPath, searchFolders, stateOf } from './commands/search.ts';
import { guestCanWrite } from './commands/writable.ts';
import { AccessDenied, InvalidArgument, systemError } from './denial.ts';
import type { PathRules } from './paths.ts';

/** A program that a guest wants to run. */
export interface CommandRequest {
  /** A name, or a path that is relative to the child's working directory. */
  readonly file: string;
  /** Its arguments, which only the embedder's hook looks at. */
  readonly args?: readonly string[] | undefined;
  /** The child's working directory, real and absolute; the tool's by default. */
  readonly cwd?: string | undefined;
  /** `argv[0]` where it is not the name. */
  readonly argv0?: string | undefined;
}

/** What to execute. */
export interface CommandPlan {
  /** The command as the guest named it. */
  readonly name: string;
  /** The absolute path to execute. It is the path on `PATH` where a guest cannot change what that leads to, else the real file. */
  readonly file: string;
  /** The file without links. */
  readonly real: string;
  /** `argv[0]`. */
  readonly argv0: string;
  /** A file that the guest can change has the same name on `PATH`: a shell might take that one. */
  readonly shadowed: boolean;
}

/** The rules for programs. */
export interface CommandRules {
  /** Whether a name without a slash is listed, found or not. */
  lists(name: string): boolean;
  /** Whether this absolute path is itself an entry of the list. */
  listsPath(path: string): boolean;
  /** Looks a name up on the host's `PATH`, listed or not: for what the host itself runs. */
  locate(name: string): string | undefined;
  /**
   * Finds the program to run.
   * @throws {AccessDenied} when the token does not allow it, whether it exists or not
   * @throws Node's `spawn <file> ENOENT` or `EACCES` for an allowed one that is not there or no program
   */
  find(request: CommandRequest): CommandPlan;
}

/** A command that the token lists, and the file that it is at the moment. */
interface Listed {
  readonly source: string;
  readonly file: string;
  readonly real: string;
}

const hasSlash = (name: string): boolean => name.includes('/') || (sep === '\\' && name.includes('\\'));

/**
 * Makes the command rules of one token.
 * @param allowed the token's list
 * @param path the folders of the host's `PATH`
 * @param home what `~` in the list stands for
 */
export function createCommandRules(
  allowed: readonly string[],
  rules: PathRules,
  path: SearchPath,
  home: string,
): CommandRules {
  const names = new Set(allowed.filter((entry) => !hasSlash(entry)));
  const paths = allowed.filter(hasSlash).map((source) => ({
    source,
    path: resolve(rules.cwd, /^~[/\\]/.test(source) ? join(home, source.slice(1)) : source),
  }));

  const find = (request: CommandRequest): CommandPlan => {
    const { file: name } = request;
    if (name === '' || name.includes('\0')) throw new InvalidArgument('A command must be a name or a path without NUL');
    const plan = hasSlash(name) ? findPath(name, request.cwd ?? rules.cwd) : findName(name);
    const argv0 = request.argv0 ?? name;
    // A dash in front makes a shell a login shell, which runs the profile files of its home.
    if (argv0.startsWith('-') && !name.startsWith('-') && !isHostNode(plan.real))
      throw denied(name, 'argv0 of a login shell');
    if (argv0.includes('\0')) throw new InvalidArgument('argv0 must not contain NUL');
    if (choosesByName(plan.real) && ![name, plan.source].some((one) => basename(one) === basename(argv0))) {
      throw denied(name, 'argv0 of a program that chooses by it');
    }
    return { name, file: plan.file, real: plan.real, argv0, shadowed: plan.shadowed };
  };

  return {
    find,
    lists: (name) => names.has(name) || paths.some(({ path }) => basename(path) === name),
    listsPath: (path) => paths.some((entry) => entry.path === path),
    locate: (name) => searchFolders(name, path.trusted, rules).file,
  };

  function findName(name: string): Listed & { shadowed: boolean } {
    const found = searchFolders(name, path.trusted, rules);
    if (names.has(name)) {
      if (found.file !== undefined) {
        return { source: name, file: found.file, real: realpathSync.native(found.file), shadowed: found.shadowed };
      }
      const isWritable = found.shadowed || searchFolders(name, path.writable, rules).shadowed;
      if (isWritable) throw denied(name, 'allowedCommands: the guest can write the file');
      throw systemError(found.notExecutable ? 'EACCES' : 'ENOENT', { syscall: `spawn ${name}`, path: name });
    }
    // A name that is not listed is fine where it is the name, and leads to the very file, of a listed path.
    const real = found.file === undefined ? undefined : realpathSync.native(found.file);
    const listed = listedPaths().find((entry) => entry.real === real && basename(entry.source) === name);
    if (listed === undefined) throw denied(name, 'allowedCommands');
    return { ...listed, shadowed: found.shadowed };
  }

  function findPath(name: string, cwd: string): Listed & { shadowed: boolean } {
    // Not normalized: the kernel takes `..` after the links before it, and so does this.
    const named = isAbsolute(name) ? name : cwd + sep + name;
    const real = realOf(named);
    if (real === undefined) return missing(name, named);
    for (const listed of [...listedPaths(), ...listedNames()]) {
      if (listed.real !== real) continue;
      if (choosesByName(real) && basename(name) !== basename(listed.source)) continue;
      if (stateOf(real) !== 'executable') throw systemError('EACCES', { syscall: `spawn ${name}`, path: name });
      // The name on the way may matter to a script's `$0`; where the guest could change it, the file itself is run.
      const file = named === listed.file && !guestCanWrite(rules, named) ? named : real;
      return { source: listed.source, file, real, shadowed: false };
    }
    throw denied(name, 'allowedCommands');
  }

  function missing(name: string, named: string): never {
    // Only of a path that is listed itself does the guest learn that it is not there.
    if (paths.some((entry) => entry.path === resolve(named))) {
      throw systemError('ENOENT', { syscall: `spawn ${name}`, path: name });
    }
    throw denied(name, 'allowedCommands');
  }

  function listedPaths(): Listed[] {
    return paths.flatMap(({ source, path }) => {
      const real = realOf(path);
      return real === undefined ? [] : [{ source, file: path, real }];
    });
  }

  function listedNames(): Listed[] {
    return [...names].flatMap((source) => {
      const { file } = searchFolders(source, path.trusted, rules);
      return file === undefined ? [] : [{ source, file, real: realpathSync.native(file) }];
    });
  }
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    // Missing, or not to be looked at by the host: either way there is nothing that could be run.
    return undefined;
  }
}

function denied(name: string, rule: string): AccessDenied {
  return new AccessDenied('ChildProcess', name, rule);
}
