import { AbortController, AbortSignal } from '../abort.ts';
import { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM } from '../errors.ts';
import { hasCredentials, serialize, type UrlRecord } from '../url/record.ts';
import { URL, urlRecord } from '../url/url-class.ts';
import { type Inspect, type InspectOptions, inspectSymbol, webInterface } from '../web-class.ts';
import { type Body, type BodyInit, extractBody, isStreaming } from './body.ts';
import { BODY_MEMBERS, BodyOwner, content, mixInBody } from './body-mixin.ts';
import { canDispatch } from './dispatch.ts';
import {
  appendField,
  copyList,
  fillHeaders,
  getField,
  HeaderList,
  type Headers,
  type HeadersInit,
  isToken,
  wrapHeaders,
} from './headers.ts';
import { illegalInvocation, requireArguments } from './webidl.ts';

/** Options of `new Request` and `fetch`. */
export interface RequestInit {
  method?: string;
  headers?: HeadersInit;
  body?: BodyInit;
  duplex?: 'half';
  priority?: 'high' | 'low' | 'auto';
  redirect?: 'follow' | 'error' | 'manual';
  signal?: AbortSignal | null;
  mode?: string;
  credentials?: string;
  cache?: string;
  referrer?: string;
  referrerPolicy?: string;
  integrity?: string;
  keepalive?: boolean;
  window?: null;
  dispatcher?: unknown;
}

/** The inside of a Request. */
export interface RequestState {
  url: UrlRecord;
  method: string;
  headers: HeaderList;
  body: Body | null;
  redirect: 'follow' | 'error' | 'manual';
  mode: string;
  credentials: string;
  cache: string;
  referrer: string;
  referrerPolicy: string;
  integrity: string;
  keepalive: boolean;
  /** The dispatcher of the `undici` package that sends it, where one was chosen. */
  dispatcher: unknown;
}

