/** Argon2. @see https://nodejs.org/api/crypto.html#cryptoargon2algorithm-parameters-callback */
import type { Task } from 'zora:node/crypto@0.1.0';
import {
  validateFunction,
  validateInteger,
  validateObject,
  validateOneOf,
  validateString,
  validateUint32,
} from '../validators.ts';
import { toBuffer, toBytes } from './bytes.ts';
import { startForBytes } from './derive-callback.ts';
import { runTask } from './task.ts';

const MAX = 2 ** 32 - 1;

function toTask(algorithm: unknown, parameters: unknown): Task {
  validateString(algorithm, 'algorithm');
  validateOneOf(algorithm, 'algorithm', ['argon2d', 'argon2i', 'argon2id']);
  validateObject(parameters, 'parameters');
  const given = parameters as Record<string, unknown>;
  const { parallelism, tagLength, memory, passes } = given;
  const message = toBytes(given['message'], 'parameters.message');
  const nonce = toBytes(given['nonce'], 'parameters.nonce');
  validateInteger(nonce.byteLength, 'parameters.nonce.byteLength', 8, MAX);
  validateInteger(parallelism, 'parameters.parallelism', 1, 2 ** 24 - 1);
  validateInteger(tagLength, 'parameters.tagLength', 4, MAX);
  validateInteger(memory, 'parameters.memory', 8 * parallelism, MAX);
  validateUint32(passes, 'parameters.passes', true);
  const optional = (name: string): Uint8Array | null =>
    given[name] === undefined ? null : toBytes(given[name], `parameters.${name}`);
  const secret = optional('secret');
  const associatedData = optional('associatedData');
  const val = { algorithm, message, nonce, parallelism, tagLength, memory, passes, secret, associatedData };
  return { tag: 'argon2', val };
}

/** With a callback, on the host's threads. */
export function argon2(algorithm: unknown, parameters: unknown, callback: unknown): void {
  const task = toTask(algorithm, parameters);
  validateFunction(callback, 'callback');
  startForBytes(task, toBuffer, callback as never);
}

/** While the guest waits. */
export function argon2Sync(algorithm: unknown, parameters: unknown): Buffer {
  return toBuffer(runTask(toTask(algorithm, parameters), 'bytes'));
}
