/**
 * `ClientRequest`.
 *
 * https://nodejs.org/api/http.html#class-httpclientrequest
 */
import { createConnection } from '../../net.ts';
import { Buffer } from '../buffer/buffer.ts';
import { channel } from '../diagnostics_channel/channel.ts';
import {
  connResetException,
  ERR_HTTP_HEADERS_SENT,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_HTTP_TOKEN,
  ERR_INVALID_PROTOCOL,
  ERR_UNESCAPED_CHARACTERS,
} from '../errors.ts';
import type { Listener } from '../events/emitter.ts';
import { nextTick } from '../loop.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { addAbortSignal } from '../streams/add-abort-signal.ts';
import { eos } from '../streams/end-of-stream.ts';
import { TIMEOUT_MAX } from '../timers/timeout.ts';
import { urlToHttpOptions } from '../url/http-options.ts';
import { URL } from '../url/url-class.ts';
import { validateBoolean, validateInteger, validateNumber, validateString } from '../validators.ts';
import { type AgentLike, type AgentOptions, globalAgent } from './agent.ts';
import { attachSocket, emitRequestError, onSocketError, onSocketTimeout } from './client-socket.ts';
import { defineClass } from './define-class.ts';
import { isToken } from './field-syntax.ts';
import { checkHttpValidation } from './http-validation.ts';
import type { Incoming } from './incoming.ts';
import type { HttpParser } from './message-parser.ts';
import { type Outgoing, OutgoingMessage as OutgoingMessageClass, uniqueHeadersOption } from './outgoing.ts';
import { kHighWaterMark, kOutHeaders, kUniqueHeaders } from './symbols.ts';
import type { HttpSocket } from './types.ts';

const INVALID_PATH = /[^\u0021-\u00ff]/;
const kError = Symbol('kError');
const kPath = Symbol('kPath');

const onCreated = /* @__PURE__ */ channel('http.client.request.created');
const onStart = /* @__PURE__ */ channel('http.client.request.start');

export interface ClientRequestLike extends Outgoing {
  agent: AgentLike | undefined;
  method: string;
  path: string;
  host: string;
  protocol: string;
  socketPath: string | undefined;
  timeout?: number;
  timeoutCb: Listener | null;
  maxHeaderSize: number | undefined;
  maxHeadersCount: number | null;
  joinDuplicateHeaders: boolean | undefined;
  aborted: boolean;
  upgradeOrConnect: boolean;
  reusedSocket: boolean;
  parser: HttpParser | null;
  res: Incoming | null;
  _ended: boolean;
  [kError]: Error | null | undefined;
  [kPath]: unknown;
  onSocket(socket: HttpSocket | null | undefined, error?: Error | null): void;
  _deferToConnect(method: string | undefined, args: unknown[]): void;
}

/** Options of a request, as programs give them. */
export interface RequestOptions extends AgentOptions {
  agent?: AgentLike | false | null;
  _defaultAgent?: AgentLike;
  createConnection?: (options: object, callback: (error: Error | null, socket?: HttpSocket) => void) => HttpSocket;
  method?: string;
  headers?: Record<string, unknown> | unknown[];
  hostname?: string;
  protocol?: string;
  auth?: string;
  defaultPort?: number;
  signal?: AbortSignal;
  setHost?: boolean;
  setDefaultHeaders?: boolean;
  maxHeaderSize?: number;
  insecureHTTPParser?: boolean;
  httpValidation?: string;
  joinDuplicateHeaders?: boolean;
  uniqueHeaders?: unknown;
}

const OutgoingMessage = OutgoingMessageClass as unknown as { prototype: Outgoing } & ((this: unknown) => void);

/** The options behind every form of the arguments. */
function readArguments(input: unknown, options: unknown, callback: unknown): [RequestOptions, Listener | undefined] {
  let fromUrl: object | null = null;
  if (typeof input === 'string') fromUrl = urlToHttpOptions(new URL(input));
  else if (isUrl(input)) fromUrl = urlToHttpOptions(input);
  else {
    callback = options;
    options = input;
  }
  if (typeof options === 'function') {
    callback = options;
    options = null;
  }
  return [Object.assign(Object.create(null), fromUrl, options) as RequestOptions, callback as Listener | undefined];
}

