import { ERR_INVALID_ARG_TYPE, ERR_INVALID_URL, ERR_MISSING_ARGS } from '../errors.ts';
import { randomUUID } from '../random-uuid.ts';
import { usvString } from '../usv-string.ts';
import { type Inspect, type InspectOptions, inspectSymbol, webInterface } from '../web-class.ts';
import { forgetBlob, isBlob, storeBlob } from './object-urls.ts';
import { parseUrl } from './parser.ts';
import { isSpecial, serialize, serializeHost, type UrlRecord } from './record.ts';
import { attachSearchParams, URLSearchParams } from './search-params.ts';
import { setHash, setHost, setPathname, setPort, setProtocol, setSearch, setUserInfo } from './setters.ts';

let recordOf: (value: unknown) => UrlRecord | undefined;

/**
 * `URL`.
 * Source: URL Standard, 6.1 URL class; https://nodejs.org/api/url.html#class-url
 */
export class URL {
  #record: UrlRecord;
  #searchParams: URLSearchParams | undefined;

  /** Throws ERR_INVALID_URL where `input` is no URL, or a relative one without a valid `base`. */
  constructor(input: string | URL, base: string | URL | undefined = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    const text = `${input}`;
    const baseText = base === undefined ? undefined : `${base}`;
    const record = parseWithBase(text, baseText);
    if (record === null) throw new ERR_INVALID_URL(text, baseText);
    this.#record = record;
  }

  /** Whether `new URL(input, base)` would succeed. */
  static canParse(input: string | URL, base: string | URL | undefined = undefined): boolean {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    return parseWithBase(`${input}`, base === undefined ? undefined : `${base}`) !== null;
  }

  /** `new URL(input, base)`, or null where it would throw. */
  static parse(input: string | URL, base: string | URL | undefined = undefined): URL | null {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    const record = parseWithBase(`${input}`, base === undefined ? undefined : `${base}`);
    if (record === null) return null;
    const url = new URL('a:');
    url.#record = record;
    return url;
  }

  /** A `blob:nodedata:` URL under which `fetch` and `resolveObjectURL` find the blob. */
  static createObjectURL(blob: object): string {
    if (!isBlob(blob)) throw new ERR_INVALID_ARG_TYPE('obj', 'Blob', blob);
    const id = randomUUID();
    storeBlob(id, blob);
    return `blob:nodedata:${id}`;
  }

  /** Forgets the blob of such a URL. */
  static revokeObjectURL(url: string): void {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    forgetBlob(`${url}`);
  }

  toString(): string {
    return serialize(this.#record);
  }

  get href(): string {
    return serialize(this.#record);
  }

  set href(value: string) {
    const text = `${value}`;
    const record = parseWithBase(text, undefined);
    if (record === null) throw new ERR_INVALID_URL(text);
    this.#record = record;
    this.#resetSearchParams();
  }

  get origin(): string {
    return originOf(this.#record);
  }

  get protocol(): string {
    return `${this.#record.scheme}:`;
  }

  set protocol(value: string) {
    setProtocol(this.#record, usvString(value));
  }

  get username(): string {
    return this.#record.username;
  }

  set username(value: string) {
    setUserInfo(this.#record, 'username', usvString(value));
  }

  get password(): string {
    return this.#record.password;
  }

  set password(value: string) {
    setUserInfo(this.#record, 'password', usvString(value));
  }

  get host(): string {
    return serializeHost(this.#record);
  }

  set host(value: string) {
    setHost(this.#record, usvString(value), true);
  }

  get hostname(): string {
    return this.#record.host ?? '';
  }

  set hostname(value: string) {
    setHost(this.#record, usvString(value), false);
  }

  get port(): string {
    return this.#record.port === null ? '' : `${this.#record.port}`;
  }

  set port(value: string) {
    setPort(this.#record, usvString(value));
  }

  get pathname(): string {
    return this.#record.path;
  }

  set pathname(value: string) {
    setPathname(this.#record, usvString(value));
  }

  get search(): string {
    return this.#record.query ? `?${this.#record.query}` : '';
  }

  set search(value: string) {
    setSearch(this.#record, usvString(value));
    this.#resetSearchParams();
  }

  get searchParams(): URLSearchParams {
    // Made when they are first asked for: most URLs are never asked.
    if (this.#searchParams === undefined) {
      this.#searchParams = new URLSearchParams();
      this.#resetSearchParams();
    }
    return this.#searchParams;
  }

  get hash(): string {
    return this.#record.fragment ? `#${this.#record.fragment}` : '';
  }

  set hash(value: string) {
    setHash(this.#record, usvString(value));
  }

  toJSON(): string {
    return serialize(this.#record);
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    const constructor = this.constructor as { name: string };
    const shown: Record<string, unknown> = { __proto__: { constructor: URL } };
    for (const name of SHOWN) shown[name] = this[name];
    return `${constructor.name} ${inspect(shown, options)}`;
  }

  #resetSearchParams(): void {
    if (this.#searchParams === undefined) return;
    attachSearchParams(this.#searchParams, this.#record.query ?? '', (query) => {
      this.#record.query = query === '' ? null : query;
    });
  }

  static {
    recordOf = (value) =>
      typeof value === 'object' && value !== null && #record in value ? (value as URL).#record : undefined;
  }
}

const SHOWN = [
  'href',
  'origin',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'searchParams',
  'hash',
] as const;

webInterface(URL, ...SHOWN, 'toString', 'toJSON');
for (const name of ['canParse', 'parse', 'createObjectURL', 'revokeObjectURL'] as const) {
  Object.defineProperty(URL, name, { enumerable: true });
}

/** The parsed form of a URL object of ours; undefined for anything else. */
export function urlRecord(value: unknown): UrlRecord | undefined {
  return recordOf(value);
}

/** Whether the value is a `URL` object. */
export function isURL(value: unknown): value is URL {
  return recordOf(value) !== undefined;
}

/** Source: URL Standard, 4.6 URL equivalence and Origin. */
function originOf(record: UrlRecord): string {
  if (record.scheme === 'blob') {
    const inner = parseUrl(record.path);
    return inner && /^https?$/.test(inner.scheme) ? originOf(inner) : 'null';
  }
  return isSpecial(record.scheme) && record.scheme !== 'file' ? `${record.scheme}://${serializeHost(record)}` : 'null';
}

function parseWithBase(input: string, base: string | undefined): UrlRecord | null {
  if (base === undefined) return parseUrl(input);
  const record = parseUrl(base);
  return record && parseUrl(input, record);
}