const CHOICES = {
  redirect: ['follow', 'manual', 'error'],
  mode: ['navigate', 'same-origin', 'no-cors', 'cors'],
  credentials: ['omit', 'same-origin', 'include'],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
  referrerPolicy: [
    ...['', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin'],
    ...['origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url'],
  ],
} as const;

let stateOf: (request: unknown) => RequestState;
let make: (state: RequestState, signal: AbortSignal | undefined) => Request;
let signalOf: (request: Request) => AbortSignal | undefined;

/**
 * `Request`.
 * Source: Fetch Standard, 5.4 Request class; messages are undici's.
 */
export class Request extends BodyOwner {
  #state: RequestState;
  /** The signal to follow, and the request's own one, made when it is asked for. */
  #followed: AbortSignal | undefined;
  #signal: AbortSignal | undefined;
  #headers: Headers;

  constructor(input: string | URL | Request, init: RequestInit = {}) {
    super();
    requireArguments(arguments.length, 1, 'Request constructor');
    const options = checkInit(init);
    const source = isRequest(input) ? input : undefined;
    const state = source ? copyState(source.#state) : newState(parseInput(input));
    this.#state = state;
    applyInit(state, options);
    this.#followed = checkSignal(options.signal === undefined ? source && signalOf(source) : options.signal);
    if (options.headers !== undefined) {
      state.headers = new HeaderList();
      fillHeaders(state.headers, options.headers);
    }
    this.#headers = wrapHeaders(state.headers, false);
    state.body = bodyFor(state, options, source ? source.#state.body : null);
  }

  get method(): string {
    return stateOf(this).method;
  }

  get url(): string {
    return serialize(stateOf(this).url);
  }

  get headers(): Headers {
    stateOf(this);
    return this.#headers;
  }

  get destination(): string {
    stateOf(this);
    return '';
  }

  get referrer(): string {
    return stateOf(this).referrer;
  }

  get referrerPolicy(): string {
    return stateOf(this).referrerPolicy;
  }

  get mode(): string {
    return stateOf(this).mode;
  }

  get credentials(): string {
    return stateOf(this).credentials;
  }

  get cache(): string {
    return stateOf(this).cache;
  }

  get redirect(): string {
    return stateOf(this).redirect;
  }

  get integrity(): string {
    return stateOf(this).integrity;
  }

  get keepalive(): boolean {
    return stateOf(this).keepalive;
  }

  get isReloadNavigation(): boolean {
    stateOf(this);
    return false;
  }

  get isHistoryNavigation(): boolean {
    stateOf(this);
    return false;
  }

  get signal(): AbortSignal {
    stateOf(this);
    this.#signal ??= this.#followed ? AbortSignal.any([this.#followed]) : new AbortController().signal;
    return this.#signal;
  }

  get duplex(): string {
    stateOf(this);
    return 'half';
  }

  clone(): Request {
    const state = stateOf(this);
    if (state.body?.unusable) throw new TypeError('unusable');
    const copy = { ...copyState(state), body: state.body?.clone() ?? null };
    return make(copy, this.#signal ?? this.#followed);
  }

  override [content](): { body: Body | null; type: string | null } {
    const { body, headers } = stateOf(this);
    return { body, type: getField(headers, 'content-type') };
  }

  [inspectSymbol](_depth: number, options: InspectOptions, inspect: Inspect): string {
    const { method, url, headers, destination, referrer, referrerPolicy, mode, credentials, cache } = this;
    const { redirect, integrity, keepalive, isReloadNavigation, isHistoryNavigation, signal } = this;
    const shown = {
      ...{ method, url, headers, destination, referrer, referrerPolicy, mode, credentials, cache, redirect, integrity },
      ...{ keepalive, isReloadNavigation, isHistoryNavigation, signal },
    };
    return `Request ${inspect(shown, { ...options, depth: options.depth ?? 2 })}`;
  }

  static {
    stateOf = (request) => {
      if (typeof request !== 'object' || request === null || !(#state in request)) throw illegalInvocation('Request');
      return (request as Request).#state;
    };
    make = (state, signal) => {
      const request = new Request('about:blank');
      request.#state = state;
      request.#followed = signal;
      request.#headers = wrapHeaders(state.headers, false);
      return request;
    };
    signalOf = (request) => request.#signal ?? request.#followed;
  }
}

mixInBody(Request.prototype);
webInterface(
  Request,
  ...['method', 'url', 'headers', 'destination', 'referrer', 'referrerPolicy', 'mode', 'credentials', 'cache'],
  ...['redirect', 'integrity', 'keepalive', 'isReloadNavigation', 'isHistoryNavigation', 'signal', 'duplex', 'clone'],
  ...BODY_MEMBERS,
);

/** The inside of a Request. */
export function requestState(request: Request): RequestState {
  return stateOf(request);
}

/** The signal that ends the request; undefined where there is none. */
export function requestSignal(request: Request): AbortSignal | undefined {
  return signalOf(request);
}

function isRequest(value: unknown): value is Request {
  return value instanceof Request;
}

function parseInput(input: unknown): UrlRecord {
  const text = `${input}`;
  const url = urlRecord(input);
  let record: UrlRecord;
  try {
    record = { ...(url ?? (urlRecord(new URL(text)) as UrlRecord)) };
  } catch (cause) {
    throw new TypeError(`Failed to parse URL from ${text}`, { cause });
  }
  if (hasCredentials(record)) {
    throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${text}`);
  }
  return record;
}

function newState(url: UrlRecord): RequestState {
  return {
    ...{ url, method: 'GET', headers: new HeaderList(), body: null, redirect: 'follow', mode: 'cors' },
    ...{ credentials: 'same-origin', cache: 'default', referrer: 'about:client', referrerPolicy: '' },
    ...{ integrity: '', keepalive: false, dispatcher: undefined },
  };
}

function copyState(state: RequestState): RequestState {
  return { ...state, url: { ...state.url }, headers: copyList(state.headers), body: null };
}

function checkInit(init: unknown): RequestInit {
  if (init === undefined || init === null) return {};
  if (typeof init !== 'object' && typeof init !== 'function') {
    throw new TypeError(
      `Request constructor: Expected init ("${String(init)}") to be one of: Null, Undefined, Object.`,
    );
  }
  const options = init as RequestInit;
  if (options.window !== undefined && options.window !== null) {
    throw new TypeError(`'window' option '${options.window}' must be null`);
  }
  // What would change where or how the request goes must not be passed over in silence.
  if (options.dispatcher && !canDispatch()) {
    throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('The dispatcher option of fetch without the package undici');
  }
  if (options.duplex !== undefined) oneOf(options.duplex, ['half']);
  if (options.priority !== undefined) oneOf(options.priority, ['high', 'low', 'auto']);
  if (options.integrity) throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('The integrity option of fetch');
  return options;
}

/** @throws TypeError in undici's words */
function oneOf(value: unknown, choices: readonly string[]): void {
  if (choices.includes(`${value}`)) return;
  const expected = choices.join(', ');
  throw new TypeError(`Request constructor: ${value} is not an accepted type. Expected one of ${expected}.`);
}

function applyInit(state: RequestState, init: RequestInit): void {
  if (init.method !== undefined) state.method = normalizeMethod(`${init.method}`);
  for (const name of Object.keys(CHOICES) as (keyof typeof CHOICES)[]) {
    const value = init[name];
    if (value === undefined) continue;
    oneOf(value, CHOICES[name]);
    state[name] = `${value}` as never;
  }
  if (state.mode === 'navigate') throw new TypeError('Request constructor: invalid request mode navigate.');
  if (state.cache === 'only-if-cached' && state.mode !== 'same-origin') {
    throw new TypeError("'only-if-cached' can be set only with 'same-origin' mode");
  }
  if (init.dispatcher) state.dispatcher = init.dispatcher;
  if (init.keepalive !== undefined) state.keepalive = Boolean(init.keepalive);
  if (init.referrer !== undefined) state.referrer = init.referrer === '' ? 'no-referrer' : 'about:client';
}

function normalizeMethod(method: string): string {
  if (!isToken(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`);
  const upper = method.toUpperCase();
  if (['CONNECT', 'TRACE', 'TRACK'].includes(upper)) throw new TypeError(`'${method}' HTTP method is unsupported.`);
  return ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'].includes(upper) ? upper : method;
}

function checkSignal(signal: AbortSignal | null | undefined): AbortSignal | undefined {
  if (signal === undefined || signal === null) return undefined;
  if (signal instanceof AbortSignal) return signal;
  throw new TypeError('RequestInit: Expected signal ("{}") to be an instance of AbortSignal.');
}

function bodyFor(state: RequestState, init: RequestInit, inherited: Body | null): Body | null {
  const given = init.body ?? null;
  const forbidden = state.method === 'GET' || state.method === 'HEAD';
  if ((given !== null || inherited !== null) && forbidden) {
    throw new TypeError('Request with GET/HEAD method cannot have body.');
  }
  if (given === null) {
    if (inherited === null) return null;
    if (inherited.unusable) {
      throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
    }
    return inherited.move();
  }
  const { body, type } = extractBody(given);
  if (type !== null && !state.headers.has('content-type')) appendField(state.headers, 'content-type', type);
  if (isStreaming(given) && init.duplex === undefined) {
    throw new TypeError('RequestInit: duplex option is required when sending a body.');
  }
  return body;
}
