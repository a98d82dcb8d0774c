import { parseHost } from './host.ts';
import { encodeQuery, parsePath, removeTabsAndNewlines, splitPort } from './parser.ts';
import { FRAGMENT_SET, percentEncode, USERINFO_SET } from './percent.ts';
import { defaultPort, hasCredentials, isSpecial, type UrlRecord } from './record.ts';

// The setters of URL: an invalid value changes nothing. Source: URL Standard, 6.1 URL class, and 4.4 with a state override.

export function setProtocol(url: UrlRecord, value: string): void {
  const scheme = /^[a-zA-Z][a-zA-Z\d+.-]*(?=:)/.exec(removeTabsAndNewlines(`${value}:`))?.[0]?.toLowerCase();
  if (scheme === undefined || isSpecial(scheme) !== isSpecial(url.scheme)) return;
  if (scheme === 'file' && (hasCredentials(url) || url.port !== null)) return;
  if (url.scheme === 'file' && url.host === '') return;
  url.scheme = scheme;
  if (url.port === defaultPort(scheme)) url.port = null;
}

/** Whether user information and a port make no sense here. */
function lacksAuthority(url: UrlRecord): boolean {
  return url.host === null || url.host === '' || url.scheme === 'file';
}

export function setUserInfo(url: UrlRecord, part: 'username' | 'password', value: string): void {
  if (!lacksAuthority(url)) url[part] = percentEncode(value, USERINFO_SET);
}

/** Sets the host, and with `withPort` the port where the value names one. */
export function setHost(url: UrlRecord, value: string, withPort: boolean): void {
  if (url.opaque) return;
  const special = isSpecial(url.scheme);
  const text = (/^[^/?#\\]*/.exec(special ? removeTabsAndNewlines(value) : '') ?? [''])[0];
  const authority = special ? text : ((/^[^/?#]*/.exec(removeTabsAndNewlines(value)) ?? [''])[0] as string);
  const [hostText, portText] = url.scheme === 'file' ? [authority, null] : splitPort(authority);
  if (hostText === '') {
    if (portText !== null || hasCredentials(url) || url.port !== null) return;
    if (!special || url.scheme === 'file') url.host = '';
    return;
  }
  if (portText !== null && !withPort) return;
  const host = parseHost(hostText, special);
  if (host === null) return;
  url.host = url.scheme === 'file' && host === 'localhost' ? '' : host;
  if (portText) setPortDigits(url, portText);
}

export function setPort(url: UrlRecord, value: string): void {
  if (lacksAuthority(url)) return;
  if (value === '') url.port = null;
  else setPortDigits(url, removeTabsAndNewlines(value));
}

function setPortDigits(url: UrlRecord, text: string): void {
  const digits = /^\d+/.exec(text)?.[0];
  if (digits === undefined || Number(digits) > 65535) return;
  url.port = Number(digits) === defaultPort(url.scheme) ? null : Number(digits);
}

export function setPathname(url: UrlRecord, value: string): void {
  if (url.opaque) return;
  const text = removeTabsAndNewlines(value);
  parsePath(url, text);
  if (text === '' && url.host === null) url.path = '/';
}

export function setSearch(url: UrlRecord, value: string): void {
  const query = value.startsWith('?') ? value.slice(1) : value;
  url.query = value === '' ? null : encodeQuery(removeTabsAndNewlines(query), url.scheme);
}

export function setHash(url: UrlRecord, value: string): void {
  const fragment = value.startsWith('#') ? value.slice(1) : value;
  url.fragment = value === '' ? null : percentEncode(removeTabsAndNewlines(fragment), FRAGMENT_SET);
}
