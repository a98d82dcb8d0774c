/** The parts of the `undici` package that take turns with ours: what a `Client` and its requests look like from a connection. */
import type { EventEmitter } from 'node:events';

/** Modules of the package, as its files `require` them. */
export interface UndiciModules {
  symbols: Record<string, symbol>;
  util: UndiciUtil;
  errors: Record<string, new (...parameters: never[]) => Error>;
}

/** What is used of `lib/core/util.js`. */
export interface UndiciUtil {
  bodyLength(body: unknown): number | null;
  isStream(body: unknown): boolean;
  isIterable(body: unknown): boolean;
  isBlobLike(body: unknown): boolean;
  isFormDataLike(body: unknown): boolean;
  destroy(stream: unknown, error?: Error): void;
}

/** Ends a request. */
export type Abort = (error?: Error) => void;
type Resume = () => void;

/** A queued request: `onConnect` and its like until version 7, `onRequestStart` and its like from 8 on. */
export interface UndiciRequest {
  method: string;
  path: string;
  host: string | null;
  servername?: string | null;
  upgrade: string | null;
  body: unknown;
  /** Name, value, name, value, …; until version 6 the lines of a header. */
  headers: (string | string[])[];
  contentLength: number | null;
  contentType: string | null;
  headersTimeout?: number | null;
  bodyTimeout?: number | null;
  idempotent: boolean;
  reset: boolean | null;
  aborted: boolean;
  completed: boolean;
  onBodySent(chunk: Uint8Array): void;
  onRequestSent(): void;
  onConnect?(abort: Abort): void;
  onHeaders?(status: number, headers: Buffer[], resume: Resume, statusText: string): boolean | undefined;
  onUpgrade?(status: number, headers: Buffer[], socket: unknown): void;
  onData?(chunk: Buffer): boolean | undefined;
  onComplete?(trailers: Buffer[]): void;
  onError?(error: Error): void;
  onRequestStart?(abort: Abort, context: unknown): void;
  onResponseStart?(status: number, headers: Buffer[], resume: Resume, statusText: string): boolean | undefined;
  onRequestUpgrade?(status: number, headers: Buffer[], socket: unknown, statusText: string): void;
  onResponseData?(chunk: Buffer): boolean | undefined;
  onResponseEnd?(trailers: Buffer[]): void;
  onResponseError?(error: Error): void;
}

/** A client, whose state is under symbols of its package. */
export type UndiciClient = EventEmitter & { destroyed: boolean } & Record<symbol, unknown>;

/** A client's queue and settings, and how its requests end. */
export class ClientView {
  readonly client: UndiciClient;
  readonly modules: UndiciModules;

  constructor(client: UndiciClient, modules: UndiciModules) {
    this.client = client;
    this.modules = modules;
  }

  get url(): URL {
    return this.#get('kUrl') as URL;
  }

  get running(): number {
    return this.#get('kRunning') as number;
  }

  get maxResponseSize(): number {
    return (this.#get('kMaxResponseSize') as number | undefined) ?? -1;
  }

  get strictContentLength(): boolean {
    return this.#get('kStrictContentLength') as boolean;
  }

  /** Milliseconds until the header of an answer must be there; 0 is no limit. */
  headersTimeout(request: UndiciRequest): number {
    return request.headersTimeout ?? (this.#get('kHeadersTimeout') as number);
  }

  /** Milliseconds between two chunks of an answer; 0 is no limit. */
  bodyTimeout(request: UndiciRequest): number {
    return request.bodyTimeout ?? (this.#get('kBodyTimeout') as number);
  }

  /** Takes a request that was started out of the queue, wherever it stands there, and lets the next ones start. */
  finish(request: UndiciRequest): void {
    const queue = this.#get('kQueue') as (UndiciRequest | null)[];
    const index = queue.indexOf(request, this.#get('kRunningIdx') as number);
    if (index >= 0 && index < (this.#get('kPendingIdx') as number)) {
      queue.splice(index, 1);
      this.#set('kPendingIdx', (this.#get('kPendingIdx') as number) - 1);
    }
    (this.#get('kResume') as () => void)();
  }

  /** Ends a request with an error. */
  fail(request: UndiciRequest, error: Error): void {
    if (request.aborted || request.completed) return;
    try {
      if (request.onResponseError) request.onResponseError(error);
      else request.onError?.(error);
    } catch (thrown) {
      this.client.emit('error', thrown);
    }
  }

  /** The connection is gone. */
  disconnect(error: Error): void {
    this.#set('kSocket', null);
    this.#set('kHTTPContext', null);
    this.client.emit('disconnect', this.url, [this.client], error);
    (this.#get('kResume') as () => void)();
  }

  /** One of the package's errors, by the name of its class. */
  error(name: string, ...parameters: unknown[]): Error {
    const ErrorClass = this.modules.errors[name];
    return ErrorClass ? new ErrorClass(...(parameters as never[])) : new Error(`${parameters[0] ?? name}`);
  }

  #get(name: string): unknown {
    return this.client[this.modules.symbols[name] as symbol];
  }

  #set(name: string, value: unknown): void {
    this.client[this.modules.symbols[name] as symbol] = value;
  }
}

/** Tells the request that it starts. */
export function startRequest(request: UndiciRequest, abort: Abort): void {
  if (request.onRequestStart) request.onRequestStart(abort, null);
  else request.onConnect?.(abort);
}

/** Hands over the head of an answer; false: wait for `resume`. */
export function startResponse(
  request: UndiciRequest,
  status: number,
  headers: Buffer[],
  resume: Resume,
  statusText: string,
): boolean {
  const goOn = request.onResponseStart
    ? request.onResponseStart(status, headers, resume, statusText)
    : request.onHeaders?.(status, headers, resume, statusText);
  return goOn !== false;
}

/** Hands over a chunk of an answer; false: wait for `resume`. */
export function passData(request: UndiciRequest, chunk: Buffer): boolean {
  return (request.onResponseData ? request.onResponseData(chunk) : request.onData?.(chunk)) !== false;
}

/** Tells the request that its answer has ended. */
export function endResponse(request: UndiciRequest, trailers: Buffer[]): void {
  if (request.onResponseEnd) request.onResponseEnd(trailers);
  else request.onComplete?.(trailers);
}

/** Hands over a connection that is no longer HTTP. */
export function passUpgrade(
  request: UndiciRequest,
  status: number,
  headers: Buffer[],
  socket: unknown,
  statusText: string,
): void {
  if (request.onRequestUpgrade) request.onRequestUpgrade(status, headers, socket, statusText);
  else request.onUpgrade?.(status, headers, socket);
}
