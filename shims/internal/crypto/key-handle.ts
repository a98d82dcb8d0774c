/** How the other parts tell keys, without carrying the classes of keys. */
import type { Key, KeyKind } from 'zora:node/crypto@0.1.0';

/** The host's key of a `KeyObject`. */
export const kKey: unique symbol = Symbol('kKey') as never;
/** Gives the host's key of a Web Crypto key: a handle of its own, which the caller gives back. */
export const kToKey: unique symbol = Symbol('kToKey') as never;

/** A `KeyObject`, as far as this module is concerned. */
export interface KeyHolder {
  readonly [kKey]: Key;
  readonly type: KeyKind;
}

/** A `CryptoKey`, likewise. */
export interface WebKeyHolder {
  [kToKey](): Key;
  readonly type: KeyKind;
}

/** Whether a value is a `KeyObject`. */
export function isKeyObject(value: unknown): value is KeyHolder {
  return typeof value === 'object' && value !== null && kKey in value;
}

/** Whether a value is a `CryptoKey`. */
export function isCryptoKey(value: unknown): value is WebKeyHolder {
  return typeof value === 'object' && value !== null && kToKey in value;
}
