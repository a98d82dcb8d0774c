import { crc32 as hostCrc32 } from 'zora:node/zlib@0.1.0';
import { Buffer } from '../buffer/buffer.ts';
import { bytesOf } from '../bytes.ts';
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { validateUint32 } from '../validators.ts';

/**
 * The CRC-32 of `data`, going on from `value`.
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 * @see https://nodejs.org/api/zlib.html#zlibcrc32data-value
 */
export function crc32(data: unknown, value: unknown = 0): number {
  if (typeof data !== 'string' && !ArrayBuffer.isView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', ['Buffer', 'TypedArray', 'DataView', 'string'], data);
  }
  validateUint32(value, 'value');
  const bytes = typeof data === 'string' ? Buffer.from(data) : (bytesOf(data) as Uint8Array);
  return hostCrc32(bytes, value + 0);
}
