/**
 * The encodings of `Buffer`, by name.
 *
 * https://nodejs.org/api/buffer.html#buffers-and-character-encodings
 */
import { decodeUtf8, encodeUtf8, encodeUtf8Into } from '../encoding/utf8.ts';
import { base64ByteLength, base64Decode, base64Encode } from './base64.ts';
import { asciiDecode, latin1Decode, latin1Write, utf16Decode, utf16Write } from './code-units.ts';
import { hexDecode, hexEncode } from './hex.ts';

/** Code units or bytes above which the host converts faster than a loop. */
const LONG = 256;

/** The names that all others stand for. */
export type EncodingName = 'utf8' | 'utf16le' | 'latin1' | 'ascii' | 'base64' | 'base64url' | 'hex';

/** How text of one encoding becomes bytes, and back. */
export interface Codec {
  readonly name: EncodingName;
  /** The bytes that `Buffer.byteLength` tells, which for lenient encodings may be more than `encode` gives. */
  byteLength(text: string): number;
  encode(text: string): Uint8Array<ArrayBuffer>;
  /** Writes what fits of `text`, whole characters only; answers the bytes written. */
  write(text: string, target: Uint8Array): number;
  decode(bytes: Uint8Array): string;
}

/** UTF-8 bytes of `text`, without making them. */
export function utf8ByteLength(text: string): number {
  if (text.length > LONG) return encodeUtf8(text).length;
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) length++;
    else {
      length += 2;
      if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
    }
  }
  return length;
}

function writeBytes(bytes: Uint8Array, target: Uint8Array): number {
  const part = bytes.length > target.length ? bytes.subarray(0, target.length) : bytes;
  target.set(part);
  return part.length;
}

function fill(
  write: (text: string, target: Uint8Array) => number,
  text: string,
  length: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  write(text, bytes);
  return bytes;
}

/** A long text that is all ASCII is the host's to convert. */
function encodeLatin1(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > LONG) {
    const bytes = encodeUtf8(text);
    if (bytes.length === text.length) return bytes;
  }
  return fill(latin1Write, text, text.length);
}

/** Short bytes that are all ASCII need no decoder. */
function decodeUtf8Bytes(bytes: Uint8Array): string {
  if (bytes.length > LONG) return decodeUtf8(bytes);
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] as number) >= 0x80) return decodeUtf8(bytes);
  return latin1Decode(bytes);
}

const utf8: Codec = {
  name: 'utf8',
  byteLength: utf8ByteLength,
  encode: encodeUtf8,
  write: (text, target) => encodeUtf8Into(text, target).written,
  decode: decodeUtf8Bytes,
};
const utf16le: Codec = {
  name: 'utf16le',
  byteLength: (text) => text.length * 2,
  encode: (text) => fill(utf16Write, text, text.length * 2),
  write: utf16Write,
  decode: utf16Decode,
};
const latin1: Codec = {
  name: 'latin1',
  byteLength: (text) => text.length,
  encode: encodeLatin1,
  write: latin1Write,
  decode: latin1Decode,
};
const ascii: Codec = { ...latin1, name: 'ascii', decode: asciiDecode };
const base64: Codec = {
  name: 'base64',
  byteLength: base64ByteLength,
  encode: base64Decode,
  write: (text, target) => writeBytes(base64Decode(text), target),
  decode: (bytes) => base64Encode(bytes, false),
};
const base64url: Codec = { ...base64, name: 'base64url', decode: (bytes) => base64Encode(bytes, true) };
const hex: Codec = {
  name: 'hex',
  byteLength: (text) => text.length >>> 1,
  encode: hexDecode,
  write: (text, target) => writeBytes(hexDecode(text.slice(0, target.length * 2)), target),
  decode: hexEncode,
};

/** The codec of an encoding's name in any case; undefined for none, UTF-8 for `undefined`, `null` and the empty name. */
export function codecOf(encoding: unknown): Codec | undefined {
  switch (encoding) {
    case 'utf8':
    case undefined:
    case null:
    case '':
      return utf8;
    case 'hex':
      return hex;
    case 'base64':
      return base64;
    case 'latin1':
      return latin1;
  }
  switch (String(encoding).toLowerCase()) {
    case 'utf8':
    case 'utf-8':
      return utf8;
    case 'utf16le':
    case 'utf-16le':
    case 'ucs2':
    case 'ucs-2':
      return utf16le;
    case 'latin1':
    case 'binary':
      return latin1;
    case 'ascii':
      return ascii;
    case 'base64':
      return base64;
    case 'base64url':
      return base64url;
    case 'hex':
      return hex;
    default:
      return undefined;
  }
}

/** The one name of an encoding; undefined for an unknown one. */
export function normalizeEncoding(encoding: unknown): EncodingName | undefined {
  return codecOf(encoding)?.name;
}
