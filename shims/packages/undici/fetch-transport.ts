/** `fetch` through a dispatcher that the tool chose: `setGlobalDispatcher`, or the option `dispatcher`. */
import type { Duplex as NodeDuplex, Readable as NodeReadable } from 'node:stream';
import { Buffer } from '../../buffer.ts';
import { decodeUtf8 } from '../../internal/encoding/utf8.ts';
import type { ByteSource } from '../../internal/fetch/body.ts';
import type { Answer, Hop, HttpConnection } from '../../internal/fetch/connection.ts';
import { URL } from '../../internal/url/url-class.ts';
import { Readable } from '../../stream.ts';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from '../../zlib.ts';

/** Any version's dispatcher. */
export interface Dispatcher {
  dispatch(options: object, handler: object): boolean;
  isMockActive?: boolean;
}

interface Controller {
  pause(): void;
  resume(): void;
  abort(reason: unknown): void;
  rawHeaders?: unknown;
}

/** One exchange through a dispatcher. Its handler speaks the languages of undici 5 to 8: each version calls one set of its methods. */
export class DispatchedConnection implements HttpConnection {
  readonly #answer = Promise.withResolvers<Answer>();
  readonly #body: NodeReadable;
  readonly #onClose: () => void;
  #abort: ((reason: unknown) => void) | undefined;
  #resume: (() => void) | undefined;
  #aborted: { reason: unknown } | undefined;
  #closed = false;
  #method: string;
  #decoded: NodeReadable | undefined;
  #onFailure: ((reason: unknown) => void) | undefined;

  constructor(hop: Hop, onClose: () => void, dispatcher: Dispatcher) {
    this.#onClose = onClose;
    this.#method = hop.method;
    this.#answer.promise.catch(() => undefined);
    this.#body = new Readable({ read: () => this.#resume?.() });
    this.#body.on('error', () => undefined);
    const url = new URL(hop.url);
    const { body, length } = hop;
    const headers = Object.fromEntries(mergeFields(hop.headers));
    if (body && length !== null) headers['content-length'] = `${length}`;
    const options = {
      ...{ origin: url.origin, path: url.pathname + url.search, method: hop.method, headers, upgrade: undefined },
      // A mock compares what is sent with what it expects.
      body: dispatcher.isMockActive && hop.bytes ? decodeUtf8(hop.bytes) : body && chunksOf(body),
    };
    dispatcher.dispatch(options, this.#handler());
  }

  answer(): Promise<Answer> {
    return this.#answer.promise;
  }

  body(onFailure: (reason: unknown) => void): ByteSource {
    this.#onFailure = onFailure;
    const iterator = (this.#decoded ?? this.#body)[Symbol.asyncIterator]();
    return {
      read: async () => {
        try {
          const { done, value } = await iterator.next();
          if (!done) return value as Uint8Array;
        } catch (error) {
          if (this.#aborted) throw this.#aborted.reason;
          throw new TypeError('terminated', { cause: error });
        }
        this.close();
        return undefined;
      },
      cancel: () => this.close(),
    };
  }

  abort(reason: unknown): void {
    if (this.#closed || this.#aborted) return;
    this.#aborted = { reason };
    this.#onFailure?.(reason);
    this.#answer.reject(reason);
    this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (!this.#body.readableEnded) this.#abort?.(this.#aborted?.reason ?? new DOMException('aborted', 'AbortError'));
    this.#body.destroy();
    this.#decoded?.destroy();
    this.#onClose();
  }

  #start(abort: (reason: unknown) => void): void {
    this.#abort = abort;
    if (this.#aborted) abort(this.#aborted.reason);
  }

  #head(status: number, fields: [string, string][], statusText: string): boolean {
    if (status < 200) return true;
    const decoders = decodersFor(this.#method, status, fields);
    let last: NodeReadable = this.#body;
    for (const decoder of decoders) {
      last.on('error', (error) => decoder.destroy(error));
      last = last.pipe(decoder);
    }
    if (decoders.length > 0) this.#decoded = last.on('error', () => undefined);
    this.#answer.resolve({ status, statusText, headers: fields });
    return true;
  }

  #fail(error: Error): void {
    this.#answer.reject(error);
    this.#body.destroy(error);
  }

  #handler(): object {
    const push = (chunk: Uint8Array) => this.#body.push(chunk);
    const end = () => this.#body.push(null);
    return {
      onRequestStart: (controller: Controller) => {
        this.#resume = () => controller.resume();
        this.#start((reason) => controller.abort(reason));
      },
      onResponseStart: (controller: Controller, status: number, headers: object, statusText = '') => {
        const raw = controller?.rawHeaders;
        this.#head(status, Array.isArray(raw) ? rawFields(raw) : objectFields(headers), statusText);
      },
      onResponseData: (controller: Controller, chunk: Uint8Array) => {
        if (!push(chunk)) controller.pause();
      },
      onResponseEnd: end,
      onResponseError: (_controller: Controller, error: Error) => this.#fail(error),
      onConnect: (abort: (reason: unknown) => void) => this.#start(abort),
      onHeaders: (status: number, headers: unknown[], resume: () => void, statusText = '') => {
        this.#resume = resume;
        return this.#head(status, rawFields(headers), statusText);
      },
      onData: push,
      onComplete: end,
      onError: (error: Error) => this.#fail(error),
    };
  }
}

/** Fields of one name joined. */
function mergeFields(fields: readonly [string, string][]): Map<string, string> {
  const merged = new Map<string, string>();
  for (const [name, value] of fields) {
    const before = merged.get(name.toLowerCase());
    merged.set(name.toLowerCase(), before === undefined ? value : `${before}, ${value}`);
  }
  return merged;
}

async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  try {
    for (let chunk = await source.read(); chunk; chunk = await source.read()) yield chunk;
  } finally {
    source.cancel(undefined);
  }
}

/** Content codings to undo, the outermost first; none where one is not known. Source: Fetch Standard, 4.7 HTTP-network fetch. */
function decodersFor(method: string, status: number, fields: [string, string][]): NodeDuplex[] {
  if (method === 'HEAD' || status === 204 || status === 304) return [];
  const codings = fields
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_CODINGS) throw new RangeError(`more than ${MAX_CODINGS} content codings`);
  const makers = codings.reverse().map((coding) => DECODERS[coding]);
  return makers.includes(undefined) ? [] : makers.map((make) => (make as () => object)() as NodeDuplex);
}

const MAX_CODINGS = 5;
const DECODERS: Readonly<Record<string, () => object>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

function rawFields(raw: readonly unknown[]): [string, string][] {
  const text = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : `${value}`);
  const fields: [string, string][] = [];
  for (let n = 0; n + 1 < raw.length; n += 2) {
    for (const value of [raw[n + 1]].flat()) fields.push([text(raw[n]), text(value)]);
  }
  return fields;
}

function objectFields(headers: object): [string, string][] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, `${value}`]),
  );
}
