/** Checks of the arguments of `node:fs`. */
import { Buffer } from '../buffer/buffer.ts';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, makeNodeError } from '../errors.ts';
import {
  isUint32,
  validateAbortSignal,
  validateInt32,
  validateInteger,
  validateNumber,
  validateObject,
} from '../validators.ts';
import { constants } from './constants.ts';

/** Options with an encoding or a signal among them. */
export interface CommonOptions {
  encoding?: string | null | undefined;
  signal?: AbortSignal | undefined;
}

/** @throws ERR_INVALID_ARG_VALUE for what is no encoding */
export function assertEncoding(encoding: unknown): void {
  if (encoding && !Buffer.isEncoding(encoding as string)) {
    throw new ERR_INVALID_ARG_VALUE('encoding', encoding, 'is invalid encoding');
  }
}

/**
 * Options given as an object, as an encoding, or not at all (a callback in their place).
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
export function toOptions<T extends CommonOptions>(options: unknown, defaults: T): T {
  if (options === null || options === undefined || typeof options === 'function') return defaults;
  let result: T;
  if (typeof options === 'string') result = { ...defaults, encoding: options };
  else if (typeof options === 'object') result = options as T;
  else throw new ERR_INVALID_ARG_TYPE('options', ['string', 'Object'], options);
  if (result.encoding !== 'buffer') assertEncoding(result.encoding);
  if (result.signal !== undefined) validateAbortSignal(result.signal, 'options.signal');
  return result;
}

/** Options with what is missing filled in. */
export function withDefaults<T extends object>(options: T, defaults: T): T {
  const result = { ...defaults };
  for (const key in options) {
    const value = options[key];
    if (value !== undefined) result[key] = value;
  }
  return result;
}

/** Results that are names: text, or in the encoding that was asked for. */
export function encodeName(name: string, encoding: unknown): string | Buffer {
  if (!encoding || encoding === 'utf8' || encoding === 'utf-8') return name;
  const bytes = Buffer.from(name);
  return encoding === 'buffer' ? bytes : bytes.toString(encoding as BufferEncoding);
}

/** The encoding of a name's options. */
export function nameEncoding(options: unknown): unknown {
  return toOptions<CommonOptions>(options, {}).encoding;
}

const { O_RDONLY, O_WRONLY, O_RDWR, O_APPEND, O_CREAT, O_EXCL, O_SYNC, O_TRUNC } = constants;

function flagsByName(name: unknown): number | undefined {
  switch (name) {
    case 'r':
      return O_RDONLY;
    case 'rs':
    case 'sr':
      return O_RDONLY | O_SYNC;
    case 'r+':
      return O_RDWR;
    case 'rs+':
    case 'sr+':
      return O_RDWR | O_SYNC;
    case 'w':
      return O_TRUNC | O_CREAT | O_WRONLY;
    case 'wx':
    case 'xw':
      return O_TRUNC | O_CREAT | O_WRONLY | O_EXCL;
    case 'w+':
      return O_TRUNC | O_CREAT | O_RDWR;
    case 'wx+':
    case 'xw+':
      return O_TRUNC | O_CREAT | O_RDWR | O_EXCL;
    case 'a':
      return O_APPEND | O_CREAT | O_WRONLY;
    case 'ax':
    case 'xa':
      return O_APPEND | O_CREAT | O_WRONLY | O_EXCL;
    case 'as':
    case 'sa':
      return O_APPEND | O_CREAT | O_WRONLY | O_SYNC;
    case 'a+':
      return O_APPEND | O_CREAT | O_RDWR;
    case 'ax+':
    case 'xa+':
      return O_APPEND | O_CREAT | O_RDWR | O_EXCL;
    case 'as+':
    case 'sa+':
      return O_APPEND | O_CREAT | O_RDWR | O_SYNC;
    default:
      return undefined;
  }
}

/**
 * The bits of `open(2)` for a flag given as text or number. https://nodejs.org/api/fs.html#file-system-flags
 * @throws ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE
 */
export function toFlags(flags: unknown, name = 'flags'): number {
  if (typeof flags === 'number') {
    validateInt32(flags, name);
    return flags >>> 0;
  }
  if (flags === null || flags === undefined) return O_RDONLY;
  const bits = flagsByName(flags);
  if (bits === undefined) throw new ERR_INVALID_ARG_VALUE(name, flags);
  return bits;
}

/** Whether a path stands for a descriptor. */
export function isDescriptor(path: unknown): path is number {
  return isUint32(path);
}

/** The number of a descriptor. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function toDescriptor(fd: unknown, name = 'fd'): number {
  validateInt32(fd, name, 0);
  return fd + 0;
}

/** Errors of Node's native half, which has words of its own. */
const NATIVE_TYPE = /* @__PURE__ */ makeNodeError('ERR_INVALID_ARG_TYPE', '%s', TypeError);
const NATIVE_RANGE = /* @__PURE__ */ makeNodeError('ERR_OUT_OF_RANGE', '%s', RangeError);

