/** scrypt. @see https://nodejs.org/api/crypto.html#cryptoscryptpassword-salt-keylen-options-callback */
import type { Task } from 'zora:node/crypto@0.1.0';
import { ERR_INCOMPATIBLE_OPTION_PAIR } from '../errors.ts';
import { validateFunction, validateInt32, validateInteger, validateUint32 } from '../validators.ts';
import { toBuffer, toBytes } from './bytes.ts';
import { startForBytes } from './derive-callback.ts';
import { runTask } from './task.ts';

type Options = Record<string, unknown> | undefined;

/** An option with a short and a long name, of which one may be given; 0 is the default. */
function either(options: Options, short: string, long: string, usual: number): number {
  const [first, second] = [options?.[short], options?.[long]];
  if (first !== undefined) validateUint32(first, short);
  if (second !== undefined) {
    if (first !== undefined) throw new ERR_INCOMPATIBLE_OPTION_PAIR(short, long);
    validateUint32(second, long);
  }
  return ((second ?? first) as number | undefined) || usual;
}

function toTask(password: unknown, salt: unknown, keylen: unknown, options: Options): Task {
  const secret = toBytes(password, 'password');
  const salted = toBytes(salt, 'salt');
  validateInt32(keylen, 'keylen', 0);
  const cost = either(options, 'N', 'cost', 16384);
  const blockSize = either(options, 'r', 'blockSize', 8);
  const parallelization = either(options, 'p', 'parallelization', 1);
  const maxmem = options?.['maxmem'];
  if (maxmem !== undefined) validateInteger(maxmem, 'maxmem', 0);
  return {
    tag: 'scrypt',
    val: {
      password: secret,
      salt: salted,
      length: keylen + 0,
      cost,
      blockSize,
      parallelization,
      maxMemory: (maxmem as number | undefined) || 32 * 1024 * 1024,
    },
  };
}

/** With a callback, on the host's threads. */
export function scrypt(password: unknown, salt: unknown, keylen: unknown, options?: unknown, callback?: unknown): void {
  if (callback === undefined) {
    callback = options;
    options = undefined;
  }
  const task = toTask(password, salt, keylen, options as Options);
  validateFunction(callback, 'callback');
  startForBytes(task, toBuffer, callback as never);
}

/** While the guest waits. */
export function scryptSync(password: unknown, salt: unknown, keylen: unknown, options?: unknown): Buffer {
  return toBuffer(runTask(toTask(password, salt, keylen, options as Options), 'bytes'));
}
