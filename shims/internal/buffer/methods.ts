/**
 * The methods of `Buffer.prototype`, but for those of numbers.
 *
 * https://nodejs.org/api/buffer.html#class-buffer
 */
import {
  ERR_BUFFER_OUT_OF_BOUNDS,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_BUFFER_SIZE,
  ERR_OUT_OF_RANGE,
  ERR_STRING_TOO_LONG,
  ERR_UNKNOWN_ENCODING,
} from '../errors.ts';
import { validateInteger, validateNumber, validateString } from '../validators.ts';
import { type Inspect, type InspectOptions, inspectSymbol } from '../web-class.ts';
import { type Codec, codecOf, type EncodingName } from './encodings.ts';
import { FastBuffer } from './fast-buffer.ts';
import { fill } from './fill.ts';
import { kStringMaxLength } from './limits.ts';
import { compareBytes, find } from './search.ts';

/** `buffer.INSPECT_MAX_BYTES`. */
let inspectMaxBytes = 50;

/** Bytes that `util.inspect` shows of a buffer. */
export function getInspectMaxBytes(): number {
  return inspectMaxBytes;
}

/** Sets that number. */
export function setInspectMaxBytes(value: unknown): void {
  validateNumber(value, 'INSPECT_MAX_BYTES', 0);
  inspectMaxBytes = value as number;
}

function requireCodec(encoding: unknown): Codec {
  const codec = codecOf(encoding);
  if (codec === undefined) throw new ERR_UNKNOWN_ENCODING(encoding as string);
  return codec;
}

function codec(name: EncodingName): Codec {
  return codecOf(name) as Codec;
}

function requireBytes(value: unknown, name: string): asserts value is Uint8Array {
  if (!(value instanceof Uint8Array)) throw new ERR_INVALID_ARG_TYPE(name, ['Buffer', 'Uint8Array'], value);
}

function part(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, Math.max(end - start, 0));
}

/** `start` or `end` of a range as `slice` reads it: whole, from the end where negative, within the buffer. */
function position(value: unknown, length: number, fallback: number): number {
  if (value === undefined) return fallback;
  const number = Math.trunc(Number(value)) || 0;
  return number < 0 ? Math.max(number + length, 0) : Math.min(number, length);
}

/** Text that the engine could not hold is Node's error. */
function decode(by: Codec, bytes: Uint8Array): string {
  if (bytes.length > kStringMaxLength) throw new ERR_STRING_TOO_LONG(kStringMaxLength);
  return by.decode(bytes);
}

function toString(this: Uint8Array, encoding?: unknown, start?: unknown, end?: unknown): string {
  const { length } = this;
  if (arguments.length === 0) return decode(codec('utf8'), this);
  let from = Math.trunc(Number(start)) || 0;
  if (!(from > 0)) from = 0;
  else if (from >= length) return '';
  let to = end === undefined ? length : Math.trunc(Number(end)) || 0;
  if (to > length) to = length;
  if (to <= from) return '';
  const view = from === 0 && to === length ? this : part(this, from, to);
  if (encoding === null || encoding === '') throw new ERR_UNKNOWN_ENCODING(String(encoding));
  return decode(requireCodec(encoding), view);
}

function equals(this: Uint8Array, other: unknown): boolean {
  requireBytes(other, 'otherBuffer');
  if (this === other) return true;
  return this.byteLength === other.byteLength && (this.byteLength === 0 || compareBytes(this, other) === 0);
}

