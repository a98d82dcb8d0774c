import type { Task } from 'zora:node/crypto@0.1.0';
import { ERR_CRYPTO_SIGN_KEY_REQUIRED, ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { validateFunction, validateString } from '../validators.ts';
import { isBytes, toBuffer, toBytes } from './bytes.ts';
import { preparePrivateKey, preparePublicOrPrivateKey, withKey } from './key-input.ts';
import { signOptionsOf } from './sign-options.ts';
import { runTask, startTask } from './task.ts';

type Callback<T> = (error: unknown, result?: T) => void;

function checkArguments(algorithm: unknown, callback: unknown): string | null {
  if (algorithm != null) validateString(algorithm, 'algorithm');
  if (callback !== undefined) validateFunction(callback, 'callback');
  return (algorithm as string | null | undefined)?.toWellFormed() ?? null;
}

/**
 * Signs data in one step.
 * @param algorithm none for keys that have their own
 * @throws ERR_INVALID_ARG_TYPE, ERR_CRYPTO_SIGN_KEY_REQUIRED, the library's errors
 * @see https://nodejs.org/api/crypto.html#cryptosignalgorithm-data-key-callback
 */
export function sign(algorithm: unknown, data: unknown, key: unknown, callback?: unknown): Buffer | undefined {
  const name = checkArguments(algorithm, callback);
  const bytes = toBytes(data, 'data');
  if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const options = signOptionsOf(key);
  return withKey(preparePrivateKey(key), (handle) => {
    const task: Task = { tag: 'sign', val: { algorithm: name, data: bytes, key: handle, options } };
    if (callback === undefined) return toBuffer(runTask(task, 'bytes'));
    const done = callback as Callback<Buffer>;
    startTask(task, 'bytes', (error, value) => (value === undefined ? done(error) : done(null, toBuffer(value))));
    return undefined;
  });
}

/**
 * Checks a signature in one step.
 * @throws ERR_INVALID_ARG_TYPE, the library's errors
 * @see https://nodejs.org/api/crypto.html#cryptoverifyalgorithm-data-key-signature-callback
 */
export function verify(
  algorithm: unknown,
  data: unknown,
  key: unknown,
  signature: unknown,
  callback?: unknown,
): boolean | undefined {
  const name = checkArguments(algorithm, callback);
  const bytes = toBytes(data, 'data');
  const options = signOptionsOf(key);
  if (typeof signature !== 'string' && !isBytes(signature)) {
    throw new ERR_INVALID_ARG_TYPE('signature', ['Buffer', 'TypedArray', 'DataView'], signature);
  }
  const signed = toBytes(signature, 'signature');
  return withKey(preparePublicOrPrivateKey(key), (handle) => {
    const val = { algorithm: name, data: bytes, key: handle, options, signature: signed };
    const task: Task = { tag: 'verify', val };
    if (callback === undefined) return runTask(task, 'flag');
    const done = callback as Callback<boolean>;
    startTask(task, 'flag', (error, value) => (value === undefined ? done(error) : done(null, value)));
    return undefined;
  });
}
