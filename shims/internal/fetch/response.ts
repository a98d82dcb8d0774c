import { parseUrl } from '../url/parser.ts';
import { serialize } from '../url/record.ts';
import { type Inspect, type InspectOptions, inspectSymbol, webInterface } from '../web-class.ts';
import { type Body, type BodyInit, extractBody } from './body.ts';
import { BODY_MEMBERS, BodyOwner, content, mixInBody } from './body-mixin.ts';
import {
  appendField,
  copyList,
  fillHeaders,
  getField,
  HeaderList,
  type Headers,
  type HeadersInit,
  wrapHeaders,
} from './headers.ts';
import { illegalInvocation, requireArguments } from './webidl.ts';

/** Options of `new Response`. */
export interface ResponseInit {
  status?: number;
  statusText?: string;
  headers?: HeadersInit;
}

/** The inside of a Response. */
export interface ResponseState {
  type: 'basic' | 'default' | 'error';
  status: number;
  statusText: string;
  headers: HeaderList;
  body: Body | null;
  /** Where it came from, after redirects. */
  url: string;
  redirected: boolean;
}

let stateOf: (response: unknown) => ResponseState;
let make: (state: ResponseState, immutable: boolean) => Response;

/**
 * `Response`.
 * Source: Fetch Standard, 5.5 Response class; messages are undici's.
 */
export class Response extends BodyOwner {
  #state: ResponseState;
  #headers: Headers;

  constructor(body: BodyInit | undefined = null, init: ResponseInit = {}) {
    super();
    if (init !== null && init !== undefined && typeof init !== 'object' && typeof init !== 'function') {
      throw new TypeError(
        `Response constructor: Expected init ("${String(init)}") to be one of: Null, Undefined, Object.`,
      );
    }
    this.#state = initialState(init ?? {});
    this.#headers = wrapHeaders(this.#state.headers, false);
    if (body === null || body === undefined) return;
    setBody(this.#state, body);
  }

  /** A network error. */
  static error(): Response {
    return make({ ...initialState({}), type: 'error', status: 0 }, true);
  }

  /** A response with `data` as JSON. */
  static json(data: unknown, init: ResponseInit = {}): Response {
    requireArguments(arguments.length, 1, 'Response.json');
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const state = initialState(init);
    if (!state.headers.has('content-type')) appendField(state.headers, 'content-type', 'application/json');
    setBody(state, text);
    return make(state, false);
  }

  /** A redirect to `url`. */
  static redirect(url: string | { href: string }, status: number = 302): Response {
    requireArguments(arguments.length, 1, 'Response.redirect');
    const target = parseUrl(`${url}`);
    if (!target) throw new TypeError(`Failed to parse URL from ${url}`);
    if (!isRedirect(status)) throw new RangeError(`Invalid status code ${status}`);
    const state = { ...initialState({}), status };
    appendField(state.headers, 'location', serialize(target));
    return make(state, true);
  }

  get type(): string {
    return stateOf(this).type;
  }

  get url(): string {
    return stateOf(this).url;
  }

  get redirected(): boolean {
    return stateOf(this).redirected;
  }

  get status(): number {
    return stateOf(this).status;
  }

  get ok(): boolean {
    const { status } = stateOf(this);
    return status >= 200 && status <= 299;
  }

  get statusText(): string {
    return stateOf(this).statusText;
  }

  get headers(): Headers {
    stateOf(this);
    return this.#headers;
  }

  clone(): Response {
    const state = stateOf(this);
    if (state.body?.unusable) throw new TypeError('Response.clone: Body has already been consumed.');
    const immutable = this.#state.type !== 'default';
    return make({ ...state, headers: copyList(state.headers), body: state.body?.clone() ?? null }, immutable);
  }

  override [content](): { body: Body | null; type: string | null } {
    const { body, headers } = stateOf(this);
    return { body, type: getField(headers, 'content-type') };
  }

  [inspectSymbol](_depth: number, options: InspectOptions, inspect: Inspect): string {
    const { status, statusText, headers, body, bodyUsed, ok, redirected, type, url } = this;
    const shown = { status, statusText, headers, body, bodyUsed, ok, redirected, type, url };
    return `Response ${inspect(shown, { ...options, depth: options.depth ?? 2 })}`;
  }

  static {
    stateOf = (response) => {
      if (typeof response !== 'object' || response === null || !(#state in response))
        throw illegalInvocation('Response');
      return (response as Response).#state;
    };
    make = (state, immutable) => {
      const response = new Response();
      response.#state = state;
      response.#headers = wrapHeaders(state.headers, immutable);
      return response;
    };
  }
}

mixInBody(Response.prototype);
webInterface(
  Response,
  ...['type', 'url', 'redirected', 'status', 'ok', 'statusText', 'headers', 'clone', ...BODY_MEMBERS],
);
for (const name of ['error', 'json', 'redirect']) Object.defineProperty(Response, name, { enumerable: true });

/** A response that came from the network. */
export function networkResponse(state: ResponseState): Response {
  return make(state, true);
}

/** Statuses of redirects that fetch follows. */
export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** Statuses whose responses have no body. */
export function hasNullBody(status: number): boolean {
  return [101, 103, 204, 205, 304].includes(status);
}

function initialState({ status = 200, statusText = '', headers }: ResponseInit): ResponseState {
  const code = Math.trunc(Number(status)) & 0xffff;
  if (code < 200 || code > 599) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
  const text = `${statusText}`;
  if (/[^\t -~\x80-\xff]/.test(text)) throw new TypeError('Invalid statusText');
  const list = new HeaderList();
  if (headers !== undefined && headers !== null) fillHeaders(list, headers);
  return { type: 'default', status: code, statusText: text, headers: list, body: null, url: '', redirected: false };
}

function setBody(state: ResponseState, init: BodyInit): void {
  const { body, type } = extractBody(init);
  if (hasNullBody(state.status)) {
    throw new TypeError(`Response constructor: Invalid response status code ${state.status}`);
  }
  state.body = body;
  if (type !== null && !state.headers.has('content-type')) appendField(state.headers, 'content-type', type);
}
