/** `zora:node/http`: requests through undici, each checked before it is sent. */
import type { Authority } from './capability/authority.ts';
import { InvalidArgument } from './capability/denial.ts';
import type { Limits } from './capability/limits.ts';
import type { RequestTarget } from './capability/network.ts';
import { Connections } from './internal/http/connections.ts';
import { Exchange as HostExchange } from './internal/http/exchange.ts';
import { requestFields, withCredential } from './internal/http/fields.ts';
import type { Implementation } from './internal/implementation.ts';
import type { ByteMeter } from './internal/input-channel.ts';
import { Readiness } from './internal/readiness.ts';
import { guard, guardAsync } from './internal/wit-error.ts';
import { InputStream, OutputStream, Pollable } from './io.ts';
import type * as Http from './wit/zora-node-http.d.ts';

/** The longest time-out that Node's timers take. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
const MAX_URL_LENGTH = 64 * 1024;

const ALWAYS = new Readiness(() => true);

/** A handle of an exchange. */
export class Exchange implements Http.Exchange {
  readonly #exchange: HostExchange;
  #bodyTaken = false;
  #responseBodyTaken = false;
  #dropped = false;

  constructor(exchange: HostExchange) {
    this.#exchange = exchange;
  }

  body(): OutputStream | undefined {
    if (!(#exchange in this) || this.#bodyTaken) return undefined;
    this.#bodyTaken = true;
    const channel = this.#exchange.requestBody;
    return channel && new OutputStream(channel, () => channel.cancel());
  }

  response(): Http.Response | undefined {
    if (!(#exchange in this)) return undefined;
    return guard(() => {
      if (this.#dropped) throw new InvalidArgument('exchange: dropped');
      return this.#exchange.response();
    });
  }

  subscribe(): Pollable {
    return new Pollable(#exchange in this ? this.#exchange.readiness : ALWAYS);
  }

  responseBody(): InputStream | undefined {
    if (!(#exchange in this) || this.#responseBodyTaken) return undefined;
    const channel = this.#exchange.responseBody;
    if (channel === undefined) return undefined;
    this.#responseBodyTaken = true;
    return new InputStream(channel, () => channel.cancel());
  }

  trailers(): Http.Field[] {
    return #exchange in this ? this.#exchange.trailers : [];
  }

  [Symbol.dispose](): void {
    if (!(#exchange in this)) return;
    this.#dropped = true;
    this.#exchange.abort();
  }
}

/** The HTTP client of one caller. */
export class HttpClient {
  readonly #authority: Authority;
  readonly #connections: Connections;
  readonly #exchanges = new Set<HostExchange>();

  constructor(authority: Authority) {
    this.#authority = authority;
    this.#connections = new Connections((target) => authority.network.resolve(target));
  }

  /** The interface. */
  readonly imports = {
    Exchange,
    send: (request: Http.Request) => guardAsync(async () => new Exchange(await this.#send(request))),
  } satisfies Implementation<typeof Http>;

  /** Ends every exchange with `reason` and closes every connection. */
  async dispose(reason: Error): Promise<void> {
    for (const exchange of [...this.#exchanges]) exchange.fail(reason);
    await this.#connections.dispose();
  }

  async #send(request: Http.Request): Promise<HostExchange> {
    const headers = requestFields(request);
    if (request.url.length > MAX_URL_LENGTH) throw new InvalidArgument(`url: longer than ${MAX_URL_LENGTH}`);
    const { limits } = this.#authority;
    if (request.contentLength !== undefined) limits.check('bodyBytes', Number(request.contentLength));
    const target = await this.#authority.request({ method: request.method, url: request.url });
    const credential = this.#authority.credentials.for(target.url);
    const release = limits.acquire('requests');
    const exchange = new HostExchange({
      method: request.method.toUpperCase(),
      hasBody: request.hasBody,
      hasLength: request.contentLength !== undefined,
      decompress: request.decompress,
      secrets: credential?.secrets ?? [],
      meter: bodyMeter(limits),
      bodyMeter: bodyMeter(limits),
      onEnd: () => {
        this.#exchanges.delete(exchange);
        release();
      },
    });
    this.#exchanges.add(exchange);
    // The guest goes on while the name is looked up; what goes wrong is the exchange's error.
    void this.#dispatch(exchange, target, request, withCredential(headers, credential));
    return exchange;
  }

  async #dispatch(
    exchange: HostExchange,
    target: RequestTarget,
    request: Http.Request,
    headers: string[],
  ): Promise<void> {
    try {
      const pool = await this.#connections.poolFor(target);
      pool.dispatch(
        {
          path: target.url.pathname + target.url.search,
          method: request.method as 'GET',
          headers,
          body: exchange.bodyStream,
          headersTimeout: timeout(request.headersTimeoutMs),
          bodyTimeout: timeout(request.bodyTimeoutMs),
        },
        exchange,
      );
    } catch (error) {
      exchange.fail(error);
    }
  }
}

/** 0 is undici's default (300 s); the token's time ends the request before. */
function timeout(milliseconds: number): number | null {
  return milliseconds === 0 ? null : Math.min(milliseconds, MAX_TIMEOUT_MS);
}

function bodyMeter(limits: Limits): ByteMeter {
  let sum = 0;
  return (bytes) => {
    sum += bytes;
    limits.check('bodyBytes', sum);
  };
}
