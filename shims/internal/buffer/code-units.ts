/** Encodings with a fixed number of bytes a code unit: latin1, ascii and UTF-16LE. */

/** Arguments of one `String.fromCharCode`. */
const BLOCK = 4096;

/** A string of `codes`. */
export function stringFromCodes(codes: Uint8Array | Uint16Array): string {
  if (codes.length <= BLOCK) return String.fromCharCode.apply(null, codes as unknown as number[]);
  let text = '';
  for (let i = 0; i < codes.length; i += BLOCK) {
    text += String.fromCharCode.apply(null, codes.subarray(i, i + BLOCK) as unknown as number[]);
  }
  return text;
}

/** One character a byte. */
export function latin1Decode(bytes: Uint8Array): string {
  return stringFromCodes(bytes);
}

/** One character a byte, its highest bit dropped. */
export function asciiDecode(bytes: Uint8Array): string {
  return stringFromCodes(bytes.map((byte) => byte & 127));
}

/** One byte a code unit: its low half. Writes what fits, and answers how much that was. */
export function latin1Write(text: string, target: Uint8Array): number {
  const length = Math.min(text.length, target.length);
  for (let i = 0; i < length; i++) target[i] = text.charCodeAt(i);
  return length;
}

/** Two bytes a code unit, low byte first; a last odd byte is left out. */
export function utf16Decode(bytes: Uint8Array): string {
  const count = bytes.length >>> 1;
  if (bytes.byteOffset % 2 === 0) return stringFromCodes(new Uint16Array(bytes.buffer, bytes.byteOffset, count));
  const copy = new Uint16Array(count);
  new Uint8Array(copy.buffer).set(bytes.subarray(0, count * 2));
  return stringFromCodes(copy);
}

/** Writes the code units that fit. */
export function utf16Write(text: string, target: Uint8Array): number {
  const count = Math.min(text.length, target.length >>> 1);
  for (let i = 0; i < count; i++) {
    const unit = text.charCodeAt(i);
    target[2 * i] = unit;
    target[2 * i + 1] = unit >> 8;
  }
  return count * 2;
}