/** A mode of `access`, or the flags of `copyFile`. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function toSmallMode(mode: unknown): number {
  if (mode === null || mode === undefined) return 0;
  if (typeof mode !== 'number') throw new NATIVE_TYPE('mode must be int32 or null/undefined');
  if ((mode | 0) < 0 || (mode | 0) > 7) throw new NATIVE_RANGE('mode is out of range: >= 0 && <= 7');
  return mode | 0;
}

/** A length to cut a file to. Node takes what is no number for none. */
export function toLength(length: unknown): number {
  validateInteger(length, 'len');
  return Math.max(0, length);
}

/** Seconds since the epoch for a time given as a number, a date or text. @throws ERR_INVALID_ARG_TYPE */
export function toUnixTimestamp(time: unknown, name = 'time'): number {
  if (typeof time === 'string' && String(+time) === time) return +time;
  if (typeof time === 'number' && Number.isFinite(time)) return time < 0 ? Date.now() / 1000 : time;
  if (Object.prototype.toString.call(time) === '[object Date]') return (time as Date).getTime() / 1000;
  throw new ERR_INVALID_ARG_TYPE(name, ['Date', 'Time in seconds'], time);
}

/** An owner or group for the host: -1 leaves it as it is. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function toOwner(id: unknown, name: string): number {
  validateInteger(id, name, -1, 0xffffffff);
  return id >>> 0;
}

/** The name of a buffer, or text, among the arguments of writes. @throws ERR_INVALID_ARG_TYPE */
export function toBytes(data: unknown, encoding: unknown, name = 'data'): Uint8Array {
  if (ArrayBuffer.isView(data)) {
    return data instanceof Uint8Array
      ? data
      : new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  }
  if (typeof data !== 'string') {
    throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  return Buffer.from(data, (encoding || 'utf8') as BufferEncoding);
}

/** A view's bytes. */
export function viewBytes(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);
}

/** Where in a buffer bytes are read to. @throws ERR_OUT_OF_RANGE */
export function checkReadRange(offset: number, length: number, bufferLength: number): void {
  if (offset < 0) throw new ERR_OUT_OF_RANGE('offset', '>= 0', offset);
  if (length < 0) throw new ERR_OUT_OF_RANGE('length', '>= 0', length);
  if (offset + length > bufferLength) throw new ERR_OUT_OF_RANGE('length', `<= ${bufferLength - offset}`, length);
}

/** Where in a buffer bytes are written from. @throws ERR_OUT_OF_RANGE */
export function checkWriteRange(offset: number, length: number, byteLength: number): void {
  if (offset > byteLength) throw new ERR_OUT_OF_RANGE('offset', `<= ${byteLength}`, offset);
  if (length > byteLength - offset) throw new ERR_OUT_OF_RANGE('length', `<= ${byteLength - offset}`, length);
  if (length < 0) throw new ERR_OUT_OF_RANGE('length', '>= 0', length);
  validateInt32(length, 'length', 0);
}

const LARGEST_POSITION = 2n ** 63n - 1n;

/** A position to read from: none is the file's own. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function toReadPosition(position: unknown, length: number): number | undefined {
  if (position === null || position === undefined) return undefined;
  if (typeof position === 'number') validateInteger(position, 'position', -1);
  else if (typeof position === 'bigint') {
    const most = LARGEST_POSITION - BigInt(length);
    if (position < -1n || position > most) {
      throw new ERR_OUT_OF_RANGE('position', `>= -1 && <= ${most}`, position);
    }
  } else throw new ERR_INVALID_ARG_TYPE('position', ['integer', 'bigint'], position);
  return position < 0 ? undefined : Number(position);
}

/** A position to write to: what is no number is the file's own. */
export function toWritePosition(position: unknown): number | undefined {
  if (typeof position !== 'number') return undefined;
  return position < 0 ? undefined : position;
}

/** A list of views for `readv` and `writev`. @throws ERR_INVALID_ARG_TYPE */
export function toBuffers(buffers: unknown): ArrayBufferView[] {
  if (!Array.isArray(buffers)) throw new ERR_INVALID_ARG_TYPE('buffers', 'ArrayBufferView[]', buffers);
  for (const buffer of buffers as unknown[]) {
    if (!ArrayBuffer.isView(buffer)) throw new ERR_INVALID_ARG_TYPE('buffers', 'ArrayBufferView[]', buffers);
  }
  return buffers as ArrayBufferView[];
}

/** The options of `rm`. */
export interface RmOptions {
  force?: boolean;
  recursive?: boolean;
  maxRetries: number;
  retryDelay: number;
}

/** Checks the parts that `rm` and `rmdir` share. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function checkRetries(options: { maxRetries?: unknown; retryDelay?: unknown }): void {
  validateInt32(options.retryDelay, 'options.retryDelay', 0);
  validateUint(options.maxRetries, 'options.maxRetries');
}

function validateUint(value: unknown, name: string): void {
  validateInteger(value, name, 0, 0xffffffff);
}

/** Options as an object, or none. @throws ERR_INVALID_ARG_TYPE */
export function objectOptions(options: unknown): Record<string, unknown> {
  if (options === undefined) return {};
  validateObject(options, 'options');
  return options as Record<string, unknown>;
}

/** Checks for a number that is one. */
export { validateNumber };
