/** Opening files, and whole files in one call. */
import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { Decision } from '../../capability/authority/decide.ts';
import { InvalidArgument, systemError } from '../../capability/denial.ts';
import { endsAsDirectory } from '../../capability/paths.ts';
import type * as Wit from '../../wit/zora-node-file-system.d.ts';
import { about, andThen, pathArgument, withHandle } from './decided.ts';
import { Descriptor, MAX_TRANSFER } from './descriptor.ts';
import { hostOpenFlags, modeArgument } from './numbers.ts';
import type { Session } from './session.ts';

/** A file that was opened, with what it is. */
interface Opened {
  readonly fd: number;
  readonly release: () => void;
}

const { O_RDONLY, O_RDWR, O_WRONLY, O_CREAT, O_TRUNC, O_APPEND } = constants;
const NEEDS_NAME = O_RDWR | O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | (constants.O_NOFOLLOW ?? 0);

/**
 * Opens a file, decided on. One that is only read is held first and opened through the handle: one look-up of its name
 * instead of four. `/dev/null` has a right of its own, which is that of `openFile`.
 */
function openDecided(session: Session, path: string, flags: number, mode: number): Decision<{ fd: number }> {
  const { authority } = session;
  const subject = { syscall: 'open', path };
  // Linux calls the two together invalid; Node's programs know the older answer.
  if ((flags & O_CREAT) !== 0 && endsAsDirectory(path)) {
    return andThen(authority.writePath(path, subject), () => {
      throw systemError('EISDIR', subject);
    });
  }
  if ((flags & NEEDS_NAME) !== O_RDONLY || path.endsWith('/null'))
    return authority.openFile(path, flags, mode, subject);
  return andThen(authority.openTarget('FileSystemRead', path, subject), (handle) =>
    withHandle(handle, subject, ({ at }) => ({ fd: openSync(at, flags) })),
  );
}

/** Opens a file within the limit of open files. */
function openCounted(session: Session, path: string, flags: number, mode: number): Decision<Opened> {
  const bits = hostOpenFlags(flags, path);
  const checked = modeArgument(mode, 'open', path);
  const release = session.authority.limits.acquire('openFiles');
  try {
    const decision = openDecided(session, pathArgument(path, 'open'), bits, checked);
    if (!(decision instanceof Promise)) return { fd: decision.fd, release };
    return decision.then(
      ({ fd }) => ({ fd, release }),
      (error: unknown) => {
        release();
        throw error;
      },
    );
  } catch (error) {
    release();
    throw error;
  }
}

function toDescriptor(session: Session, { fd, release }: Opened, awaitsWriter: boolean): Descriptor {
  const descriptor: Descriptor = new Descriptor(
    {
      fd,
      alive: session.alive,
      onClose: () => {
        release();
        session.forget(descriptor);
      },
    },
    { awaitsWriter },
  );
  session.hold(descriptor);
  return descriptor;
}

/** Closes what was opened when `body` fails or does not keep it. */
function closing<T>(opened: Opened, body: () => T): T {
  try {
    return body();
  } finally {
    closeSync(opened.fd);
    opened.release();
  }
}

const isReadOnlyPipe = (fd: number, flags: number): boolean => (flags & 3) === 0 && fstatSync(fd).isFIFO();

/** `open`. */
export function openDescriptor(session: Session, path: string, flags: number, mode: number): Decision<Descriptor> {
  return andThen(openCounted(session, path, flags, mode), (opened) =>
    toDescriptor(session, opened, isReadOnlyPipe(opened.fd, flags)),
  );
}

/** `read-file`. */
export function readWhole(session: Session, path: string, flags: number): Decision<Wit.Contents> {
  return andThen(openCounted(session, path, flags, 0o666), (opened): Wit.Contents => {
    const { fd } = opened;
    const stats = fstatSync(fd);
    if (!stats.isFile() || stats.size > MAX_TRANSFER || stats.size === 0) {
      return { tag: 'opened', val: toDescriptor(session, opened, isReadOnlyPipe(fd, flags)) };
    }
    return closing(opened, () =>
      about({ syscall: 'read', path }, () => ({ tag: 'whole', val: readAll(fd, stats.size) })),
    );
  });
}

/** At most `size` bytes of a regular file: what it grows by meanwhile is not asked for, as in Node. */
function readAll(fd: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let filled = 0;
  while (filled < size) {
    const read = readSync(fd, bytes, filled, size - filled, null);
    if (read === 0) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}

/** `write-file`. */
export function writeWhole(
  session: Session,
  path: string,
  flags: number,
  mode: number,
  data: Uint8Array,
): Decision<void> {
  if (data.length > MAX_TRANSFER) throw new InvalidArgument(`data: more than ${MAX_TRANSFER} bytes`);
  return andThen(openCounted(session, path, flags, mode), (opened) =>
    closing(opened, () =>
      about({ syscall: 'write', path }, () => {
        for (let done = 0; done < data.length; ) done += writeSync(opened.fd, data, done, data.length - done, null);
      }),
    ),
  );
}
