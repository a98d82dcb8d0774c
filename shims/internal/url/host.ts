import { domainToAscii } from 'zora:node/system@0.1.0';
import { C0_SET, percentDecode, percentEncode } from './percent.ts';

const FORBIDDEN_HOST = /[\0\t\n\r #/:<>?@[\\\]^|]/;
const FORBIDDEN_DOMAIN = /[\0-\x20#/:<>?@[\\\]^|%\x7f]/;

/** An address that is written as it is serialized. */
const PLAIN_IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/**
 * The serialized host, or null for an invalid one.
 * Source: URL Standard, 3.5 Host parsing.
 */
export function parseHost(text: string, special: boolean): string | null {
  if (text.startsWith('[')) return text.endsWith(']') ? parseIpv6(text.slice(1, -1)) : null;
  if (PLAIN_IPV4.test(text)) return text;
  if (!special) return FORBIDDEN_HOST.test(text) ? null : percentEncode(text, C0_SET);
  const domain = toAscii(percentDecode(text));
  if (domain === '' || FORBIDDEN_DOMAIN.test(domain)) return null;
  return endsInNumber(domain) ? parseIpv4(domain) : domain;
}

/** The host of this machine's bridge knows Unicode's tables; a plain ASCII name needs no call. */
function toAscii(domain: string): string {
  if (/^[\w.~!$&'()*+,;=`{}"-]*$/.test(domain)) {
    const lower = domain.toLowerCase();
    if (!/(?:^|\.)xn--/.test(lower)) return lower;
  }
  return FORBIDDEN_DOMAIN.test(domain) ? '' : domainToAscii(domain);
}

function endsInNumber(domain: string): boolean {
  return /(?:^|\.)(?:\d+|0[xX][\da-fA-F]*)\.?$/.test(domain);
}

/** Source: URL Standard, the IPv4 parser. */
function parseIpv4(domain: string): string | null {
  const parts = domain.split('.');
  if (parts.length > 1 && parts.at(-1) === '') parts.pop();
  if (parts.length > 4) return null;
  const numbers = parts.map(parseIpv4Number);
  const last = numbers.pop() as number;
  if (numbers.some((part) => !(part < 256)) || !(last < 256 ** (4 - numbers.length))) return null;
  const address = numbers.reduce((sum, part, nth) => sum + part * 256 ** (3 - nth), last);
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

function parseIpv4Number(part: string): number {
  if (/^0[xX][\da-fA-F]*$/.test(part)) return Number.parseInt(part.slice(2) || '0', 16);
  if (/^0[0-7]+$/.test(part)) return Number.parseInt(part, 8);
  return /^(?:0|[1-9]\d*)$/.test(part) ? Number(part) : Number.NaN;
}

/** Source: URL Standard, the IPv6 parser. */
function parseIpv6(text: string): string | null {
  const embedded = /^(.*:)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (embedded) {
    const bytes = embedded.slice(2).map((part) => (/^0./.test(part) ? 256 : Number(part)));
    if (bytes.some((byte) => byte > 255)) return null;
    const [a, b, c, d] = bytes as [number, number, number, number];
    text = `${embedded[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }
  const halves = text.split('::');
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = head.length + (tail?.length ?? 0);
  if (halves.length > 2 || (tail ? count > 7 : count !== 8)) return null;
  const pieces = [...head, ...Array<string>(8 - count).fill('0'), ...(tail ?? [])];
  if (!pieces.every((piece) => /^[\da-fA-F]{1,4}$/.test(piece))) return null;
  return `[${compressIpv6(pieces.map((piece) => Number.parseInt(piece, 16)))}]`;
}

/** The shortest form: the first of the longest runs of two or more zeros becomes `::`. */
function compressIpv6(pieces: readonly number[]): string {
  let start = -1;
  let length = 1;
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (pieces[to] === 0) to++;
    if (to - from > length) {
      start = from;
      length = to - from;
    }
    from = Math.max(from, to - 1);
  }
  const hex = (part: readonly number[]) => part.map((piece) => piece.toString(16)).join(':');
  return start < 0 ? hex(pieces) : `${hex(pieces.slice(0, start))}::${hex(pieces.slice(start + length))}`;
}