/** Whether `value` is a URL object, of ours or of another kind. */
export function isUrl(value: unknown): value is URL {
  const url = value as { href?: unknown; protocol?: unknown; auth?: unknown; path?: unknown } | null | undefined;
  return Boolean(url?.href && url.protocol && url.auth === undefined && url.path === undefined);
}

function checkHost(host: unknown, name: string): string | undefined {
  if (host !== null && host !== undefined && typeof host !== 'string') {
    throw new ERR_INVALID_ARG_TYPE(`options.${name}`, ['string', 'undefined', 'null'], host);
  }
  return (host as string) || undefined;
}

function checkPath(path: unknown): void {
  if (INVALID_PATH.test(String(path))) throw new ERR_UNESCAPED_CHARACTERS('Request path');
}

/** A delay in ms. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
function timerDuration(value: unknown, name: string): number {
  validateNumber(value, name);
  if (value < 0 || !Number.isFinite(value)) validateNumber(value, name, 0, TIMEOUT_MAX);
  if (value <= TIMEOUT_MAX) return value;
  emitWarning(
    `${value} does not fit into a 32-bit signed integer.\nTimer duration was truncated to ${TIMEOUT_MAX}.`,
    'TimeoutOverflowWarning',
  );
  return TIMEOUT_MAX;
}

/** The agent that `options` ask for; undefined where the connection is made without one. */
function chooseAgent(options: RequestOptions, fallback: AgentLike): AgentLike | undefined {
  const { agent } = options;
  if (agent === false) return new (fallback.constructor as new () => AgentLike)();
  if (agent === null || agent === undefined) {
    return typeof options.createConnection === 'function' ? undefined : fallback;
  }
  if (typeof agent.addRequest !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('options.agent', ['Agent-like Object', 'undefined', 'false'], agent);
  }
  return agent;
}

/** https://nodejs.org/api/http.html#httprequesturl-options-callback */
function ClientRequestFunction(this: ClientRequestLike, input: unknown, given?: unknown, then?: unknown): void {
  OutgoingMessage.call(this);
  const [options, callback] = readArguments(input, given, then);
  if (options.highWaterMark != null) this[kHighWaterMark] = options.highWaterMark;
  const fallback = options._defaultAgent || globalAgent();
  const agent = chooseAgent(options, fallback);
  this.agent = agent;
  const protocol = options.protocol || fallback.protocol;
  const expected = agent?.protocol || fallback.protocol;
  if (options.path) checkPath(options.path);
  if (protocol !== expected) throw new ERR_INVALID_PROTOCOL(protocol, expected);

  const defaultPort = options.defaultPort || agent?.defaultPort;
  const forAgent = { __proto__: null, ...options } as unknown as RequestOptions;
  const port = (forAgent.port = options.port || defaultPort || 80);
  const host = checkHost(options.hostname, 'hostname') || checkHost(options.host, 'host') || 'localhost';
  forAgent.host = host;
  readOptions(this, options, forAgent);
  this[kPath] = options.path || '/';
  if (callback) this.once('response', callback);
  this.useChunkedEncodingByDefault = !/^(?:GET|HEAD|DELETE|OPTIONS|TRACE|CONNECT)$/.test(this.method);
  this._ended = false;
  this.res = null;
  this.aborted = false;
  this.timeoutCb = null;
  this.upgradeOrConnect = false;
  this.parser = null;
  this.maxHeadersCount = null;
  this.reusedSocket = false;
  this.host = host;
  this.protocol = protocol;
  if (agent) {
    // Asked for only where another request could use the connection.
    this._last = !agent.keepAlive && !Number.isFinite(agent.maxSockets);
    this.shouldKeepAlive = !this._last;
  }
  setHeaders(this, options, host, port, defaultPort);
  this[kUniqueHeaders] = uniqueHeadersOption(options.uniqueHeaders);
  if (agent) agent.addRequest(this, forAgent);
  else connectAlone(this, forAgent);
  if (onCreated.hasSubscribers) onCreated.publish({ request: this });
}

