import { bytesOf } from '../bytes.ts';
import { ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH, ERR_INVALID_ARG_TYPE } from '../errors.ts';

const TYPES = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

/**
 * Whether two buffers hold the same bytes, in a time that depends on their length alone.
 * @throws ERR_INVALID_ARG_TYPE, ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH
 * @see https://nodejs.org/api/crypto.html#cryptotimingsafeequala-b
 */
export function timingSafeEqual(buf1: unknown, buf2: unknown): boolean {
  const [a, b] = [bytesOf(buf1), bytesOf(buf2)];
  if (a === undefined) throw new ERR_INVALID_ARG_TYPE('buf1', TYPES, buf1);
  if (b === undefined) throw new ERR_INVALID_ARG_TYPE('buf2', TYPES, buf2);
  if (a.length !== b.length) throw new ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
}
