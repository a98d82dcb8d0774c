/**
 * The `read…` and `write…` methods of `Buffer`, made from their sizes.
 *
 * https://nodejs.org/api/buffer.html#bufreadbigint64beoffset
 */
import { ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } from '../errors.ts';
import { validateNumber } from '../validators.ts';

type Method = (this: Uint8Array, ...args: never[]) => unknown;
type Methods = Record<string, Method>;

const float32 = new Float32Array(1);
const float64 = new Float64Array(1);
const float32Bytes = new Uint8Array(float32.buffer);
const float64Bytes = new Uint8Array(float64.buffer);

/** Throws what Node throws for a bad offset (or for a bad size, with `type`). */
function boundsError(value: number, length: number, type?: string): never {
  if (Math.floor(value) !== value) {
    validateNumber(value, type ?? 'offset');
    throw new ERR_OUT_OF_RANGE(type || 'offset', 'an integer', value);
  }
  if (length < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS();
  throw new ERR_OUT_OF_RANGE(type || 'offset', `>= ${type ? 1 : 0} and <= ${length}`, value);
}

function checkOffset(bytes: Uint8Array, offset: number, size: number): void {
  validateNumber(offset, 'offset');
  if (bytes[offset] === undefined || bytes[offset + size - 1] === undefined) boundsError(offset, bytes.length - size);
}

function checkSize(size: number): void {
  if (!(size >= 1 && size <= 6 && Math.floor(size) === size)) boundsError(size, 6, 'byteLength');
}

function checkRange(value: number | bigint, min: number | bigint, max: number | bigint, size: number): void {
  if (!(value > max || value < min)) return;
  const n = typeof min === 'bigint' ? 'n' : '';
  let range = `>= ${min}${n} and <= ${max}${n}`;
  if (size > 4) {
    const bits = size * 8;
    range =
      min === 0 || min === 0n
        ? `>= 0${n} and < 2${n} ** ${bits}${n}`
        : `>= -(2${n} ** ${bits - 1}${n}) and < 2${n} ** ${bits - 1}${n}`;
  }
  throw new ERR_OUT_OF_RANGE('value', range, value);
}

function readUnsigned(bytes: Uint8Array, offset: number, size: number, little: boolean): number {
  checkOffset(bytes, offset, size);
  let value = 0;
  if (little) for (let i = offset + size - 1; i >= offset; i--) value = value * 256 + (bytes[i] as number);
  else for (let i = offset; i < offset + size; i++) value = value * 256 + (bytes[i] as number);
  return value;
}

function readSigned(bytes: Uint8Array, offset: number, size: number, little: boolean): number {
  const value = readUnsigned(bytes, offset, size, little);
  return value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value;
}

function writeInteger(
  bytes: Uint8Array,
  given: unknown,
  offset: number,
  size: number,
  little: boolean,
  signed: boolean,
): number {
  const value = +(given as number);
  const bits = size * 8;
  checkRange(value, signed ? -(2 ** (bits - 1)) : 0, signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1, size);
  checkOffset(bytes, offset, size);
  let rest = Math.trunc(value) || 0;
  if (rest < 0) rest += 2 ** bits;
  for (let i = 0; i < size; i++) {
    bytes[little ? offset + i : offset + size - 1 - i] = rest;
    rest = Math.floor(rest / 256);
  }
  return offset + size;
}

function readBig(bytes: Uint8Array, offset: number, little: boolean): bigint {
  checkOffset(bytes, offset, 8);
  const first = BigInt(readUnsigned(bytes, offset, 4, little));
  const second = BigInt(readUnsigned(bytes, offset + 4, 4, little));
  return little ? (second << 32n) | first : (first << 32n) | second;
}

function writeBig(bytes: Uint8Array, value: bigint, offset: number, little: boolean, signed: boolean): number {
  const half = 1n << 63n;
  checkRange(value, signed ? -half : 0n, signed ? half - 1n : (1n << 64n) - 1n, 8);
  checkOffset(bytes, offset, 8);
  if (typeof value !== 'bigint') throw new TypeError('Cannot mix BigInt and other types, use explicit conversions');
  const unsigned = BigInt.asUintN(64, value);
  const low = Number(unsigned & 0xffffffffn);
  const high = Number(unsigned >> 32n);
  writeInteger(bytes, little ? low : high, offset, 4, little, false);
  return writeInteger(bytes, little ? high : low, offset + 4, 4, little, false);
}

/** The engine is little-endian, as WebAssembly is. */
function copyFloat(bytes: Uint8Array, offset: number, raw: Uint8Array, little: boolean, store: boolean): void {
  const last = raw.length - 1;
  for (let i = 0; i <= last; i++) {
    const at = little ? i : last - i;
    if (store) bytes[offset + i] = raw[at] as number;
    else raw[at] = bytes[offset + i] as number;
  }
}

function addIntegers(methods: Methods, size: number, suffix: string, little: boolean): void {
  for (const [kind, signed] of [
    ['Int', true],
    ['UInt', false],
  ] as const) {
    const name = `${kind}${size * 8}${suffix}`;
    const read = signed ? readSigned : readUnsigned;
    const entries = {
      [`read${name}`](this: Uint8Array, offset = 0) {
        return read(this, offset, size, little);
      },
      [`write${name}`](this: Uint8Array, value: unknown, offset = 0) {
        return writeInteger(this, value, offset, size, little, signed);
      },
    };
    Object.assign(methods, entries);
  }
}

function addSized(methods: Methods, suffix: string, little: boolean): void {
  for (const [kind, signed] of [
    ['Int', true],
    ['UInt', false],
  ] as const) {
    const name = `${kind}${suffix}`;
    const read = signed ? readSigned : readUnsigned;
    const entries = {
      [`read${name}`](this: Uint8Array, offset: number, byteLength: number) {
        if (offset === undefined) throw new ERR_INVALID_ARG_TYPE('offset', 'number', offset);
        checkSize(byteLength);
        return read(this, offset, byteLength, little);
      },
      [`write${name}`](this: Uint8Array, value: unknown, offset: number, byteLength: number) {
        checkSize(byteLength);
        return writeInteger(this, value, offset, byteLength, little, signed);
      },
    };
    Object.assign(methods, entries);
  }
}

function addBig(methods: Methods, suffix: string, little: boolean): void {
  Object.assign(methods, {
    [`readBigUInt64${suffix}`](this: Uint8Array, offset = 0) {
      return readBig(this, offset, little);
    },
    [`readBigInt64${suffix}`](this: Uint8Array, offset = 0) {
      return BigInt.asIntN(64, readBig(this, offset, little));
    },
    [`writeBigUInt64${suffix}`](this: Uint8Array, value: bigint, offset = 0) {
      return writeBig(this, value, offset, little, false);
    },
    [`writeBigInt64${suffix}`](this: Uint8Array, value: bigint, offset = 0) {
      return writeBig(this, value, offset, little, true);
    },
  });
}

function addFloats(methods: Methods, suffix: string, little: boolean): void {
  for (const [name, cell, raw] of [
    ['Float', float32, float32Bytes],
    ['Double', float64, float64Bytes],
  ] as const) {
    const size = raw.length;
    Object.assign(methods, {
      [`read${name}${suffix}`](this: Uint8Array, offset = 0) {
        checkOffset(this, offset, size);
        copyFloat(this, offset, raw, little, false);
        return cell[0];
      },
      [`write${name}${suffix}`](this: Uint8Array, value: number, offset = 0) {
        value = +value;
        checkOffset(this, offset, size);
        cell[0] = value;
        copyFloat(this, offset, raw, little, true);
        return offset + size;
      },
    });
  }
}

/** All of the methods, the `Uint` spellings among them. */
export function numberMethods(): Methods {
  const methods: Methods = {};
  for (const [suffix, little] of [
    ['LE', true],
    ['BE', false],
  ] as const) {
    addBig(methods, suffix, little);
    addSized(methods, suffix, little);
    addIntegers(methods, 4, suffix, little);
    addIntegers(methods, 2, suffix, little);
    addFloats(methods, suffix, little);
  }
  addIntegers(methods, 1, '', true);
  for (const [name, method] of Object.entries(methods)) {
    if (name.includes('UInt')) methods[name.replace('UInt', 'Uint')] = method;
  }
  return methods;
}
