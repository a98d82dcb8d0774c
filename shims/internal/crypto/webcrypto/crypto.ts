/**
 * `crypto.webcrypto`: the global `crypto` (shims/internal/web-crypto.ts), with `subtle`.
 *
 * How they are joined: this module, and nothing else, puts the getter of `subtle` on `Crypto.prototype` and lends `KeyObject` its
 * `toCryptoKey`. A component that has the global `crypto` for random values alone does not carry it; one that imports
 * `webcrypto` from node:crypto, or names the globals `CryptoKey` or `SubtleCrypto`, has it, and then the global `crypto` has it, too.
 * For a program that has no more of it than `crypto.subtle`, the bundler is to force the global `CryptoKey`.
 */
import { fromKey } from 'zora:node/webcrypto@0.1.0';
import { ERR_INVALID_THIS } from '../../errors.ts';
import { Crypto, crypto } from '../../web-crypto.ts';
import { callCrypto } from '../failure.ts';
import { kKey } from '../key-handle.ts';
import { setCryptoKeyConverter } from '../key-object.ts';
import { toWitAlgorithm } from './algorithm.ts';
import { CryptoKey, cryptoKeyOf } from './crypto-key.ts';
import { sequence } from './idl.ts';
import { SubtleCrypto, subtle } from './subtle.ts';

function join(): Crypto & { readonly subtle: SubtleCrypto; readonly CryptoKey: typeof CryptoKey } {
  Object.defineProperty(Crypto.prototype, 'subtle', {
    configurable: true,
    enumerable: true,
    get(this: unknown) {
      if (this !== crypto) throw new ERR_INVALID_THIS('Crypto');
      return subtle;
    },
  });
  Object.defineProperty(Crypto.prototype, 'CryptoKey', {
    configurable: true,
    enumerable: false,
    writable: true,
    value: CryptoKey,
  });
  setCryptoKeyConverter((key, algorithm, extractable, usages) => {
    const converted = toWitAlgorithm('toCryptoKey', algorithm);
    const list = sequence('toCryptoKey', '3rd argument', usages);
    return cryptoKeyOf(callCrypto(() => fromKey(key[kKey], converted, Boolean(extractable), list)));
  });
  return crypto as unknown as ReturnType<typeof join>;
}

export const webcrypto = /* @__PURE__ */ join();

/** Fills an integer array with random values. @see https://nodejs.org/api/crypto.html#cryptogetrandomvaluestypedarray */
export function getRandomValues<View extends ArrayBufferView>(array: View): View {
  return crypto.getRandomValues(array);
}

export { CryptoKey, SubtleCrypto, subtle };
