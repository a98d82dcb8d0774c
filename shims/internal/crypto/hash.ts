/** `Hash`. @see https://nodejs.org/api/crypto.html#class-hash */
import { ERR_CRYPTO_HASH_FINALIZED } from '../errors.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { validateString, validateUint32 } from '../validators.ts';
import { encode, toBuffer } from './bytes.ts';
import { type DigestObject, kFinalized, kHandle, transform, update } from './digest-base.ts';
import { callCrypto } from './failure.ts';
import { type HostHashLike, openHash } from './host-hash.ts';
import { LazyTransform } from './lazy-transform.ts';

/** A hash under way. */
export interface Hash extends LazyTransform, DigestObject {
  [kHandle]: HostHashLike;
  /** The digest that was taken as a stream: it can be asked for once more. */
  [kStreamed]?: Uint8Array;
  copy(options?: unknown): Hash;
  update(data: unknown, encoding?: unknown): Hash;
  digest(encoding?: unknown): Buffer | string;
}

const kStreamed: unique symbol = Symbol('kStreamed') as never;

interface HashConstructor {
  new (algorithm: unknown, options?: unknown): Hash;
  (algorithm: unknown, options?: unknown): Hash;
  readonly prototype: Hash;
}

function outputLengthOf(options: unknown): number | null {
  const length =
    typeof options === 'object' && options !== null ? (options as { outputLength?: unknown }).outputLength : undefined;
  if (length === undefined) return null;
  validateUint32(length, 'options.outputLength');
  return length + 0;
}

let warned = false;

/** An extendable function without a length is half of what it should be. */
export function warnOfDefaultLength(algorithm: string): void {
  if (warned || !/^shake-?(128|256)$/i.test(algorithm)) return;
  warned = true;
  const message = 'Creating SHAKE128/256 digests without an explicit options.outputLength is deprecated.';
  emitWarning(message, 'DeprecationWarning', 'DEP0198');
}

function setUp(hash: Hash, handle: HostHashLike, options: unknown): void {
  hash[kHandle] = handle;
  hash[kFinalized] = false;
  LazyTransform.call(hash, options);
}

function HashFunction(this: Hash | undefined, algorithm: unknown, options?: unknown): unknown {
  if (!new.target) return new Hash(algorithm, options);
  validateString(algorithm, 'algorithm');
  const length = outputLengthOf(options);
  const handle = openHash(algorithm.toWellFormed(), length);
  setUp(this as Hash, handle, options);
  if (length === null) warnOfDefaultLength(algorithm);
  return undefined;
}
Object.defineProperty(HashFunction, 'name', { value: 'Hash' });
Object.setPrototypeOf(HashFunction.prototype, LazyTransform.prototype);
Object.setPrototypeOf(HashFunction, LazyTransform);

/** The class; it may be called without `new`. */
export const Hash = HashFunction as unknown as HashConstructor;

Object.assign(HashFunction.prototype, {
  update,
  _transform: transform,

  copy(this: Hash, options?: unknown): Hash {
    if (this[kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
    const length = outputLengthOf(options);
    const handle = this[kHandle].copy(length);
    const copy = Object.create(Hash.prototype) as Hash;
    setUp(copy, handle, options);
    return copy;
  },

  digest(this: Hash, encoding?: unknown): Buffer | string {
    if (this[kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
    const bytes = this[kStreamed] ?? callCrypto(() => this[kHandle].digest());
    this[kFinalized] = true;
    this[kHandle][Symbol.dispose]();
    return encode(bytes, encoding && `${encoding}`);
  },

  _flush(this: Hash, callback: (error?: unknown) => void): void {
    const bytes = callCrypto(() => this[kHandle].digest());
    this[kStreamed] = bytes.slice();
    this.push(toBuffer(bytes));
    callback();
  },
});

/** https://nodejs.org/api/crypto.html#cryptocreatehashalgorithm-options */
export function createHash(algorithm: unknown, options?: unknown): Hash {
  return new Hash(algorithm, options);
}
