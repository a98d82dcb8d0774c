/** Units a call of `String.fromCharCode`: more arguments would need a deep native stack. */
const BLOCK = 4096;

/**
 * Decodes UTF-16; lone surrogates and a last odd byte become U+FFFD, or undefined where `fatal`.
 * Source: Encoding Standard, 14.2 Common infrastructure for UTF-16BE/LE.
 */
export function decodeUtf16(bytes: Uint8Array, bigEndian: boolean, fatal: boolean): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length & ~1;
  let text = '';
  for (let start = 0; start < end; start += BLOCK * 2) {
    const units: number[] = [];
    const stop = Math.min(end, start + BLOCK * 2);
    for (let at = start; at < stop; at += 2) units.push(view.getUint16(at, !bigEndian));
    text += String.fromCharCode.apply(null, units);
  }
  if (end < bytes.length) text += '\ufffd';
  if (fatal && (end < bytes.length || !text.isWellFormed())) return undefined;
  return text.toWellFormed();
}

/** How many bytes are whole characters: a high surrogate at the end waits for its partner. */
export function utf16CompleteLength(bytes: Uint8Array, bigEndian: boolean): number {
  const end = bytes.length & ~1;
  const high = end > 0 ? (bytes[end - (bigEndian ? 2 : 1)] as number) : 0;
  return (high & 0xfc) === 0xd8 ? end - 2 : end;
}
