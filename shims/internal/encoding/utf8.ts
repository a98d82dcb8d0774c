import { decode, encodeUtf8 as hostEncode } from 'zora:node/system@0.1.0';

/** Above this length (code units or bytes) a call to the host is cheaper than a loop in the guest. */
const HOST_THRESHOLD = 256;

/** The host's bound on one `decode`, with room to spare. */
const HOST_BLOCK = 8 << 20;

/** The UTF-8 bytes of a text; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > HOST_THRESHOLD) return ownBytes(hostEncode(text.toWellFormed()));
  const bytes = new Uint8Array(text.length * 3);
  return bytes.slice(0, encodeUtf8Into(text, bytes).written);
}

/**
 * Writes as many whole characters of `text` as fit.
 * Returns the code units read and the bytes written.
 */
export function encodeUtf8Into(text: string, target: Uint8Array): { read: number; written: number } {
  if (text.length > HOST_THRESHOLD && target.length > HOST_THRESHOLD) return encodeLongInto(text, target);
  const space = target.length;
  let written = 0;
  let read = 0;
  while (read < text.length) {
    const point = text.codePointAt(read) as number;
    if (point < 0x80) {
      if (written >= space) break;
      target[written++] = point;
    } else if (point < 0x800) {
      if (written + 2 > space) break;
      target[written++] = 0xc0 | (point >> 6);
      target[written++] = 0x80 | (point & 63);
    } else if (point < 0x10000) {
      if (written + 3 > space) break;
      const scalar = point >= 0xd800 && point < 0xe000 ? 0xfffd : point;
      target[written++] = 0xe0 | (scalar >> 12);
      target[written++] = 0x80 | ((scalar >> 6) & 63);
      target[written++] = 0x80 | (scalar & 63);
    } else {
      if (written + 4 > space) break;
      target[written++] = 0xf0 | (point >> 18);
      target[written++] = 0x80 | ((point >> 12) & 63);
      target[written++] = 0x80 | ((point >> 6) & 63);
      target[written++] = 0x80 | (point & 63);
      read++;
    }
    read++;
  }
  return { read, written };
}

/** The host encodes what can fit at best; the result is then cut at a character's start. */
function encodeLongInto(text: string, target: Uint8Array): { read: number; written: number } {
  const part = text.slice(0, splitsPair(text, target.length) ? target.length - 1 : target.length);
  const bytes = hostEncode(part.toWellFormed());
  if (bytes.length <= target.length) {
    target.set(bytes);
    return { read: part.length, written: bytes.length };
  }
  let cut = target.length;
  while (((bytes[cut] as number) & 0xc0) === 0x80) cut--;
  const kept = bytes.subarray(0, cut);
  target.set(kept);
  return { read: decode('utf-8', kept, false).length, written: cut };
}

function splitsPair(text: string, index: number): boolean {
  return index > 0 && index < text.length && (text.codePointAt(index - 1) as number) > 0xffff;
}

/**
 * Decodes UTF-8 with U+FFFD for what is malformed; a byte order mark stays.
 * With `fatal` malformed bytes give undefined instead.
 */
export function decodeUtf8(bytes: Uint8Array, fatal: true): string | undefined;
export function decodeUtf8(bytes: Uint8Array, fatal?: false): string;
export function decodeUtf8(bytes: Uint8Array, fatal: boolean): string | undefined;
export function decodeUtf8(bytes: Uint8Array, fatal = false): string | undefined {
  if (bytes.length <= HOST_THRESHOLD) return decodeShort(bytes, fatal);
  return decodeByHost('utf-8', bytes, fatal, utf8CompleteLength);
}

/** The host's decoder, in blocks that `completeLength` cuts at a character's end; undefined for what `fatal` refuses. */
export function decodeByHost(
  encoding: string,
  bytes: Uint8Array,
  fatal: boolean,
  completeLength: (bytes: Uint8Array) => number,
): string | undefined {
  let text = '';
  let rest = bytes;
  while (rest.length > 0) {
    const size = rest.length > HOST_BLOCK ? completeLength(rest.subarray(0, HOST_BLOCK)) || HOST_BLOCK : rest.length;
    try {
      text += decode(encoding, plainBytes(rest.subarray(0, size)), fatal);
    } catch (error) {
      if (fatal && typeof (error as { payload?: unknown }).payload === 'string') return undefined;
      throw error;
    }
    rest = rest.subarray(size);
  }
  return text;
}

/** How many bytes of `bytes` are whole characters or malformed for good; what follows waits for more. */
export function utf8CompleteLength(bytes: Uint8Array): number {
  const end = bytes.length;
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back] as number;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) {
      const next = back > 1 ? (bytes[end - back + 1] as number) : lowestSecond(byte);
      return sequenceLength(byte) > back && validSecond(byte, next) ? end - back : end;
    }
  }
  return end;
}

function sequenceLength(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 1;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

function lowestSecond(lead: number): number {
  return lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
}

function validSecond(lead: number, byte: number): boolean {
  return byte >= lowestSecond(lead) && byte <= (lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf);
}

/** Source: Encoding Standard, 8.1.1 UTF-8 decoder: one U+FFFD for each maximal malformed part. */
function decodeShort(bytes: Uint8Array, fatal: boolean): string | undefined {
  const units: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i++] as number;
    if (lead < 0x80) {
      units.push(lead);
      continue;
    }
    const length = sequenceLength(lead);
    let point = length === 1 ? -1 : lead & (0x7f >> length);
    for (let nth = 1; nth < length; nth++) {
      const byte = bytes[i] ?? 0;
      if (nth === 1 ? !validSecond(lead, byte) : (byte & 0xc0) !== 0x80) {
        point = -1;
        break;
      }
      point = (point << 6) | (byte & 63);
      i++;
    }
    if (point < 0) {
      if (fatal) return undefined;
      units.push(0xfffd);
    } else if (point < 0x10000) units.push(point);
    else units.push(0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff));
  }
  return String.fromCharCode(...units);
}

/** The WIT boundary takes a Uint8Array over an ArrayBuffer: a shared buffer is copied. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes);
}

function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
