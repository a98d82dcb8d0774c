/** A directory with all beneath it: one watch a directory, each held open, links never followed. */
import { type FSWatcher, fstatSync } from 'node:fs';
import { join } from 'node:path';
import { AccessDenied } from '../../capability/denial.ts';
import { openTarget, type PathHandle } from '../../capability/path-handle.ts';
import type { PathRules } from '../../capability/paths.ts';
import { openDir, readEntries } from './directory.ts';
import { MAX_TREE, type WatchEvents, watchHeld } from './watcher.ts';

interface Branch {
  readonly handle: PathHandle;
  readonly watcher: FSWatcher;
}

const SYSCALL = 'watch';

/** Watches `root`, which it owns from now on, and everything below. */
export class WatchTree {
  readonly #rules: PathRules;
  readonly #root: PathHandle;
  readonly #events: WatchEvents;
  /** By the path below the root; '' is the root. */
  readonly #branches = new Map<string, Branch>();

  constructor(rules: PathRules, root: PathHandle, events: WatchEvents) {
    this.#rules = rules;
    this.#root = root;
    this.#events = events;
    this.#add('', root, false);
  }

  close(): void {
    for (const below of [...this.#branches.keys()]) this.#remove(below);
  }

  /** @param tell report what lies in it: the directory is new, and its content came before the watch */
  #add(below: string, handle: PathHandle, tell: boolean): void {
    const subject = { syscall: SYSCALL, path: this.#root.real };
    const watcher = watchHeld(
      handle,
      { directory: true },
      subject,
      (renamed, name) => this.#seen(below, renamed, name),
      (error) => {
        if (below === '') this.#events.fail(error);
        else this.#remove(below);
      },
    );
    const branch: Branch = { handle, watcher };
    this.#branches.set(below, branch);
    this.#descend(below, branch, tell);
  }

  #descend(below: string, branch: Branch, tell: boolean): void {
    const dir = openDir(branch.handle.at);
    try {
      for (;;) {
        const entries = readEntries(dir, 1024);
        if (entries.length === 0) return;
        for (const { name, kind } of entries) {
          const path = join(below, name);
          if (tell) this.#events.add({ renamed: true, name: path });
          if (kind === 'directory') this.#enter(path, tell);
        }
      }
    } finally {
      dir.closeSync();
    }
  }

  #seen(below: string, renamed: boolean, name: string | undefined): void {
    if (!this.#branches.has(below)) return;
    if (name === undefined) {
      this.#events.add({ renamed, name: undefined });
      return;
    }
    const path = join(below, name);
    this.#events.add({ renamed, name: path });
    if (!renamed) return;
    if (this.#branches.has(path)) this.#prune(path);
    this.#enter(path, true);
  }

  /** Watches `below` where it is a directory now. Whatever it is instead, or that it has gone, is no failure of the watch. */
  #enter(below: string, tell: boolean): void {
    if (this.#branches.size >= MAX_TREE || this.#branches.has(below)) return;
    let handle: PathHandle;
    const real = join(this.#root.real, below);
    try {
      handle = openTarget(this.#rules, real, { permission: 'FileSystemRead', followLast: false, syscall: SYSCALL });
    } catch (error) {
      if (error instanceof AccessDenied || isSystemError(error)) return;
      throw error;
    }
    const directory = handle.fd !== undefined && fstatSync(handle.fd).isDirectory() && handle.real === real;
    if (!directory) {
      handle.close();
      return;
    }
    try {
      this.#add(below, handle, tell);
    } catch (error) {
      this.#remove(below);
      handle.close();
      if (!isSystemError(error)) throw error;
    }
  }

  #prune(below: string): void {
    for (const path of [...this.#branches.keys()]) {
      if (path === below || path.startsWith(`${below}/`)) this.#remove(path);
    }
  }

  #remove(below: string): void {
    const branch = this.#branches.get(below);
    if (branch === undefined) return;
    this.#branches.delete(below);
    branch.watcher.close();
    branch.handle.close();
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'errno' in error;
}
