/** Linux's numbers, which the guest uses, and the host's own. */
import { constants } from 'node:fs';
import { InvalidArgument, systemError } from '../../capability/denial.ts';
import type { FileKind } from '../../wit/zora-node-file-system.d.ts';

/** Bits of `open(2)` on Linux, and the same on the host; 0 where it has none. */
const OPEN_FLAGS: readonly (readonly [linux: number, host: number])[] = [
  [0o1, constants.O_WRONLY],
  [0o2, constants.O_RDWR],
  [0o100, constants.O_CREAT],
  [0o200, constants.O_EXCL],
  [0o400, constants.O_NOCTTY ?? 0],
  [0o1000, constants.O_TRUNC],
  [0o2000, constants.O_APPEND],
  [0o4000, constants.O_NONBLOCK ?? 0],
  [0o10000, constants.O_DSYNC ?? constants.O_SYNC ?? 0],
  [0o4010000, constants.O_SYNC ?? 0],
  // O_DIRECT wants aligned buffers, which the guest cannot give: a hint that is not taken.
  [0o40000, 0],
  [0o200000, constants.O_DIRECTORY ?? 0],
  [0o400000, constants.O_NOFOLLOW ?? 0],
  [0o1000000, (constants as { O_NOATIME?: number }).O_NOATIME ?? 0],
];

const KNOWN_FLAGS = OPEN_FLAGS.reduce((sum, [linux]) => sum | linux, 0);

/**
 * The host's flags for `open`. A file is never waited for (a pipe without a peer would block the host's thread), nor
 * does a terminal become the host's own.
 * @throws Node's `EINVAL` for flags that a program cannot need here (`O_PATH`, `O_TMPFILE`, …)
 */
export function hostOpenFlags(flags: number, path: string): number {
  if ((flags & ~KNOWN_FLAGS) !== 0 || (flags & 3) === 3) throw systemError('EINVAL', { syscall: 'open', path });
  let result = (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);
  for (const [linux, host] of OPEN_FLAGS) if ((flags & linux) === linux) result |= host;
  return result;
}

const RUN_AS_OWNER = 0o6000;

/**
 * The permission bits of a mode.
 * @throws Node's `EPERM` for a mode that makes a program run as its owner or group: those are the host user's
 */
export function modeArgument(mode: number, syscall: string, path?: string): number {
  if ((mode & RUN_AS_OWNER) !== 0) throw systemError('EPERM', path === undefined ? { syscall } : { syscall, path });
  return mode & 0o7777;
}

/** An owner or group: 4294967295 stands for -1, which leaves it as it is. */
export function ownerArgument(id: number): number {
  return id === 0xffffffff ? -1 : id;
}

/** A time in seconds. Node takes a negative number for «now», but not a `Date`. */
export function timeArgument(seconds: number): number | Date {
  if (!Number.isFinite(seconds)) throw new InvalidArgument('A time must be a finite number of seconds');
  return seconds < 0 ? new Date(seconds * 1000) : seconds;
}

/** What can tell its kind: `Dirent`, `Stats`. */
interface Kinded {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
  isCharacterDevice(): boolean;
  isBlockDevice(): boolean;
}

/** The kind of an entry. */
export function kindOf(entry: Kinded): FileKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  if (entry.isSymbolicLink()) return 'symbolic-link';
  if (entry.isFIFO()) return 'fifo';
  if (entry.isSocket()) return 'socket';
  if (entry.isCharacterDevice()) return 'character-device';
  return entry.isBlockDevice() ? 'block-device' : 'unknown';
}
