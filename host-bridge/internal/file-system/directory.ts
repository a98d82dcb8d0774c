/** `directory` of `zora:node/file-system`, and whole listings. */
import { type Dir, opendirSync } from 'node:fs';
import { systemError } from '../../capability/denial.ts';
import type * as Wit from '../../wit/zora-node-file-system.d.ts';
import { guard } from '../wit-error.ts';
import { about } from './decided.ts';
import { kindOf } from './numbers.ts';

/** The most entries that one call gives. */
export const MAX_ENTRIES = 4096;

/** What a directory is opened with. */
export interface OpenDirectory {
  readonly dir: Dir;
  /** Checks that there is time left. @throws TokenExpired */
  readonly alive: () => void;
  /** Called once when it is closed. */
  readonly onClose: () => void;
}

/** A handle of an open directory. */
export class Directory implements Wit.Directory {
  readonly #directory: OpenDirectory;
  /** An entry that was read ahead. */
  #next: Wit.DirectoryEntry | undefined;
  #open = true;

  constructor(directory: OpenDirectory, next?: Wit.DirectoryEntry) {
    this.#directory = directory;
    this.#next = next;
  }

  read(max: number): Wit.DirectoryEntry[] {
    return guard(() =>
      about({ syscall: 'scandir' }, () => {
        if (!(#directory in this) || !this.#open) throw systemError('EBADF', { syscall: 'scandir' });
        this.#directory.alive();
        const most = Math.min(max >>> 0, MAX_ENTRIES);
        if (this.#next === undefined || most === 0) return readEntries(this.#directory.dir, most);
        const first = this.#next;
        this.#next = undefined;
        return [first, ...readEntries(this.#directory.dir, most - 1)];
      }),
    );
  }

  [Symbol.dispose](): void {
    if (!(#directory in this) || !this.#open) return;
    this.#open = false;
    this.#directory.dir.closeSync();
    this.#directory.onClose();
  }
}

/** Opens a directory for listing. */
export function openDir(path: string): Dir {
  return opendirSync(path, { bufferSize: 1024 });
}

/** The next entries, at most `max`. */
export function readEntries(dir: Dir, max: number): Wit.DirectoryEntry[] {
  const entries: Wit.DirectoryEntry[] = [];
  while (entries.length < max) {
    const entry = dir.readSync();
    if (entry === null) break;
    entries.push({ name: entry.name, kind: kindOf(entry) });
  }
  return entries;
}
