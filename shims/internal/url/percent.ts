import { decodeUtf8, encodeUtf8 } from '../encoding/utf8.ts';

// The percent-encode sets of the URL Standard (1.3), each as the runs of characters to encode.
export const C0_SET = /[^ -~]+/g;
export const FRAGMENT_SET = /[^!#-;=?-_a-~]+/g;
export const QUERY_SET = /[^!$-;=?-~]+/g;
export const SPECIAL_QUERY_SET = /[^!$-&(-;=?-~]+/g;
export const PATH_SET = /[^!$-;=@-\]_a-z|~]+/g;
export const USERINFO_SET = /[^!$-.0-9A-Z_a-z~]+/g;

/** Percent-encodes the characters of `set` in a well-formed text. */
export function percentEncode(text: string, set: RegExp): string {
  return text.replace(set, encodeRun);
}

function encodeRun(run: string): string {
  // encodeURIComponent leaves !'()*~-._ alone; of these only the apostrophe is in a set (special query).
  return encodeURIComponent(run).replaceAll("'", '%27');
}

/** The bytes of `text` in UTF-8 with `%XX` sequences decoded. */
export function percentDecodeBytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = encodeUtf8(text);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    const value = byte === 0x25 ? hexDigit(bytes[at + 1]) * 16 + hexDigit(bytes[at + 2]) : -1;
    if (value >= 0) at += 2;
    bytes[length++] = value >= 0 ? value : byte;
  }
  return bytes.slice(0, length);
}

/** A digit's value; so far below zero that no second digit makes up for it where it is none. */
function hexDigit(byte: number | undefined): number {
  const value = byte === undefined ? Number.NaN : Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(value) ? -1000 : value;
}

/** Decodes `%XX` sequences as UTF-8; what is malformed becomes U+FFFD. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign or malformed UTF-8: the tolerant way, byte by byte.
    return decodeUtf8(percentDecodeBytes(text));
  }
}
