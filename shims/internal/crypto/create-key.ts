/** The functions that make `KeyObject`s from what is written. */
import { publicKeyOf } from 'zora:node/crypto@0.1.0';
import { callCrypto } from './failure.ts';
import { makeSecretKey, prepareAsymmetricKey, SECRET_KEY_TYPES, secretBytes } from './key-input.ts';
import { PrivateKeyObject, PublicKeyObject, SecretKeyObject } from './key-object.ts';

/** https://nodejs.org/api/crypto.html#cryptocreatesecretkeykey-encoding */
export function createSecretKey(key: unknown, encoding?: unknown): SecretKeyObject {
  const types = typeof key === 'string' ? [] : SECRET_KEY_TYPES;
  return new SecretKeyObject(makeSecretKey(secretBytes(key, encoding, types)).open());
}

/** https://nodejs.org/api/crypto.html#cryptocreateprivatekeykey */
export function createPrivateKey(key: unknown): PrivateKeyObject {
  return new PrivateKeyObject(prepareAsymmetricKey(key, 'create-private').open());
}

/** https://nodejs.org/api/crypto.html#cryptocreatepublickeykey */
export function createPublicKey(key: unknown): PublicKeyObject {
  const { open, temporary } = prepareAsymmetricKey(key, 'create-public');
  const found = open();
  const isPublic = callCrypto(() => found.kind()) === 'public';
  if (isPublic && temporary) return new PublicKeyObject(found);
  // A private key: its public half is a key of its own.
  const half = callCrypto(() => publicKeyOf(found));
  if (temporary) found[Symbol.dispose]();
  return new PublicKeyObject(half);
}