function readOptions(request: ClientRequestLike, options: RequestOptions, forAgent: RequestOptions): void {
  const bare = options.setDefaultHeaders === false;
  request._removedConnection = bare;
  request._removedContLen = bare;
  request._removedTE = bare;
  request.socketPath = options.socketPath;
  if (options.timeout !== undefined) request.timeout = timerDuration(options.timeout, 'timeout');
  if (options.signal) {
    addAbortSignal(options.signal, request as never);
    delete forAgent.signal;
  }
  const { method, maxHeaderSize, insecureHTTPParser, httpValidation, joinDuplicateHeaders } = options;
  if (method != null) validateString(method, 'options.method');
  if (method && !isToken(method)) throw new ERR_INVALID_HTTP_TOKEN('Method', method);
  request.method = method ? method.toUpperCase() : 'GET';
  if (maxHeaderSize !== undefined) validateInteger(maxHeaderSize, 'maxHeaderSize', 0);
  request.maxHeaderSize = maxHeaderSize;
  if (insecureHTTPParser !== undefined) validateBoolean(insecureHTTPParser, 'options.insecureHTTPParser');
  request.insecureHTTPParser = insecureHTTPParser;
  checkHttpValidation(httpValidation, insecureHTTPParser);
  request.httpValidation = httpValidation;
  if (joinDuplicateHeaders !== undefined) validateBoolean(joinDuplicateHeaders, 'options.joinDuplicateHeaders');
  request.joinDuplicateHeaders = joinDuplicateHeaders;
}

function setHeaders(
  request: ClientRequestLike,
  options: RequestOptions,
  host: string,
  port: string | number,
  defaultPort: number | undefined,
): void {
  const { headers } = options;
  const firstLine = (): string => `${request.method} ${request.path} HTTP/1.1\r\n`;
  if (Array.isArray(headers)) {
    request._storeHeader(firstLine(), headers);
    return;
  }
  for (const name of Object.keys(headers ?? {})) request.setHeader(name, (headers as Record<string, unknown>)[name]);
  const setHost = options.setHost !== undefined ? Boolean(options.setHost) : options.setDefaultHeaders !== false;
  if (setHost && !request.getHeader('host')) {
    // An IPv6 address stands in brackets.
    const name = /:.*:/.test(host) && !host.startsWith('[') ? `[${host}]` : host;
    const authority = Number(port) !== defaultPort ? `${name}:${port}` : name;
    const isConnect = request.method === 'CONNECT' && options.path;
    request.setHeader('Host', isConnect ? String(request.path) : authority);
  }
  if (options.auth && !request.getHeader('Authorization')) {
    request.setHeader('Authorization', `Basic ${Buffer.from(options.auth).toString('base64')}`);
  }
  if (!request.getHeader('expect')) return;
  if (request._header) throw new ERR_HTTP_HEADERS_SENT('render');
  request._storeHeader(firstLine(), request[kOutHeaders]);
}

/** Without an agent: a connection for this request only. */
function connectAlone(request: ClientRequestLike, given: RequestOptions): void {
  request._last = true;
  request.shouldKeepAlive = false;
  const options = { ...given };
  if (options.socketPath) options.path = options.socketPath;
  else if (options.path) options.path = undefined;
  if (typeof options.createConnection !== 'function') {
    request.onSocket((createConnection as (options: object) => unknown)(options) as HttpSocket);
    return;
  }
  let isCreated = false;
  const onConnection = (error: Error | null, socket?: HttpSocket): void => {
    if (isCreated) return;
    isCreated = true;
    if (error) nextTick(() => emitRequestError(request, error));
    else request.onSocket(socket);
  };
  try {
    const socket = options.createConnection(options, onConnection);
    if (socket) onConnection(null, socket);
  } catch (error) {
    onConnection(error as Error);
  }
}

function emitRequestTimeout(this: HttpSocket): void {
  this._httpMessage?.emit('timeout');
}

/** Passes a timeout of the socket on to the request. */
export function listenSocketTimeout(request: ClientRequestLike): void {
  if (request.timeoutCb) return;
  request.timeoutCb = emitRequestTimeout;
  if (request.socket) request.socket.once('timeout', emitRequestTimeout);
  else request.on('socket', (socket: HttpSocket) => socket.once('timeout', emitRequestTimeout));
}

function setSocketTimeout(socket: HttpSocket, msecs: number): void {
  if (socket.connecting) socket.once('connect', () => socket.setTimeout?.(msecs));
  else socket.setTimeout?.(msecs);
}

