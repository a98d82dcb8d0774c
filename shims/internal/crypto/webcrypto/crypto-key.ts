/** `CryptoKey`. Source: Web Cryptography API, 13 CryptoKey interface. @see https://nodejs.org/api/webcrypto.html#class-cryptokey */
import type { Key } from 'zora:node/crypto@0.1.0';
import type { CryptoKeyDetails, CryptoKey as HostKey } from 'zora:node/webcrypto@0.1.0';
import { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } from '../../errors.ts';
import { type Inspect, type InspectOptions, inspectAs, inspectSymbol, webInterface } from '../../web-class.ts';
import { callCrypto } from '../failure.ts';
import { holdFor } from '../held.ts';
import { kToKey } from '../key-handle.ts';

const construct = Symbol('construct');

/** The algorithm of a key, as programs see it. */
export interface KeyAlgorithm {
  name: string;
  hash?: { name: string };
  length?: number;
  modulusLength?: number;
  publicExponent?: Uint8Array;
  namedCurve?: string;
}

function toAlgorithm(details: CryptoKeyDetails): KeyAlgorithm {
  const { algorithm, hash, length, modulusLength, publicExponent, namedCurve } = details;
  return {
    name: algorithm,
    ...(modulusLength != null && { modulusLength }),
    ...(publicExponent != null && { publicExponent }),
    ...(length != null && { length }),
    ...(namedCurve != null && { namedCurve }),
    ...(hash != null && { hash: { name: hash } }),
  };
}

let handleOf: (key: unknown) => HostKey | undefined;

/** See the file's head. */
export class CryptoKey {
  readonly #handle: HostKey;
  readonly #details: CryptoKeyDetails;
  #algorithm: KeyAlgorithm | undefined;
  #usages: string[] | undefined;

  constructor(key: unknown = undefined, handle?: HostKey) {
    if (key !== construct || handle === undefined) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#handle = holdFor(this, handle);
    this.#details = callCrypto(() => handle.details());
  }

  get type(): CryptoKeyDetails['kind'] {
    return CryptoKey.#of(this).#details.kind;
  }

  get extractable(): boolean {
    return CryptoKey.#of(this).#details.extractable;
  }

  get algorithm(): KeyAlgorithm {
    const key = CryptoKey.#of(this);
    key.#algorithm ??= toAlgorithm(key.#details);
    return key.#algorithm;
  }

  get usages(): string[] {
    const key = CryptoKey.#of(this);
    key.#usages ??= [...key.#details.usages];
    return key.#usages;
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): unknown {
    if (depth < 0) return this;
    const { type, extractable, algorithm, usages } = this;
    return inspectAs('CryptoKey', { type, extractable, algorithm, usages }, depth, options, inspect);
  }

  /** The host's key without what it may be used for. */
  [kToKey](): Key {
    return callCrypto(() => this.#handle.toKey());
  }

  static #of(key: CryptoKey): CryptoKey {
    if (typeof key !== 'object' || key === null || !(#handle in key)) throw new ERR_INVALID_THIS('CryptoKey');
    return key;
  }

  static {
    handleOf = (key) => (typeof key === 'object' && key !== null && #handle in key ? key.#handle : undefined);
  }
}
webInterface(CryptoKey, 'type', 'extractable', 'algorithm', 'usages');
for (const hidden of [inspectSymbol, kToKey]) {
  Object.defineProperty(CryptoKey.prototype, hidden, { enumerable: false });
}

/** The key over a key of the host's, which it takes over. */
export function cryptoKeyOf(handle: HostKey): CryptoKey {
  return new CryptoKey(construct, handle);
}

/** The host's key; undefined where it is none of ours. */
export function hostKeyOf(key: unknown): HostKey | undefined {
  return handleOf(key);
}
