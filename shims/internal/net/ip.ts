/** Addresses as text and as numbers. https://nodejs.org/api/net.html#netisipinput */

/** The four bytes of an IPv4 address in four decimal parts; undefined for anything else. */
export function parseIPv4(text: string): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes: number[] = [];
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    bytes.push(Number(part));
  }
  return bytes;
}

function parseGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1 && part.includes('.')) {
      const v4 = parseIPv4(part);
      if (v4 === undefined) return undefined;
      const [a = 0, b = 0, c = 0, d = 0] = v4;
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** The eight groups of an IPv6 address, with or without a zone; undefined for anything else. */
export function parseIPv6(text: string): number[] | undefined {
  const [, bare, zone] = /^([^%]*)(%.*)?$/s.exec(text) ?? [];
  if (bare === undefined || (zone !== undefined && !/^%[0-9a-z\-.:]+$/i.test(zone))) return undefined;
  const halves = bare.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] as string);
  if (head === undefined) return undefined;
  if (halves[1] === undefined) return head.length === 8 ? head : undefined;
  // An IPv4 address can only be at the end.
  if ((halves[0] as string).includes('.')) return undefined;
  const tail = parseGroups(halves[1]);
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** Whether `input` is an IPv4 address. */
export function isIPv4(input: unknown): boolean {
  return parseIPv4(`${input}`) !== undefined;
}

/** Whether `input` is an IPv6 address. */
export function isIPv6(input: unknown): boolean {
  return parseIPv6(`${input}`) !== undefined;
}

/** 4, 6, or 0 for what is no address. */
export function isIP(input: unknown): 0 | 4 | 6 {
  const text = `${input}`;
  if (parseIPv4(text) !== undefined) return 4;
  return parseIPv6(text) === undefined ? 0 : 6;
}

/** An address as one number, for comparing. */
export function toNumber(address: string, family: 'ipv4' | 'ipv6'): bigint {
  const parts = (family === 'ipv4' ? parseIPv4(address) : parseIPv6(address)) ?? [];
  const bits = family === 'ipv4' ? 8n : 16n;
  return parts.reduce((sum, part) => (sum << bits) | BigInt(part), 0n);
}

/** The shortest form of an IPv6 address (RFC 5952); others as they are. */
export function canonical(address: string): string {
  const groups = parseIPv6(address);
  if (groups === undefined) return address;
  const zone = address.includes('%') ? address.slice(address.indexOf('%')) : '';
  const [g0, g1, g2, g3, g4, g5, g6 = 0, g7 = 0] = groups;
  if (!(g0 || g1 || g2 || g3 || g4) && (g5 === 0xffff || (g5 === 0 && g6 !== 0))) {
    return `::${g5 === 0xffff ? 'ffff:' : ''}${g6 >> 8}.${g6 & 255}.${g7 >> 8}.${g7 & 255}${zone}`;
  }
  let start = -1;
  let longest = 1;
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (at + length < 8 && groups[at + length] === 0) length++;
    if (length > longest) {
      start = at;
      longest = length;
    }
  }
  const hex = groups.map((group) => group.toString(16));
  if (start < 0) return hex.join(':') + zone;
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + longest).join(':')}${zone}`;
}
