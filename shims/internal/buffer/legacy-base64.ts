/**
 * `atob` and `btoa`.
 *
 * https://html.spec.whatwg.org/multipage/webappapis.html#atob
 */
import { ERR_MISSING_ARGS } from '../errors.ts';
import { base64Decode, base64Encode } from './base64.ts';
import { latin1Decode, latin1Write } from './code-units.ts';

/** Bytes, one a character, from base64. @throws InvalidCharacterError */
export function atob(input: unknown): string {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('input');
  let text = `${input}`.replace(/[\t\n\f\r ]/g, '');
  if (text.length % 4 === 0) text = text.replace(/={1,2}$/, '');
  if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) {
    throw new DOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
  }
  return latin1Decode(base64Decode(text));
}

/** The base64 of a string whose characters are bytes. @throws InvalidCharacterError */
export function btoa(input: unknown): string {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('input');
  const text = `${input}`;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 255) throw new DOMException('Invalid character', 'InvalidCharacterError');
  }
  latin1Write(text, bytes);
  return base64Encode(bytes, false);
}
