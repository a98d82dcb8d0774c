import type { Task } from 'zora:node/crypto@0.1.0';
import { ERR_CRYPTO_INCOMPATIBLE_KEY, ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { validateFunction, validateObject } from '../validators.ts';
import { toBuffer } from './bytes.ts';
import { callCrypto } from './failure.ts';
import { isKeyObject, kKey } from './key-handle.ts';
import { preparePrivateKey, preparePublicOrPrivateKey, withKey } from './key-input.ts';
import { runTask, startTask } from './task.ts';

const AGREEING = ['dh', 'ec', 'x448', 'x25519'];

/** Checks two `KeyObject`s, and whether they go together. */
function checkKeys(privateKey: unknown, publicKey: unknown): void {
  if (isKeyObject(privateKey) && privateKey.type !== 'private') {
    throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(privateKey.type, 'private');
  }
  if (isKeyObject(publicKey) && publicKey.type === 'secret') {
    throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(publicKey.type, 'private or public');
  }
  if (!isKeyObject(privateKey) || !isKeyObject(publicKey)) return;
  const [ours, theirs] = [privateKey, publicKey].map((key) => callCrypto(() => key[kKey].asymmetricType()));
  if (ours === theirs && AGREEING.includes(ours as string)) return;
  throw new ERR_CRYPTO_INCOMPATIBLE_KEY('key types for Diffie-Hellman', `${ours} and ${theirs}`);
}

/**
 * The secret that two keys share.
 * @param options `privateKey` and `publicKey`
 * @throws ERR_INVALID_ARG_VALUE, ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE, ERR_CRYPTO_INCOMPATIBLE_KEY, the library's errors
 * @see https://nodejs.org/api/crypto.html#cryptodiffiehellmanoptions-callback
 */
export function diffieHellman(options: unknown, callback?: unknown): Buffer | undefined {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  const { privateKey, publicKey } = options as Record<string, unknown>;
  if (privateKey == null) throw new ERR_INVALID_ARG_VALUE('options.privateKey', privateKey);
  if (publicKey == null) throw new ERR_INVALID_ARG_VALUE('options.publicKey', publicKey);
  checkKeys(privateKey, publicKey);
  return withKey(preparePublicOrPrivateKey(publicKey, 'options.publicKey'), (theirs) =>
    withKey(preparePrivateKey(privateKey, 'options.privateKey'), (ours) => {
      const task: Task = { tag: 'agree', val: { private: ours, public: theirs } };
      if (callback === undefined) return toBuffer(runTask(task, 'bytes'));
      const done = callback as (error: unknown, secret?: Buffer) => void;
      startTask(task, 'bytes', (error, bytes) => (bytes === undefined ? done(error) : done(null, toBuffer(bytes))));
      return undefined;
    }),
  );
}
