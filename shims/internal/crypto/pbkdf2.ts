/** PBKDF2. @see https://nodejs.org/api/crypto.html#cryptopbkdf2password-salt-iterations-keylen-digest-callback */
import type { Task } from 'zora:node/crypto@0.1.0';
import { validateFunction, validateInt32, validateString } from '../validators.ts';
import { toBuffer, toBytes } from './bytes.ts';
import { startForBytes } from './derive-callback.ts';
import { runTask } from './task.ts';

function toTask(password: unknown, salt: unknown, iterations: unknown, keylen: unknown, digest: unknown): Task {
  validateString(digest, 'digest');
  const secret = toBytes(password, 'password');
  const salted = toBytes(salt, 'salt');
  validateInt32(iterations, 'iterations', 1);
  validateInt32(keylen, 'keylen', 0);
  const length = keylen + 0;
  return {
    tag: 'pbkdf2',
    val: { password: secret, salt: salted, iterations, length, digest: digest.toWellFormed() },
  };
}

/** With a callback, on the host's threads. */
export function pbkdf2(
  password: unknown,
  salt: unknown,
  iterations: unknown,
  keylen: unknown,
  digest: unknown,
  callback?: unknown,
): void {
  if (typeof digest === 'function') {
    callback = digest;
    digest = undefined;
  }
  const task = toTask(password, salt, iterations, keylen, digest);
  validateFunction(callback, 'callback');
  startForBytes(task, toBuffer, callback as never);
}

/** While the guest waits. */
export function pbkdf2Sync(
  password: unknown,
  salt: unknown,
  iterations: unknown,
  keylen: unknown,
  digest: unknown,
): Buffer {
  return toBuffer(runTask(toTask(password, salt, iterations, keylen, digest), 'bytes'));
}
