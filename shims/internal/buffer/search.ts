/**
 * `indexOf`, `lastIndexOf` and `includes` of `Buffer`.
 *
 * https://nodejs.org/api/buffer.html#bufindexofvalue-byteoffset-encoding
 */
import { ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_ENCODING } from '../errors.ts';
import { codecOf } from './encodings.ts';

/** Where a search begins, by Node's rules for offsets outside of the buffer; -1 where nothing can be found. */
function startOf(length: number, offset: number, needleLength: number, forward: boolean): number {
  if (offset < 0) {
    if (offset + length >= 0) return length + offset;
    return forward || needleLength === 0 ? 0 : -1;
  }
  if (offset + needleLength <= length) return offset;
  if (needleLength === 0) return length;
  return forward ? -1 : length - 1;
}

function matchesAt(bytes: Uint8Array, needle: Uint8Array, at: number): boolean {
  for (let i = 1; i < needle.length; i++) if (bytes[at + i] !== needle[i]) return false;
  return true;
}

function findBytes(bytes: Uint8Array, needle: Uint8Array, offset: number, forward: boolean, step: 1 | 2): number {
  let at = startOf(bytes.length, offset, needle.length, forward);
  if (at < 0 || needle.length === 0) return at;
  const last = bytes.length - needle.length;
  if (last < 0 || (forward && at > last)) return -1;
  if (step === 2 && needle.length < 2) return -1;
  if (at > last) at = last;
  // Two-byte characters are found only where a character may start.
  if (step === 2) at -= at % 2;
  const first = needle[0] as number;
  const { indexOf, lastIndexOf } = Uint8Array.prototype;
  while (at >= 0 && at <= last) {
    at = forward ? indexOf.call(bytes, first, at) : lastIndexOf.call(bytes, first, at);
    if (at < 0 || at > last) return -1;
    if ((step === 1 || at % 2 === 0) && matchesAt(bytes, needle, at)) return at;
    at += forward ? 1 : -1;
  }
  return -1;
}

/**
 * Where `value` is in `bytes`.
 * @param offset where to start; from the end where negative; an encoding in its place is accepted.
 * @param forward to the end, or back to the start.
 * @throws ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_ENCODING
 */
export function find(bytes: Uint8Array, value: unknown, offset: unknown, encoding: unknown, forward: boolean): number {
  if (!ArrayBuffer.isView(bytes)) {
    throw new ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], bytes);
  }
  if (typeof offset === 'string') {
    encoding = offset;
    offset = undefined;
  }
  let start = Math.trunc(Math.min(Math.max(+(offset as number), -0x80000000), 0x7fffffff));
  if (Number.isNaN(start)) start = forward ? 0 : bytes.length;
  if (typeof value === 'number') {
    return findBytes(bytes, Uint8Array.of(value), start, forward, 1);
  }
  const codec = codecOf(encoding);
  if (typeof value === 'string') {
    if (codec === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
    return findBytes(bytes, codec.encode(value), start, forward, codec.name === 'utf16le' ? 2 : 1);
  }
  if (value instanceof Uint8Array) {
    return findBytes(bytes, value, start, forward, codec?.name === 'utf16le' ? 2 : 1);
  }
  throw new ERR_INVALID_ARG_TYPE('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
}

type HexBuiltin = Uint8Array & { toHex?: () => string };

/** From this length on the engine's own conversion is faster than a loop. */
const LOOP_LENGTH = 64;
/** Bytes that are compared at once as text. */
const BLOCK = 65536;

/** Compares by way of hexadecimal text, whose order is that of the bytes: the engine makes and compares it natively. */
function compareAsText(a: HexBuiltin, b: HexBuiltin, length: number): -1 | 0 | 1 {
  for (let start = 0; start < length; start += BLOCK) {
    const end = Math.min(start + BLOCK, length);
    const first = (a.subarray(start, end) as HexBuiltin).toHex?.() as string;
    const second = (b.subarray(start, end) as HexBuiltin).toHex?.() as string;
    if (first !== second) return first < second ? -1 : 1;
  }
  return 0;
}

function compareByLoop(a: Uint8Array, b: Uint8Array, length: number): -1 | 0 | 1 {
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return 0;
}

/** The order of two byte sequences: -1, 0 or 1. */
export function compareBytes(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  const asText = length > LOOP_LENGTH && (a as HexBuiltin).toHex !== undefined;
  const order = asText ? compareAsText(a, b, length) : compareByLoop(a, b, length);
  if (order !== 0) return order;
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
}
