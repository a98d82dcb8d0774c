import { type Exchange, send } from 'zora:node/http@0.1.0';
import type { InputStream, OutputStream, Pollable, StreamError } from 'zora:node/io@0.1.0';
import { ERR_LIMIT_EXCEEDED } from '../errors.ts';
import { callHost } from '../wit-error.ts';
import type { ByteSource } from './body.ts';
import { Readiness } from './readiness.ts';
import { undiciErrorName } from './undici-error-name.ts';

/** Bytes asked for at a time. */
const READ_SIZE = 262144;

/** One request as it goes to the host. */
export interface Hop {
  method: string;
  url: string;
  headers: [string, string][];
  body: ByteSource | undefined;
  length: number | null;
  /** The whole body, where it is known. */
  bytes?: Uint8Array | undefined;
  /** Leave the content as it is coded. */
  coded?: boolean;
  /** The answer's trailers are asked for. */
  trailers?: boolean;
  /** Milliseconds until the answer's head, and between two chunks of its body; 0 is no limit, none the host's default. */
  headersTimeout?: number;
  bodyTimeout?: number;
}

/** The head of an answer. */
export interface Answer {
  status: number;
  statusText: string;
  headers: [string, string][];
}

/** One exchange. `abort` and `close` may be called at any time, and more than once. */
export interface HttpConnection {
  /** Waits for the answer's head. */
  answer(): Promise<Answer>;
  /** The answer's body. `onFailure` hears of an abort while nobody reads. */
  body(onFailure: (reason: unknown) => void): ByteSource;
  /** Ends the exchange; reads and waits reject with the reason. */
  abort(reason: unknown): void;
  /** Ends the exchange and gives back what is held for it. */
  close(): void;
}

/** The longest time-out that there is: some 25 days. */
const NO_LIMIT = 2 ** 31 - 1;
const limit = (milliseconds: number | undefined) => (milliseconds === 0 ? NO_LIMIT : (milliseconds ?? 0));

/**
 * One exchange with a server, through the host: it checks the address, sends the request, and decodes the content.
 */
export class Connection implements HttpConnection {
  readonly #exchange: Exchange;
  readonly #watched: Readiness[] = [];
  /** The streams in use: a handle that nobody refers to is dropped, which cancels its stream. */
  readonly #streams: (InputStream | OutputStream | null | undefined)[] = [];
  #failure: { reason: unknown } | undefined;
  #closed = false;
  #ended = false;
  #trailers: [string, string][] = [];
  readonly #wantsTrailers: boolean;
  #onFailure: ((reason: unknown) => void) | undefined;
  readonly #onClose: () => void;

