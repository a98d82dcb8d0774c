/** `SubtleCrypto`. Source: Web Cryptography API, 14 SubtleCrypto interface. @see https://nodejs.org/api/webcrypto.html#class-subtlecrypto */
import type { CryptoKey as HostKey, KeyData } from 'zora:node/webcrypto@0.1.0';
import { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } from '../../errors.ts';
import { webInterface } from '../../web-class.ts';
import { type JsonWebKey, toWitJwk } from '../jwk.ts';
import { toWitAlgorithm } from './algorithm.ts';
import { checkAgreement, checkCipherKey, checkSignatureKey } from './checks.ts';
import { type CryptoKey, hostKeyOf } from './crypto-key.ts';
import { bufferSource, keyFormat, requireArguments, sequence, unsignedLong, wrongType } from './idl.ts';
import { operate } from './operation.ts';

const construct = Symbol('construct');

function keyArgument(method: string, position: string, value: unknown): HostKey {
  const key = hostKeyOf(value);
  if (key === undefined) throw wrongType(method, `${position} argument`, 'of type CryptoKey');
  return key;
}

function keyDataArgument(method: string, format: string, value: unknown): KeyData {
  if (format !== 'jwk') return { tag: 'bytes', val: bufferSource(method, '2nd argument', value) };
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  if (!isObject || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    throw wrongType(method, '2nd argument', 'a JsonWebKey');
  }
  return { tag: 'jwk', val: toWitJwk(value as JsonWebKey, 'keyData') };
}

/** The pair that `generateKey` gives for asymmetric algorithms. */
export interface CryptoKeyPair {
  publicKey: CryptoKey;
  privateKey: CryptoKey;
}

/** The three methods that take a key and data. */
function useKey(
  method: 'encrypt' | 'decrypt' | 'sign',
  given: number,
  [algorithm, key, data]: readonly [unknown, unknown, unknown],
): Promise<ArrayBuffer> {
  requireArguments(method, given, 3);
  const val = {
    algorithm: toWitAlgorithm(method, algorithm),
    key: keyArgument(method, '2nd', key),
    data: bufferSource(method, '3rd argument', data),
  };
  if (method === 'sign') checkSignatureKey(method, val.algorithm.name, key as CryptoKey);
  else checkCipherKey(method, val.algorithm.name, key as CryptoKey);
  return operate({ tag: method, val }) as Promise<ArrayBuffer>;
}

const publicOf = (algorithm: unknown): unknown => (algorithm as { public?: unknown }).public;

/** See the file's head. Each method converts its arguments before anything else happens, and rejects with what is wrong with them. */
export class SubtleCrypto {
  readonly #brand = true;

