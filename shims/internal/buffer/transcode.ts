/**
 * `buffer.transcode`, `isUtf8` and `isAscii`.
 *
 * https://nodejs.org/api/buffer.html#buffertranscodesource-fromenc-toenc
 */
import { decodeUtf8 } from '../encoding/utf8.ts';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_STATE } from '../errors.ts';
import { isAnyArrayBuffer } from './create.ts';
import { type Codec, codecOf } from './encodings.ts';
import { asBuffer, type FastBuffer } from './fast-buffer.ts';

const SUPPORTED = ['utf8', 'utf16le', 'latin1', 'ascii'];

function supported(encoding: unknown): Codec {
  const codec = codecOf(encoding);
  if (codec !== undefined && SUPPORTED.includes(codec.name)) return codec;
  const error = new Error('Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]');
  throw Object.assign(error, { code: 'U_ILLEGAL_ARGUMENT_ERROR', errno: 1 });
}

/**
 * `source` in another encoding; `?` stands for what it cannot say.
 * @throws ERR_INVALID_ARG_TYPE, U_ILLEGAL_ARGUMENT_ERROR
 */
export function transcode(source: Uint8Array, fromEncoding: string, toEncoding: string): FastBuffer {
  if (!(source instanceof Uint8Array)) {
    throw new ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  }
  if (source.length === 0) return asBuffer(new Uint8Array(0));
  const from = supported(fromEncoding);
  const to = supported(toEncoding);
  let text = from.decode(source);
  if (to.name === 'latin1') text = replaceAbove(text, 0xff);
  else if (to.name === 'ascii') text = replaceAbove(text, 0x7f);
  return asBuffer(to.encode(text));
}

function replaceAbove(text: string, highest: number): string {
  let result = '';
  for (const character of text) result += (character.codePointAt(0) as number) > highest ? '?' : character;
  return result;
}

function bytesOf(input: unknown): Uint8Array {
  if (isAnyArrayBuffer(input)) {
    if ((input as ArrayBuffer & { detached?: boolean }).detached) {
      throw new ERR_INVALID_STATE('Cannot validate on a detached buffer');
    }
    return new Uint8Array(input);
  }
  if (ArrayBuffer.isView(input) && !(input instanceof DataView)) {
    if ((input.buffer as ArrayBuffer & { detached?: boolean }).detached) {
      throw new ERR_INVALID_STATE('Cannot validate on a detached buffer');
    }
    return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  }
  throw new ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
}

/** Whether `input` is valid UTF-8. */
export function isUtf8(input: unknown): boolean {
  return decodeUtf8(bytesOf(input), true) !== undefined;
}

/** Whether all bytes of `input` are below 128. */
export function isAscii(input: unknown): boolean {
  return bytesOf(input).every((byte) => byte < 128);
}
