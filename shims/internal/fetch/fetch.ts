import { Blob, blobBytes } from '../blob/blob.ts';
import { findBlob } from '../url/object-urls.ts';
import { parseUrl } from '../url/parser.ts';
import { hasCredentials, serialize, serializeHost, type UrlRecord } from '../url/record.ts';
import type { URL } from '../url/url-class.ts';
import { handled } from '../web-streams/support.ts';
import { isBadPort } from './bad-ports.ts';
import { Body } from './body.ts';
import type { Answer, HttpConnection } from './connection.ts';
import { parseDataUrl } from './data-url.ts';
import { openConnection } from './dispatch.ts';
import { appendField, copyList, getField, HeaderList } from './headers.ts';
import { Request, type RequestInit, type RequestState, requestSignal, requestState } from './request.ts';
import { hasNullBody, isRedirect, networkResponse, type Response, type ResponseState } from './response.ts';
import { requireArguments } from './webidl.ts';

const MAX_REDIRECTS = 20;

/** The exchanges of bodies that nobody refers to any more. */
const abandoned = new FinalizationRegistry<HttpConnection>((connection) => connection.close());

/**
 * Fetches a resource. The host sends each hop and checks where it goes; redirects are followed here.
 * Rejects with a TypeError `fetch failed` whose `cause` is the error (a denial is ERR_ACCESS_DENIED), or with the reason of the signal.
 * Source: Fetch Standard, 4 and 5.6; https://nodejs.org/api/globals.html#fetch
 */
export async function fetch(
  input: string | URL | Request,
  init: RequestInit | undefined = undefined,
): Promise<Response> {
  requireArguments(arguments.length, 1, 'fetch');
  return fetchAs('node', input, init);
}

