/** Base64 and base64url, as leniently as Node reads them. */

type Base64Builtins = Uint8Array & {
  toBase64?: (options?: { alphabet?: 'base64' | 'base64url'; omitPadding?: boolean }) => string;
};
type Base64Static = typeof Uint8Array & { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Base64 characters whose text is joined at once: a string of this size is cheap in the guest. */
const BLOCK = 3072;

let values: Int8Array | undefined;

/** The value of each ASCII character, -1 for what is skipped; both alphabets are accepted. */
function digitValues(): Int8Array {
  if (values === undefined) {
    values = new Int8Array(128).fill(-1);
    for (let i = 0; i < 62; i++) values[DIGITS.charCodeAt(i)] = i;
    values[43] = values[45] = 62; // + -
    values[47] = values[95] = 63; // / _
  }
  return values;
}

/** The text of `bytes`; the URL alphabet has no padding. */
export function base64Encode(bytes: Uint8Array, url: boolean): string {
  const builtin = (bytes as Base64Builtins).toBase64;
  if (builtin !== undefined) {
    return builtin.call(bytes, url ? { alphabet: 'base64url', omitPadding: true } : undefined);
  }
  const alphabet = DIGITS + (url ? '-_' : '+/');
  let text = '';
  for (let start = 0; start < bytes.length; start += BLOCK) {
    text += encodeBlock(bytes, start, Math.min(start + BLOCK, bytes.length), alphabet);
  }
  const rest = bytes.length % 3;
  return rest === 0 || url ? text : text + (rest === 1 ? '==' : '=');
}

function encodeBlock(bytes: Uint8Array, start: number, end: number, alphabet: string): string {
  const codes: number[] = [];
  for (let i = start; i < end; i += 3) {
    const group = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    codes.push(alphabet.charCodeAt(group >> 18), alphabet.charCodeAt((group >> 12) & 63));
    if (i + 1 < end) codes.push(alphabet.charCodeAt((group >> 6) & 63));
    if (i + 2 < end) codes.push(alphabet.charCodeAt(group & 63));
  }
  return String.fromCharCode(...codes);
}

/** How many bytes Node reserves for `text` (its length decides, with the padding taken off). */
export function base64ByteLength(text: string): number {
  let length = text.length;
  if (length > 0 && text.charCodeAt(length - 1) === 0x3d) length--;
  if (length > 1 && text.charCodeAt(length - 1) === 0x3d) length--;
  return (length * 3) >>> 2;
}

/** The bytes of `text`: characters outside of the alphabets are skipped, `=` ends it. */
export function base64Decode(text: string): Uint8Array<ArrayBuffer> {
  const strict = (Uint8Array as Base64Static).fromBase64;
  if (strict !== undefined && text.length % 4 === 0) {
    try {
      return strict.call(Uint8Array, text);
    } catch (error) {
      // Not strict base64: Node's own rules, below.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  const digits = digitValues();
  const bytes = new Uint8Array(((text.length * 3) >>> 2) + 3);
  let written = 0;
  let group = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    // Node looks at the low byte alone.
    const code = text.charCodeAt(i) & 0xff;
    if (code === 0x3d) break;
    const value = code < 128 ? (digits[code] as number) : -1;
    if (value < 0) continue;
    group = (group << 6) | value;
    if (++count === 4) {
      bytes[written++] = group >> 16;
      bytes[written++] = group >> 8;
      bytes[written++] = group;
      group = 0;
      count = 0;
    }
  }
  if (count >= 2) bytes[written++] = group >> (count * 6 - 8);
  if (count === 3) bytes[written++] = group >> 2;
  return bytes.slice(0, written);
}
