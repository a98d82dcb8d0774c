/** Whole files: read, written, appended to. */
import { readFile as hostReadFile, writeFile as hostWriteFile } from 'zora:node/file-system@0.1.0';
import type { Buffer } from '../../buffer/buffer.ts';
import { asBuffer } from '../../buffer/fast-buffer.ts';
import { concatBytes } from '../../bytes.ts';
import { ERR_FS_FILE_TOO_LARGE } from '../../errors.ts';
import { blocking, closeDescriptor, fileOf, register, waits } from '../descriptors.ts';
import { failedCall, toFsError } from '../host.ts';
import type { Path } from '../paths.ts';
import { CHUNK, openPath, writeFrom } from './transfer.ts';

/** The most that Node reads into one buffer. */
const LARGEST = 2 ** 31 - 1;

/** A file that is being read: all of it, or the number of a descriptor to read on from. */
export type Opened = { bytes: Uint8Array } | { fd: number };

/** Whether `path` is one that the host knows nothing of: a standard stream. */
const isStandard = (path: string): boolean => /^\/(?:dev|proc)\//.test(path);

/** Opens a file to read it whole; a small one comes at once. */
export function openWhole({ given, host: at }: Path, flags: number): Opened {
  if (isStandard(at)) return { fd: openPath({ given, host: at }, flags, 0o666) };
  try {
    const contents = hostReadFile(at, flags);
    return contents.tag === 'whole' ? { bytes: contents.val } : { fd: register(contents.val, flags) };
  } catch (thrown) {
    if (failedCall(thrown) === 'read') throw toFsError(thrown, { syscall: 'read' });
    throw toFsError(thrown, { syscall: 'open', path: given });
  }
}

/** Collects what is read of a descriptor until its end. */
export class Collector {
  readonly #fd: number;
  readonly #chunks: Uint8Array[] = [];
  #total = 0;
  /** The buffer that all of it goes to, where the size is known. */
  #target: Uint8Array | undefined;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Looks at the file's size. @throws ERR_FS_FILE_TOO_LARGE */
  begin(): void {
    const stat = fileOf(this.#fd, 'fstat').stat();
    const size = (stat.mode & 0o170000) === 0o100000 ? stat.size : 0;
    if (size > LARGEST) throw new ERR_FS_FILE_TOO_LARGE(size);
    if (size > 0) this.#target = new Uint8Array(size);
  }

  /** Reads the next part. @returns whether there may be more */
  next(): boolean {
    const target = this.#target;
    const wanted = target === undefined ? CHUNK : Math.min(target.length - this.#total, CHUNK);
    const bytes = wanted === 0 ? new Uint8Array(0) : fileOf(this.#fd, 'read').read(wanted, undefined);
    if (bytes.length === 0) return false;
    if (target === undefined) this.#chunks.push(bytes);
    else target.set(bytes, this.#total);
    this.#total += bytes.length;
    if (this.#total > LARGEST) throw new ERR_FS_FILE_TOO_LARGE(this.#total);
    return target === undefined || this.#total < target.length;
  }

  /** All that was read. */
  get bytes(): Uint8Array {
    if (this.#target !== undefined) return this.#target.subarray(0, this.#total);
    const [first] = this.#chunks;
    return this.#chunks.length === 1 && first !== undefined ? first : concatBytes(this.#chunks);
  }
}

/** Bytes as a buffer or as text. */
export function toContents(bytes: Uint8Array, encoding: unknown): Buffer | string {
  const buffer = asBuffer(bytes) as unknown as Buffer;
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding as BufferEncoding) : buffer;
}

/** Reads a descriptor from its position to its end, and waits where it has to. */
export function readDescriptor(fd: number): Uint8Array {
  const collector = new Collector(fd);
  collector.begin();
  while (
    blocking(
      () => collector.next(),
      () => waits(fd),
    )
  );
  return collector.bytes;
}

/** Reads a file. */
export function readPath(path: Path, flags: number): Uint8Array {
  const opened = openWhole(path, flags);
  if ('bytes' in opened) return opened.bytes;
  try {
    return readDescriptor(opened.fd);
  } finally {
    closeDescriptor(opened.fd);
  }
}

/** What `writeFile` is to do. */
export interface Writing {
  readonly flags: number;
  readonly mode: number;
  readonly flush: boolean;
}

/** Writes all of `data` to a descriptor. */
export function writeDescriptor(fd: number, data: Uint8Array): void {
  for (let done = 0; done < data.length; ) {
    done += blocking(
      () => writeFrom(fd, done === 0 ? data : data.subarray(done), undefined),
      () => waits(fd),
    );
  }
}

/** Writes a small file in one call. @returns false where that cannot be */
export function writeAtOnce({ given, host: at }: Path, data: Uint8Array, { flags, mode, flush }: Writing): boolean {
  if (flush || data.length > CHUNK || isStandard(at)) return false;
  try {
    hostWriteFile(at, flags, mode, data);
  } catch (thrown) {
    if (failedCall(thrown) === 'write') throw toFsError(thrown, { syscall: 'write' });
    const error = toFsError(thrown, { syscall: 'open', path: given });
    // A pipe that nobody reads yet: open it and wait.
    if ((error as { code?: unknown }).code === 'ENXIO' || (error as { code?: unknown }).code === 'EAGAIN') return false;
    throw error;
  }
  return true;
}

/** Writes a file. */
export function writePath(path: Path, data: Uint8Array, writing: Writing): void {
  if (writeAtOnce(path, data, writing)) return;
  const fd = blocking(
    () => openPath(path, writing.flags, writing.mode),
    () => true,
  );
  try {
    writeDescriptor(fd, data);
    if (writing.flush) fileOf(fd, 'fsync').sync();
  } finally {
    closeDescriptor(fd);
  }
}
