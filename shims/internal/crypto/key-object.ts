/** `KeyObject` and its three kinds. @see https://nodejs.org/api/crypto.html#class-keyobject */
import type { Key, KeyKind } from 'zora:node/crypto@0.1.0';
import { ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { validateObject, validateOneOf } from '../validators.ts';
import { toBuffer } from './bytes.ts';
import { callCrypto } from './failure.ts';
import { holdFor } from './held.ts';
import { fromWitJwk, type JsonWebKey } from './jwk.ts';
import { type EncodingContext, type ParsedEncoding, parseKeyEncoding } from './key-encoding.ts';
import { isCryptoKey, isKeyObject, kKey, kToKey } from './key-handle.ts';

const KINDS = ['secret', 'public', 'private'];

/** Whether a value may be a host's key: the classes of the binding are not at hand here, their methods are. */
function isHostKey(value: unknown): value is Key {
  return typeof value === 'object' && value !== null && 'exportSecret' in value && 'kind' in value;
}

type ToCryptoKey = (key: KeyObject, algorithm: unknown, extractable: unknown, usages: unknown) => unknown;

let convert: ToCryptoKey | undefined;

/** Lends `toCryptoKey` what it takes: whoever loads Web Crypto does, so that a `KeyObject` alone does not carry it. */
export function setCryptoKeyConverter(converter: ToCryptoKey): void {
  convert = converter;
}

/** See the file's head. */
export class KeyObject {
  declare readonly [kKey]: Key;
  readonly #type: KeyKind;

  constructor(type: unknown, handle: unknown) {
    if (!KINDS.includes(type as string)) throw new ERR_INVALID_ARG_VALUE('type', type);
    if (!isHostKey(handle)) throw new ERR_INVALID_ARG_TYPE('handle', 'object', handle);
    this.#type = type as KeyKind;
    Object.defineProperty(this, kKey, { value: holdFor(this, handle), enumerable: false });
  }

  /** The `KeyObject` of a `CryptoKey`. */
  static from(key: unknown): KeyObject {
    if (!isCryptoKey(key)) throw new ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
    return keyObjectOf(key[kToKey]());
  }

  get type(): KeyKind {
    return this.#type;
  }

  /** Whether both are the same key. */
  equals(other: unknown): boolean {
    if (!isKeyObject(other)) throw new ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', other);
    return other.type === this.#type && callCrypto(() => this[kKey].equals(other[kKey]));
  }

  /** The key for Web Crypto. */
  toCryptoKey(algorithm: unknown, extractable: unknown, usages: unknown): unknown {
    if (convert === undefined) throw new TypeError('Web Crypto is not loaded');
    return convert(this, algorithm, extractable, usages);
  }
}
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { configurable: true, value: 'KeyObject' });

/** A symmetric key. */
export class SecretKeyObject extends KeyObject {
  constructor(handle: unknown) {
    super('secret', handle);
  }

  get symmetricKeySize(): number {
    return callCrypto(() => this[kKey].size());
  }

  export(options?: unknown): Buffer | JsonWebKey {
    if (options !== undefined) {
      validateObject(options, 'options');
      const { format } = options as { format?: unknown };
      validateOneOf(format, 'options.format', [undefined, 'buffer', 'jwk']);
      if (format === 'jwk') return fromWitJwk(callCrypto(() => this[kKey].exportJwk()));
    }
    return toBuffer(callCrypto(() => this[kKey].exportSecret()));
  }
}

/** A key as it is written by checked options: text for PEM. */
export function writeKey(key: Key, encoding: ParsedEncoding): string | Buffer | JsonWebKey {
  if (encoding.format === 'jwk') return fromWitJwk(callCrypto(() => key.exportJwk()));
  const { format, type, cipher, passphrase } = encoding;
  const output = {
    format,
    encoding: type!,
    cipher: cipher?.toWellFormed() ?? null,
    passphrase: cipher === undefined ? null : (passphrase ?? null),
  };
  const buffer = toBuffer(callCrypto(() => key.exportEncoded(output)));
  return format === 'pem' ? buffer.toString('latin1') : buffer;
}

interface AsymmetricDetails {
  modulusLength?: number;
  publicExponent?: bigint;
  hashAlgorithm?: string;
  mgf1HashAlgorithm?: string;
  saltLength?: number;
  divisorLength?: number;
  namedCurve?: string;
}

/** A public or private key. */
export class AsymmetricKeyObject extends KeyObject {
  #asymmetricType: string | undefined;

  get asymmetricKeyType(): string | undefined {
    this.#asymmetricType ??= callCrypto(() => this[kKey].asymmetricType()) ?? undefined;
    return this.#asymmetricType;
  }

  get asymmetricKeyDetails(): AsymmetricDetails {
    const { publicExponent, ...details } = callCrypto(() => this[kKey].details());
    const present = Object.fromEntries(Object.entries(details).filter(([, value]) => value != null));
    if (publicExponent == null) return present;
    const exponent = BigInt(`0x${toBuffer(publicExponent).toString('hex') || '0'}`);
    const { modulusLength, ...rest } = present as AsymmetricDetails;
    return { ...(modulusLength === undefined ? {} : { modulusLength }), publicExponent: exponent, ...rest };
  }

  protected write(options: unknown, context: EncodingContext): string | Buffer | JsonWebKey {
    return writeKey(this[kKey], parseKeyEncoding(options, context));
  }
}

const isJwk = (options: unknown): boolean => (options as { format?: unknown } | null | undefined)?.format === 'jwk';

/** The public half of a pair. */
export class PublicKeyObject extends AsymmetricKeyObject {
  constructor(handle: unknown) {
    super('public', handle);
  }

  export(options?: unknown): string | Buffer | JsonWebKey {
    if (isJwk(options)) return fromWitJwk(callCrypto(() => this[kKey].exportJwk()));
    return this.write(options, { keyType: this.asymmetricKeyType, isPublic: true });
  }
}

/** The private half of a pair. */
export class PrivateKeyObject extends AsymmetricKeyObject {
  constructor(handle: unknown) {
    super('private', handle);
  }

  export(options?: unknown): string | Buffer | JsonWebKey {
    if (isJwk(options)) {
      if ((options as { passphrase?: unknown }).passphrase !== undefined) {
        throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('jwk', 'does not support encryption');
      }
      return fromWitJwk(callCrypto(() => this[kKey].exportJwk()));
    }
    return this.write(options, { keyType: this.asymmetricKeyType, isPublic: false });
  }
}

/** The `KeyObject` over a key of the host's, which it takes over. */
export function keyObjectOf(key: Key): SecretKeyObject | PublicKeyObject | PrivateKeyObject {
  switch (callCrypto(() => key.kind())) {
    case 'secret':
      return new SecretKeyObject(key);
    case 'public':
      return new PublicKeyObject(key);
    case 'private':
      return new PrivateKeyObject(key);
  }
}
