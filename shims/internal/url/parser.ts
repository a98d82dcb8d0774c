import { parseHost } from './host.ts';
import {
  C0_SET,
  FRAGMENT_SET,
  PATH_SET,
  percentEncode,
  QUERY_SET,
  SPECIAL_QUERY_SET,
  USERINFO_SET,
} from './percent.ts';
import { defaultPort, isSpecial, type UrlRecord } from './record.ts';

const DRIVE_LETTER = /^[a-zA-Z][:|]$/;
const STARTS_WITH_DRIVE = /^[a-zA-Z][:|](?:$|[/\\?#])/;

/** Removes what the parser ignores everywhere: tabs and line ends. */
export function removeTabsAndNewlines(text: string): string {
  return /[\t\n\r]/.test(text) ? text.replace(/[\t\n\r]+/g, '') : text;
}

/**
 * Parses a URL, against `base` where it is relative; null for an invalid one.
 *
 * The standard's state machine looks at one character at a time; here the same parts are cut out with searches, which
 * an interpreter does many times faster: fragment and query end every other part, so they come off first.
 * Source: URL Standard, 4.4 URL parsing.
 */
export function parseUrl(input: string, base: UrlRecord | null = null): UrlRecord | null {
  let rest = removeTabsAndNewlines(input.toWellFormed().replace(/^[\0-\x20]+|[\0-\x20]+$/g, ''));
  let fragment: string | null = null;
  const hash = rest.indexOf('#');
  if (hash >= 0) {
    fragment = percentEncode(rest.slice(hash + 1), FRAGMENT_SET);
    rest = rest.slice(0, hash);
  }
  const scheme = /^[a-zA-Z][a-zA-Z\d+.-]*(?=:)/.exec(rest)?.[0];
  const url = emptyRecord(scheme === undefined ? (base?.scheme ?? '') : scheme.toLowerCase());
  if (scheme !== undefined) rest = rest.slice(scheme.length + 1);
  else if (base === null || (base.opaque && (rest !== '' || fragment === null))) return null;

  let query: string | null = null;
  const mark = rest.indexOf('?');
  if (mark >= 0) {
    query = encodeQuery(rest.slice(mark + 1), url.scheme);
    rest = rest.slice(0, mark);
  }
  url.query = query;
  url.fragment = fragment;
  const valid = scheme === undefined ? parseRelative(url, rest, base as UrlRecord) : parseWithScheme(url, rest, base);
  return valid ? url : null;
}

function emptyRecord(scheme: string): UrlRecord {
  return {
    scheme,
    username: '',
    password: '',
    host: null,
    port: null,
    path: '',
    opaque: false,
    query: null,
    fragment: null,
  };
}

/** Encodes a query for a URL of that scheme. */
export function encodeQuery(query: string, scheme: string): string {
  return percentEncode(query, isSpecial(scheme) ? SPECIAL_QUERY_SET : QUERY_SET);
}

function parseWithScheme(url: UrlRecord, rest: string, base: UrlRecord | null): boolean {
  if (url.scheme === 'file') return parseFile(url, rest, base?.scheme === 'file' ? base : null);
  if (isSpecial(url.scheme)) {
    if (base?.scheme === url.scheme && !rest.startsWith('//')) return parseRelative(url, rest, base);
    return parseAuthority(url, rest.replace(/^[/\\]+/, ''));
  }
  if (rest.startsWith('//')) return parseAuthority(url, rest.slice(2));
  if (rest.startsWith('/')) return parsePath(url, rest);
  url.opaque = true;
  // A space at the very end would be trimmed from the serialized URL once query and fragment are gone.
  if (url.query !== null || url.fragment !== null) rest = rest.replace(/ $/, '%20');
  url.path = percentEncode(rest, C0_SET);
  return true;
}

function parseRelative(url: UrlRecord, rest: string, base: UrlRecord): boolean {
  if (base.opaque) return copyFrom(url, base, true);
  if (url.scheme === 'file') return parseFile(url, rest, base);
  const special = isSpecial(url.scheme);
  const slash = (at: number) => rest[at] === '/' || (special && rest[at] === '\\');
  if (slash(0) && slash(1)) return parseAuthority(url, special ? rest.replace(/^[/\\]+/, '') : rest.slice(2));
  copyFrom(url, base, rest === '' && url.query === null);
  if (rest === '') return true;
  return parsePath(url, rest, slash(0) ? [] : shorten(segments(base.path), url.scheme));
}

function copyFrom(url: UrlRecord, base: UrlRecord, withQuery: boolean): true {
  const { username, password, host, port, path, opaque } = base;
  Object.assign(url, { username, password, host, port, path, opaque });
  if (withQuery) url.query = base.query;
  return true;
}

function parseFile(url: UrlRecord, rest: string, base: UrlRecord | null): boolean {
  url.host = '';
  if (/^[/\\]{2}/.test(rest)) return parseFileHost(url, rest.slice(2));
  if (base === null) return parsePath(url, rest);
  url.host = base.host;
  const basePath = segments(base.path);
  if (/^[/\\]/.test(rest)) {
    const drive = basePath[0] ?? '';
    const keepsDrive = !STARTS_WITH_DRIVE.test(rest.slice(1)) && /^[a-zA-Z]:$/.test(drive);
    return parsePath(url, rest, keepsDrive ? [drive] : []);
  }
  if (rest === '') return copyFrom(url, base, url.query === null);
  return parsePath(url, rest, STARTS_WITH_DRIVE.test(rest) ? [] : shorten(basePath, 'file'));
}

function parseFileHost(url: UrlRecord, rest: string): boolean {
  const end = rest.search(/[/\\]|$/);
  const text = rest.slice(0, end);
  if (DRIVE_LETTER.test(text)) return parsePath(url, rest);
  const host = text === '' ? '' : parseHost(text, true);
  if (host === null) return false;
  url.host = host === 'localhost' ? '' : host;
  return parsePath(url, rest.slice(end));
}

function parseAuthority(url: UrlRecord, rest: string): boolean {
  const end = rest.search(isSpecial(url.scheme) ? /[/\\]|$/ : /\/|$/);
  const authority = rest.slice(0, end);
  const at = authority.lastIndexOf('@');
  if (at >= 0) {
    const [, name = '', password = ''] = /^([^:]*):?([\s\S]*)$/.exec(authority.slice(0, at)) ?? [];
    url.username = percentEncode(name, USERINFO_SET);
    url.password = percentEncode(password, USERINFO_SET);
    if (at === authority.length - 1) return false;
  }
  const [hostText, portText] = splitPort(authority.slice(at + 1));
  if (hostText === '' && (portText !== null || isSpecial(url.scheme))) return false;
  url.host = parseHost(hostText, isSpecial(url.scheme));
  if (url.host === null) return false;
  if (portText) {
    const port = /^\d+$/.test(portText) ? Number(portText) : 65536;
    if (port > 65535) return false;
    url.port = port === defaultPort(url.scheme) ? null : port;
  }
  return parsePath(url, rest.slice(end));
}

/** Host and port at the first colon outside brackets; the port is null where there is no colon. */
export function splitPort(text: string): [host: string, port: string | null] {
  const host = /^(?:\[[^\]]*(?:\]|$)|[^[:])*/.exec(text)?.[0] ?? '';
  return [host, host.length < text.length ? text.slice(host.length + 1) : null];
}

/** The segments of a path that is not opaque. */
function segments(path: string): string[] {
  return path === '' ? [] : path.slice(1).split('/');
}

/** Source: URL Standard, "shorten a URL's path". */
function shorten(path: string[], scheme: string): string[] {
  if (!(scheme === 'file' && path.length === 1 && /^[a-zA-Z]:$/.test(path[0] as string))) path.pop();
  return path;
}

/** Sets the path to `path` and the segments of `text`, dots resolved. */
export function parsePath(url: UrlRecord, text: string, path: string[] = []): true {
  const special = isSpecial(url.scheme);
  if (text === '' && !special) {
    url.path = path.length > 0 ? `/${path.join('/')}` : '';
    return true;
  }
  const parts = (special ? text.replaceAll('\\', '/') : text).split('/');
  if (parts.length > 1 && parts[0] === '') parts.shift();
  const last = parts.pop() as string;
  for (const part of parts) addSegment(url, path, part);
  if (addSegment(url, path, last)) path.push('');
  url.path = `/${path.join('/')}`;
  return true;
}

/** Adds one segment; true where it was one of dots only. */
function addSegment(url: UrlRecord, path: string[], part: string): boolean {
  const dots = /^(?:\.|%2[eE]){1,2}$/.test(part) ? part.replace(/%2e/gi, '.') : '';
  if (dots === '..') shorten(path, url.scheme);
  else if (dots === '') {
    const drive = url.scheme === 'file' && path.length === 0 && DRIVE_LETTER.test(part);
    path.push(drive ? `${part[0]}:` : percentEncode(part, PATH_SET));
  }
  return dots !== '';
}