/** The agent has a socket for the request, or none. */
function useSocket(request: ClientRequestLike, socket: HttpSocket | null | undefined, error?: Error | null): void {
  if (!request.destroyed && !error) {
    attachSocket(request, socket as HttpSocket);
    request._flush();
    return;
  }
  request.destroyed = true;
  const close = (failure: Error | null | undefined): void => {
    const cause = !request.aborted && !failure ? connResetException('socket hang up') : failure;
    if (cause && !socket?._hadError) emitRequestError(request, cause);
    request._closed = true;
    request.emit('close');
  };
  if (!socket) {
    close(error || request[kError]);
    return;
  }
  if (!error && request.agent && !socket.destroyed) {
    socket.emit('free');
    socket.removeListener('error', onSocketError);
    close(request[kError]);
    return;
  }
  socket.destroy(error || request[kError]);
  eos(socket as never, (failure?: (Error & { code?: string }) | null) => {
    close((failure?.code === 'ERR_STREAM_PREMATURE_CLOSE' ? null : failure) || error);
  });
}

const methods = {
  _finish(this: ClientRequestLike): void {
    OutgoingMessage.prototype._finish.call(this);
    if (onStart.hasSubscribers) onStart.publish({ request: this });
  },

  _implicitHeader(this: ClientRequestLike): void {
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('render');
    this._storeHeader(`${this.method} ${this.path} HTTP/1.1\r\n`, this[kOutHeaders]);
  },

  abort(this: ClientRequestLike): void {
    if (this.aborted) return;
    this.aborted = true;
    nextTick(() => this.emit('abort'));
    this.destroy();
  },

  destroy(this: ClientRequestLike, error?: Error | null): ClientRequestLike {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.res?._dump();
    // Everything was said: the connection belongs to the agent again.
    if ((this as { writableFinished?: boolean }).writableFinished && this.res?.complete) return this;
    this[kError] = error;
    this.socket?.destroy(error);
    return this;
  },

  onSocket(this: ClientRequestLike, socket: HttpSocket | null | undefined, error?: Error | null): void {
    if (socket && !error) {
      socket._httpMessage = this;
      socket.on('error', onSocketError);
    }
    nextTick(() => useSocket(this, socket, error));
  },

  /** Calls a method of the socket as soon as there is one that is connected. */
  _deferToConnect(this: ClientRequestLike, method: string | undefined, args: unknown[]): void {
    const call = (): void => {
      if (!method) return;
      const socket = this.socket as unknown as Record<string, (...given: unknown[]) => unknown>;
      socket[method]?.(...args);
    };
    const onSocket = (): void => {
      if (this.socket?.writable) call();
      else this.socket?.once('connect', call);
    };
    if (this.socket) onSocket();
    else this.once('socket', onSocket);
  },

  setTimeout(this: ClientRequestLike, msecs: number, callback?: Listener): ClientRequestLike {
    if (this._ended) return this;
    listenSocketTimeout(this);
    const duration = timerDuration(msecs, 'msecs');
    if (callback) this.once('timeout', callback);
    if (this.socket) setSocketTimeout(this.socket, duration);
    else this.once('socket', (socket: HttpSocket) => setSocketTimeout(socket, duration));
    return this;
  },

  setNoDelay(this: ClientRequestLike, noDelay?: boolean): void {
    this._deferToConnect('setNoDelay', [noDelay]);
  },

  setSocketKeepAlive(this: ClientRequestLike, enable?: boolean, initialDelay?: number): void {
    this._deferToConnect('setKeepAlive', [enable, initialDelay]);
  },

  clearTimeout(this: ClientRequestLike, callback?: Listener): void {
    this.setTimeout(0, callback);
  },
};
const path: PropertyDescriptor = {
  configurable: true,
  enumerable: true,
  get(this: ClientRequestLike) {
    return this[kPath];
  },
  set(this: ClientRequestLike, value: unknown) {
    checkPath(value);
    this[kPath] = String(value);
  },
};

export const ClientRequest = /* @__PURE__ */ defineClass<{
  new (input: unknown, options?: unknown, callback?: unknown): ClientRequestLike;
  prototype: ClientRequestLike;
}>(ClientRequestFunction, 'ClientRequest', OutgoingMessageClass, methods, { path });

export { emitRequestTimeout, onSocketTimeout };