  /** Throws ERR_ACCESS_DENIED and other errors of the host. `onClose` is called once, at the end. */
  constructor(hop: Hop, onClose: () => void) {
    this.#onClose = onClose;
    this.#wantsTrailers = hop.trailers ?? false;
    this.#exchange = callHost(() =>
      send({
        method: hop.method,
        url: hop.url,
        headers: hop.headers,
        hasBody: hop.body !== undefined,
        contentLength: hop.length,
        decompress: !hop.coded,
        headersTimeoutMs: limit(hop.headersTimeout),
        bodyTimeoutMs: limit(hop.bodyTimeout),
      }),
    );
    const output = hop.body && this.#exchange.body();
    this.#streams.push(output);
    if (hop.body && output) {
      this.#upload(hop.body, output).catch((reason: unknown) => {
        hop.body?.cancel(reason);
        this.abort(reason);
      });
    }
  }

  async answer(): Promise<Answer> {
    const ready = this.#watch(this.#exchange);
    for (;;) {
      this.#check();
      const head = this.#head();
      if (head) return head;
      await ready.wait();
    }
  }

  body(onFailure: (reason: unknown) => void): ByteSource {
    this.#onFailure = onFailure;
    const input = this.#exchange.responseBody() as InputStream;
    this.#streams.push(input);
    const ready = this.#watch(input);
    return {
      read: async () => {
        for (;;) {
          this.#check();
          const chunk = this.#read(input);
          if (chunk === undefined || chunk.length > 0) return chunk;
          await ready.wait();
        }
      },
      cancel: () => this.close(),
    };
  }

  abort(reason: unknown): void {
    if (this.#closed || this.#failure) return;
    this.#failure = { reason };
    for (const ready of this.#watched) ready.fail(reason);
    this.#onFailure?.(reason);
    this.close();
  }

  /** The answer's trailers, once its body has ended. */
  trailers(): [string, string][] {
    return this.#trailers;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const ready of this.#watched) {
      ready.fail(new TypeError('terminated'));
      ready.close();
    }
    for (const stream of this.#streams) stream?.[Symbol.dispose]();
    this.#exchange[Symbol.dispose]();
    this.#onClose();
  }

  #watch(resource: { subscribe(): Pollable }): Readiness {
    const ready = new Readiness(resource.subscribe());
    this.#watched.push(ready);
    return ready;
  }

  #check(): void {
    if (this.#failure) throw this.#failure.reason;
  }

  #head(): Answer | null | undefined {
    try {
      return callHost(() => this.#exchange.response(), 'connect');
    } catch (error) {
      throw named(error as Error & { code?: unknown });
    }
  }

  /** A chunk, none yet (empty) or the end (undefined). */
  #read(input: InputStream): Uint8Array | undefined {
    if (this.#ended) return undefined;
    if (this.#closed) throw new TypeError('terminated');
    try {
      return input.read(READ_SIZE);
    } catch (thrown) {
      const failure = streamFailure(thrown);
      this.#ended = failure === undefined;
      if (this.#ended && this.#wantsTrailers) this.#trailers = this.#exchange.trailers();
      this.close();
      if (failure === undefined) return undefined;
      this.#failure = { reason: new TypeError('terminated', { cause: failure }) };
      throw this.#failure.reason;
    }
  }

  async #upload(source: ByteSource, output: OutputStream): Promise<void> {
    const ready = this.#watch(output);
    let space = room(() => output.checkWrite());
    for (let chunk = await source.read(); chunk; chunk = await source.read()) {
      while (chunk.length > 0) {
        if (this.#closed || space < 0) {
          // Where the server wants no more, its answer tells why.
          source.cancel(undefined);
          return;
        }
        if (space === 0) {
          await ready.wait();
          space = this.#closed ? -1 : room(() => output.checkWrite());
          continue;
        }
        const part = chunk.length > space ? chunk.subarray(0, space) : chunk;
        space = room(() => output.write(part));
        chunk = chunk.subarray(part.length);
      }
    }
    if (!this.#closed) output.end();
  }
}

/** Gives an error of the host's undici the name of its class. */
function named(error: Error & { code?: unknown }): Error {
  const name = undiciErrorName(error.code);
  if (name !== undefined) error.name = name;
  return error;
}

/** How many bytes the stream takes now, as a call of it says; -1 once it takes none any more. */
function room(call: () => number): number {
  try {
    return call();
  } catch (thrown) {
    // A limit is an error of the upload's own.
    const { payload } = thrown as { payload?: StreamError };
    if (payload === undefined || payload.tag === 'exceeded') throw thrown;
    return -1;
  }
}

/** The error of a stream that failed; undefined for one that has ended. */
function streamFailure(thrown: unknown): Error | undefined {
  const payload = (thrown as { payload?: StreamError }).payload;
  switch (payload?.tag) {
    case 'closed':
      return undefined;
    case 'failed': {
      const { code, syscall, message } = payload.val;
      const error = new Error(message);
      return named(Object.assign(error, { code, ...(undiciErrorName(code) ? {} : { syscall }) }));
    }
    case 'exceeded':
      return new ERR_LIMIT_EXCEEDED(payload.val, undefined as never);
    default:
      throw thrown;
  }
}
