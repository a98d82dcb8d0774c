/** `buf.fill`. https://nodejs.org/api/buffer.html#buffillvalue-offset-end-encoding */
import { ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_VALUE, ERR_UNKNOWN_ENCODING } from '../errors.ts';
import { validateNumber, validateString } from '../validators.ts';
import { type Codec, codecOf } from './encodings.ts';

function requireCodec(encoding: unknown): Codec {
  const codec = codecOf(encoding === '' ? 'utf8' : encoding);
  if (codec !== undefined && (encoding === undefined || typeof encoding === 'string')) return codec;
  validateString(encoding, 'encoding');
  throw new ERR_UNKNOWN_ENCODING(encoding as string);
}

/** Fills all of `bytes` with `value` over and over; the encoding is that of a string. */
export function fillBytes<B extends Uint8Array>(bytes: B, value: unknown, encoding: unknown): B {
  if (typeof value === 'string') {
    const codec = requireCodec(encoding);
    if (value.length === 0) value = 0;
    else {
      const pattern = codec.encode(value);
      if (pattern.length === 0) throw new ERR_INVALID_ARG_VALUE('value', value);
      return repeat(bytes, pattern);
    }
  }
  if (ArrayBuffer.isView(value)) {
    const pattern = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (pattern.length === 0) throw new ERR_INVALID_ARG_VALUE('value', value);
    return repeat(bytes, pattern);
  }
  Uint8Array.prototype.fill.call(bytes, (value as number) & 255);
  return bytes;
}

/** Copies the pattern in, then what is there already, twice as much each time. */
function repeat<B extends Uint8Array>(bytes: B, pattern: Uint8Array): B {
  let filled = Math.min(pattern.length, bytes.length);
  bytes.set(pattern.slice(0, filled));
  while (filled < bytes.length) {
    bytes.copyWithin(filled, 0, Math.min(filled, bytes.length - filled));
    filled *= 2;
  }
  return bytes;
}

/** `buf.fill(value[, offset[, end]][, encoding])`. */
export function fill<B extends Uint8Array>(
  bytes: B,
  value: unknown,
  offset: unknown,
  end: unknown,
  encoding: unknown,
): B {
  if (typeof value === 'string') {
    if (offset === undefined || typeof offset === 'string') {
      encoding = offset;
      offset = undefined;
      end = undefined;
    } else if (typeof end === 'string') {
      encoding = end;
      end = undefined;
    }
    requireCodec(encoding);
  }
  let start = 0;
  let stop = bytes.length;
  if (offset !== undefined) {
    validateNumber(offset, 'offset', 0);
    start = offset as number;
    if (end !== undefined) {
      validateNumber(end, 'end', 0, bytes.length);
      stop = end as number;
    }
    if (start >= stop) return bytes;
  }
  // The length can have been redefined by the program: the memory counts.
  if (stop > bytes.byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS();
  fillBytes(new Uint8Array(bytes.buffer, bytes.byteOffset + start, stop - start), value, encoding);
  return bytes;
}
