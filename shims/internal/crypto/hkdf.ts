/** HKDF. @see https://nodejs.org/api/crypto.html#cryptohkdfdigest-ikm-salt-info-keylen-callback */
import type { Key, Task } from 'zora:node/crypto@0.1.0';
import { kMaxLength } from '../buffer/limits.ts';
import { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } from '../errors.ts';
import { validateFunction, validateInteger, validateString } from '../validators.ts';
import { isBytes, toArrayBuffer, toBytes } from './bytes.ts';
import { startForBytes } from './derive-callback.ts';
import { isKeyObject } from './key-handle.ts';
import { makeSecretKey, type PreparedKey, prepareSecretKey, withKey } from './key-input.ts';
import { runTask } from './task.ts';

function prepareKey(key: unknown): PreparedKey {
  if (isKeyObject(key)) return prepareSecretKey(key);
  if (typeof key === 'string' || isBytes(key)) return makeSecretKey(toBytes(key, 'ikm'));
  const types = ['string', 'SecretKeyObject', 'ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'];
  throw new ERR_INVALID_ARG_TYPE('ikm', types, key);
}

interface Checked {
  prepared: PreparedKey;
  task(key: Key): Task;
}

function check(digest: unknown, ikm: unknown, salt: unknown, info: unknown, keylen: unknown): Checked {
  validateString(digest, 'digest');
  const prepared = prepareKey(ikm);
  const salted = toBytes(salt, 'salt');
  const purpose = toBytes(info, 'info');
  validateInteger(keylen, 'length', 0, kMaxLength);
  if (purpose.length > 1024) {
    throw new ERR_OUT_OF_RANGE('info', 'must not contain more than 1024 bytes', purpose.length);
  }
  const length = keylen + 0;
  const name = digest.toWellFormed();
  return {
    prepared,
    task: (key) => ({ tag: 'hkdf', val: { digest: name, key, salt: salted, info: purpose, length } }),
  };
}

/** With a callback, on the host's threads. */
export function hkdf(
  digest: unknown,
  ikm: unknown,
  salt: unknown,
  info: unknown,
  keylen: unknown,
  callback: unknown,
): void {
  const { prepared, task } = check(digest, ikm, salt, info, keylen);
  validateFunction(callback, 'callback');
  withKey(prepared, (key) => startForBytes(task(key), toArrayBuffer, callback as never));
}

/** While the guest waits. */
export function hkdfSync(digest: unknown, ikm: unknown, salt: unknown, info: unknown, keylen: unknown): ArrayBuffer {
  const { prepared, task } = check(digest, ikm, salt, info, keylen);
  return withKey(prepared, (key) => toArrayBuffer(runTask(task(key), 'bytes')));
}
