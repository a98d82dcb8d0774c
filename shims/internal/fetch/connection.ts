import { type Exchange, send } from 'zora:node/http@0.1.0';
import type { InputStream, OutputStream, Pollable, StreamError } from 'zora:node/io@0.1.0';
import { ERR_LIMIT_EXCEEDED } from '../errors.ts';
import { callHost } from '../wit-error.ts';
import type { ByteSource } from './body.ts';
import { Readiness } from './readiness.ts';

/** Bytes asked for at a time. */
const READ_SIZE = 262144;

/** One request as it goes to the host. */
export interface Hop {
  method: string;
  url: string;
  headers: [string, string][];
  body: ByteSource | undefined;
  length: number | null;
}

/** The head of an answer. */
export interface Answer {
  status: number;
  statusText: string;
  headers: [string, string][];
}

/**
 * One exchange with a server, through the host: it checks the address, sends the request, and decodes the content.
 * `abort` and `close` may be called at any time, and more than once.
 */
export class Connection {
  readonly #exchange: Exchange;
  readonly #watched: Readiness[] = [];
  /** The streams in use: a handle that nobody refers to is dropped, which cancels its stream. */
  readonly #streams: unknown[] = [];
  #failure: { reason: unknown } | undefined;
  #closed = false;
  #ended = false;
  #onFailure: ((reason: unknown) => void) | undefined;
  readonly #onClose: () => void;

  /** Throws ERR_ACCESS_DENIED and other errors of the host. `onClose` is called once, at the end. */
  constructor(hop: Hop, onClose: () => void) {
    this.#onClose = onClose;
    this.#exchange = callHost(() =>
      send({
        method: hop.method,
        url: hop.url,
        headers: hop.headers,
        hasBody: hop.body !== undefined,
        contentLength: hop.length,
        decompress: true,
        headersTimeoutMs: 0,
        bodyTimeoutMs: 0,
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

  /** Waits for the answer's head. */
  async answer(): Promise<Answer> {
    const ready = this.#watch(this.#exchange);
    for (;;) {
      this.#check();
      const head = callHost(() => this.#exchange.response(), 'connect');
      if (head) return head;
      await ready.wait();
    }
  }

  /** The answer's body. `onFailure` hears of an abort while nobody reads. */
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

  /** Ends the exchange; reads and waits reject with the reason. */
  abort(reason: unknown): void {
    if (this.#closed || this.#failure) return;
    this.#failure = { reason };
    for (const ready of this.#watched) ready.fail(reason);
    this.#onFailure?.(reason);
    this.close();
  }

  /** Ends the exchange and gives back what the host holds for it. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const ready of this.#watched) {
      ready.fail(new TypeError('terminated'));
      ready.close();
    }
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

  /** A chunk, none yet (empty) or the end (undefined). */
  #read(input: InputStream): Uint8Array | undefined {
    if (this.#ended) return undefined;
    if (this.#closed) throw new TypeError('terminated');
    try {
      return input.read(READ_SIZE);
    } catch (thrown) {
      const failure = streamFailure(thrown);
      this.#ended = failure === undefined;
      this.close();
      if (failure === undefined) return undefined;
      this.#failure = { reason: new TypeError('terminated', { cause: failure }) };
      throw this.#failure.reason;
    }
  }

  async #upload(source: ByteSource, output: OutputStream): Promise<void> {
    const ready = this.#watch(output);
    for (let chunk = await source.read(); chunk; chunk = await source.read()) {
      while (chunk.length > 0) {
        if (this.#closed) {
          source.cancel(undefined);
          return;
        }
        const space = room(output);
        if (space < 0) {
          // The server wants no more: its answer tells why.
          source.cancel(undefined);
          return;
        }
        if (space === 0) {
          await ready.wait();
          continue;
        }
        output.write(chunk.subarray(0, space));
        chunk = chunk.subarray(space);
      }
    }
    if (!this.#closed) output.end();
  }
}

/** How many bytes the stream takes now; -1 once it takes none any more. */
function room(output: OutputStream): number {
  try {
    return output.checkWrite();
  } catch (thrown) {
    if (thrown instanceof Error && 'payload' in thrown) return -1;
    throw thrown;
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
      if (code.startsWith('UND_ERR_')) error.name = undiciName(code);
      return Object.assign(error, { code, syscall });
    }
    case 'exceeded':
      return new ERR_LIMIT_EXCEEDED(payload.val, undefined as never);
    default:
      throw thrown;
  }
}

/** The class of an error of undici's: `UND_ERR_BODY_TIMEOUT` is a BodyTimeoutError. */
function undiciName(code: string): string {
  const words = code.slice('UND_ERR_'.length).toLowerCase();
  return `${words.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Error`;
}
