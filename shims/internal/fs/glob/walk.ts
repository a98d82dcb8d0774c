/** Finding what fits glob patterns. */
import type { FileKind } from 'zora:node/file-system@0.1.0';
import { posix } from '../../../path.ts';
import { ERR_INVALID_ARG_TYPE } from '../../errors.ts';
import { currentDirectory } from '../../process/cwd.ts';
import { validateObject, validateString, validateStringArray } from '../../validators.ts';
import { type Dirent, toDirent } from '../dirent.ts';
import { listDirectory } from '../operations/directories.ts';
import { modeOf } from '../operations/metadata.ts';
import { absolute, pathText, validatedPath } from '../paths.ts';
import { fitsPath, type Pattern, parsePatterns } from './pattern.ts';
import { fits, globstar } from './segment.ts';

/** Options of `glob`. */
export interface GlobOptions {
  readonly cwd: string;
  readonly withFileTypes: boolean;
  readonly exclude: ((item: string | Dirent) => unknown) | readonly Pattern[];
}

/** @throws ERR_INVALID_ARG_TYPE */
export function toGlobOptions(options: unknown): GlobOptions {
  validateObject(options, 'options');
  const { cwd, withFileTypes = false, exclude } = options as Record<string, unknown>;
  const directory =
    cwd === undefined || cwd === null ? currentDirectory() : pathText(validatedPath(cwd, 'options.cwd'));
  let excluded: GlobOptions['exclude'] = [];
  if (typeof exclude === 'function') excluded = exclude as (item: string | Dirent) => unknown;
  else if (exclude !== undefined && exclude !== null) {
    if (!Array.isArray(exclude)) throw new ERR_INVALID_ARG_TYPE('options.exclude', ['string[]', 'Function'], exclude);
    validateStringArray(exclude, 'options.exclude');
    excluded = exclude.flatMap(parsePatterns);
  }
  return { cwd: posix.resolve(absolute(directory)), withFileTypes: Boolean(withFileTypes), exclude: excluded };
}

/** Patterns as they are given: one, or several. @throws ERR_INVALID_ARG_TYPE */
export function toPatterns(pattern: unknown): Pattern[] {
  if (pattern !== null && typeof pattern === 'object') {
    validateStringArray(pattern, 'patterns');
    return pattern.flatMap(parsePatterns);
  }
  validateString(pattern, 'patterns');
  return parsePatterns(pattern);
}

/** What is still to be looked at: a path, and the segment of a pattern that comes next. */
interface Task {
  readonly pattern: Pattern;
  readonly path: string;
  readonly index: number;
}

interface Entry {
  readonly name: string;
  readonly kind: FileKind;
}

/** What there is under `path`, as Node's `internalModuleStat` gives it: no error, whatever the reason. */
function kindOf(path: string, follow: boolean): FileKind | undefined {
  try {
    const mode = modeOf({ given: path, host: path }, follow, 'stat');
    if (mode === undefined) return undefined;
    const kind = mode & 0o170000;
    if (kind === 0o40000) return 'directory';
    if (kind === 0o100000) return 'file';
    return kind === 0o120000 ? 'symbolic-link' : 'unknown';
  } catch {
    return undefined;
  }
}

/** One search. `step` does a part of it; `take` gives what was found. */
export class Search {
  readonly #options: GlobOptions;
  readonly #tasks: Task[];
  readonly #seen = new Set<string>();
  readonly #listings = new Map<string, readonly Entry[]>();
  readonly #found = new Set<string>();
  #results: (string | Dirent)[] = [];
  readonly #numbers = new Map<Pattern, number>();

  constructor(patterns: readonly Pattern[], options: GlobOptions) {
    this.#options = options;
    for (const [i, pattern] of patterns.entries()) this.#numbers.set(pattern, i);
    this.#tasks = patterns.map((pattern) => ({ pattern, path: pattern.absolute ? '/' : '', index: 0 })).reverse();
  }

  /** @returns whether there is more to do */
  step(): boolean {
    const task = this.#tasks.pop();
    if (task === undefined) return false;
    this.#perform(task);
    return this.#tasks.length > 0;
  }

