import { type Address, parseAddress } from './address.ts';

/** A host as it is compared: lower case, in its ASCII form, without a final dot; an address where it is one. */
export interface Host {
  readonly name: string;
  readonly address: Address | undefined;
}

/**
 * Brings a host that a guest named into the one form that is compared and looked up: IDNA and Unicode dots by UTS #46,
 * octal, hex and short IPv4 spellings as the URL standard and `inet_aton` read them, no final dot.
 * @returns undefined for what is no host at all
 */
export function normalizeHost(text: string): Host | undefined {
  const literal = parseAddress(text);
  if (literal !== undefined) return { name: literal.toString(), address: literal };
  if (text === '' || text.length > 1024 || /[\s\p{Cc}/?#@:\\%[\]]/u.test(text)) return undefined;
  // `ws:` is a special scheme without side effects: its host parser is the URL standard's.
  const url = URL.parse(`ws://${text}/`);
  if (url === null || url.username !== '' || url.port !== '') return undefined;
  return hostOfUrl(url);
}

/** The host of a parsed `http:` or `https:` URL, undefined where it has none that can be asked for. */
export function hostOfUrl(url: URL): Host | undefined {
  const address = parseAddress(url.hostname);
  if (address !== undefined) return { name: address.toString(), address };
  const name = url.hostname.endsWith('.') ? url.hostname.slice(0, -1) : url.hostname;
  // Empty labels are refused: resolvers disagree on them. After a final dot the name may be an IPv4 address again.
  if (name === '' || name.startsWith('.') || name.includes('..') || name.endsWith('.')) return undefined;
  const inner = parseAddress(name);
  return { name, address: inner };
}
