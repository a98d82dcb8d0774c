import ipaddr from 'ipaddr.js';
import { type Address, inRange, isLoopback, sameAddress } from './address.ts';
import { type Host, hostOfUrl, normalizeHost } from './host.ts';

/** The host part of a pattern. */
export type HostRule =
  | { readonly kind: 'any' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'beneath'; readonly suffix: string }
  | { readonly kind: 'localhost' }
  | { readonly kind: 'range'; readonly network: Address; readonly bits: number };

/** The part of a URL pattern that is about more than host and port. */
export interface UrlRule {
  /** The one method, upper case; undefined is every method. */
  readonly method: string | undefined;
  readonly protocol: string;
  /** The path of which the request's path must be a continuation by whole segments. */
  readonly path: string;
}

/** One entry of `network.allow` or `network.deny`. */
export interface NetworkPattern {
  /** As it was written. */
  readonly source: string;
  readonly host: HostRule;
  /** undefined is every port. */
  readonly port: number | undefined;
  readonly url: UrlRule | undefined;
}

/** What a rule of the network says no to at the door; the message is for the embedder. */
export class InvalidPattern extends Error {
  override readonly name = 'InvalidPattern';
}

/** Parses an entry of `network.allow` or `network.deny`. @throws {InvalidPattern} */
export function parsePattern(source: string): NetworkPattern {
  const url = /^(?:([A-Za-z]+)\s+)?([A-Za-z][A-Za-z0-9+.-]*:\/\/.*)$/.exec(source);
  if (url !== null) return parseUrlPattern(source, url[1], url[2] ?? '');
  const { host, port } = splitPort(source);
  return { source, host: parseHostRule(host), port, url: undefined };
}

function parseUrlPattern(source: string, method: string | undefined, text: string): NetworkPattern {
  const url = URL.parse(text);
  if (url === null || url.hostname === '') throw new InvalidPattern('is no valid URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new InvalidPattern('must be an http or https URL');
  if (url.username !== '' || url.password !== '') throw new InvalidPattern('must have no user information');
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(text)) {
    throw new InvalidPattern('must have neither query nor fragment: a URL pattern is a prefix of the path');
  }
  if (hasHiddenSegments(url.pathname)) throw new InvalidPattern('must not hide a separator in its path');
  return {
    source,
    host: url.hostname.includes('*') ? parseHostRule(url.hostname) : hostRule(hostOfUrl(url)),
    port: effectivePort(url),
    url: { method: method?.toUpperCase(), protocol: url.protocol, path: url.pathname },
  };
}

/** The port of a URL, by its scheme where it names none. */
export function effectivePort(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** Splits `host:port`; an IPv6 address with a port has brackets. @throws {InvalidPattern} */
export function splitPort(text: string): { host: string; port: number | undefined } {
  // More than one colon and no brackets: an IPv6 address or block.
  const match = /^(\[[^\]]*\]|[^:[\]]*):([^:]*)$/.exec(text);
  if (match === null) return { host: text, port: undefined };
  const [, host = '', port = ''] = match;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new InvalidPattern(`"${port}" is no port`);
  return { host, port: Number(port) };
}

/** @throws {InvalidPattern} */
function parseHostRule(text: string): HostRule {
  if (text === '*') return { kind: 'any' };
  if (text.startsWith('*.')) {
    const rule = hostRule(normalizeHost(text.slice(2)));
    if (rule.kind === 'range') throw new InvalidPattern('has no names beneath an address');
    return { kind: 'beneath', suffix: rule.kind === 'localhost' ? '.localhost' : `.${nameOf(rule)}` };
  }
  if (text.includes('*')) throw new InvalidPattern('may have "*" only alone or as the first label ("*.example.com")');
  if (text.includes('/')) return parseBlock(text);
  return hostRule(normalizeHost(text));
}

function nameOf(rule: HostRule): string {
  if (rule.kind !== 'name') throw new InvalidPattern('is no host name');
  return rule.name;
}

function hostRule(host: Host | undefined): HostRule {
  if (host === undefined) throw new InvalidPattern('is no host name, address, CIDR or URL');
  if (host.address !== undefined) {
    return { kind: 'range', network: host.address, bits: host.address.kind() === 'ipv4' ? 32 : 128 };
  }
  return host.name === 'localhost' ? { kind: 'localhost' } : { kind: 'name', name: host.name };
}

