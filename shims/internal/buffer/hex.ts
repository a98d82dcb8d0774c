/** Hexadecimal text. */

type HexBuiltins = Uint8Array & { toHex?: () => string };
type HexStatic = typeof Uint8Array & { fromHex?: (text: string) => Uint8Array<ArrayBuffer> };

const BLOCK = 2048;

/** Two lower-case digits a byte. */
export function hexEncode(bytes: Uint8Array): string {
  const builtin = (bytes as HexBuiltins).toHex;
  if (builtin !== undefined) return builtin.call(bytes);
  let text = '';
  for (let start = 0; start < bytes.length; start += BLOCK) {
    const codes: number[] = [];
    const end = Math.min(start + BLOCK, bytes.length);
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number;
      codes.push(digitCode(byte >> 4), digitCode(byte & 15));
    }
    text += String.fromCharCode(...codes);
  }
  return text;
}

function digitCode(value: number): number {
  return value < 10 ? 48 + value : 87 + value;
}

function digitValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = (code | 32) - 87;
  return letter >= 10 && letter <= 15 && code < 128 ? letter : -1;
}

/** The bytes of `text` up to the first pair that is no hexadecimal number; an odd last digit is left out. */
export function hexDecode(text: string): Uint8Array<ArrayBuffer> {
  const builtin = (Uint8Array as HexStatic).fromHex;
  if (builtin !== undefined && text.length % 2 === 0) {
    try {
      return builtin.call(Uint8Array, text);
    } catch (error) {
      // Stops at the bad digit, below.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  const bytes = new Uint8Array(text.length >>> 1);
  for (let i = 0; i < bytes.length; i++) {
    const high = digitValue(text.charCodeAt(2 * i));
    const low = digitValue(text.charCodeAt(2 * i + 1));
    if (high < 0 || low < 0) return bytes.slice(0, i);
    bytes[i] = (high << 4) | low;
  }
  return bytes;
}
