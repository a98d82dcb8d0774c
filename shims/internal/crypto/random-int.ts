import { randomBytes } from 'zora:node/system@0.1.0';
import { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { validateFunction } from '../validators.ts';

/** The greatest number of six bytes. */
const MAX = 0xffffffffffff;

function checkSafe(value: unknown, name: string): asserts value is number {
  if (!Number.isSafeInteger(value)) throw new ERR_INVALID_ARG_TYPE(name, 'a safe integer', value);
}

/** Numbers of six bytes until one is below the greatest multiple of `range`: each rest is equally likely. */
function draw(range: number): number {
  const limit = MAX - (MAX % range);
  for (;;) {
    const bytes = randomBytes(6);
    let value = 0;
    for (const byte of bytes) value = value * 256 + byte;
    if (value < limit) return value % range;
  }
}

/**
 * A random integer from `min` up to and without `max`.
 * @param callback called at the next tick, where there is one
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 * @see https://nodejs.org/api/crypto.html#cryptorandomintmin-max-callback
 */
export function randomInt(min: unknown, max?: unknown, callback?: unknown): number | undefined {
  const fromZero = max === undefined || typeof max === 'function';
  if (fromZero) {
    callback = max;
    max = min;
    min = 0;
  }
  if (callback !== undefined) validateFunction(callback, 'callback');
  checkSafe(min, 'min');
  checkSafe(max, 'max');
  if (max <= min) throw new ERR_OUT_OF_RANGE('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (range > MAX) throw new ERR_OUT_OF_RANGE(fromZero ? 'max' : 'max - min', `<= ${MAX}`, range);
  const value = draw(range) + min;
  if (callback === undefined) return value;
  nextTick(callback as never, undefined, value);
  return undefined;
}
