/** Random bytes. @see https://nodejs.org/api/crypto.html#cryptorandombytessize-callback */
import { randomBytes as hostRandomBytes } from 'zora:node/system@0.1.0';
import { kMaxLength } from '../buffer/limits.ts';
import { bytesOf } from '../bytes.ts';
import { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } from '../errors.ts';
import { setPoll } from '../loop.ts';
import { validateFunction, validateNumber } from '../validators.ts';
import { toBuffer } from './bytes.ts';

/** The host gives no more at once. */
const MOST_AT_ONCE = 65536;

function checkOffset(offset: unknown, elementSize: number, length: number): number {
  validateNumber(offset, 'offset');
  const bytes = offset * elementSize;
  const most = Math.min(length, kMaxLength);
  if (Number.isNaN(bytes) || bytes > most || bytes < 0) {
    throw new ERR_OUT_OF_RANGE('offset', `>= 0 && <= ${most}`, bytes);
  }
  return bytes >>> 0;
}

function checkSize(size: unknown, elementSize: number, offset: number, length: number): number {
  validateNumber(size, 'size');
  const bytes = size * elementSize;
  if (Number.isNaN(bytes) || bytes > kMaxLength || bytes < 0) {
    throw new ERR_OUT_OF_RANGE('size', `>= 0 && <= ${kMaxLength}`, bytes);
  }
  if (bytes + offset > length) throw new ERR_OUT_OF_RANGE('size + offset', `<= ${length}`, bytes + offset);
  return bytes >>> 0;
}

/** Fills bytes from the host's generator. */
export function fillRandom(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += MOST_AT_ONCE) {
    bytes.set(hostRandomBytes(Math.min(MOST_AT_ONCE, bytes.length - at)), at);
  }
}

type Fillable = ArrayBuffer | ArrayBufferView;

function checkFillable(buffer: unknown): Uint8Array {
  const bytes = bytesOf(buffer);
  if (bytes === undefined) throw new ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buffer);
  return bytes;
}

function rangeOf(buffer: unknown, bytes: Uint8Array, offset: unknown, size: unknown): Uint8Array {
  const elementSize = (buffer as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT || 1;
  const start = checkOffset(offset, elementSize, bytes.length);
  const length = size === undefined ? bytes.length - start : checkSize(size, elementSize, start, bytes.length);
  return bytes.subarray(start, start + length);
}

/** https://nodejs.org/api/crypto.html#cryptorandomfillsyncbuffer-offset-size */
export function randomFillSync<T>(buffer: T, offset: unknown = 0, size?: unknown): T {
  fillRandom(rangeOf(buffer, checkFillable(buffer), offset, size));
  return buffer;
}

/** https://nodejs.org/api/crypto.html#cryptorandomfillbuffer-offset-size-callback */
export function randomFill(buffer: Fillable, offset: unknown, size?: unknown, callback?: unknown): void {
  const bytes = checkFillable(buffer);
  if (typeof offset === 'function') {
    callback = offset;
    offset = 0;
    size = undefined;
  } else if (typeof size === 'function') {
    callback = size;
    size = undefined;
  } else {
    validateFunction(callback, 'callback');
  }
  const range = rangeOf(buffer, bytes, offset, size);
  const done = callback as (error: null, buffer: unknown) => void;
  if (range.length === 0) {
    done(null, buffer);
    return;
  }
  setPoll(() => {
    fillRandom(range);
    done(null, buffer);
  }, 'RANDOMBYTESREQUEST');
}

/** https://nodejs.org/api/crypto.html#cryptorandombytessize-callback */
export function randomBytes(size: unknown, callback?: unknown): Buffer | undefined {
  const length = checkSize(size, 1, 0, Number.POSITIVE_INFINITY);
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = new Uint8Array(length);
  const buffer = toBuffer(bytes);
  if (callback === undefined) {
    fillRandom(bytes);
    return buffer;
  }
  const done = callback as (error: null, buffer: Buffer) => void;
  setPoll(() => {
    fillRandom(bytes);
    done(null, buffer);
  }, 'RANDOMBYTESREQUEST');
  return undefined;
}
