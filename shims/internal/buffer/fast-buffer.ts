/** The class of all buffers, and where their memory comes from. */

/** Node's `FastBuffer`: a `Uint8Array` whose prototype is `Buffer.prototype`. */
export class FastBuffer extends Uint8Array<ArrayBuffer> {
  // Node's own parameters: no others reach the typed array.
  constructor(source?: ArrayBufferLike | ArrayLike<number> | number, byteOffset?: number, length?: number) {
    super(source as ArrayBuffer, byteOffset, length);
  }
}

let poolSize = 8192;
let pool: ArrayBuffer | undefined;
let poolOffset = 0;

/** `Buffer.poolSize`. */
export function getPoolSize(): number {
  return poolSize;
}

/** Sets the size of the pools that are made from now on. */
export function setPoolSize(size: number): void {
  poolSize = size;
}

/** A buffer of `size` bytes with any content: a slice of the pool where it is small. */
export function allocate(size: number): FastBuffer {
  if (size <= 0) return new FastBuffer();
  if (size >= poolSize >>> 1) return new FastBuffer(size);
  if (pool === undefined || size > pool.byteLength - poolOffset) {
    pool = new ArrayBuffer(poolSize);
    poolOffset = 0;
  }
  const buffer = new FastBuffer(pool, poolOffset, size);
  // Slices begin at multiples of eight, so that any typed array can lie over them.
  poolOffset = (poolOffset + size + 7) & ~7;
  return buffer;
}

/** `bytes` as a buffer over the same memory. */
export function asBuffer(bytes: Uint8Array): FastBuffer {
  return new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