  /** What was found since the last call. */
  take(): (string | Dirent)[] {
    const results = this.#results;
    this.#results = [];
    return results;
  }

  #perform({ pattern, path, index }: Task): void {
    const segment = pattern.segments[index];
    if (segment === undefined) {
      this.#add(pattern, path, undefined);
      return;
    }
    if (typeof segment === 'string') {
      const next = this.#join(path, segment);
      if (index === pattern.segments.length - 1) this.#add(pattern, next, undefined);
      else if (!this.#isExcluded(next, undefined)) this.#push(pattern, next, index + 1);
      return;
    }
    const last = index === pattern.segments.length - 1;
    if (segment === globstar) {
      // No directory at all.
      if (last) this.#add(pattern, path, undefined);
      else this.#push(pattern, path, index + 1);
    }
    for (const entry of this.#list(path)) {
      const next = this.#join(path, entry.name);
      if (segment === globstar) this.#descend(pattern, index, next, entry, last);
      else if (segment.test(entry.name)) {
        if (last) this.#add(pattern, next, entry);
        else if (entry.kind === 'directory' && !this.#isExcluded(next, entry)) this.#push(pattern, next, index + 1);
      }
    }
  }

  /** `**` at an entry. Links are not followed, but that what comes next may fit the link, or the pattern begins with a dot. */
  #descend(pattern: Pattern, index: number, path: string, entry: Entry, last: boolean): void {
    if (entry.name.startsWith('.')) return;
    if (entry.kind === 'directory') {
      if (!this.#isExcluded(path, entry)) this.#push(pattern, path, index);
    } else if (last) {
      if (!pattern.directories || pattern.dotted) this.#add(pattern, path, entry);
    } else if (entry.kind === 'symbolic-link' && (pattern.dotted || fits(pattern.segments[index + 1], entry.name))) {
      if (!this.#isExcluded(path, entry)) this.#push(pattern, path, index + 1);
    }
  }

  #push(pattern: Pattern, path: string, index: number): void {
    const key = `${this.#numbers.get(pattern)}:${index}:${path}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#tasks.push({ pattern, path, index });
  }

  #join(path: string, name: string): string {
    if (path === '') return name;
    return name === '..' || name === '.' ? posix.join(path, name) : `${path === '/' ? '' : path}/${name}`;
  }

  #whole(path: string): string {
    return path.startsWith('/') ? path : posix.join(this.#options.cwd, path);
  }

  #list(path: string): readonly Entry[] {
    const whole = this.#whole(path);
    let entries = this.#listings.get(whole);
    if (entries === undefined) {
      try {
        entries = listDirectory({ given: whole, host: whole });
      } catch (error) {
        // What is no directory, or may not be listed, has nothing in it to find.
        if (!(error instanceof Error) || !('code' in error) || error.code === 'ERR_TOKEN_EXPIRED') throw error;
        entries = [];
      }
      this.#listings.set(whole, entries);
    }
    return entries;
  }

  #add(pattern: Pattern, found: string, entry: Entry | undefined): void {
    const path = found || '.';
    if (this.#found.has(path)) return;
    const whole = this.#whole(path);
    const kind = entry?.kind ?? kindOf(whole, false);
    if (kind === undefined) return;
    if (pattern.directories && kind !== 'directory' && kindOf(whole, true) !== 'directory') return;
    const name = posix.basename(whole);
    const dirent = this.#options.withFileTypes ? toDirent({ name, kind }, posix.dirname(whole)) : undefined;
    if (this.#isExcluded(path, { name, kind })) return;
    this.#found.add(path);
    this.#results.push(dirent ?? path);
  }

  #isExcluded(path: string, entry: Entry | undefined): boolean {
    const { exclude, withFileTypes } = this.#options;
    if (typeof exclude !== 'function') return exclude.some((pattern) => fitsPath(path, pattern));
    if (!withFileTypes) return Boolean(exclude(path));
    const whole = this.#whole(path);
    const kind = entry?.kind ?? kindOf(whole, false);
    return (
      kind !== undefined && Boolean(exclude(toDirent({ name: posix.basename(whole), kind }, posix.dirname(whole))))
    );
  }
}
