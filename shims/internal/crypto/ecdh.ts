/** `ECDH`. @see https://nodejs.org/api/crypto.html#class-ecdh */
import { convertPoint, Ecdh as HostEcdh, type PointFormat } from 'zora:node/crypto@0.1.0';
import { ERR_CRYPTO_ECDH_INVALID_FORMAT } from '../errors.ts';
import { deprecation } from '../process/emit-warning.ts';
import { validateString } from '../validators.ts';
import { encode, toBytes } from './bytes.ts';
import { callCrypto } from './failure.ts';
import { holdFor } from './held.ts';

const kParty: unique symbol = Symbol('kHandle') as never;

function formatOf(format: unknown): PointFormat {
  if (!format) return 'uncompressed';
  if (format === 'compressed' || format === 'hybrid' || format === 'uncompressed') return format;
  throw new ERR_CRYPTO_ECDH_INVALID_FORMAT(format);
}

/** One party of an elliptic-curve exchange. */
export interface ECDH {
  [kParty]: HostEcdh;
  generateKeys(encoding?: unknown, format?: unknown): Buffer | string;
  computeSecret(key: unknown, inputEncoding?: unknown, outputEncoding?: unknown): Buffer | string;
  getPublicKey(encoding?: unknown, format?: unknown): Buffer | string;
  getPrivateKey(encoding?: unknown): Buffer | string;
  setPrivateKey(key: unknown, encoding?: unknown): this;
  setPublicKey(key: unknown, encoding?: unknown): this;
}

interface EcdhConstructor {
  new (curve: unknown): ECDH;
  (curve: unknown): ECDH;
  readonly prototype: ECDH;
  convertKey(
    key: unknown,
    curve: unknown,
    inputEncoding?: unknown,
    outputEncoding?: unknown,
    format?: unknown,
  ): Buffer | string;
}

const setPublicKeyIsOld = /* @__PURE__ */ deprecation('ecdh.setPublicKey() is deprecated.', 'DEP0031');

function EcdhFunction(this: unknown, curve: unknown): unknown {
  if (!(this instanceof EcdhFunction)) return new ECDH(curve);
  validateString(curve, 'curve');
  const party = this as unknown as ECDH;
  party[kParty] = holdFor(
    party,
    callCrypto(() => HostEcdh.open(curve.toWellFormed())),
  );
  return undefined;
}
Object.defineProperty(EcdhFunction, 'name', { value: 'ECDH' });

Object.assign(EcdhFunction.prototype, {
  generateKeys(this: ECDH, encoding?: unknown, format?: unknown): Buffer | string {
    callCrypto(() => this[kParty].generateKeys());
    return this.getPublicKey(encoding, format);
  },
  computeSecret(this: ECDH, key: unknown, inputEncoding?: unknown, outputEncoding?: unknown): Buffer | string {
    const other = toBytes(key, 'key', inputEncoding);
    return encode(
      callCrypto(() => this[kParty].computeSecret(other)),
      outputEncoding,
    );
  },
  getPublicKey(this: ECDH, encoding?: unknown, format?: unknown): Buffer | string {
    const form = formatOf(format);
    return encode(
      callCrypto(() => this[kParty].getPublicKey(form)),
      encoding,
    );
  },
  getPrivateKey(this: ECDH, encoding?: unknown): Buffer | string {
    return encode(
      callCrypto(() => this[kParty].getPrivateKey()),
      encoding,
    );
  },
  setPrivateKey(this: ECDH, key: unknown, encoding?: unknown): ECDH {
    const bytes = toBytes(key, 'key', encoding);
    callCrypto(() => this[kParty].setPrivateKey(bytes));
    return this;
  },
  setPublicKey(this: ECDH, key: unknown, encoding?: unknown): ECDH {
    setPublicKeyIsOld();
    const bytes = toBytes(key, 'key', encoding);
    callCrypto(() => this[kParty].setPublicKey(bytes));
    return this;
  },
});

Object.assign(EcdhFunction, {
  /** A point of a curve in another form. */
  convertKey(
    key: unknown,
    curve: unknown,
    inputEncoding?: unknown,
    outputEncoding?: unknown,
    format?: unknown,
  ): Buffer | string {
    validateString(curve, 'curve');
    const bytes = toBytes(key, 'key', inputEncoding);
    const form = formatOf(format);
    return encode(
      callCrypto(() => convertPoint(bytes, curve.toWellFormed(), form)),
      outputEncoding,
    );
  },
});

/** The class; it may be called without `new`. */
export const ECDH = EcdhFunction as unknown as EcdhConstructor;

/** https://nodejs.org/api/crypto.html#cryptocreateecdhcurvename */
export function createECDH(curve: unknown): ECDH {
  return new ECDH(curve);
}
