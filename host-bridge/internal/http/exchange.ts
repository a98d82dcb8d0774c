import { type Duplex, PassThrough } from 'node:stream';
import type { Dispatcher } from 'undici';
import { AccessDenied, systemError } from '../../capability/denial.ts';
import type { Error as CallError } from '../../wit/zora-node-errors.d.ts';
import type { Field, Response } from '../../wit/zora-node-http.d.ts';
import { type ByteMeter, InputChannel, inputFromReadable } from '../input-channel.ts';
import { type OutputChannel, outputToWritable } from '../output-channel.ts';
import { Readiness } from '../readiness.ts';
import { toStreamFailure } from '../stream-failure.ts';
import { streamClosed, toCallError, type WitError } from '../wit-error.ts';
import { decodersFor } from './decoding.ts';
import { toFields } from './fields.ts';
import { MaskStream, maskText } from './mask.ts';

/** What an exchange is to do. */
export interface ExchangeOptions {
  method: string;
  hasBody: boolean;
  /** The body's length is known. */
  hasLength: boolean;
  decompress: boolean;
  /** What the answer must not show, the longest first. */
  secrets: readonly string[];
  /** Counts the answer's body, after decoding. */
  meter: ByteMeter;
  /** Counts the request's body. */
  bodyMeter: ByteMeter;
  /** Called once, when the exchange is over. */
  onEnd: () => void;
}

/** undici counts the bytes of a stream that has ended already, and would send a length; it does not count objects. */
const CHUNKED = { readableObjectMode: true, readableHighWaterMark: 4, writableHighWaterMark: 64 * 1024 };

/** One request and its answer, as undici's handler on one side and channels on the other. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly readiness = new Readiness(() => this.#response !== undefined || this.#error !== undefined);
  readonly #options: ExchangeOptions;
  readonly #bodyStream: PassThrough | undefined;
  readonly requestBody: OutputChannel | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #response: Response | undefined;
  #error: WitError<CallError> | undefined;
  #body: InputChannel | undefined;
  #sink: { write(chunk: Buffer): void; end(): void } | undefined;
  #trailers: Field[] = [];
  #over = false;
  #aborted: Error | undefined;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    if (options.hasBody) {
      this.#bodyStream = options.hasLength ? new PassThrough({ highWaterMark: 64 * 1024 }) : new PassThrough(CHUNKED);
      this.requestBody = outputToWritable(this.#bodyStream, { meter: options.bodyMeter });
    }
  }

  /** The request's body, for undici. */
  get bodyStream(): PassThrough | null {
    return this.#bodyStream ?? null;
  }

  /** The answer's head; undefined until it is there. @throws the exchange's error */
  response(): Response | undefined {
    if (this.#error !== undefined) throw this.#error;
    if (this.#response === undefined) this.readiness.rearm();
    return this.#response;
  }

  /** The answer's body, after its head. */
  get responseBody(): InputChannel | undefined {
    return this.#body;
  }

  /** The answer's trailers, after the end of its body. */
  get trailers(): Field[] {
    return this.#trailers;
  }

  /** Ends the exchange from the guest's side. */
  abort(): void {
    if (!this.#over) this.fail(systemError('ECONNABORTED', { syscall: 'request' }));
  }

  /** Ends the exchange with an error, if it is not over. */
  fail(error: unknown): void {
    if (this.#over) return;
    const reason = error instanceof Error ? error : new Error(String(error));
    this.#aborted = reason;
    if (this.#controller !== undefined) this.#controller.abort(reason);
    this.#finish(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted !== undefined) controller.abort(this.#aborted);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    statusText?: string,
  ): void {
    // An interim answer (103) is followed by the real one.
    if (status < 200 || this.#over) return;
    const headers = this.#masked(toFields(controller.rawHeaders));
    const response: Response = { status, statusText: maskText(statusText ?? '', this.#options.secrets), headers };
    this.#openBody(controller, response);
    this.#response = response;
    this.readiness.notify();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // undici hands out views of the parser's buffers that stay untouched: no copy is needed.
    this.#sink?.write(chunk);
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    this.#trailers = this.#masked(toFields(controller.rawTrailers));
    this.#sink?.end();
    this.#finish(undefined);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#finish(error);
  }

  #openBody(controller: Dispatcher.DispatchController, response: Response): void {
    const producer = {
      pause: () => controller.pause(),
      resume: () => controller.resume(),
      cancel: () => this.abort(),
    };
    const decoders = this.#decoders(response);
    const [first] = decoders;
    if (first === undefined) {
      const channel = new InputChannel(producer, this.#options.meter);
      this.#sink = { write: (chunk) => channel.push(chunk), end: () => channel.end() };
      this.#body = channel;
      return;
    }
    const last = decoders.reduce((from, to) => {
      from.on('error', (error) => to.destroy(error));
      return from.pipe(to);
    });
    first.on('drain', producer.resume);
    this.#body = inputFromReadable(last, { meter: this.#options.meter, syscall: 'read', onCancel: producer.cancel });
    this.#sink = {
      write: (chunk) => {
        if (!first.destroyed && !first.write(chunk)) producer.pause();
      },
      end: () => {
        first.end();
      },
    };
  }

  #decoders(response: Response): Duplex[] {
    const { method, decompress, secrets } = this.#options;
    if (secrets.length === 0) return decompress ? decodersFor(method, response) : [];
    // A secret can only be found in what is decoded: then the guest gets it decoded, whatever it asked for.
    const decoders = decodersFor(method, response);
    if (!decompress && decoders.length > 0) {
      response.headers = response.headers.filter(([name]) => !/^content-(?:encoding|length)$/i.test(name));
    }
    return [...decoders, new MaskStream(secrets)];
  }

  #masked(fields: Field[]): Field[] {
    const { secrets } = this.#options;
    return secrets.length === 0 ? fields : fields.map(([name, value]): Field => [name, maskText(value, secrets)]);
  }

  #finish(error: Error | undefined): void {
    if (this.#over) return;
    this.#over = true;
    if (error !== undefined) {
      this.#body?.fail(toStreamFailure(error, 'read'));
      if (this.#response === undefined) this.#error = toExchangeError(error);
      this.requestBody?.fail(toStreamFailure(error, 'write'));
      this.#bodyStream?.destroy();
    } else {
      // The server answered in full: what is left of the request's body has no reader.
      this.requestBody?.fail(streamClosed());
    }
    this.#options.onEnd();
    this.readiness.notify();
  }
}

/** A failed connection that tried several addresses holds one error for each: the first one stands for them. */
function toExchangeError(error: Error): WitError<CallError> {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  const one = first instanceof Error ? first : error;
  // A name that was not found: Node's resolver calls it `hostname`.
  if ('hostname' in one) Object.assign(one, { address: one.hostname });
  if (one instanceof AccessDenied || ('code' in one && typeof one.code === 'string')) return toCallError(one);
  return toCallError(Object.assign(new Error(one.message, { cause: one }), { code: 'EIO', syscall: 'request' }));
}
