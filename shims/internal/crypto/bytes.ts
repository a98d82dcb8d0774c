import { Buffer } from '../buffer/buffer.ts';
import { bytesOf } from '../bytes.ts';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { validateString } from '../validators.ts';

/** The bytes of a text; the encoding `buffer` stands for none. */
export function encodeText(text: string, encoding?: unknown): Buffer {
  return Buffer.from(text, (encoding === 'buffer' ? 'utf8' : encoding) as BufferEncoding);
}

/** Whether a value is one of the things that hold bytes. */
export function isBytes(value: unknown): value is ArrayBuffer | ArrayBufferView {
  return bytesOf(value) !== undefined;
}

/**
 * The bytes of an argument.
 * @param encoding of a text
 * @throws ERR_INVALID_ARG_TYPE
 */
export function toBytes(value: unknown, name: string, encoding?: unknown): Uint8Array {
  const bytes = typeof value === 'string' ? encodeText(value, encoding) : bytesOf(value);
  if (bytes !== undefined) return bytes;
  throw new ERR_INVALID_ARG_TYPE(name, ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], value);
}

/** Bytes from the host as a buffer. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes from the host as what the caller wants: a buffer, or text in an encoding. */
export function encode(bytes: Uint8Array, encoding?: unknown): Buffer | string {
  const buffer = toBuffer(bytes);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding as BufferEncoding) : buffer;
}

/** Bytes from the host as a buffer of their own. */
export function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes;
  if (byteOffset === 0 && byteLength === buffer.byteLength) return buffer as ArrayBuffer;
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}

/** An option that is text, or nothing. @throws ERR_INVALID_ARG_TYPE */
export function stringOption(options: unknown, key: string): string | undefined {
  const value = (options as Record<string, unknown> | null | undefined)?.[key];
  if (value == null) return undefined;
  validateString(value, `options.${key}`);
  return value;
}

/** An option that is an unsigned number, or nothing. @throws ERR_INVALID_ARG_VALUE */
export function uintOption(options: unknown, key: string): number | undefined {
  const value = (options as Record<string, unknown> | null | undefined)?.[key];
  if (value == null) return undefined;
  if ((value as number) >>> 0 !== value) throw new ERR_INVALID_ARG_VALUE(`options.${key}`, value);
  return value as number;
}
