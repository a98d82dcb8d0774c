/** A parsed URL. Strings are percent-encoded already. */
export interface UrlRecord {
  /** Without the colon. */
  scheme: string;
  username: string;
  password: string;
  /** The serialized host; null where the URL has none. */
  host: string | null;
  /** The port where it is not the scheme's default. */
  port: number | null;
  /** With its leading slash, or anything where `opaque`. */
  path: string;
  /** Whether the path is opaque (`mailto:me`). */
  opaque: boolean;
  /** Without the question mark. */
  query: string | null;
  /** Without the hash. */
  fragment: string | null;
}

const DEFAULT_PORTS: Readonly<Record<string, number | null>> = {
  __proto__: null as never,
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  ftp: 21,
  file: null,
};

/** Whether the scheme is special: http, https, ws, wss, ftp, file. */
export function isSpecial(scheme: string): boolean {
  return DEFAULT_PORTS[scheme] !== undefined;
}

/** The scheme's default port. */
export function defaultPort(scheme: string): number | null {
  return DEFAULT_PORTS[scheme] ?? null;
}

/** Source: URL Standard, 4.5 URL serializing. */
export function serialize(url: UrlRecord, withFragment = true): string {
  let text = `${url.scheme}:`;
  if (url.host !== null) text += `//${serializeUserInfo(url)}${serializeHost(url)}`;
  else if (!url.opaque && url.path.startsWith('//')) text += '/.';
  text += url.path;
  if (url.query !== null) text += `?${url.query}`;
  return withFragment && url.fragment !== null ? `${text}#${url.fragment}` : text;
}

function serializeUserInfo(url: UrlRecord): string {
  if (url.username === '' && url.password === '') return '';
  return url.password === '' ? `${url.username}@` : `${url.username}:${url.password}@`;
}

/** Host and port. */
export function serializeHost(url: UrlRecord): string {
  return url.port === null ? (url.host ?? '') : `${url.host}:${url.port}`;
}

/** Whether the URL names a user or a password. */
export function hasCredentials(url: UrlRecord): boolean {
  return url.username !== '' || url.password !== '';
}
