/** Opening, closing, reading and writing: arguments checked, and what is then to be done. */
import { open as hostOpen, stat as hostStat } from 'zora:node/file-system@0.1.0';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, UVException } from '../../errors.ts';
import { parseFileMode, validateBuffer, validateEncoding, validateInteger, validateObject } from '../../validators.ts';
import {
  checkReadRange,
  checkWriteRange,
  toBuffers,
  toBytes,
  toDescriptor,
  toFlags,
  toReadPosition,
  toWritePosition,
  viewBytes,
} from '../arguments.ts';
import { closeDescriptor, fileOf, register, registerStandard } from '../descriptors.ts';
import { systemCode, toFsError } from '../host.ts';
import { type Path, toPath } from '../paths.ts';

/** What is to be done, once. */
export type Operation<T> = () => T;

/** The most that the host moves in one call. */
export const CHUNK = 1024 * 1024;

const STANDARD = /^(?:\/dev\/(?:std(in|out|err)|fd\/([012]))|\/proc\/self\/fd\/([012]))$/;

/** The number of the standard stream that a path names. */
function standardOf(path: string): number | undefined {
  const [, name, fd, own] = STANDARD.exec(path) ?? [];
  if (name !== undefined) return ['in', 'out', 'err'].indexOf(name);
  return fd === undefined && own === undefined ? undefined : Number(fd ?? own);
}

function isPipe(path: string): boolean {
  try {
    return (hostStat(path, true).mode & 0o170000) === 0o10000;
  } catch {
    // What it was before: the error of the call is told, not this one.
    return false;
  }
}

/** Opens a checked path. @throws `EAGAIN` for a pipe that nobody reads yet: the host does not wait, whoever calls may */
export function openPath(path: Path, flags: number, mode: number): number {
  const standard = standardOf(path.host);
  if (standard !== undefined) return registerStandard(standard);
  try {
    return register(hostOpen(path.host, flags, mode), flags);
  } catch (thrown) {
    const subject = { syscall: 'open', path: path.given };
    if (systemCode(thrown) === 'ENXIO' && (flags & 0o4003) === 1 && isPipe(path.host)) {
      throw new UVException({ errno: -11, code: 'EAGAIN', ...subject });
    }
    throw toFsError(thrown, subject);
  }
}

/** `open`: a number. */
export function openOperation(path: unknown, flags: unknown, mode: unknown): Operation<number> {
  const checked = toPath(path);
  const bits = toFlags(flags);
  const permissions = parseFileMode(mode, 'mode', 0o666);
  return () => openPath(checked, bits, permissions);
}

/** `close`. */
export function closeOperation(fd: unknown): Operation<void> {
  const number = toDescriptor(fd);
  return () => closeDescriptor(number);
}

/** Fills `target` as far as the file goes. */
export function readInto(fd: number, target: Uint8Array, position: number | undefined): number {
  const file = fileOf(fd, 'read');
  let filled = 0;
  do {
    const wanted = Math.min(target.length - filled, CHUNK);
    const bytes = file.read(wanted, position === undefined ? undefined : position + filled);
    target.set(bytes, filled);
    filled += bytes.length;
    if (bytes.length < CHUNK) break;
  } while (filled < target.length);
  return filled;
}

/** Writes `data`, in as many calls as the host wants. */
export function writeFrom(fd: number, data: Uint8Array, position: number | undefined): number {
  const file = fileOf(fd, 'write');
  let written = 0;
  do {
    const part = written === 0 && data.length <= CHUNK ? data : data.subarray(written, written + CHUNK);
    const done = file.write(part, position === undefined ? undefined : position + written);
    written += done;
    if (done < part.length) break;
  } while (written < data.length);
  return written;
}

/** The arguments of `read` after the buffer: an object, or one by one. */
export interface ReadArguments {
  offset?: unknown;
  length?: unknown;
  position?: unknown;
}

/** `read`: how many bytes. https://nodejs.org/api/fs.html#fsreadsyncfd-buffer-offset-length-position */
export function readOperation(fd: unknown, buffer: unknown, range: ReadArguments): Operation<number> {
  const number = toDescriptor(fd);
  validateBuffer(buffer);
  const { byteLength } = buffer;
  let { offset } = range;
  if (offset === undefined || offset === null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  const start = offset as number;
  const length =
    range.length === undefined || range.length === null ? byteLength - start : (range.length as number) | 0;
  if (length === 0) return () => 0;
  if (byteLength === 0) {
    throw new ERR_INVALID_ARG_VALUE('buffer', buffer, 'is empty and cannot be written');
  }
  checkReadRange(start, length, byteLength);
  const position = toReadPosition(range.position, length);
  const target = viewBytes(buffer).subarray(start, start + length);
  return () => readInto(number, target, position);
}

/** `write` of a part of a buffer: how many bytes. */
export function writeBytesOperation(
  fd: unknown,
  buffer: ArrayBufferView,
  offset: unknown,
  length: unknown,
  position: unknown,
): Operation<number> {
  const number = toDescriptor(fd);
  let start = offset;
  if (start === undefined || start === null || typeof start === 'function') start = 0;
  else validateInteger(start, 'offset', 0);
  const from = start as number;
  const count = typeof length === 'number' ? length : buffer.byteLength - from;
  checkWriteRange(from, count, buffer.byteLength);
  const data = viewBytes(buffer).subarray(from, from + count);
  const at = toWritePosition(position);
  return () => writeFrom(number, data, at);
}

/** `write` of text: how many bytes. */
export function writeTextOperation(
  fd: unknown,
  text: unknown,
  position: unknown,
  encoding: unknown,
): Operation<number> {
  const number = toDescriptor(fd);
  if (typeof text !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], text);
  }
  validateEncoding(text, encoding);
  const data = toBytes(text, encoding);
  const at = toWritePosition(position);
  return () => writeFrom(number, data, at);
}

/** `readv`: how many bytes. */
export function readvOperation(fd: unknown, buffers: unknown, position: unknown): Operation<number> {
  const number = toDescriptor(fd);
  const views = toBuffers(buffers);
  const start = typeof position === 'number' ? position : undefined;
  return () => {
    let total = 0;
    for (const view of views) {
      if (view.byteLength === 0) continue;
      const read = readInto(number, viewBytes(view), start === undefined ? undefined : start + total);
      total += read;
      if (read < view.byteLength) break;
    }
    return total;
  };
}

/** `writev`: how many bytes. The buffers go to the host as one: they are written as a whole. */
export function writevOperation(fd: unknown, buffers: unknown, position: unknown): Operation<number> {
  const number = toDescriptor(fd);
  const views = toBuffers(buffers);
  const at = typeof position === 'number' ? position : undefined;
  return () => {
    const length = views.reduce((sum, view) => sum + view.byteLength, 0);
    if (length > Number.MAX_SAFE_INTEGER) throw new ERR_OUT_OF_RANGE('buffers', 'a safe length', length);
    const all = new Uint8Array(length);
    let filled = 0;
    for (const view of views) {
      all.set(viewBytes(view), filled);
      filled += view.byteLength;
    }
    return writeFrom(number, all, at);
  };
}

/** Options in an argument's place. @throws ERR_INVALID_ARG_TYPE */
export function assertOptions(options: unknown): asserts options is Record<string, unknown> {
  validateObject(options, 'options', 1);
}
