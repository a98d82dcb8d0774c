import { stringify as stringifyQuery } from '../../querystring.ts';

/** The fields that `url.format` reads; what is absent is empty. */
export interface LegacyFields {
  protocol?: string | null;
  slashes?: boolean | null;
  auth?: string | null;
  host?: string | null;
  port?: string | number | null;
  hostname?: string | null;
  hash?: string | null;
  search?: string | null;
  query?: string | object | null;
  pathname?: string | null;
}

/** Whether the scheme always has `//` (with or without its colon). */
export function isSlashed(protocol: string | null | undefined): boolean {
  return /^(?:https?|ftp|gopher|file|wss?):?$/.test(protocol ?? '');
}

/** Whether the scheme never has a host. */
export function isHostless(protocol: string | null | undefined): boolean {
  return /^javascript:?$/.test(protocol ?? '');
}

/** Whether a host name is an IPv6 address in brackets. */
export function isBracketed(hostname: string): boolean {
  return hostname.startsWith('[') && hostname.endsWith(']');
}

/** Puts the parts of a URL together. https://nodejs.org/api/url.html#urlformaturlobject */
export function formatLegacy(url: LegacyFields): string {
  const auth = url.auth ? `${encodeURIComponent(url.auth).replace(/%3A/gi, ':')}@` : '';
  let protocol = url.protocol || '';
  let pathname = url.pathname || '';
  let hash = url.hash || '';
  let host = '';
  if (url.host) host = auth + url.host;
  else if (url.hostname) {
    const { hostname } = url;
    host = auth + (hostname.includes(':') && !isBracketed(hostname) ? `[${hostname}]` : hostname);
    if (url.port) host += `:${url.port}`;
  }
  const query = url.query !== null && typeof url.query === 'object' ? stringifyQuery(url.query) : '';
  let search = url.search || (query && `?${query}`);
  if (protocol && !protocol.endsWith(':')) protocol += ':';
  pathname = pathname.replaceAll('#', '%23').replaceAll('?', '%3F');
  if (url.slashes || isSlashed(protocol)) {
    if (url.slashes || host) {
      if (pathname && !pathname.startsWith('/')) pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol.startsWith('file')) host = '//';
  }
  search = search.replaceAll('#', '%23');
  if (hash && !hash.startsWith('#')) hash = `#${hash}`;
  if (search && !search.startsWith('?')) search = `?${search}`;
  return protocol + host + pathname + search + hash;
}