function compare(
  this: Uint8Array,
  target: unknown,
  targetStart?: unknown,
  targetEnd?: unknown,
  sourceStart?: unknown,
  sourceEnd?: unknown,
): number {
  requireBytes(target, 'target');
  if (arguments.length === 1) return compareBytes(this, target);
  const range = (value: unknown, name: string, longest: number, fallback: number): number => {
    if (value === undefined) return fallback;
    validateInteger(value, name, 0, longest);
    return value as number;
  };
  const anywhere = Number.MAX_SAFE_INTEGER;
  const targetFrom = range(targetStart, 'targetStart', anywhere, 0);
  const targetTo = range(targetEnd, 'targetEnd', target.length, target.length);
  const from = range(sourceStart, 'sourceStart', anywhere, 0);
  const to = range(sourceEnd, 'sourceEnd', this.length, this.length);
  if (from >= to) return targetFrom >= targetTo ? 0 : -1;
  if (targetFrom >= targetTo) return 1;
  return compareBytes(part(this, from, to), part(target, targetFrom, targetTo));
}

function indexOf(this: Uint8Array, value: unknown, byteOffset?: unknown, encoding?: unknown): number {
  return find(this, value, byteOffset, encoding, true);
}

function lastIndexOf(this: Uint8Array, value: unknown, byteOffset?: unknown, encoding?: unknown): number {
  return find(this, value, byteOffset, encoding, false);
}

function includes(this: Uint8Array, value: unknown, byteOffset?: unknown, encoding?: unknown): boolean {
  return find(this, value, byteOffset, encoding, true) !== -1;
}

/** A whole number of `copy`; anything but a number is an error of its type. */
function copyIndex(value: unknown, name: string, fallback: number): number {
  if (value === undefined) return fallback;
  const number = Math.trunc(Number(value));
  if (Number.isNaN(number)) return 0;
  if (number < 0) throw new ERR_OUT_OF_RANGE(name, '>= 0', value);
  return number;
}

/** The bytes of any view. */
function viewOf(value: unknown, name: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (!ArrayBuffer.isView(value)) throw new ERR_INVALID_ARG_TYPE(name, ['Buffer', 'TypedArray', 'DataView'], value);
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/** Copies a part of `source` into `target`, as much as fits. */
export function copyBytes(
  source: unknown,
  target: unknown,
  targetStart?: unknown,
  sourceStart?: unknown,
  sourceEnd?: unknown,
): number {
  const from8 = viewOf(source, 'source');
  const to8 = viewOf(target, 'target');
  const at = copyIndex(targetStart, 'targetStart', 0);
  const from = sourceStart === undefined ? 0 : Math.trunc(Number(sourceStart)) || 0;
  if (from < 0 || from > from8.length) {
    throw new ERR_OUT_OF_RANGE('sourceStart', `>= 0 && <= ${from8.length}`, from);
  }
  const to = Math.min(copyIndex(sourceEnd, 'sourceEnd', from8.length), from8.length);
  if (at >= to8.length || from >= to) return 0;
  const count = Math.min(to - from, to8.length - at);
  Uint8Array.prototype.set.call(to8, part(from8, from, from + count), at);
  return count;
}

function copy(
  this: Uint8Array,
  target: unknown,
  targetStart?: unknown,
  sourceStart?: unknown,
  sourceEnd?: unknown,
): number {
  return copyBytes(this, target, targetStart, sourceStart, sourceEnd);
}

function write(this: Uint8Array, text: unknown, offset?: unknown, length?: unknown, encoding?: unknown): number {
  validateString(text, 'argument');
  const string = text as string;
  if (offset === undefined) return codec('utf8').write(string, this);
  if (length === undefined && typeof offset === 'string') return requireCodec(offset).write(string, this);
  validateInteger(offset, 'offset', 0, this.length);
  const at = offset as number;
  let size = this.length - at;
  if (typeof length === 'string') encoding = length;
  else if (length !== undefined) {
    validateInteger(length, 'length', 0, this.length);
    size = Math.min(size, length as number);
  }
  return requireCodec(encoding).write(string, part(this, at, at + size));
}

function subarray(this: Uint8Array, start?: unknown, end?: unknown): FastBuffer {
  const from = position(start, this.length, 0);
  const to = position(end, this.length, this.length);
  return new FastBuffer(this.buffer, this.byteOffset + from, Math.max(to - from, 0));
}

function swap(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length % size !== 0) throw new ERR_INVALID_BUFFER_SIZE(`${size * 8}-bits`);
  for (let i = 0; i < bytes.length; i += size) {
    for (let low = i, high = i + size - 1; low < high; low++, high--) {
      const byte = bytes[low] as number;
      bytes[low] = bytes[high] as number;
      bytes[high] = byte;
    }
  }
  return bytes;
}