function parseBlock(text: string): HostRule {
  const isBlock = text.includes(':') ? ipaddr.IPv6.isValidCIDR(text) : ipaddr.IPv4.isValidCIDRFourPartDecimal(text);
  if (!isBlock) throw new InvalidPattern('is no valid CIDR');
  const [network, bits] = ipaddr.parseCIDR(text);
  if (network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= 96) {
    return { kind: 'range', network: network.toIPv4Address(), bits: bits - 96 };
  }
  return { kind: 'range', network, bits };
}

/** Whether a rule covers a host as it was named. `*` covers every name, and every address too. */
export function coversHost(rule: HostRule, host: Host): boolean {
  if (host.address !== undefined) return coversAddress(rule, host.address);
  switch (rule.kind) {
    case 'any':
      return true;
    case 'name':
      return host.name === rule.name;
    case 'beneath':
      return host.name.endsWith(rule.suffix) && host.name.length > rule.suffix.length;
    case 'localhost':
      return host.name === 'localhost';
    case 'range':
      return false;
  }
}

/** Whether a rule covers an address. */
export function coversAddress(rule: HostRule, address: Address): boolean {
  return rule.kind === 'any' || namesAddress(rule, address);
}

/** Whether a rule names an address, by itself, by its block or as `localhost`: what a special address needs. */
export function namesAddress(rule: HostRule, address: Address): boolean {
  if (rule.kind === 'localhost') return isLoopback(address);
  return rule.kind === 'range' && inRange(address, rule.network, rule.bits);
}

/** Whether the request's path goes on from the pattern's by whole segments, with nothing in it that a server may read otherwise. */
export function coversPath(rule: UrlRule, pathname: string): boolean {
  // The whole host is allowed: no spelling of the path leaves it.
  if (rule.path === '/') return true;
  if (hasHiddenSegments(pathname)) return false;
  if (pathname === rule.path) return true;
  return pathname.startsWith(rule.path.endsWith('/') ? rule.path : `${rule.path}/`);
}

/**
 * Whether a path that the URL standard has normalized still hides a separator or a step upwards from a server that
 * decodes it (once more): `%2f`, `%5c`, `..;x`, `%252e%252e`.
 */
function hasHiddenSegments(pathname: string): boolean {
  return pathname.split('/').some((segment) => {
    let text = segment;
    for (let round = 0; round < 3; round++) {
      if (/[/\\\0]/.test(text) || /^\.\.?(?:;|$)/.test(text)) return true;
      const decoded = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
      if (decoded === text) return false;
      text = decoded;
    }
    return true;
  });
}

/** One entry of `network.listen`. */
export interface ListenPattern {
  readonly source: string;
  /** undefined is every interface. */
  readonly host: 'localhost' | Address | undefined;
  /** 0 is a port that the system chooses; undefined (written `*`) is every port. */
  readonly port: number | undefined;
}

/** Parses an entry of `network.listen`: `127.0.0.1:0`, `:8080`, `[::1]:8080`, `localhost:*`. @throws {InvalidPattern} */
export function parseListenPattern(source: string): ListenPattern {
  const anyPort = source.endsWith(':*');
  const { host, port } = splitPort(anyPort ? `${source.slice(0, -1)}0` : source);
  if (port === undefined) throw new InvalidPattern('must name a port: "127.0.0.1:0", ":8080", "localhost:*"');
  const chosen = anyPort ? undefined : port;
  if (host === '' || host === '*') return { source, host: undefined, port: chosen };
  const parsed = normalizeHost(host);
  if (parsed?.name === 'localhost') return { source, host: 'localhost', port: chosen };
  if (parsed?.address === undefined) throw new InvalidPattern('must name an address, "localhost" or no host');
  return { source, host: parsed.address, port: chosen };
}

/** Whether a pattern allows listening on an address (undefined: on all) and a port. */
export function coversListening(pattern: ListenPattern, address: Address | undefined, port: number): boolean {
  if (pattern.port !== undefined && pattern.port !== port) return false;
  if (pattern.host === undefined) return true;
  if (address === undefined) return false;
  return pattern.host === 'localhost' ? isLoopback(address) : sameAddress(address, pattern.host);
}
