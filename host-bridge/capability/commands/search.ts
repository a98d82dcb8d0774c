import { accessSync, constants, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import type { PathRules } from '../paths.ts';
import { guestCanWrite } from './writable.ts';

/** Where programs are looked for when the host has no `PATH`, as libuv does. */
const defaultPath = '/usr/bin:/bin';

const extensions = process.platform === 'win32' ? ['.exe', '.com'] : [''];

/** The folders of the host's `PATH`. */
export interface SearchPath {
  /** Those in which a guest cannot put a program: where programs are looked for, and the `PATH` of every child. */
  readonly trusted: readonly string[];
  /** Those in which it can. */
  readonly writable: readonly string[];
}

/** Sorts the folders of a `PATH`. A relative one would follow the child's working directory and is left out. */
export function splitPath(path: string | undefined, rules: PathRules): SearchPath {
  const folders = [...new Set((path ?? defaultPath).split(delimiter).filter((folder) => isAbsolute(folder)))];
  const writable = folders.filter((folder) => guestCanWrite(rules, folder));
  return { writable, trusted: folders.filter((folder) => !writable.includes(folder)) };
}

/** The `PATH` of every child. It is never empty, since for a shell that is the working directory. */
export function pathOfChildren({ trusted }: SearchPath): string {
  return trusted.length === 0 ? devNull : trusted.join(delimiter);
}

/** What a look-up along `PATH` gave. */
export interface Found {
  /** The file, by the name that it has in its folder; undefined when there is none. */
  readonly file: string | undefined;
  /** A file came before it, or instead of it, that the guest can change. */
  readonly shadowed: boolean;
  /** A file came before it, or instead of it, that may not be executed. */
  readonly notExecutable: boolean;
}

/** Looks a bare name up in folders, as `execvp` does, passing over files that the guest can change. */
export function searchFolders(name: string, folders: readonly string[], rules: PathRules): Found {
  let shadowed = false;
  let notExecutable = false;
  for (const folder of folders) {
    for (const extension of extensions) {
      const file = join(folder, name + extension);
      const state = stateOf(file);
      if (state === 'missing') continue;
      if (state === 'not executable') notExecutable = true;
      else if (guestCanWrite(rules, file)) shadowed = true;
      else return { file, shadowed, notExecutable };
    }
  }
  return { file: undefined, shadowed, notExecutable };
}

/** Whether a path can be executed. */
export function stateOf(file: string): 'missing' | 'not executable' | 'executable' {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return 'missing';
    if (!stats.isFile()) return 'not executable';
    accessSync(file, constants.X_OK);
    return 'executable';
  } catch (error) {
    // A name that is too long, or links that go round, are nothing at all.
    return error instanceof Error && 'code' in error && error.code === 'EACCES' ? 'not executable' : 'missing';
  }
}
