/**
 * Permissions, owners, times, sizes, with callbacks and synchronous.
 *
 * https://nodejs.org/api/fs.html#fschmodpath-mode-callback
 */
import { deprecation } from '../../process/emit-warning.ts';
import { submit, toCallback } from '../completion.ts';
import {
  chmodOperation,
  chownOperation,
  fchmodOperation,
  fchownOperation,
  fdatasyncOperation,
  fsyncOperation,
  ftruncateOperation,
  futimesOperation,
  truncateOperation,
  utimesOperation,
} from '../operations/attributes.ts';
import { closeSync, openSync } from './transfer.ts';

export function chmod(path: unknown, mode: unknown, callback: unknown): void {
  const operation = chmodOperation(path, mode);
  submit(operation, toCallback(callback));
}

export function chmodSync(path: unknown, mode: unknown): void {
  chmodOperation(path, mode)();
}

export function fchmod(fd: unknown, mode: unknown, callback: unknown): void {
  const operation = fchmodOperation(fd, mode);
  submit(operation, toCallback(callback));
}

export function fchmodSync(fd: unknown, mode: unknown): void {
  fchmodOperation(fd, mode)();
}

export function chown(path: unknown, uid: unknown, gid: unknown, callback: unknown): void {
  const done = toCallback(callback);
  submit(chownOperation(path, uid, gid, true), done);
}

export function chownSync(path: unknown, uid: unknown, gid: unknown): void {
  chownOperation(path, uid, gid, true)();
}

export function lchown(path: unknown, uid: unknown, gid: unknown, callback: unknown): void {
  const done = toCallback(callback);
  submit(chownOperation(path, uid, gid, false), done);
}

export function lchownSync(path: unknown, uid: unknown, gid: unknown): void {
  chownOperation(path, uid, gid, false)();
}

export function fchown(fd: unknown, uid: unknown, gid: unknown, callback: unknown): void {
  const operation = fchownOperation(fd, uid, gid);
  submit(operation, toCallback(callback));
}

export function fchownSync(fd: unknown, uid: unknown, gid: unknown): void {
  fchownOperation(fd, uid, gid)();
}

export function utimes(path: unknown, atime: unknown, mtime: unknown, callback: unknown): void {
  const done = toCallback(callback);
  submit(utimesOperation(path, atime, mtime, true), done);
}

export function utimesSync(path: unknown, atime: unknown, mtime: unknown): void {
  utimesOperation(path, atime, mtime, true)();
}

export function lutimes(path: unknown, atime: unknown, mtime: unknown, callback: unknown): void {
  const done = toCallback(callback);
  submit(utimesOperation(path, atime, mtime, false), done);
}

export function lutimesSync(path: unknown, atime: unknown, mtime: unknown): void {
  utimesOperation(path, atime, mtime, false)();
}

export function futimes(fd: unknown, atime: unknown, mtime: unknown, callback: unknown): void {
  const operation = futimesOperation(fd, atime, mtime);
  submit(operation, toCallback(callback));
}

export function futimesSync(fd: unknown, atime: unknown, mtime: unknown): void {
  futimesOperation(fd, atime, mtime)();
}

const warnOfDescriptor = /* @__PURE__ */ deprecation(
  'Using fs.truncate with a file descriptor is deprecated. Please use fs.ftruncate with a file descriptor instead.',
  'DEP0081',
);

export function truncate(path: unknown, length?: unknown, callback?: unknown): void {
  if (typeof path === 'number') {
    warnOfDescriptor();
    ftruncate(path, length, callback);
    return;
  }
  const withLength = typeof length !== 'function';
  const operation = truncateOperation(path, withLength && length !== undefined ? length : 0);
  submit(operation, toCallback(withLength ? callback : length));
}

export function truncateSync(path: unknown, length: unknown = 0): void {
  if (typeof path === 'number') {
    warnOfDescriptor();
    ftruncateSync(path, length);
    return;
  }
  // Node opens the file before it looks at the length.
  const fd = openSync(path, 'r+');
  try {
    ftruncateSync(fd, length);
  } finally {
    closeSync(fd);
  }
}

export function ftruncate(fd: unknown, length: unknown = 0, callback?: unknown): void {
  const withLength = typeof length !== 'function';
  const operation = ftruncateOperation(fd, withLength ? length : 0);
  submit(operation, toCallback(withLength ? callback : length));
}

export function ftruncateSync(fd: unknown, length: unknown = 0): void {
  ftruncateOperation(fd, length)();
}

export function fsync(fd: unknown, callback: unknown): void {
  const operation = fsyncOperation(fd);
  submit(operation, toCallback(callback));
}

export function fsyncSync(fd: unknown): void {
  fsyncOperation(fd)();
}

export function fdatasync(fd: unknown, callback: unknown): void {
  const operation = fdatasyncOperation(fd);
  submit(operation, toCallback(callback));
}

export function fdatasyncSync(fd: unknown): void {
  fdatasyncOperation(fd)();
}