  constructor(key: unknown = undefined) {
    if (key !== construct) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  async encrypt(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    SubtleCrypto.#check(this);
    return useKey('encrypt', arguments.length, [algorithm, key, data]);
  }

  async decrypt(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    SubtleCrypto.#check(this);
    return useKey('decrypt', arguments.length, [algorithm, key, data]);
  }

  async sign(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    SubtleCrypto.#check(this);
    return useKey('sign', arguments.length, [algorithm, key, data]);
  }

  async verify(algorithm: unknown, key: unknown, signature: unknown, data: unknown): Promise<boolean> {
    SubtleCrypto.#check(this);
    requireArguments('verify', arguments.length, 4);
    const val = {
      algorithm: toWitAlgorithm('verify', algorithm),
      key: keyArgument('verify', '2nd', key),
      signature: bufferSource('verify', '3rd argument', signature),
      data: bufferSource('verify', '4th argument', data),
    };
    checkSignatureKey('verify', val.algorithm.name, key as CryptoKey);
    return operate({ tag: 'verify', val }) as Promise<boolean>;
  }

  async digest(algorithm: unknown, data: unknown): Promise<ArrayBuffer> {
    SubtleCrypto.#check(this);
    requireArguments('digest', arguments.length, 2);
    const val = {
      algorithm: toWitAlgorithm('digest', algorithm),
      data: bufferSource('digest', '2nd argument', data),
    };
    return operate({ tag: 'digest', val }) as Promise<ArrayBuffer>;
  }

  async generateKey(algorithm: unknown, extractable: unknown, keyUsages: unknown): Promise<CryptoKey | CryptoKeyPair> {
    SubtleCrypto.#check(this);
    requireArguments('generateKey', arguments.length, 3);
    const val = {
      algorithm: toWitAlgorithm('generateKey', algorithm),
      extractable: Boolean(extractable),
      usages: sequence('generateKey', '3rd argument', keyUsages),
    };
    return operate({ tag: 'generate-key', val }) as Promise<CryptoKey | CryptoKeyPair>;
  }

  async deriveBits(algorithm: unknown, baseKey: unknown, length: unknown = null): Promise<ArrayBuffer> {
    SubtleCrypto.#check(this);
    requireArguments('deriveBits', arguments.length, 2);
    const val = {
      algorithm: toWitAlgorithm('deriveBits', algorithm),
      key: keyArgument('deriveBits', '2nd', baseKey),
      length: length === null ? null : unsignedLong('deriveBits', '3rd argument', length),
    };
    checkAgreement('deriveBits', val.algorithm.name, baseKey as CryptoKey, publicOf(algorithm));
    return operate({ tag: 'derive-bits', val }) as Promise<ArrayBuffer>;
  }

  async deriveKey(
    algorithm: unknown,
    baseKey: unknown,
    derivedKeyType: unknown,
    extractable: unknown,
    keyUsages: unknown,
  ): Promise<CryptoKey> {
    SubtleCrypto.#check(this);
    requireArguments('deriveKey', arguments.length, 5);
    const val = {
      algorithm: toWitAlgorithm('deriveKey', algorithm),
      key: keyArgument('deriveKey', '2nd', baseKey),
      derived: toWitAlgorithm('deriveKey', derivedKeyType),
      extractable: Boolean(extractable),
      usages: sequence('deriveKey', '5th argument', keyUsages),
    };
    checkAgreement('deriveKey', val.algorithm.name, baseKey as CryptoKey, publicOf(algorithm));
    return operate({ tag: 'derive-key', val }) as Promise<CryptoKey>;
  }

  async importKey(
    format: unknown,
    keyData: unknown,
    algorithm: unknown,
    extractable: unknown,
    keyUsages: unknown,
  ): Promise<CryptoKey> {
    SubtleCrypto.#check(this);
    requireArguments('importKey', arguments.length, 4);
    const name = keyFormat('importKey', format);
    const val = {
      format: name,
      data: keyDataArgument('importKey', name, keyData),
      algorithm: toWitAlgorithm('importKey', algorithm),
      extractable: Boolean(extractable),
      usages: sequence('importKey', '5th argument', keyUsages),
    };
    return operate({ tag: 'import-key', val }) as Promise<CryptoKey>;
  }

  async exportKey(format: unknown, key: unknown): Promise<ArrayBuffer | JsonWebKey> {
    SubtleCrypto.#check(this);
    requireArguments('exportKey', arguments.length, 2);
    const val = { format: keyFormat('exportKey', format), key: keyArgument('exportKey', '2nd', key) };
    return operate({ tag: 'export-key', val }) as Promise<ArrayBuffer | JsonWebKey>;
  }

  async wrapKey(format: unknown, key: unknown, wrappingKey: unknown, wrapAlgorithm: unknown): Promise<ArrayBuffer> {
    SubtleCrypto.#check(this);
    requireArguments('wrapKey', arguments.length, 4);
    const val = {
      format: keyFormat('wrapKey', format),
      key: keyArgument('wrapKey', '2nd', key),
      wrappingKey: keyArgument('wrapKey', '3rd', wrappingKey),
      algorithm: toWitAlgorithm('wrapKey', wrapAlgorithm),
    };
    return operate({ tag: 'wrap-key', val }) as Promise<ArrayBuffer>;
  }

  async unwrapKey(
    format: unknown,
    wrappedKey: unknown,
    unwrappingKey: unknown,
    unwrapAlgorithm: unknown,
    unwrappedKeyAlgorithm: unknown,
    extractable: unknown,
    keyUsages: unknown,
  ): Promise<CryptoKey> {
    SubtleCrypto.#check(this);
    requireArguments('unwrapKey', arguments.length, 7);
    const val = {
      format: keyFormat('unwrapKey', format),
      data: bufferSource('unwrapKey', '2nd argument', wrappedKey),
      unwrappingKey: keyArgument('unwrapKey', '3rd', unwrappingKey),
      algorithm: toWitAlgorithm('unwrapKey', unwrapAlgorithm),
      unwrapped: toWitAlgorithm('unwrapKey', unwrappedKeyAlgorithm),
      extractable: Boolean(extractable),
      usages: sequence('unwrapKey', '7th argument', keyUsages),
    };
    return operate({ tag: 'unwrap-key', val }) as Promise<CryptoKey>;
  }

  static #check(value: SubtleCrypto): void {
    if (typeof value !== 'object' || value === null || !(#brand in value)) throw new ERR_INVALID_THIS('SubtleCrypto');
  }
}
webInterface(
  SubtleCrypto,
  'encrypt',
  'decrypt',
  'sign',
  'verify',
  'digest',
  'generateKey',
  'deriveKey',
  'deriveBits',
  'importKey',
  'exportKey',
  'wrapKey',
  'unwrapKey',
);

export const subtle = new SubtleCrypto(construct);
