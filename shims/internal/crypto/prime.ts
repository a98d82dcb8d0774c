/** Primes. @see https://nodejs.org/api/crypto.html#cryptogenerateprimesize-options-callback */
import type { Task } from 'zora:node/crypto@0.1.0';
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { validateBoolean, validateFunction, validateInt32, validateObject } from '../validators.ts';
import { bigintToBytes, bytesToBigint } from './big-numbers.ts';
import { isBytes, toArrayBuffer, toBytes } from './bytes.ts';
import { runTask, startTask } from './task.ts';

function numberBytes(value: unknown, name: string): Uint8Array {
  if (typeof value === 'bigint') return bigintToBytes(value, name);
  if (isBytes(value)) return toBytes(value, name);
  throw new ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'bigint'], value);
}

interface PrimeOptions {
  safe?: unknown;
  bigint?: unknown;
  add?: unknown;
  rem?: unknown;
}

interface Checked {
  task: Task;
  convert: (bytes: Uint8Array) => ArrayBuffer | bigint;
}

function check(size: number, options: unknown): Checked {
  validateObject(options, 'options');
  const { safe = false, bigint = false, add, rem } = options as PrimeOptions;
  validateBoolean(safe, 'options.safe');
  validateBoolean(bigint, 'options.bigint');
  const optional = (value: unknown, name: string) => (value === undefined ? null : numberBytes(value, name));
  const val = { size, safe, add: optional(add, 'options.add'), rem: optional(rem, 'options.rem') };
  return { task: { tag: 'prime', val }, convert: bigint ? bytesToBigint : toArrayBuffer };
}

/** With a callback, on the host's threads. */
export function generatePrime(size: unknown, options: unknown, callback?: unknown): void {
  validateInt32(size, 'size', 1);
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  validateFunction(callback, 'callback');
  const done = callback as (error: unknown, prime?: ArrayBuffer | bigint) => void;
  const { task, convert } = check(size, options);
  startTask(task, 'bytes', (error, bytes) => (bytes === undefined ? done(error) : done(undefined, convert(bytes))));
}

/** While the guest waits. */
export function generatePrimeSync(size: unknown, options: unknown = {}): ArrayBuffer | bigint {
  validateInt32(size, 'size', 1);
  const { task, convert } = check(size, options);
  return convert(runTask(task, 'bytes'));
}

function checkTask(candidate: Uint8Array, options: unknown): Task {
  validateObject(options, 'options');
  const { checks = 0 } = options as { checks?: unknown };
  validateInt32(checks, 'options.checks', 0);
  return { tag: 'check-prime', val: { candidate, checks: checks + 0 } };
}

/** https://nodejs.org/api/crypto.html#cryptocheckprimecandidate-options-callback */
export function checkPrime(candidate: unknown, options: unknown = {}, callback?: unknown): void {
  const bytes = numberBytes(candidate, 'candidate');
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  validateFunction(callback, 'callback');
  const done = callback as (error: unknown, result?: boolean) => void;
  startTask(checkTask(bytes, options), 'flag', (error, flag) =>
    flag === undefined ? done(error) : done(undefined, flag),
  );
}

/** https://nodejs.org/api/crypto.html#cryptocheckprimesynccandidate-options */
export function checkPrimeSync(candidate: unknown, options: unknown = {}): boolean {
  return runTask(checkTask(numberBytes(candidate, 'candidate'), options), 'flag');
}
