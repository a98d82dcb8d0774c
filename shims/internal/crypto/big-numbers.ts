import { Buffer } from '../buffer/buffer.ts';
import { ERR_OUT_OF_RANGE } from '../errors.ts';
import { toBuffer } from './bytes.ts';

/** Big-endian bytes of a number. @throws ERR_OUT_OF_RANGE for a negative one */
export function bigintToBytes(value: bigint, name: string): Uint8Array {
  if (value < 0n) throw new ERR_OUT_OF_RANGE(name, '>= 0', value);
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

/** The number of big-endian bytes. */
export function bytesToBigint(bytes: Uint8Array): bigint {
  return BigInt(`0x${toBuffer(bytes).toString('hex') || '0'}`);
}
