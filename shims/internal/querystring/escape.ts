/** Percent-encoding of query strings. https://nodejs.org/api/querystring.html#querystringescapestr */
import { Buffer } from '../buffer/buffer.ts';

/** The text of what is to be escaped. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? String(value) : `${value}`;
}

/** Node takes any two code units for a pair where the first is a surrogate. @throws ERR_INVALID_URI where there is no second */
function pairSurrogates(text: string): string {
  let paired = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xd800 || unit > 0xdfff) paired += text[i];
    else if (++i >= text.length) throw Object.assign(new URIError('URI malformed'), { code: 'ERR_INVALID_URI' });
    else paired += String.fromCodePoint(0x10000 + (((unit & 0x3ff) << 10) | (text.charCodeAt(i) & 0x3ff)));
  }
  return paired;
}

/** `querystring.escape`: all but letters, digits and `-_.!~*'()`. @throws ERR_INVALID_URI for a lone surrogate */
export function escape(value: unknown): string {
  const text = textOf(value);
  try {
    return encodeURIComponent(text);
  } catch {
    return encodeURIComponent(pairSurrogates(text));
  }
}

function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = (code | 32) - 87;
  return letter >= 10 && letter <= 15 ? letter : -1;
}

/** `querystring.unescapeBuffer`: the bytes of `text`; a `%` that starts no pair of digits stays. */
export function unescapeBuffer(text: string, decodeSpaces = false): Buffer {
  const bytes = Buffer.allocUnsafe(text.length);
  let written = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code === 43 && decodeSpaces) code = 32;
    else if (code === 37 && i + 2 < text.length) {
      const high = hexValue(text.charCodeAt(i + 1));
      const low = hexValue(text.charCodeAt(i + 2));
      if (high >= 0 && low >= 0) {
        code = high * 16 + low;
        i += 2;
      }
    }
    bytes[written++] = code;
  }
  return bytes.subarray(0, written) as Buffer;
}

/** `querystring.unescape`: like `decodeURIComponent`, but what is malformed is no error. */
export function unescape(text: string, decodeSpaces = false): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescapeBuffer(text, decodeSpaces).toString();
  }
}
