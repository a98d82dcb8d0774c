/** What works on names: directories, links, renames, removals. */
import { randomInt } from 'node:crypto';
import { linkSync, mkdirSync, readlinkSync, renameSync, rmdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Decision } from '../../capability/authority/decide.ts';
import { AccessDenied, systemError } from '../../capability/denial.ts';
import type { PathHandle } from '../../capability/path-handle.ts';
import type { PathPermission } from '../../capability/paths.ts';
import { andThen, pathArgument, type Subject, withHandle } from './decided.ts';
import { modeArgument } from './numbers.ts';
import type { Session } from './session.ts';

/** Works on a name in its directory, which is held. */
function onEntry<T>(
  session: Session,
  permission: PathPermission,
  syscall: string,
  path: string,
  body: (at: string) => T,
): Decision<T> {
  const decision = session.authority.openEntry(permission, pathArgument(path, syscall), { syscall });
  return andThen(decision, (handle) => withHandle(handle, { syscall, path }, () => body(handle.at)));
}

/** `make-directory`. */
export function makeDirectory(session: Session, path: string, mode: number): Decision<void> {
  const bits = modeArgument(mode, 'mkdir', path);
  return onEntry(session, 'FileSystemWrite', 'mkdir', path, (at) => mkdirSync(at, bits));
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const MOST_TRIES = 16;

/** `make-temporary-directory`. */
export function makeTemporaryDirectory(session: Session, prefix: string, tries = 0): Decision<string> {
  const suffix = Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const path = prefix + suffix;
  const made = onEntry(session, 'FileSystemWrite', 'mkdtemp', path, (at) => {
    try {
      mkdirSync(at, 0o700);
      return true;
    } catch (error) {
      // The name is taken: another one will not be.
      if (codeOf(error) === 'EEXIST' && tries < MOST_TRIES) return false;
      throw error;
    }
  });
  return andThen(made, (done) => (done ? path : makeTemporaryDirectory(session, prefix, tries + 1)));
}

/** `read-link`. */
export function readLink(session: Session, path: string): Decision<string> {
  return onEntry(session, 'FileSystemRead', 'readlink', path, (at) => readlinkSync(at).toWellFormed());
}

/** `unlink`. */
export function unlink(session: Session, path: string): Decision<void> {
  return onEntry(session, 'FileSystemWrite', 'unlink', path, (at) => unlinkSync(at));
}

/** `remove-directory`. */
export function removeDirectory(session: Session, path: string): Decision<void> {
  return onEntry(session, 'FileSystemWrite', 'rmdir', path, (at) => rmdirSync(at));
}

/** Works on two names, of which the first is one to read and to write. */
function onTwoEntries(
  session: Session,
  subject: Subject & { path: string; dest: string },
  subtree: boolean,
  body: (from: string, to: string) => void,
): Decision<void> {
  const { authority } = session;
  const { syscall, path, dest } = subject;
  const readable = authority.readPath(pathArgument(path, syscall), { syscall, followLast: false, subtree });
  return andThen(readable, ({ real }) =>
    andThen(authority.openEntry('FileSystemWrite', path, { syscall, subtree }), (from) =>
      closingOnFailure(from, () => {
        if (from.real !== real) throw new AccessDenied('FileSystemRead', path, 'changed while it was used');
        return andThen(
          authority.openEntry('FileSystemWrite', pathArgument(dest, syscall), { syscall, subtree }),
          (to) => withHandle(to, subject, () => withHandle(from, subject, () => body(from.at, to.at))),
        );
      }),
    ),
  );
}

/** Lets go of `handle` where `body` does not come to its end; closing twice does nothing. */
function closingOnFailure<T>(handle: PathHandle, body: () => Decision<T>): Decision<T> {
  const failed = (error: unknown): never => {
    handle.close();
    throw error;
  };
  try {
    const result = body();
    return result instanceof Promise ? result.catch(failed) : result;
  } catch (error) {
    return failed(error);
  }
}

/** `rename`. */
export function rename(session: Session, path: string, dest: string): Decision<void> {
  return onTwoEntries(session, { syscall: 'rename', path, dest }, true, renameSync);
}

/** `link`. Whoever has the new name can write to the file, so that the old one must be writable, too. */
export function link(session: Session, path: string, dest: string): Decision<void> {
  return onTwoEntries(session, { syscall: 'link', path, dest }, false, linkSync);
}

/** `symbolic-link`. The target is checked, as Node's permission model does: whoever follows the link need not be the guest. */
export function symbolicLink(session: Session, target: string, path: string): Decision<void> {
  const { authority } = session;
  const syscall = 'symlink';
  if (pathArgument(target, syscall) === '') throw systemError('ENOENT', { syscall, path: target, dest: path });
  return andThen(authority.openEntry('FileSystemWrite', pathArgument(path, syscall), { syscall }), (entry) =>
    closingOnFailure(entry, () => {
      const where = { syscall, cwd: dirname(entry.real) };
      const readable = unlessLoop(() => authority.readPath(target, where));
      return andThen(readable, () =>
        andThen(
          unlessLoop(() => authority.writePath(target, where)),
          () => withHandle(entry, { syscall, path: target, dest: path }, (handle) => symlinkSync(target, handle.at)),
        ),
      );
    }),
  );
}

/** A target that is allowed by its name but goes round leads nowhere: such a link may be made. */
function unlessLoop(check: () => Decision<unknown>): Decision<void> {
  const ignoreLoop = (error: unknown): void => {
    if (codeOf(error) !== 'ELOOP') throw error;
  };
  try {
    const result = check();
    return result instanceof Promise ? result.then(() => undefined, ignoreLoop) : undefined;
  } catch (error) {
    return ignoreLoop(error);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
