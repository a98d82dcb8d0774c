/** What is set of paths and open files: permissions, owners, times, sizes; and waiting for the disk. */
import {
  setMode as hostSetMode,
  setOwner as hostSetOwner,
  setTimes as hostSetTimes,
} from 'zora:node/file-system@0.1.0';
import { parseFileMode } from '../../validators.ts';
import { toDescriptor, toFlags, toLength, toOwner, toUnixTimestamp } from '../arguments.ts';
import { closeDescriptor, fileOf } from '../descriptors.ts';
import { host } from '../host.ts';
import { toPath } from '../paths.ts';
import { type Operation, openPath } from './transfer.ts';

/** `chmod`. */
export function chmodOperation(path: unknown, mode: unknown): Operation<void> {
  const { given, host: at } = toPath(path);
  const bits = parseFileMode(mode, 'mode');
  return () => host({ syscall: 'chmod', path: given }, () => hostSetMode(at, bits));
}

/** `fchmod`. */
export function fchmodOperation(fd: unknown, mode: unknown): Operation<void> {
  const number = toDescriptor(fd);
  const bits = parseFileMode(mode, 'mode');
  return () => fileOf(number, 'fchmod').setMode(bits);
}

/** `chown` and `lchown`. */
export function chownOperation(path: unknown, uid: unknown, gid: unknown, follow: boolean): Operation<void> {
  const { given, host: at } = toPath(path);
  const owner = toOwner(uid, 'uid');
  const group = toOwner(gid, 'gid');
  const subject = { syscall: follow ? 'chown' : 'lchown', path: given };
  return () => host(subject, () => hostSetOwner(at, owner, group, follow));
}

/** `fchown`. */
export function fchownOperation(fd: unknown, uid: unknown, gid: unknown): Operation<void> {
  const number = toDescriptor(fd);
  const owner = toOwner(uid, 'uid');
  const group = toOwner(gid, 'gid');
  return () => fileOf(number, 'fchown').setOwner(owner, group);
}

/** `utimes` and `lutimes`. */
export function utimesOperation(path: unknown, atime: unknown, mtime: unknown, follow: boolean): Operation<void> {
  const { given, host: at } = toPath(path);
  const accessed = toUnixTimestamp(atime);
  const modified = toUnixTimestamp(mtime);
  const subject = { syscall: follow ? 'utime' : 'lutime', path: given };
  return () => host(subject, () => hostSetTimes(at, accessed, modified, follow));
}

/** `futimes`. */
export function futimesOperation(fd: unknown, atime: unknown, mtime: unknown): Operation<void> {
  const number = toDescriptor(fd);
  const accessed = toUnixTimestamp(atime, 'atime');
  const modified = toUnixTimestamp(mtime, 'mtime');
  return () => fileOf(number, 'futime').setTimes(accessed, modified);
}

/** `truncate`. */
export function truncateOperation(path: unknown, length: unknown): Operation<void> {
  const checked = toPath(path);
  const size = toLength(length);
  const flags = toFlags('r+');
  return () => {
    const fd = openPath(checked, flags, 0o666);
    try {
      fileOf(fd, 'ftruncate').setSize(size);
    } finally {
      closeDescriptor(fd);
    }
  };
}

/** `ftruncate`. */
export function ftruncateOperation(fd: unknown, length: unknown): Operation<void> {
  const number = toDescriptor(fd);
  const size = toLength(length);
  return () => fileOf(number, 'ftruncate').setSize(size);
}

/** `fsync`. */
export function fsyncOperation(fd: unknown): Operation<void> {
  const number = toDescriptor(fd);
  return () => fileOf(number, 'fsync').sync();
}

/** `fdatasync`. */
export function fdatasyncOperation(fd: unknown): Operation<void> {
  const number = toDescriptor(fd);
  return () => fileOf(number, 'fdatasync').syncData();
}