function inspectBuffer(this: Uint8Array, _depth: number, options: InspectOptions, inspect: Inspect): string {
  const shown = Math.min(inspectMaxBytes, this.length);
  const more = this.length - shown;
  let text = codec('hex')
    .decode(part(this, 0, shown))
    .replace(/(.{2})/g, '$1 ')
    .trim();
  if (more > 0) text += ` ... ${more} more byte${more > 1 ? 's' : ''}`;
  if (options !== undefined && options !== null && inspect !== undefined) {
    const extras: Record<PropertyKey, unknown> = Object.create(null) as Record<PropertyKey, unknown>;
    let some = false;
    const keys: PropertyKey[] = options['showHidden'] ? Reflect.ownKeys(this) : Object.keys(this);
    for (const key of keys) {
      if (typeof key === 'string' && /^(0|[1-9][0-9]*)$/.test(key)) continue;
      some = true;
      extras[key] = (this as unknown as Record<PropertyKey, unknown>)[key];
    }
    if (some) {
      if (this.length !== 0) text += ', ';
      text += inspect(extras, { ...options, breakLength: Number.POSITIVE_INFINITY, compact: true }).slice(27, -2);
    }
  }
  return `<${this.constructor.name} ${text}>`;
}

/** The methods that name their encoding: `latin1Slice`, `utf8Write`, … */
function encodingMethods(): Record<string, unknown> {
  const methods: Record<string, unknown> = {};
  const names: [string, EncodingName][] = [
    ['ascii', 'ascii'],
    ['base64', 'base64'],
    ['base64url', 'base64url'],
    ['latin1', 'latin1'],
    ['hex', 'hex'],
    ['ucs2', 'utf16le'],
    ['utf8', 'utf8'],
  ];
  for (const [prefix, name] of names) {
    Object.assign(methods, {
      [`${prefix}Slice`](this: Uint8Array, start = 0, end = this.length) {
        if (start > end || end > this.length || start < 0) {
          if (start < 0 || end < 0) throw new ERR_OUT_OF_RANGE('Index', undefined as never, undefined);
          if (end > this.length) end = this.length;
          if (start > end) start = end;
        }
        return codec(name).decode(part(this, start, end));
      },
      [`${prefix}Write`](this: Uint8Array, text: string, offset = 0, length = this.length - offset) {
        validateString(text, 'argument');
        if (offset < 0 || offset > this.length) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
        if (length < 0 || length > this.length - offset) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
        return codec(name).write(text, part(this, offset, offset + length));
      },
    });
  }
  return methods;
}

/** All of the methods. */
export function bufferMethods(): Record<PropertyKey, unknown> {
  return {
    ...encodingMethods(),
    copy,
    toString,
    equals,
    [inspectSymbol]: inspectBuffer,
    inspect: inspectBuffer,
    compare,
    indexOf,
    lastIndexOf,
    includes,
    fill(this: Uint8Array, value: unknown, offset?: unknown, end?: unknown, encoding?: unknown) {
      return fill(this, value, offset, end, encoding);
    },
    write,
    toJSON(this: Uint8Array) {
      return { type: 'Buffer', data: Array.from(this) };
    },
    subarray,
    slice(this: Uint8Array, start?: unknown, end?: unknown) {
      return subarray.call(this, start, end);
    },
    swap16(this: Uint8Array) {
      return swap(this, 2);
    },
    swap32(this: Uint8Array) {
      return swap(this, 4);
    },
    swap64(this: Uint8Array) {
      return swap(this, 8);
    },
    toLocaleString: toString,
  };
}
