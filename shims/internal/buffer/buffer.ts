/**
 * `Buffer` itself: a function, since `Buffer(size)` without `new` still works.
 *
 * https://nodejs.org/api/buffer.html#class-buffer
 */
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { deprecation } from '../process/emit-warning.ts';
import { alloc, allocUnsafe, allocUnsafeSlow, concat, copyBytesFrom, from, isAnyArrayBuffer, of } from './create.ts';
import { codecOf, utf8ByteLength } from './encodings.ts';
import { FastBuffer, getPoolSize, setPoolSize } from './fast-buffer.ts';
import { bufferMethods } from './methods.ts';
import { numberMethods } from './numbers.ts';
import { compareBytes } from './search.ts';

const warnOfConstructor = /* @__PURE__ */ deprecation(
  'Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), ' +
    'Buffer.allocUnsafe(), or Buffer.from() methods instead.',
  'DEP0005',
);

function BufferFunction(value: unknown, encodingOrOffset?: unknown, length?: unknown): FastBuffer {
  warnOfConstructor();
  if (typeof value === 'number') {
    if (typeof encodingOrOffset === 'string') throw new ERR_INVALID_ARG_TYPE('string', 'string', value);
    return alloc(value);
  }
  return from(value, encodingOrOffset, length);
}

function byteLength(value: unknown, encoding?: unknown): number {
  if (typeof value !== 'string') {
    if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) return value.byteLength;
    throw new ERR_INVALID_ARG_TYPE('string', ['string', 'Buffer', 'ArrayBuffer'], value);
  }
  const codec = encoding ? codecOf(encoding) : undefined;
  return codec === undefined ? utf8ByteLength(value) : codec.byteLength(value);
}

function compare(buf1: unknown, buf2: unknown): -1 | 0 | 1 {
  if (!(buf1 instanceof Uint8Array)) throw new ERR_INVALID_ARG_TYPE('buf1', ['Buffer', 'Uint8Array'], buf1);
  if (!(buf2 instanceof Uint8Array)) throw new ERR_INVALID_ARG_TYPE('buf2', ['Buffer', 'Uint8Array'], buf2);
  return compareBytes(buf1, buf2);
}

function isBuffer(value: unknown): boolean {
  return value instanceof BufferFunction;
}

function isEncoding(encoding: unknown): boolean {
  return typeof encoding === 'string' && encoding.length !== 0 && codecOf(encoding) !== undefined;
}

Object.defineProperty(BufferFunction, 'name', { value: 'Buffer' });
Object.setPrototypeOf(BufferFunction, Uint8Array);
BufferFunction.prototype = FastBuffer.prototype;
Object.defineProperty(FastBuffer.prototype, 'constructor', {
  value: BufferFunction,
  writable: true,
  configurable: true,
  enumerable: false,
});
Object.assign(FastBuffer.prototype, numberMethods(), bufferMethods());
for (const [name, key] of [
  ['parent', 'buffer'],
  ['offset', 'byteOffset'],
] as const) {
  Object.defineProperty(FastBuffer.prototype, name, {
    enumerable: true,
    get(this: unknown) {
      return this instanceof BufferFunction ? (this as unknown as Uint8Array)[key] : undefined;
    },
  });
}
Object.assign(BufferFunction, {
  copyBytesFrom,
  from,
  of,
  alloc,
  allocUnsafe,
  allocUnsafeSlow,
  isBuffer,
  compare,
  isEncoding,
  concat,
  byteLength,
});
Object.defineProperties(BufferFunction, {
  poolSize: { get: getPoolSize, set: setPoolSize, enumerable: true, configurable: true },
  [Symbol.species]: {
    configurable: true,
    enumerable: false,
    get() {
      return FastBuffer;
    },
  },
});

/** https://nodejs.org/api/buffer.html#class-buffer */
export const Buffer = BufferFunction as unknown as typeof globalThis.Buffer;
/** A buffer: the type that `@types/node` gives it. */
export type Buffer = globalThis.Buffer;

/** `buffer.SlowBuffer`: deprecated, never from the pool. */
export function SlowBuffer(size: number): FastBuffer {
  return allocUnsafeSlow(size);
}
Object.setPrototypeOf(SlowBuffer.prototype, Uint8Array.prototype);
Object.setPrototypeOf(SlowBuffer, Uint8Array);
