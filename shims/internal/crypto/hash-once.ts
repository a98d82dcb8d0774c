import { digest } from 'zora:node/crypto@0.1.0';
import { Buffer } from '../buffer/buffer.ts';
import { bytesOf } from '../bytes.ts';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { validateObject, validateString, validateUint32 } from '../validators.ts';
import { encode } from './bytes.ts';
import { callCrypto } from './failure.ts';
import { warnOfDefaultLength } from './hash.ts';

function validateOutputEncoding(encoding: unknown): void {
  validateString(encoding, 'outputEncoding');
  if (!Buffer.isEncoding(encoding) && encoding.toLowerCase() !== 'buffer') {
    throw new ERR_INVALID_ARG_VALUE('outputEncoding', encoding);
  }
}

/**
 * The digest of data in one step.
 * @param options the encoding of the result, `hex` by default, or an object with `outputEncoding` and `outputLength`
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE
 * @see https://nodejs.org/api/crypto.html#cryptohashalgorithm-data-options
 */
export function hash(algorithm: unknown, input: unknown, options?: unknown): Buffer | string {
  validateString(algorithm, 'algorithm');
  const bytes = typeof input === 'string' ? Buffer.from(input) : ArrayBuffer.isView(input) ? bytesOf(input) : undefined;
  if (bytes === undefined) {
    throw new ERR_INVALID_ARG_TYPE('input', ['Buffer', 'TypedArray', 'DataView', 'string'], input);
  }
  let encoding: unknown = options;
  let length: unknown;
  if (options !== undefined && typeof options !== 'string') {
    validateObject(options, 'options');
    ({ outputEncoding: encoding, outputLength: length } = options as Record<string, unknown>);
  }
  encoding ??= 'hex';
  validateOutputEncoding(encoding);
  if (length !== undefined) validateUint32(length, 'outputLength');
  else warnOfDefaultLength(algorithm);
  const outputLength = length === undefined ? null : (length as number) + 0;
  const result = callCrypto(() => digest(algorithm.toWellFormed(), bytes, outputLength));
  return encode(result, (encoding as string).toLowerCase());
}
