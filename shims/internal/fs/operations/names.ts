/** What works on names: renames, links, removals, copies. */
import {
  copyFile as hostCopyFile,
  link as hostLink,
  readLink as hostReadLink,
  realPath as hostRealPath,
  rename as hostRename,
  symbolicLink as hostSymbolicLink,
  unlink as hostUnlink,
} from 'zora:node/file-system@0.1.0';
import { posix } from '../../../path.ts';
import type { Buffer } from '../../buffer/buffer.ts';
import { ERR_FS_INVALID_SYMLINK_TYPE } from '../../errors.ts';
import { encodeName, nameEncoding, toSmallMode } from '../arguments.ts';
import { host, systemCode, toFsError } from '../host.ts';
import { absolute, pathText, toPath, validatedPath } from '../paths.ts';
import { pathExists } from './metadata.ts';
import type { Operation } from './transfer.ts';

/** `rename`. */
export function renameOperation(oldPath: unknown, newPath: unknown): Operation<void> {
  const from = toPath(oldPath, 'oldPath');
  const to = toPath(newPath, 'newPath');
  const subject = { syscall: 'rename', path: from.given, dest: to.given };
  return () => host(subject, () => hostRename(from.host, to.host));
}

/** `link`. */
export function linkOperation(existingPath: unknown, newPath: unknown): Operation<void> {
  const existing = toPath(existingPath, 'existingPath');
  const added = toPath(newPath, 'newPath');
  const subject = { syscall: 'link', path: existing.given, dest: added.given };
  return () => host(subject, () => hostLink(existing.host, added.host));
}

/** `symlink`. The type says something on Windows alone. */
export function symlinkOperation(target: unknown, path: unknown, type: unknown): Operation<void> {
  if (type !== undefined && type !== null && type !== 'dir' && type !== 'file' && type !== 'junction') {
    throw new ERR_FS_INVALID_SYMLINK_TYPE(type as never);
  }
  const text = pathText(validatedPath(target, 'target'));
  const { given, host: at } = toPath(path);
  return () => host({ syscall: 'symlink', path: text, dest: given }, () => hostSymbolicLink(text, at));
}

/** `readlink`. */
export function readlinkOperation(path: unknown, options: unknown): Operation<string | Buffer> {
  const encoding = nameEncoding(options);
  const { given, host: at } = toPath(path);
  return () =>
    encodeName(
      host({ syscall: 'readlink', path: given }, () => hostReadLink(at)),
      encoding,
    );
}

/** `realpath.native`: the system's own. */
export function nativeRealpathOperation(path: unknown, options: unknown): Operation<string | Buffer> {
  const encoding = nameEncoding(options);
  const { given, host: at } = toPath(path);
  return () =>
    encodeName(
      host({ syscall: 'realpath', path: given }, () => hostRealPath(at)),
      encoding,
    );
}

/**
 * `realpath`. Node walks the path by itself, so that its errors are those of the walk: `lstat` of the first part that is
 * not there, `stat` of a link that goes round.
 */
export function realpathOperation(path: unknown, options: unknown): Operation<string | Buffer> {
  const encoding = nameEncoding(options);
  const text = pathText(validatedPath(path));
  return () => {
    const whole = posix.resolve(absolute(text || '.'));
    try {
      return encodeName(hostRealPath(whole), encoding);
    } catch (thrown) {
      const code = systemCode(thrown);
      if (code === 'ENOENT') throw toFsError(thrown, { syscall: 'lstat', path: firstMissing(whole) });
      throw toFsError(thrown, { syscall: code === 'ELOOP' ? 'stat' : 'lstat', path: whole });
    }
  };
}

function firstMissing(path: string): string {
  let missing = path;
  for (let parent = posix.dirname(path); parent !== missing; parent = posix.dirname(parent)) {
    if (pathExists({ given: parent, host: parent })) break;
    missing = parent;
  }
  return missing;
}

/** `unlink`. */
export function unlinkOperation(path: unknown): Operation<void> {
  const { given, host: at } = toPath(path);
  return () => host({ syscall: 'unlink', path: given }, () => hostUnlink(at));
}

/** `copyFile`. */
export function copyFileOperation(src: unknown, dest: unknown, mode: unknown): Operation<void> {
  const from = toPath(src, 'src');
  const to = toPath(dest, 'dest');
  const bits = toSmallMode(mode);
  const subject = { syscall: 'copyfile', path: from.given, dest: to.given };
  return () => host(subject, () => hostCopyFile(from.host, to.host, bits));
}
