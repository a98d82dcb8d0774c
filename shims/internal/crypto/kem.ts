/** Sealed secrets. @see https://nodejs.org/api/crypto.html#cryptoencapsulatekey-callback */
import type { Encapsulated, Task } from 'zora:node/crypto@0.1.0';
import { validateFunction } from '../validators.ts';
import { toBuffer, toBytes } from './bytes.ts';
import { preparePrivateKey, preparePublicOrPrivateKey, withKey } from './key-input.ts';
import { runTask, startTask } from './task.ts';

interface Sealed {
  sharedKey: Buffer;
  ciphertext: Buffer;
}

const toSealed = ({ sharedKey, ciphertext }: Encapsulated): Sealed => ({
  sharedKey: toBuffer(sharedKey),
  ciphertext: toBuffer(ciphertext),
});

/** A secret, and its sealed form for the owner of a public key. @throws ERR_INVALID_ARG_TYPE, the library's errors */
export function encapsulate(key: unknown, callback?: unknown): Sealed | undefined {
  if (callback !== undefined) validateFunction(callback, 'callback');
  return withKey(preparePublicOrPrivateKey(key), (handle) => {
    const task: Task = { tag: 'encapsulate', val: handle };
    if (callback === undefined) return toSealed(runTask(task, 'encapsulated'));
    const done = callback as (error: unknown, result?: Sealed) => void;
    startTask(task, 'encapsulated', (error, value) =>
      value === undefined ? done(error) : done(null, toSealed(value)),
    );
    return undefined;
  });
}

/** The secret that was sealed. @throws ERR_INVALID_ARG_TYPE, the library's errors */
export function decapsulate(key: unknown, ciphertext: unknown, callback?: unknown): Buffer | undefined {
  if (callback !== undefined) validateFunction(callback, 'callback');
  return withKey(preparePrivateKey(key), (handle) => {
    const task: Task = { tag: 'decapsulate', val: { key: handle, ciphertext: toBytes(ciphertext, 'ciphertext') } };
    if (callback === undefined) return toBuffer(runTask(task, 'bytes'));
    const done = callback as (error: unknown, result?: Buffer) => void;
    startTask(task, 'bytes', (error, value) => (value === undefined ? done(error) : done(null, toBuffer(value))));
    return undefined;
  });
}
