/** `descriptor` of `zora:node/file-system`: an open file of the guest's. */
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fdatasync,
  fstatSync,
  fsync,
  ftruncateSync,
  futimesSync,
  readSync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { systemError } from '../../capability/denial.ts';
import type * as Wit from '../../wit/zora-node-file-system.d.ts';
import { guard, guardAsync } from '../wit-error.ts';
import { about, renamed } from './decided.ts';
import { modeArgument, ownerArgument, timeArgument } from './numbers.ts';
import { toFileStat } from './stats.ts';

/** The most that one call moves. */
export const MAX_TRANSFER = 1024 * 1024;

/**
 * Every read goes through here: the bytes are copied into the guest before any other call can be made, and a fresh
 * megabyte a read costs as much as the read.
 */
let scratch: Uint8Array<ArrayBuffer> | undefined;

/** What a descriptor is opened with. */
export interface OpenFile {
  readonly fd: number;
  /** Checks that there is time left. @throws TokenExpired */
  readonly alive: () => void;
  /** Called once when it is closed. */
  readonly onClose: () => void;
}

const syncFile = promisify(fsync);
const syncData = promisify(fdatasync);

/** A handle of an open file. */
export class Descriptor implements Wit.Descriptor {
  readonly #file: OpenFile;
  #open = true;
  /** A pipe that was opened before its other end was: nothing to read is not its end. */
  #awaitsWriter: boolean;

  constructor(file: OpenFile, options: { awaitsWriter?: boolean } = {}) {
    this.#file = file;
    this.#awaitsWriter = options.awaitsWriter ?? false;
  }

  read(len: number, position: bigint | undefined): Uint8Array {
    return Descriptor.#use(this, 'read', (fd) => {
      const length = Math.min(len >>> 0, MAX_TRANSFER);
      scratch ??= new Uint8Array(MAX_TRANSFER);
      const read = readSync(fd, scratch, 0, length, positionArgument(position, 'read'));
      if (this.#awaitsWriter && length > 0) {
        if (read === 0) throw systemError('EAGAIN', { syscall: 'read' });
        this.#awaitsWriter = false;
      }
      return scratch.subarray(0, read);
    });
  }

  write(data: Uint8Array, position: bigint | undefined): number {
    return Descriptor.#use(this, 'write', (fd) =>
      writeSync(fd, data, 0, Math.min(data.length, MAX_TRANSFER), positionArgument(position, 'write')),
    );
  }

  stat(): Wit.FileStat {
    return Descriptor.#use(this, 'fstat', (fd) => toFileStat(fstatSync(fd, { bigint: true })));
  }

  setSize(size: bigint): void {
    Descriptor.#use(this, 'ftruncate', (fd) => {
      if (size > BigInt(Number.MAX_SAFE_INTEGER)) throw systemError('EFBIG', { syscall: 'ftruncate' });
      ftruncateSync(fd, Number(size));
    });
  }

  setMode(mode: number): void {
    Descriptor.#use(this, 'fchmod', (fd) => fchmodSync(fd, modeArgument(mode, 'fchmod')));
  }

  setOwner(uid: number, gid: number): void {
    Descriptor.#use(this, 'fchown', (fd) => fchownSync(fd, ownerArgument(uid), ownerArgument(gid)));
  }

  setTimes(accessed: number, modified: number): void {
    Descriptor.#use(this, 'futime', (fd) => futimesSync(fd, timeArgument(accessed), timeArgument(modified)));
  }

  /** Disks take their time: the host's thread does not wait, so that other instances go on. */
  sync(): Promise<void> {
    return guardAsync(() => Descriptor.#wait(this, 'fsync', syncFile));
  }

  syncData(): Promise<void> {
    return guardAsync(() => Descriptor.#wait(this, 'fdatasync', syncData));
  }

  [Symbol.dispose](): void {
    if (!(#file in this) || !this.#open) return;
    this.#open = false;
    closeSync(this.#file.fd);
    this.#file.onClose();
  }

  static #fd(descriptor: Descriptor, syscall: string): number {
    if (!(#file in descriptor) || !descriptor.#open) throw systemError('EBADF', { syscall });
    descriptor.#file.alive();
    return descriptor.#file.fd;
  }

  static #use<T>(descriptor: Descriptor, syscall: string, body: (fd: number) => T): T {
    return guard(() => about({ syscall }, () => body(Descriptor.#fd(descriptor, syscall))));
  }

  static async #wait(descriptor: Descriptor, syscall: string, body: (fd: number) => Promise<void>): Promise<void> {
    try {
      await body(Descriptor.#fd(descriptor, syscall));
    } catch (error) {
      throw renamed(error, { syscall });
    }
  }
}

/** A position beyond what a Number holds is beyond the end of any file. @throws Node's `EFBIG` for writing there */
function positionArgument(position: bigint | undefined, syscall: string): number | null {
  if (position === undefined) return null;
  if (position <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(position);
  if (syscall === 'write') throw systemError('EFBIG', { syscall });
  return Number.MAX_SAFE_INTEGER;
}
