/**
 * How many bytes of `bytes` are whole characters of a legacy encoding, so that the rest can wait for more input.
 * Single-byte encodings never wait. ISO-2022-JP keeps its state in escape sequences:
 * what comes after the last return to ASCII waits.
 * Source: Encoding Standard, 10 to 14 (legacy multi-byte encodings).
 */
export function legacyCompleteLength(encoding: string, bytes: Uint8Array): number {
  switch (encoding) {
    case 'iso-2022-jp':
      return escapedCompleteLength(bytes);
    case 'shift_jis':
      return scan(bytes, (lead) => ((lead > 0x80 && lead < 0xa0) || lead > 0xdf ? 2 : 1));
    case 'euc-jp':
      return scan(bytes, (lead) => (lead === 0x8f ? 3 : lead > 0x80 ? 2 : 1));
    case 'gb18030':
      return scan(bytes, (lead, next) => (lead < 0x81 ? 1 : next !== undefined && next > 0x2f && next < 0x3a ? 4 : 2));
    case 'gbk':
    case 'big5':
    case 'euc-kr':
      return scan(bytes, (lead) => (lead > 0x80 ? 2 : 1));
    default:
      return bytes.length;
  }
}

function escapedCompleteLength(bytes: Uint8Array): number {
  const escape = 0x1b;
  const toAscii = (at: number) => bytes[at] === escape && bytes[at + 1] === 0x28 && bytes[at + 2] === 0x42;
  const last = bytes.lastIndexOf(escape);
  if (last < 0 || toAscii(last)) return bytes.length;
  for (let at = last - 1; at >= 0; at--) if (toAscii(at)) return at + 3;
  return bytes.indexOf(escape);
}

function scan(bytes: Uint8Array, lengthOf: (lead: number, next: number | undefined) => number): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] as number;
    const length = lengthOf(lead, bytes[at + 1]);
    // 0xFF and 0x80 lead nothing: the decoder refuses them at once.
    const end = at + (lead === 0xff || lead === 0x80 ? 1 : length);
    if (end > bytes.length) break;
    at = end;
  }
  return at;
}
