/** The part of the URL Standard that a client of HTTP needs: absolute URLs, and references against one. */
import { domainToAscii } from '../abi/system';
import { lower } from './ascii';

const UPPER_HEX: string = '0123456789ABCDEF';

/** An absolute URL. Other schemes than `http` and `https` are kept as they are. */
export class Url {
  scheme: string = '';
  host: string = '';
  /** Empty where it is the scheme's own. */
  port: string = '';
  /** Begins with `/`. */
  path: string = '/';
  /** With its `?`; empty where there is none. */
  query: string = '';
  /** User name and password, with their `@`; empty where there are none. */
  credentials: string = '';
  /** All of a URL that is no HTTP. */
  opaque: string = '';

  get isHttp(): bool {
    return this.scheme == 'http' || this.scheme == 'https';
  }

  get origin(): string {
    return this.scheme + '://' + this.host + (this.port == '' ? '' : ':' + this.port);
  }

  /** Without its fragment. */
  get href(): string {
    return this.isHttp ? this.origin + this.path + this.query : this.opaque;
  }
}

/** Parses a URL, or a reference against `base`; null where it is none. */
export function parseUrl(given: string, base: Url | null): Url | null {
  const text = withoutFragment(given.trim());
  const url = new Url();
  const colon = text.indexOf(':');
  if (colon > 0 && isScheme(text.substring(0, colon))) {
    url.scheme = lower(text.substring(0, colon));
    url.opaque = url.scheme + text.substring(colon);
    if (!url.isHttp) return url;
    return parseAuthority(url, text.substring(colon + 1).replaceAll('\\', '/'));
  }
  if (base === null) return null;
  const reference = text.replaceAll('\\', '/');
  url.scheme = base.scheme;
  if (reference.startsWith('//')) return parseAuthority(url, reference);
  url.host = base.host;
  url.port = base.port;
  url.query = base.query;
  url.path = base.path;
  if (reference == '') return url;
  if (reference.startsWith('?')) {
    url.query = encoded(reference, true);
    return url;
  }
  const folder = reference.startsWith('/') ? '' : base.path.substring(0, base.path.lastIndexOf('/') + 1);
  return withPath(url, folder + reference);
}

function withoutFragment(text: string): string {
  const hash = text.indexOf('#');
  return hash < 0 ? text : text.substring(0, hash);
}

function isScheme(text: string): bool {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i) | 0x20;
    const letter = code >= 0x61 && code <= 0x7a;
    const other = text.charCodeAt(i);
    if (!letter && (i == 0 || !((other >= 0x30 && other <= 0x39) || other == 0x2b || other == 0x2d || other == 0x2e)))
      return false;
  }
  return true;
}

/** `//host:port/path?query`, with any number of slashes. */
function parseAuthority(url: Url, text: string): Url | null {
  let from = 0;
  while (from < text.length && text.charCodeAt(from) == 0x2f) from++;
  let to = from;
  while (to < text.length && text.charCodeAt(to) != 0x2f && text.charCodeAt(to) != 0x3f) to++;
  let authority = text.substring(from, to);
  const at = authority.lastIndexOf('@');
  if (at >= 0) {
    if (at > 0) url.credentials = authority.substring(0, at + 1);
    authority = authority.substring(at + 1);
  }
  const colon = authority.lastIndexOf(':');
  if (colon > authority.lastIndexOf(']')) {
    const port = authority.substring(colon + 1);
    if (!isPort(port)) return null;
    const number = port == '' ? 0 : <i32>parseInt(port);
    const usual = url.scheme == 'https' ? 443 : 80;
    url.port = port == '' || number == usual ? '' : number.toString();
    authority = authority.substring(0, colon);
  }
  url.host = authority.startsWith('[') ? addressOf(lower(authority)) : domainToAscii(authority);
  if (url.host == '') return null;
  return withPath(url, to < text.length && text.charCodeAt(to) == 0x2f ? text.substring(to) : '/' + text.substring(to));
}

/** An IPv6 address in its brackets; empty where it is none. */
function addressOf(text: string): string {
  if (!text.endsWith(']') || text.indexOf(':') < 0) return '';
  for (let i = 1; i < text.length - 1; i++) {
    const code = text.charCodeAt(i);
    const hex = (code >= 0x30 && code <= 0x3a) || (code >= 0x61 && code <= 0x66);
    if (!hex && code != 0x2e) return '';
  }
  return text;
}

/** Ports of other protocols, which no client of the web asks (Fetch Standard, port blocking). */
const BAD_PORTS: string =
  ' 0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123' +
  ' 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993' +
  ' 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080 ';

/** Whether a port belongs to another protocol. */
export function isBadPort(port: string): bool {
  return port != '' && BAD_PORTS.includes(' ' + port + ' ');
}

function isPort(text: string): bool {
  if (text.length > 5) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x30 || text.charCodeAt(i) > 0x39) return false;
  return text == '' || parseInt(text) <= 65535;
}

/** Sets path and query, with `.` and `..` gone. */
function withPath(url: Url, text: string): Url {
  const mark = text.indexOf('?');
  url.query = mark < 0 || mark == text.length - 1 ? '' : encoded(text.substring(mark), true);
  const names = (mark < 0 ? text : text.substring(0, mark)).split('/');
  const kept: string[] = [];
  for (let i = 1; i < names.length; i++) {
    const name = lower(names[i]).replaceAll('%2e', '.');
    const last = i == names.length - 1;
    if (name == '..') kept.pop();
    else if (name != '.') kept.push(encoded(names[i], false));
    if (last && (name == '.' || name == '..')) kept.push('');
  }
  url.path = '/' + kept.join('/');
  return url;
}

/** The percent-encode sets of paths and of queries. */
function encoded(text: string, query: bool): string {
  let result = '';
  const bytes = Uint8Array.wrap(String.UTF8.encode(text));
  for (let i = 0; i < bytes.length; i++) {
    const byte = <i32>bytes[i];
    const escape =
      byte <= 0x20 || byte >= 0x7f || byte == 0x22 || byte == 0x23 || byte == 0x3c || byte == 0x3e ||
      (query ? byte == 0x27 : byte == 0x3f || byte == 0x5e || byte == 0x60 || byte == 0x7b || byte == 0x7d);
    if (escape) result += '%' + UPPER_HEX.charAt(byte >> 4) + UPPER_HEX.charAt(byte & 15);
    else result += String.fromCharCode(byte);
  }
  return result;
}