/** {@link fetch} under a name. @param userAgent the `user-agent` where the request has none */
export async function fetchAs(
  userAgent: string,
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Response> {
  const request = new Request(input as string, init);
  const signal = requestSignal(request);
  const state = requestState(request);
  if (signal?.aborted) {
    state.body?.cancel(signal.reason);
    throw signal.reason;
  }
  if (!signal) return await new Hops(state, userAgent, () => undefined).run().catch(fetchFailed);

  const aborted = Promise.withResolvers<never>();
  handled(aborted.promise);
  const onAbort = () => {
    hops.abort(signal.reason);
    aborted.reject(signal.reason);
  };
  const hops = new Hops(state, userAgent, () => signal.removeEventListener('abort', onAbort));
  signal.addEventListener('abort', onAbort, { once: true });
  return await Promise.race([hops.run(), aborted.promise]).catch((error) => {
    hops.end();
    if (signal.aborted) throw signal.reason;
    return fetchFailed(error);
  });
}

function fetchFailed(error: unknown): never {
  throw error instanceof NetworkError ? new TypeError('fetch failed', { cause: error.cause }) : error;
}

/** Carries what becomes the cause of `fetch failed`. */
class NetworkError extends Error {
  constructor(cause: unknown) {
    super('network error', { cause: typeof cause === 'string' ? new Error(cause) : cause });
  }
}

/** A request on its way, from hop to hop. */
class Hops {
  readonly #state: RequestState;
  readonly #userAgent: string;
  #url: UrlRecord;
  #method: string;
  #headers: HeaderList;
  #body: Body | null;
  #redirects = 0;
  #connection: HttpConnection | undefined;
  /** Called when the last connection is done with. */
  readonly end: () => void;

  constructor(state: RequestState, userAgent: string, end: () => void) {
    this.#state = state;
    this.#userAgent = userAgent;
    this.end = end;
    this.#url = state.url;
    this.#method = state.method;
    this.#headers = copyList(state.headers);
    this.#body = state.body?.move() ?? null;
  }

  abort(reason: unknown): void {
    this.#body?.cancel(reason);
    this.#connection?.abort(reason);
  }

  async run(): Promise<Response> {
    for (;;) {
      const { scheme } = this.#url;
      if (scheme !== 'http' && scheme !== 'https') return this.#local();
      if (isBadPort(`${this.#url.port ?? ''}`)) throw new NetworkError('bad port');
      const { connection, answer } = await this.#send();
      const location = answer.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
      const { redirect } = this.#state;
      if (!isRedirect(answer.status) || location === undefined || redirect === 'manual') {
        return this.#respond(connection, answer);
      }
      this.#connection = undefined;
      connection.close();
      if (redirect === 'error') throw new NetworkError('unexpected redirect');
      this.#redirect(answer.status, location);
    }
  }

  async #send(): Promise<{ connection: HttpConnection; answer: Answer }> {
    const body = this.#body;
    const length = body === null ? (/^(?:POST|PUT)$/.test(this.#method) ? 0 : null) : body.length;
    // A body that is known whole is sent from its bytes, so that a redirect can send it again.
    const source = body?.bytes ? new Body(body.bytes).open() : body?.open(true);
    try {
      const connection: HttpConnection = openConnection(
        {
          method: this.#method,
          url: serialize(this.#url, false),
          headers: wireHeaders(this.#headers, this.#url.scheme, this.#state.mode, this.#userAgent),
          body: source,
          length,
          bytes: body?.bytes,
        },
        () => {
          // Between two hops there is more to come.
          if (this.#connection === connection) this.end();
        },
        this.#state.dispatcher,
      );
      this.#connection = connection;
      return { connection, answer: await connection.answer() };
    } catch (error) {
      this.#connection?.close();
      throw new NetworkError(error);
    }
  }

  /** Source: Fetch Standard, 4.5 HTTP-redirect fetch. */
  #redirect(status: number, location: string): void {
    // A server writes its URL in bytes; most mean UTF-8.
    const target = parseUrl(utf8Location(location), this.#url);
    if (!target) throw new NetworkError(new TypeError('Invalid URL'));
    target.fragment ??= this.#url.fragment;
    if (target.scheme !== 'http' && target.scheme !== 'https')
      throw new NetworkError('URL scheme must be a HTTP(S) scheme');
    if (this.#redirects++ === MAX_REDIRECTS) throw new NetworkError('redirect count exceeded');
    const sameOrigin = target.scheme === this.#url.scheme && serializeHost(target) === serializeHost(this.#url);
    if (hasCredentials(target) && !sameOrigin && this.#state.mode === 'cors') {
      throw new NetworkError('cross origin not allowed for request mode "cors"');
    }
    if (status !== 303 && this.#body && !this.#body.bytes)
      throw new NetworkError('the body of the request cannot be sent again');
    const becomesGet =
      ((status === 301 || status === 302) && this.#method === 'POST') ||
      (status === 303 && this.#method !== 'GET' && this.#method !== 'HEAD');
    if (becomesGet) {
      this.#method = 'GET';
      this.#body = null;
      this.#drop('content-encoding', 'content-language', 'content-location', 'content-type', 'content-length');
    }
    if (!sameOrigin) this.#drop('authorization', 'proxy-authorization', 'cookie', 'host');
    this.#url = target;
  }

  #drop(...names: string[]): void {
    for (const name of names) this.#headers.delete(name);
  }

  #respond(connection: HttpConnection, answer: Answer): Response {
    const headers = new HeaderList();
    for (const [name, value] of answer.headers) appendField(headers, name.toLowerCase(), value);
    const url = serialize(this.#url, false);
    const { status, statusText } = answer;
    const state: ResponseState = {
      type: 'basic',
      status,
      statusText,
      headers,
      body: null,
      url,
      redirected: this.#redirects > 0,
    };
    if (this.#method === 'HEAD' || hasNullBody(status)) {
      connection.close();
      return networkResponse(state);
    }
    const source = connection.body((reason) => held.deref()?.fail(reason));
    const body = new Body(source);
    // Weak, so that the connection does not keep alive what tells that it is abandoned.
    const held = new WeakRef(body);
    abandoned.register(source, connection);
    return networkResponse({ ...state, body });
  }

  /** `data:` and `blob:` URLs. Source: Fetch Standard, 4.2 Scheme fetch. */
  #local(): Response {
    this.end();
    const url = serialize(this.#url, false);
    const state: ResponseState = {
      ...{
        type: 'basic',
        status: 200,
        statusText: 'OK',
        headers: new HeaderList(),
        body: null,
        url,
        redirected: false,
      },
    };
    switch (this.#url.scheme) {
      case 'data': {
        const data = parseDataUrl(url);
        if (!data) throw new NetworkError('failed to fetch the data URL');
        appendField(state.headers, 'Content-Type', data.type);
        return networkResponse({ ...state, body: new Body(this.#method === 'HEAD' ? new Uint8Array(0) : data.bytes) });
      }
      case 'blob': {
        const blob = findBlob(url);
        if (this.#method !== 'GET' || !(blob instanceof Blob)) throw new NetworkError('invalid method');
        appendField(state.headers, 'Content-Length', `${blob.size}`);
        appendField(state.headers, 'Content-Type', blob.type);
        return networkResponse({ ...state, body: new Body(blobBytes(blob)) });
      }
      case 'about':
        throw new NetworkError('about scheme is not supported');
      case 'file':
        throw new NetworkError('not implemented... yet...');
      default:
        throw new NetworkError('unknown scheme');
    }
  }
}

/** The header as undici sends it: the caller's fields, then what the standard adds where they are missing. */
function wireHeaders(list: HeaderList, scheme: string, mode: string, userAgent: string): [string, string][] {
  const fields: [string, string][] = [];
  for (const { name, values } of list.values()) for (const value of values) fields.push([name, value]);
  const defaults: [string, string][] = [
    ['accept', '*/*'],
    ['accept-language', '*'],
    ['sec-fetch-mode', mode],
    ['user-agent', userAgent],
    ['accept-encoding', scheme === 'https' ? 'br, gzip, deflate' : 'gzip, deflate'],
  ];
  for (const field of defaults) if (getField(list, field[0]) === null) fields.push(field);
  return fields;
}

/** Bytes that were read as ISO 8859-1, as UTF-8 where they are that. */
function utf8Location(location: string): string {
  if (!/[\x80-\xff]/.test(location)) return location;
  try {
    return decodeURIComponent(
      location.replace(/%/g, '%25').replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`),
    );
  } catch {
    // Not UTF-8: the characters stand for themselves.
    return location;
  }
}
