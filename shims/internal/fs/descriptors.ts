/** The guest's table of open files: numbers for the descriptors of `zora:node/file-system`. */
import type { Descriptor, FileStat } from 'zora:node/file-system@0.1.0';
import { isAgain } from './completion.ts';
import { badDescriptor, host, pause } from './host.ts';
import { standardFile } from './standard-files.ts';

/** What a descriptor's number stands for. Errors are Node's. */
export interface File {
  /** Whether a synchronous operation waits where there is nothing yet: no `O_NONBLOCK` was asked for. */
  readonly waits: boolean;
  read(length: number, position: number | undefined): Uint8Array;
  write(data: Uint8Array, position: number | undefined): number;
  stat(): FileStat;
  setSize(size: number): void;
  setMode(mode: number): void;
  setOwner(uid: number, gid: number): void;
  setTimes(accessed: number, modified: number): void;
  sync(): void;
  syncData(): void;
  close(): void;
}

/** A file of the host's. */
class HostFile implements File {
  readonly #descriptor: Descriptor;
  readonly waits: boolean;

  constructor(descriptor: Descriptor, waits: boolean) {
    this.#descriptor = descriptor;
    this.waits = waits;
  }

  read(length: number, position: number | undefined): Uint8Array {
    return host(READ, () => this.#descriptor.read(length, position ?? null));
  }
  write(data: Uint8Array, position: number | undefined): number {
    return host(WRITE, () => this.#descriptor.write(data, position ?? null));
  }
  stat(): FileStat {
    return host({ syscall: 'fstat' }, () => this.#descriptor.stat());
  }
  setSize(size: number): void {
    host({ syscall: 'ftruncate' }, () => this.#descriptor.setSize(size));
  }
  setMode(mode: number): void {
    host({ syscall: 'fchmod' }, () => this.#descriptor.setMode(mode));
  }
  setOwner(uid: number, gid: number): void {
    host({ syscall: 'fchown' }, () => this.#descriptor.setOwner(uid, gid));
  }
  setTimes(accessed: number, modified: number): void {
    host({ syscall: 'futime' }, () => this.#descriptor.setTimes(accessed, modified));
  }
  sync(): void {
    host({ syscall: 'fsync' }, () => this.#descriptor.sync());
  }
  syncData(): void {
    host({ syscall: 'fdatasync' }, () => this.#descriptor.syncData());
  }
  close(): void {
    this.#descriptor[Symbol.dispose]();
  }
}

const READ = { syscall: 'read' };
const WRITE = { syscall: 'write' };
const O_NONBLOCK = 0o4000;

/** `null`: one of the standard streams, which was closed. */
const table: (File | null | undefined)[] = [];
/** No number below is free. */
let lowest = 3;

/** The lowest free number for `descriptor`. */
export function register(descriptor: Descriptor, flags: number): number {
  while (table[lowest]) lowest++;
  const fd = lowest++;
  table[fd] = new HostFile(descriptor, (flags & O_NONBLOCK) === 0);
  return fd;
}

/** The open file of a number. @throws `EBADF` */
export function fileOf(fd: number, syscall: string): File {
  const file = table[fd];
  if (file) return file;
  if (fd > 2 || file === null) throw badDescriptor(syscall);
  return (table[fd] = standardFile(fd));
}

/** Closes a number. @throws `EBADF` */
export function closeDescriptor(fd: number): void {
  const file = fileOf(fd, 'close');
  table[fd] = fd <= 2 ? null : undefined;
  if (fd > 2 && fd < lowest) lowest = fd;
  file.close();
}

/** A number for one of the standard streams (`/dev/stdin`). */
export function registerStandard(standard: number): number {
  while (table[lowest]) lowest++;
  const fd = lowest++;
  table[fd] = standardFile(standard);
  return fd;
}

/** Whether an operation on a number waits where there is nothing yet. */
export function waits(fd: number): boolean {
  const file = table[fd];
  return file === undefined ? fd <= 2 : (file?.waits ?? false);
}

/** Calls `operation`; while there is nothing yet, waits and tries again, as a blocking system call does. */
export function blocking<T>(operation: () => T, mayWait: () => boolean): T {
  for (let wait = 1; ; wait = Math.min(wait * 2, 20)) {
    try {
      return operation();
    } catch (error) {
      if (!isAgain(error) || !mayWait()) throw error;
    }
    pause(wait);
  }
}
