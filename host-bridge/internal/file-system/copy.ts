/** `copy-file`: Node's own copying, between two files that are held open. */
import { closeSync, constants, copyFile, fstatSync } from 'node:fs';
import { promisify } from 'node:util';
import { InvalidArgument, systemError } from '../../capability/denial.ts';
import { pathArgument, renamed } from './decided.ts';
import type { Session } from './session.ts';

const copy = promisify(copyFile);
const { COPYFILE_EXCL, COPYFILE_FICLONE, COPYFILE_FICLONE_FORCE } = constants;
const { O_CREAT, O_EXCL, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/** The permissions of a new file of the copy's, until it has those of the source. */
const WRITABLE = 0o200;
const RUN_AS_OWNER = 0o6000;

/** Copies a file without the host's thread waiting. */
export async function copyFileTo(session: Session, source: string, destination: string, mode: number): Promise<void> {
  const all = COPYFILE_EXCL | COPYFILE_FICLONE | COPYFILE_FICLONE_FORCE;
  if ((mode & ~all) !== 0) throw new InvalidArgument('mode: unknown bits');
  const subject = { syscall: 'copyfile', path: source, dest: destination };
  const fds: number[] = [];
  const open = async (path: string, flags: number, bits: number): Promise<{ fd: number; real: string }> => {
    const opened = await session.authority.openFile(pathArgument(path, 'copyfile'), flags | (O_NONBLOCK ?? 0), bits, {
      syscall: 'copyfile',
    });
    fds.push(opened.fd);
    return opened;
  };
  try {
    const from = await open(source, O_RDONLY, 0);
    const stats = fstatSync(from.fd);
    if (!stats.isFile()) throw systemError(stats.isDirectory() ? 'EISDIR' : 'EINVAL', subject);
    // The copy gets the source's permissions, and with these bits would run as the host's user.
    if ((stats.mode & RUN_AS_OWNER) !== 0) throw systemError('EPERM', subject);
    const exclusive = (mode & COPYFILE_EXCL) !== 0 ? O_EXCL : 0;
    const to = await open(destination, O_WRONLY | O_CREAT | exclusive, (stats.mode & 0o777) | WRITABLE);
    // Node opens it again, to block: a full pipe would keep one of the process's few I/O threads for good.
    if (!fstatSync(to.fd).isFile()) throw systemError('EINVAL', subject);
    await copy(nameOf(from), nameOf(to), mode & ~COPYFILE_EXCL);
  } catch (error) {
    throw renamed(error, subject);
  } finally {
    for (const fd of fds) closeSync(fd);
  }
}

/** A name that leads to the open file itself where the system has such. */
function nameOf({ fd, real }: { fd: number; real: string }): string {
  return process.platform === 'linux' ? `/proc/self/fd/${fd}` : real;
}
