/**
 * `http.Server`.
 *
 * https://nodejs.org/api/http.html#class-httpserver
 */
import { Server as NetServerClass } from '../../net.ts';
import { ERR_HTTP_REQUEST_TIMEOUT } from '../errors.ts';
import { captureRejectionSymbol, type Listener } from '../events/emitter.ts';
import { clearInterval, setInterval } from '../timers/functions.ts';
import { validateObject } from '../validators.ts';
import { ConnectionsList } from './connections.ts';
import { defineClass } from './define-class.ts';
import type { Incoming } from './incoming.ts';
import { uniqueHeadersOption } from './outgoing.ts';
import { finiteOr, onConnection } from './server-connection.ts';
import { answerError } from './server-errors.ts';
import { type ServerLike, type ServerOptions, storeHttpOptions } from './server-options.ts';
import type { ServerResponseLike } from './server-response.ts';
import { STATUS_CODES } from './status-codes.ts';
import { kConnections, kUniqueHeaders } from './symbols.ts';

/** The timer that looks for slow clients. */
export const kConnectionsCheckingInterval: unique symbol = Symbol('http.server.connectionsCheckingInterval') as never;

type Checked = ServerLike & { [kConnectionsCheckingInterval]?: unknown };
type NetServer = { prototype: Record<PropertyKey, (...args: unknown[]) => unknown> } & ((
  this: unknown,
  options: object,
) => void);

/** Begins to look after slow clients; a listener for `listening`. */
export function watchConnections(this: Checked): void {
  this[kConnections] ??= new ConnectionsList();
  if (this[kConnectionsCheckingInterval]) clearInterval(this[kConnectionsCheckingInterval]);
  this[kConnectionsCheckingInterval] = setInterval(
    () => checkConnections(this),
    this.connectionsCheckingInterval,
  ).unref();
}

function checkConnections(server: ServerLike): void {
  const headersTimeout = finiteOr(server.headersTimeout, 0);
  const requestTimeout = finiteOr(server.requestTimeout, 0);
  if (headersTimeout === 0 && requestTimeout === 0) return;
  for (const { socket } of server[kConnections]?.expired(headersTimeout, requestTimeout) ?? []) {
    if (socket) answerError(socket, new ERR_HTTP_REQUEST_TIMEOUT());
  }
}

/** What `close` does before the server stops listening. */
export function beforeClose(server: Checked): void {
  server.closeIdleConnections();
  clearInterval(server[kConnectionsCheckingInterval]);
}

/** The methods that servers of http and https share. */
export const serverMethods = {
  closeAllConnections(this: ServerLike): void {
    for (const { socket } of this[kConnections]?.all() ?? []) socket?.destroy();
  },

  closeIdleConnections(this: ServerLike): void {
    for (const { socket } of this[kConnections]?.idle() ?? []) {
      if (socket && (!socket._httpMessage || socket._httpMessage.finished)) socket.destroy();
    }
  },

  setTimeout(this: ServerLike, msecs: number, callback?: Listener): ServerLike {
    this.timeout = msecs;
    if (callback) this.on('timeout', callback);
    return this;
  },

  /** Closes the server, and is done when all connections are. */
  [Symbol.asyncDispose](this: ServerLike): Promise<void> {
    return new Promise((resolve, reject) => {
      this.close((error?: Error) => (error ? reject(error) : resolve()));
    });
  },
};

/** Options and listener, either of which may be left out. @throws ERR_INVALID_ARG_TYPE */
export function serverArguments(given: unknown, listener: unknown): [ServerOptions, Listener | undefined] {
  if (typeof given === 'function') return [{}, given as Listener];
  if (given === null || given === undefined) return [{}, listener as Listener | undefined];
  validateObject(given, 'options');
  return [given as ServerOptions, listener as Listener | undefined];
}

/** What servers of http and https begin with, once they are servers of connections. */
export function beginServer(server: ServerLike, options: ServerOptions, onRequest: Listener | undefined): void {
  if (onRequest) server.on('request', onRequest);
  server.httpAllowHalfOpen = false;
  server.on('listening', watchConnections);
  server.timeout = 0;
  server.maxHeadersCount = null;
  server[kUniqueHeaders] = uniqueHeadersOption(options['uniqueHeaders']);
}

const NetServer = NetServerClass as unknown as NetServer;

/** https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener */
function ServerFunction(this: ServerLike, given?: unknown, listener?: unknown): unknown {
  if (!(this instanceof ServerFunction)) return new Server(given, listener);
  const [options, onRequest] = serverArguments(given, listener);
  storeHttpOptions(this, options);
  NetServer.call(this, {
    allowHalfOpen: true,
    noDelay: options['noDelay'] ?? true,
    keepAlive: options['keepAlive'],
    keepAliveInitialDelay: options['keepAliveInitialDelay'],
    highWaterMark: options['highWaterMark'],
  });
  this.on('connection', onConnection);
  beginServer(this, options, onRequest);
  this.maxRequestsPerSocket = 0;
  return undefined;
}
const methods = {
  ...serverMethods,

  close(this: ServerLike, ...args: unknown[]): ServerLike {
    beforeClose(this);
    NetServer.prototype['close']?.apply(this, args);
    return this;
  },

  /** An async listener of `request` failed. */
  [captureRejectionSymbol](this: ServerLike, error: Error, event: string, ...args: unknown[]): void {
    if (event !== 'request') {
      NetServer.prototype[captureRejectionSymbol]?.call(this, error, event, ...args);
      return;
    }
    const [, response] = args as [Incoming, ServerResponseLike];
    if (response.headersSent || response.finished) {
      response.destroy();
      return;
    }
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    response.statusCode = 500;
    response.end(STATUS_CODES[500]);
  },
};

export const Server = /* @__PURE__ */ defineClass<{
  new (options?: unknown, listener?: unknown): ServerLike;
  (options?: unknown, listener?: unknown): ServerLike;
  prototype: ServerLike;
}>(ServerFunction, 'Server', NetServerClass, methods);
