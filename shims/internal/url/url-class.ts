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

/** The record of a URL. Throws V8's TypeError for any other receiver: engines word it differently, and tests look. */
function own(url: unknown): UrlRecord {
  const record = recordOf(url);
  if (record) return record;
  throw new TypeError('Cannot read private member #context from an object whose class did not declare it');
}

/** As `own`, for the members that Node checks by name. */
function receiver(url: unknown): UrlRecord {
  const record = recordOf(url);
  if (record) return record;
  throw new TypeError('Receiver must be an instance of class URL');
}

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
    return serialize(receiver(this));
  }

  get href(): string {
    return serialize(receiver(this));
  }

  set href(value: string) {
    own(this);
    const text = `${value}`;
    const record = parseWithBase(text, undefined);
    if (record === null) throw new ERR_INVALID_URL(text);
    this.#record = record;
    this.#resetSearchParams();
  }

  get origin(): string {
    return originOf(own(this));
  }

  get protocol(): string {
    return `${own(this).scheme}:`;
  }

  set protocol(value: string) {
    setProtocol(own(this), usvString(value));
  }

  get username(): string {
    return own(this).username;
  }

  set username(value: string) {
    setUserInfo(own(this), 'username', usvString(value));
  }

  get password(): string {
    return own(this).password;
  }

  set password(value: string) {
    setUserInfo(own(this), 'password', usvString(value));
  }

  get host(): string {
    return serializeHost(own(this));
  }

  set host(value: string) {
    setHost(own(this), usvString(value), true);
  }

  get hostname(): string {
    return own(this).host ?? '';
  }

  set hostname(value: string) {
    setHost(own(this), usvString(value), false);
  }

  get port(): string {
    const { port } = own(this);
    return port === null ? '' : `${port}`;
  }

  set port(value: string) {
    setPort(own(this), usvString(value));
  }

  get pathname(): string {
    return own(this).path;
  }

  set pathname(value: string) {
    setPathname(own(this), usvString(value));
  }

  get search(): string {
    const { query } = receiver(this);
    return query ? `?${query}` : '';
  }

  set search(value: string) {
    setSearch(own(this), usvString(value));
    this.#resetSearchParams();
  }

  get searchParams(): URLSearchParams {
    own(this);
    // Made when they are first asked for: most URLs are never asked.
    if (this.#searchParams === undefined) {
      this.#searchParams = new URLSearchParams();
      this.#resetSearchParams();
    }
    return this.#searchParams;
  }

  get hash(): string {
    const { fragment } = own(this);
    return fragment ? `#${fragment}` : '';
  }

  set hash(value: string) {
    setHash(own(this), usvString(value));
  }

  toJSON(): string {
    return serialize(receiver(this));
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
