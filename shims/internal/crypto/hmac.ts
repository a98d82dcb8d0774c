/** `Hmac`. @see https://nodejs.org/api/crypto.html#class-hmac */
import { Hmac as HostHmac } from 'zora:node/crypto@0.1.0';
import { validateString } from '../validators.ts';
import { encode, stringOption, toBuffer } from './bytes.ts';
import { type DigestObject, kFinalized, kHandle, transform, update } from './digest-base.ts';
import { callCrypto } from './failure.ts';
import { holdFor, letGo } from './held.ts';
import { prepareSecretKey, withKey } from './key-input.ts';
import { LazyTransform } from './lazy-transform.ts';

/** A keyed hash under way. */
export interface Hmac extends LazyTransform, DigestObject {
  update(data: unknown, encoding?: unknown): Hmac;
  digest(encoding?: unknown): Buffer | string;
}

interface HmacConstructor {
  new (algorithm: unknown, key: unknown, options?: unknown): Hmac;
  (algorithm: unknown, key: unknown, options?: unknown): Hmac;
  readonly prototype: Hmac;
}

function HmacFunction(this: Hmac | undefined, algorithm: unknown, key: unknown, options?: unknown): unknown {
  if (!(this instanceof HmacFunction)) return new Hmac(algorithm, key, options);
  validateString(algorithm, 'hmac');
  const prepared = prepareSecretKey(key, stringOption(options, 'encoding'));
  const hmac = this as Hmac;
  const name = algorithm.toWellFormed();
  hmac[kHandle] = holdFor(
    hmac,
    withKey(prepared, (handle) => callCrypto(() => HostHmac.open(name, handle))),
  );
  hmac[kFinalized] = false;
  LazyTransform.call(hmac, options);
  return undefined;
}
Object.defineProperty(HmacFunction, 'name', { value: 'Hmac' });
Object.setPrototypeOf(HmacFunction.prototype, LazyTransform.prototype);
Object.setPrototypeOf(HmacFunction, LazyTransform);

/** The class; it may be called without `new`. */
export const Hmac = HmacFunction as unknown as HmacConstructor;

function finish(hmac: Hmac): Uint8Array {
  const bytes = callCrypto(() => hmac[kHandle].digest());
  hmac[kFinalized] = true;
  letGo(hmac[kHandle]);
  return bytes;
}

Object.assign(HmacFunction.prototype, {
  update,
  _transform: transform,

  // A second digest is empty, and no error as with `Hash`.
  digest(this: Hmac, encoding?: unknown): Buffer | string {
    return encode(this[kFinalized] ? new Uint8Array(0) : finish(this), encoding && `${encoding}`);
  },

  _flush(this: Hmac, callback: (error?: unknown) => void): void {
    this.push(toBuffer(finish(this)));
    callback();
  },
});

/** https://nodejs.org/api/crypto.html#cryptocreatehmacalgorithm-key-options */
export function createHmac(algorithm: unknown, key: unknown, options?: unknown): Hmac {
  return new Hmac(algorithm, key, options);
}
