/** The first bytes of a stream, and how many there were. */
import { decodeUtf8 } from '../abi/system';
import { TextBuilder } from '../json/text';

/** The most that the host decodes at a time. */
const DECODED_AT_ONCE: i32 = 16 * 1024 * 1024;
const BASE64: string = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Keeps the first `limit` bytes and counts the rest. */
export class Capture {
  total: f64 = 0;
  private kept: i32 = 0;
  private chunks: Uint8Array[] = [];

  constructor(private limit: f64) {}

  add(chunk: Uint8Array): void {
    this.total += chunk.length;
    const room = min(this.limit - <f64>this.kept, <f64>chunk.length);
    if (room <= 0) return;
    this.chunks.push(room < <f64>chunk.length ? chunk.slice(0, <i32>room) : chunk);
    this.kept += <i32>room;
  }

  get truncated(): bool {
    return this.total > <f64>this.kept;
  }

  /** The bytes as text: what is no UTF-8 is U+FFFD, or all of it in base 64. */
  text(base64: bool): string {
    const all = new Uint8Array(this.kept);
    let at = 0;
    for (let i = 0; i < this.chunks.length; i++) {
      all.set(this.chunks[i], at);
      at += this.chunks[i].length;
    }
    return base64 ? toBase64(all) : toText(all);
  }
}

function toText(bytes: Uint8Array): string {
  if (bytes.length <= DECODED_AT_ONCE) return decodeUtf8(bytes.dataStart, bytes.length);
  const text = new TextBuilder();
  for (let from = 0; from < bytes.length; ) {
    let to = min(from + DECODED_AT_ONCE, bytes.length);
    // Not within a character: its further bytes are 10xxxxxx, at most three.
    for (let back = 0; to < bytes.length && back < 3 && (bytes[to] & 0xc0) == 0x80; back++) to--;
    text.add(decodeUtf8(bytes.dataStart + <usize>from, to - from));
    from = to;
  }
  return text.toString();
}

function toBase64(bytes: Uint8Array): string {
  const text = new TextBuilder();
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const second = left > 1 ? <i32>bytes[i + 1] : 0;
    const third = left > 2 ? <i32>bytes[i + 2] : 0;
    const bits = (<i32>bytes[i] << 16) | (second << 8) | third;
    text.unit(BASE64.charCodeAt(bits >> 18));
    text.unit(BASE64.charCodeAt((bits >> 12) & 63));
    text.unit(left > 1 ? BASE64.charCodeAt((bits >> 6) & 63) : 0x3d);
    text.unit(left > 2 ? BASE64.charCodeAt(bits & 63) : 0x3d);
  }
  return text.toString();
}
