/** `Sign` and `Verify`. @see https://nodejs.org/api/crypto.html#class-sign */
import { Signer, Verifier } from 'zora:node/crypto@0.1.0';
import { Buffer } from '../buffer/buffer.ts';
import { bytesOf } from '../bytes.ts';
import { ERR_CRYPTO_SIGN_KEY_REQUIRED, ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { Writable } from '../streams/writable.ts';
import { validateEncoding, validateString } from '../validators.ts';
import { encode, toBytes } from './bytes.ts';
import { callCrypto } from './failure.ts';
import { holdFor } from './held.ts';
import { preparePrivateKey, preparePublicOrPrivateKey, withKey } from './key-input.ts';
import { signOptionsOf } from './sign-options.ts';

const kHandle: unique symbol = Symbol('kHandle') as never;

interface SignatureObject<H extends Signer | Verifier> extends InstanceType<typeof Writable> {
  [kHandle]: H;
  update(data: unknown, encoding?: unknown): this;
}

/** Data that is to be signed. */
export interface Sign extends SignatureObject<Signer> {
  sign(key: unknown, encoding?: unknown): Buffer | string;
}

/** Data whose signature is to be checked. */
export interface Verify extends SignatureObject<Verifier> {
  verify(key: unknown, signature: unknown, encoding?: unknown): boolean;
}

interface Constructor<T> {
  new (algorithm: unknown, options?: unknown): T;
  (algorithm: unknown, options?: unknown): T;
  readonly prototype: T;
}

function setUp<H extends Signer | Verifier>(
  object: SignatureObject<H>,
  host: { open(algorithm: string): H },
  algorithm: unknown,
  options: unknown,
): void {
  validateString(algorithm, 'algorithm');
  object[kHandle] = holdFor(
    object,
    callCrypto(() => host.open(algorithm.toWellFormed())),
  );
  Reflect.apply(Writable as unknown as (options: unknown) => void, object, [options]);
}

const methods = {
  update(this: SignatureObject<Signer>, data: unknown, encoding?: unknown): unknown {
    if (typeof data === 'string') validateEncoding(data, encoding);
    else if (!ArrayBuffer.isView(data)) {
      throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    }
    const known = Buffer.isEncoding(encoding as string) ? (encoding as BufferEncoding) : 'utf8';
    const bytes = typeof data === 'string' ? Buffer.from(data, known) : (bytesOf(data) as Uint8Array);
    callCrypto(() => this[kHandle].update(bytes));
    return this;
  },

  _write(this: SignatureObject<Signer>, chunk: unknown, encoding: string, callback: () => void): void {
    this.update(chunk, encoding);
    callback();
  },
};

function SignFunction(this: unknown, algorithm: unknown, options?: unknown): unknown {
  if (!(this instanceof SignFunction)) return new Sign(algorithm, options);
  setUp(this as unknown as Sign, Signer, algorithm, options);
  return undefined;
}
Object.defineProperty(SignFunction, 'name', { value: 'Sign' });
Object.setPrototypeOf(SignFunction.prototype, Writable.prototype);
Object.setPrototypeOf(SignFunction, Writable);
Object.assign(SignFunction.prototype, methods, {
  sign(this: Sign, key: unknown, encoding?: unknown): Buffer | string {
    if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
    const prepared = preparePrivateKey(key);
    const options = signOptionsOf(key);
    const signature = withKey(prepared, (handle) => callCrypto(() => this[kHandle].sign(handle, options)));
    return encode(signature, encoding);
  },
});

function VerifyFunction(this: unknown, algorithm: unknown, options?: unknown): unknown {
  if (!(this instanceof VerifyFunction)) return new Verify(algorithm, options);
  setUp(this as unknown as Verify, Verifier, algorithm, options);
  return undefined;
}
Object.defineProperty(VerifyFunction, 'name', { value: 'Verify' });
Object.setPrototypeOf(VerifyFunction.prototype, Writable.prototype);
Object.setPrototypeOf(VerifyFunction, Writable);
Object.assign(VerifyFunction.prototype, methods, {
  verify(this: Verify, key: unknown, signature: unknown, encoding?: unknown): boolean {
    const prepared = preparePublicOrPrivateKey(key);
    const options = signOptionsOf(key);
    const bytes = toBytes(signature, 'signature', encoding);
    return withKey(prepared, (handle) => callCrypto(() => this[kHandle].verify(handle, bytes, options)));
  },
});

/** The class; it may be called without `new`. */
export const Sign = SignFunction as unknown as Constructor<Sign>;
/** The class; it may be called without `new`. */
export const Verify = VerifyFunction as unknown as Constructor<Verify>;

/** https://nodejs.org/api/crypto.html#cryptocreatesignalgorithm-options */
export function createSign(algorithm: unknown, options?: unknown): Sign {
  return new Sign(algorithm, options);
}

/** https://nodejs.org/api/crypto.html#cryptocreateverifyalgorithm-options */
export function createVerify(algorithm: unknown, options?: unknown): Verify {
  return new Verify(algorithm, options);
}
