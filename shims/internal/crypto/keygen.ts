/** New keys. @see https://nodejs.org/api/crypto.html#cryptogeneratekeypairtype-options-callback */
import type { Key, KeyPair, Task } from 'zora:node/crypto@0.1.0';
import { ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { customPromisifyArgs } from '../util/promisify.ts';
import { validateFunction, validateInteger, validateObject, validateOneOf, validateString } from '../validators.ts';
import type { JsonWebKey } from './jwk.ts';
import type { ParsedEncoding } from './key-encoding.ts';
import {
  keyObjectOf,
  type PrivateKeyObject,
  type PublicKeyObject,
  type SecretKeyObject,
  writeKey,
} from './key-object.ts';
import { keyPairTaskOf, type PairEncoding, pairEncodingOf } from './keygen-options.ts';
import { runTask, startTask } from './task.ts';

type Written = string | Buffer | JsonWebKey | PublicKeyObject | PrivateKeyObject | SecretKeyObject;

/** The two keys as they are wanted. */
export interface GeneratedPair {
  publicKey: Written;
  privateKey: Written;
}

function write(key: Key, encoding: ParsedEncoding | undefined): Written {
  if (encoding === undefined) return keyObjectOf(key);
  try {
    return writeKey(key, encoding);
  } finally {
    key[Symbol.dispose]();
  }
}

function writePair(pair: KeyPair, encoding: PairEncoding): GeneratedPair {
  return { publicKey: write(pair.public, encoding.publicKey), privateKey: write(pair.private, encoding.privateKey) };
}

function check(type: unknown, options: unknown): { task: Task; encoding: PairEncoding } {
  validateString(type, 'type');
  if (options !== undefined) validateObject(options, 'options');
  const encoding = pairEncodingOf(type, options);
  return { task: { tag: 'key-pair', val: keyPairTaskOf(type, options) }, encoding };
}

/** With a callback, on the host's threads. */
export function generateKeyPair(type: unknown, options: unknown, callback?: unknown): void {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'callback');
  const done = callback as (error: unknown, publicKey?: Written, privateKey?: Written) => void;
  const { task, encoding } = check(type, options);
  startTask(task, 'pair', (error, pair) => {
    if (pair === undefined) {
      done(error);
      return;
    }
    let written: GeneratedPair;
    try {
      written = writePair(pair, encoding);
    } catch (failure) {
      done(failure);
      return;
    }
    done(null, written.publicKey, written.privateKey);
  });
}
Object.defineProperty(generateKeyPair, customPromisifyArgs, { value: ['publicKey', 'privateKey'], enumerable: false });

/** While the guest waits. */
export function generateKeyPairSync(type: unknown, options?: unknown): GeneratedPair {
  const { task, encoding } = check(type, options);
  return writePair(runTask(task, 'pair'), encoding);
}

function secretTask(type: unknown, options: unknown): Task {
  validateString(type, 'type');
  validateObject(options, 'options');
  const { length } = options as { length?: unknown };
  if (type === 'hmac') validateInteger(length, 'options.length', 8, 2 ** 31 - 1);
  else if (type === 'aes') validateOneOf(length, 'options.length', [128, 192, 256]);
  else throw new ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  return { tag: 'secret-key', val: { type, length: length as number } };
}

/** https://nodejs.org/api/crypto.html#cryptogeneratekeytype-options-callback */
export function generateKey(type: unknown, options: unknown, callback?: unknown): void {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'callback');
  const done = callback as (error: unknown, key?: Written) => void;
  startTask(secretTask(type, options), 'key', (error, key) =>
    key === undefined ? done(error) : done(null, keyObjectOf(key)),
  );
}

/** https://nodejs.org/api/crypto.html#cryptogeneratekeysynctype-options */
export function generateKeySync(type: unknown, options: unknown): SecretKeyObject {
  return keyObjectOf(runTask(secretTask(type, options), 'key')) as SecretKeyObject;
}
