/** Keys as arguments: everything that Node takes for one, made into a key of the host's. */
import { createPrivateKey, createPublicKey, createSecretKey, type Key, type KeySource } from 'zora:node/crypto@0.1.0';
import { bytesOf } from '../bytes.ts';
import { ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE, ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { validateObject } from '../validators.ts';
import { encodeText, isBytes, toBytes } from './bytes.ts';
import { callCrypto } from './failure.ts';
import { type JsonWebKey, toWitJwk } from './jwk.ts';
import { parseKeyEncoding } from './key-encoding.ts';
import { isCryptoKey, isKeyObject, kKey, kToKey } from './key-handle.ts';

/** An argument that stands for a key of the host's, checked as far as that goes without the host. */
export interface PreparedKey {
  /** The host's key. @throws the library's errors */
  open(): Key;
  /** It is made for this call and is given back after it. */
  readonly temporary: boolean;
}

/** Uses a prepared key, and gives it back if it was made for this. */
export function withKey<T>({ open, temporary }: PreparedKey, body: (key: Key) => T): T {
  const key = open();
  try {
    return body(key);
  } finally {
    if (temporary) key[Symbol.dispose]();
  }
}

/** What a key is wanted for. */
export type KeyUse = 'consume-public' | 'consume-private' | 'create-public' | 'create-private';

const BYTES = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

function typeNames(use?: KeyUse): string[] {
  return [...BYTES, 'string', ...(use === 'create-private' ? [] : ['KeyObject', 'CryptoKey'])];
}

/** Checks that a key is of the kind that is wanted. */
function checkKind(kind: string, use: KeyUse, key: unknown): void {
  if (use === 'create-private') throw new ERR_INVALID_ARG_TYPE('key', typeNames(use), key);
  if (kind === 'private') return;
  if (use === 'consume-private' || use === 'create-public') {
    throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(kind, 'private');
  }
  if (kind !== 'public') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(kind, 'private or public');
}

/** A `KeyObject` or `CryptoKey`, if that is what it is. */
function fromObject(key: unknown, use: KeyUse): PreparedKey | undefined {
  if (isKeyObject(key)) {
    checkKind(key.type, use, key);
    return { open: () => key[kKey], temporary: false };
  }
  if (isCryptoKey(key)) {
    checkKind(key.type, use, key);
    return { open: () => key[kToKey](), temporary: true };
  }
  return undefined;
}

function read(source: KeySource, use: KeyUse): PreparedKey {
  const isPrivate = use === 'consume-private' || use === 'create-private';
  const create = isPrivate ? createPrivateKey : createPublicKey;
  return { open: () => callCrypto(() => create(source)), temporary: true };
}

function pem(data: Uint8Array, use: KeyUse): PreparedKey {
  return read({ tag: 'encoded', val: { data, format: 'pem', encoding: null, passphrase: null } }, use);
}

function fromOptions(options: Record<string, unknown>, use: KeyUse, name: string): PreparedKey {
  const { key: data, encoding, format } = options;
  const object = fromObject(data, use);
  if (object !== undefined) return object;
  if (format === 'jwk') {
    validateObject(data, `${name}.key`);
    return read({ tag: 'jwk', val: toWitJwk(data as JsonWebKey, 'key') }, use);
  }
  if (typeof data !== 'string' && !isBytes(data)) {
    throw new ERR_INVALID_ARG_TYPE(`${name}.key`, typeNames(use), data);
  }
  const isPrivate = use === 'consume-private' || use === 'create-private';
  const parsed = parseKeyEncoding(options, { isPublic: isPrivate ? false : undefined });
  const val = {
    data: toBytes(data, `${name}.key`, encoding),
    format: parsed.format === 'der' ? ('der' as const) : ('pem' as const),
    encoding: parsed.type ?? null,
    passphrase: parsed.passphrase ?? null,
  };
  return read({ tag: 'encoded', val }, use);
}

/**
 * A private or public key.
 * @param name what the argument is called in messages
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE, the library's errors
 */
export function prepareAsymmetricKey(key: unknown, use: KeyUse, name = 'key'): PreparedKey {
  const object = fromObject(key, use);
  if (object !== undefined) return object;
  if (typeof key === 'string') return pem(encodeText(key), use);
  const bytes = bytesOf(key);
  if (bytes !== undefined) return pem(bytes, use);
  if (typeof key === 'object' && key !== null) return fromOptions(key as Record<string, unknown>, use, name);
  throw new ERR_INVALID_ARG_TYPE(name, typeNames(use), key);
}

/** A private key to use. */
export const preparePrivateKey = (key: unknown, name?: string): PreparedKey =>
  prepareAsymmetricKey(key, 'consume-private', name);

/** A public key to use, or a private one that stands for it. */
export const preparePublicOrPrivateKey = (key: unknown, name?: string): PreparedKey =>
  prepareAsymmetricKey(key, 'consume-public', name);

/** The bytes of a secret key. @throws ERR_INVALID_ARG_TYPE */
export function secretBytes(key: unknown, encoding: unknown, types: readonly string[]): Uint8Array {
  if (typeof key !== 'string' && !isBytes(key)) throw new ERR_INVALID_ARG_TYPE('key', types, key);
  return toBytes(key, 'key', encoding);
}

/** Checks that a key is a secret one. */
function checkSecret(kind: string): void {
  if (kind !== 'secret') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(kind, 'secret');
}

/**
 * A secret key.
 * @param encoding of a text
 * @throws ERR_INVALID_ARG_TYPE, ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE
 */
export function prepareSecretKey(key: unknown, encoding?: unknown): PreparedKey {
  if (isKeyObject(key)) {
    checkSecret(key.type);
    return { open: () => key[kKey], temporary: false };
  }
  if (isCryptoKey(key)) {
    checkSecret(key.type);
    return { open: () => key[kToKey](), temporary: true };
  }
  return makeSecretKey(secretBytes(key, encoding, typeNames()));
}

/** A secret key of these bytes. */
export function makeSecretKey(bytes: Uint8Array): PreparedKey {
  return { open: () => callCrypto(() => createSecretKey(bytes)), temporary: true };
}

/** What `createSecretKey` takes. */
export const SECRET_KEY_TYPES = BYTES;
