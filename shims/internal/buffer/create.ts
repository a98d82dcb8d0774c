/**
 * `Buffer.from` and the other ways to a buffer.
 *
 * https://nodejs.org/api/buffer.html#static-method-bufferfromarray
 */
import { ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_UNKNOWN_ENCODING } from '../errors.ts';
import { validateArray, validateInteger, validateNumber } from '../validators.ts';
import { codecOf } from './encodings.ts';
import { allocate, FastBuffer, getPoolSize } from './fast-buffer.ts';
import { fillBytes } from './fill.ts';
import { kMaxLength } from './limits.ts';

/** An object can inherit from ArrayBuffer without being one. */
function hasBrand(value: object, constructor: { prototype: object }): boolean {
  try {
    Reflect.get(constructor.prototype, 'byteLength', value);
    return true;
  } catch {
    return false;
  }
}

/** Whether `value` is an ArrayBuffer, shared or not. */
export function isAnyArrayBuffer(value: unknown): value is ArrayBuffer {
  if (value instanceof ArrayBuffer) return hasBrand(value, ArrayBuffer);
  return (
    typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer && hasBrand(value, SharedArrayBuffer)
  );
}

/** Code units up to which a text is tried as ASCII first. */
const SHORT = 128;

/** A short ASCII text, written where it stays; undefined for any other. */
function fromAscii(text: string): FastBuffer | undefined {
  const { length } = text;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) >= 0x80) return undefined;
  const buffer = allocate(length);
  for (let i = 0; i < length; i++) buffer[i] = text.charCodeAt(i);
  return buffer;
}

/** The bytes of `text`. */
export function fromString(text: string, encoding?: unknown): FastBuffer {
  const codec = codecOf(typeof encoding === 'string' ? encoding : undefined);
  if (codec === undefined) throw new ERR_UNKNOWN_ENCODING(encoding as string);
  if (text.length === 0) return new FastBuffer();
  if (codec.name === 'utf8' && text.length <= SHORT) {
    const buffer = fromAscii(text);
    if (buffer !== undefined) return buffer;
  }
  const longest = text.length * 3;
  if (longest < getPoolSize() >>> 1) {
    const bytes = codec.encode(text);
    const buffer = allocate(bytes.length);
    buffer.set(bytes);
    return buffer;
  }
  const bytes = codec.encode(text);
  return new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function fromArrayBuffer(source: ArrayBuffer, byteOffset: unknown, length: unknown): FastBuffer {
  const offset = byteOffset === undefined ? 0 : +(byteOffset as number) || 0;
  const longest = source.byteLength - offset;
  if (longest < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (length === undefined) return new FastBuffer(source, offset);
  let size = +(length as number);
  if (size > 0) {
    if (size > longest) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
  } else size = 0;
  return new FastBuffer(source, offset, size);
}

function fromArrayLike(source: ArrayLike<number>): FastBuffer {
  if (!(source.length > 0)) return new FastBuffer();
  if (source.length > kMaxLength) throw new ERR_OUT_OF_RANGE('size', `>= 0 && <= ${kMaxLength}`, source.length);
  const buffer = allocate(source.length);
  buffer.set(source);
  return buffer;
}

function fromObject(source: object): FastBuffer | undefined {
  const { length, buffer, type, data } = source as {
    length?: unknown;
    buffer?: unknown;
    type?: unknown;
    data?: unknown;
  };
  if (length !== undefined || isAnyArrayBuffer(buffer)) {
    return typeof length === 'number' ? fromArrayLike(source as ArrayLike<number>) : new FastBuffer();
  }
  if (type === 'Buffer' && Array.isArray(data)) return fromArrayLike(data);
  return undefined;
}

/** `Buffer.from(value[, encodingOrOffset[, length]])`. */
export function from(value: unknown, encodingOrOffset?: unknown, length?: unknown): FastBuffer {
  if (typeof value === 'string') return fromString(value, encodingOrOffset);
  if (typeof value === 'object' && value !== null) {
    if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    const inner: unknown = value.valueOf?.();
    if (inner != null && inner !== value && (typeof inner === 'string' || typeof inner === 'object')) {
      return from(inner, encodingOrOffset, length);
    }
    const buffer = fromObject(value);
    if (buffer !== undefined) return buffer;
    const toPrimitive = (value as { [Symbol.toPrimitive]?: unknown })[Symbol.toPrimitive];
    if (typeof toPrimitive === 'function') {
      const primitive: unknown = toPrimitive.call(value, 'string');
      if (typeof primitive === 'string') return fromString(primitive, encodingOrOffset);
    }
  }
  throw new ERR_INVALID_ARG_TYPE(
    'first argument',
    ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'],
    value,
  );
}

function checkSize(size: unknown): asserts size is number {
  validateNumber(size, 'size', 0, kMaxLength);
}

/** `Buffer.alloc`. */
export function alloc(size: number, fill?: unknown, encoding?: unknown): FastBuffer {
  checkSize(size);
  const buffer = new FastBuffer(size);
  if (fill !== undefined && fill !== 0 && size > 0) fillBytes(buffer, fill, encoding);
  return buffer;
}

/** `Buffer.allocUnsafe`. */
export function allocUnsafe(size: number): FastBuffer {
  checkSize(size);
  return allocate(size);
}

/** `Buffer.allocUnsafeSlow`: never from the pool. */
export function allocUnsafeSlow(size: number): FastBuffer {
  checkSize(size);
  return new FastBuffer(size);
}

/** `Buffer.of`. */
export function of(...items: number[]): FastBuffer {
  const buffer = allocate(items.length);
  for (let i = 0; i < items.length; i++) buffer[i] = items[i] as number;
  return buffer;
}

/** `Buffer.copyBytesFrom`: the bytes of a part of a typed array, copied. */
export function copyBytesFrom(view: unknown, offset?: number, length?: number): FastBuffer {
  if (!ArrayBuffer.isView(view) || view instanceof DataView) {
    throw new ERR_INVALID_ARG_TYPE('view', ['TypedArray'], view);
  }
  const array = view as unknown as Uint16Array;
  if (array.length === 0) return new FastBuffer();
  let start = 0;
  if (offset !== undefined) {
    validateInteger(offset, 'offset', 0);
    if (offset >= array.length) return new FastBuffer();
    start = offset;
  }
  let end = array.length;
  if (length !== undefined) {
    validateInteger(length, 'length', 0);
    end = start + length;
  }
  const part = array.subarray(start, end);
  const copy = new FastBuffer(part.byteLength);
  copy.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  return copy;
}

/** `Buffer.concat`: the buffers of `list` in one, cut or filled up to `length` bytes. */
export function concat(list: unknown, length?: number): FastBuffer {
  validateArray(list, 'list');
  const items = list as unknown[];
  if (items.length === 0) return new FastBuffer();
  items.forEach((item, i) => {
    if (!(item instanceof Uint8Array)) {
      throw new ERR_INVALID_ARG_TYPE(`list[${i}]`, ['Buffer', 'Uint8Array'], item);
    }
  });
  const parts = items as Uint8Array[];
  if (length === undefined) {
    length = 0;
    for (const part of parts) length += part.length;
  } else validateInteger(length, 'length', 0);
  const buffer = allocUnsafe(length);
  let position = 0;
  for (const part of parts) {
    if (position + part.length > length) {
      buffer.set(part.subarray(0, length - position), position);
      return buffer;
    }
    buffer.set(part, position);
    position += part.length;
  }
  if (position < length) buffer.fill(0, position, length);
  return buffer;
}
