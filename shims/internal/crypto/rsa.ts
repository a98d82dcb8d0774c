/** Encryption with RSA. @see https://nodejs.org/api/crypto.html#cryptopublicencryptkey-buffer */
import { type Key, type RsaOperation, rsa } from 'zora:node/crypto@0.1.0';
import { validateString } from '../validators.ts';
import { toBuffer, toBytes } from './bytes.ts';
import { RSA_PKCS1_OAEP_PADDING, RSA_PKCS1_PADDING } from './constants.ts';
import { callCrypto } from './failure.ts';
import { preparePrivateKey, preparePublicOrPrivateKey, withKey } from './key-input.ts';

interface RsaOptions {
  padding?: number;
  oaepHash?: unknown;
  oaepLabel?: unknown;
  encoding?: unknown;
}

function rsaFunction(name: string, operation: RsaOperation, usualPadding: number) {
  const isPrivate = operation.startsWith('private');
  const method = (key: unknown, buffer: unknown): Buffer => {
    const prepared = isPrivate ? preparePrivateKey(key) : preparePublicOrPrivateKey(key);
    const { padding = usualPadding, oaepHash, oaepLabel, encoding } = key as RsaOptions;
    if (oaepHash !== undefined) validateString(oaepHash, 'key.oaepHash');
    const label = oaepLabel === undefined ? null : toBytes(oaepLabel, 'key.oaepLabel', encoding);
    const data = toBytes(buffer, 'buffer', encoding);
    const hash = (oaepHash as string | undefined)?.toWellFormed() ?? null;
    const run = (handle: Key) => rsa(operation, handle, data, padding || usualPadding, hash, label);
    return toBuffer(withKey(prepared, (handle) => callCrypto(() => run(handle))));
  };
  return Object.defineProperty(method, 'name', { value: name, configurable: true });
}

export const publicEncrypt = /* @__PURE__ */ rsaFunction('publicEncrypt', 'public-encrypt', RSA_PKCS1_OAEP_PADDING);
export const publicDecrypt = /* @__PURE__ */ rsaFunction('publicDecrypt', 'public-decrypt', RSA_PKCS1_PADDING);
export const privateEncrypt = /* @__PURE__ */ rsaFunction('privateEncrypt', 'private-encrypt', RSA_PKCS1_PADDING);
export const privateDecrypt = /* @__PURE__ */ rsaFunction('privateDecrypt', 'private-decrypt', RSA_PKCS1_OAEP_PADDING);
