/** What paths are, and what can be set of them. */
import {
  accessSync,
  chmodSync,
  chownSync,
  fstatSync,
  lchownSync,
  lstatSync,
  lutimesSync,
  statfsSync,
  utimesSync,
} from 'node:fs';
import type { Decision } from '../../capability/authority/decide.ts';
import type { PathHandle } from '../../capability/path-handle.ts';
import type { PathPermission } from '../../capability/paths.ts';
import type * as Wit from '../../wit/zora-node-file-system.d.ts';
import { andThen, pathArgument, withHandle } from './decided.ts';
import { modeArgument, ownerArgument, timeArgument } from './numbers.ts';
import type { Session } from './session.ts';
import { toFileStat, toVolumeStat } from './stats.ts';

/** Works on an object, which is held. */
function onTarget<T>(
  session: Session,
  permission: PathPermission,
  syscall: string,
  path: string,
  body: (handle: PathHandle) => T,
  followLast = true,
): Decision<T> {
  const decision = session.authority.openTarget(permission, pathArgument(path, syscall), { syscall, followLast });
  return andThen(decision, (handle) => withHandle(handle, { syscall, path }, body));
}

/** `stat`. */
export function stat(session: Session, path: string, follow: boolean): Decision<Wit.FileStat> {
  const read = ({ fd, at }: PathHandle) =>
    toFileStat(fd === undefined ? lstatSync(at, { bigint: true }) : fstatSync(fd, { bigint: true }));
  return onTarget(session, 'FileSystemRead', follow ? 'stat' : 'lstat', path, read, follow);
}

/** `stat-volume`. */
export function statVolume(session: Session, path: string): Decision<Wit.VolumeStat> {
  return onTarget(session, 'FileSystemRead', 'statfs', path, ({ at }) =>
    toVolumeStat(statfsSync(at, { bigint: true })),
  );
}

/** `access`. */
export function access(session: Session, path: string, mode: number): Decision<void> {
  return onTarget(session, 'FileSystemRead', 'access', path, ({ at }) => accessSync(at, mode & 7));
}

/** `real-path`. */
export function realPath(session: Session, path: string): Decision<string> {
  return onTarget(session, 'FileSystemRead', 'realpath', path, ({ real }) => real.toWellFormed());
}

/** `set-mode`. */
export function setMode(session: Session, path: string, mode: number): Decision<void> {
  const bits = modeArgument(mode, 'chmod', path);
  return onTarget(session, 'FileSystemWrite', 'chmod', path, ({ at }) => chmodSync(at, bits));
}

/** Works on an object, or on the link that names it. */
function onTargetOrLink(
  session: Session,
  syscall: string,
  path: string,
  follow: boolean,
  onObject: (at: string) => void,
  onLink: (at: string) => void,
): Decision<void> {
  if (follow) return onTarget(session, 'FileSystemWrite', syscall, path, ({ at }) => onObject(at));
  const own = `l${syscall}`;
  const decision = session.authority.openEntry('FileSystemWrite', pathArgument(path, own), { syscall: own });
  return andThen(decision, (handle) => withHandle(handle, { syscall: own, path }, ({ at }) => onLink(at)));
}

/** `set-owner`. */
export function setOwner(session: Session, path: string, uid: number, gid: number, follow: boolean): Decision<void> {
  const owner = ownerArgument(uid);
  const group = ownerArgument(gid);
  return onTargetOrLink(
    session,
    'chown',
    path,
    follow,
    (at) => chownSync(at, owner, group),
    (at) => lchownSync(at, owner, group),
  );
}

/** `set-times`. */
export function setTimes(
  session: Session,
  path: string,
  accessed: number,
  modified: number,
  follow: boolean,
): Decision<void> {
  const atime = timeArgument(accessed);
  const mtime = timeArgument(modified);
  return onTargetOrLink(
    session,
    'utime',
    path,
    follow,
    (at) => utimesSync(at, atime, mtime),
    (at) => lutimesSync(at, atime, mtime),
  );
}
