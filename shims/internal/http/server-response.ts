/**
 * `ServerResponse`.
 *
 * https://nodejs.org/api/http.html#class-httpserverresponse
 */
import { channel } from '../diagnostics_channel/channel.ts';
import {
  ERR_HTTP_HEADERS_SENT,
  ERR_HTTP_INVALID_STATUS_CODE,
  ERR_HTTP_SOCKET_ASSIGNED,
  ERR_INTERNAL_ASSERTION,
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_CHAR,
} from '../errors.ts';
import { inspect } from '../util/inspect.ts';
import { validateInteger, validateLinkHeaderValue, validateObject } from '../validators.ts';
import { defineClass } from './define-class.ts';
import { chunkExpression, hasInvalidChar, validateHeaderName, validateHeaderValue } from './field-syntax.ts';
import { eachListed, type GivenHeaders } from './header-block.ts';
import type { Incoming } from './incoming.ts';
import { type Outgoing, OutgoingMessage as OutgoingMessageClass, type OutgoingOptions } from './outgoing.ts';
import { STATUS_CODES } from './status-codes.ts';
import { kOutHeaders } from './symbols.ts';
import type { HttpSocket } from './types.ts';

const onCreated = /* @__PURE__ */ channel('http.server.response.created');

export interface ServerResponseLike extends Outgoing {
  req: Incoming;
  statusCode: number;
  statusMessage: string | undefined;
  _sent100: boolean;
  _expect_continue: boolean;
  assignSocket(socket: HttpSocket): void;
  detachSocket(socket: HttpSocket): void;
  writeHead(statusCode: unknown, reason?: unknown, headers?: unknown): this;
  writeContinue(callback?: () => void): void;
  writeInformation(statusCode: number, headers?: GivenHeaders, callback?: unknown): boolean;
}

const OutgoingMessage = OutgoingMessageClass as unknown as { prototype: Outgoing } & ((
  this: unknown,
  options?: OutgoingOptions,
) => void);

function ServerResponseFunction(this: ServerResponseLike, request: Incoming, options?: OutgoingOptions): void {
  OutgoingMessage.call(this, options);
  if (request.method === 'HEAD') this._hasBody = false;
  this.req = request;
  this.sendDate = true;
  this._sent100 = false;
  this._expect_continue = false;
  if ((request.httpVersionMajor as number) < 1 || (request.httpVersionMinor as number) < 1) {
    this.useChunkedEncodingByDefault = chunkExpression.test(request.headers['te'] as string);
    this.shouldKeepAlive = false;
  }
  if (onCreated.hasSubscribers) onCreated.publish({ request, response: this });
}

/** The response is over, with its connection or before it. */
export function emitResponseClose(response: Outgoing): void {
  if (response._closed) return;
  response.destroyed = true;
  response._closed = true;
  response.emit('close');
}

function onSocketClose(this: HttpSocket): void {
  // A listener that ran before may have detached it.
  if (this._httpMessage) emitResponseClose(this._httpMessage);
}

const methods = {
  statusCode: 200,
  statusMessage: undefined,

  assignSocket(this: ServerResponseLike, socket: HttpSocket): void {
    if (socket._httpMessage) throw new ERR_HTTP_SOCKET_ASSIGNED();
    socket._httpMessage = this;
    socket.on('close', onSocketClose);
    this.socket = socket;
    this.emit('socket', socket);
    this._flush();
  },

  detachSocket(this: ServerResponseLike, socket: HttpSocket): void {
    if (socket._httpMessage !== this) throw new ERR_INTERNAL_ASSERTION();
    socket.removeListener('close', onSocketClose);
    socket._httpMessage = null;
    this.socket = null;
  },

  writeInformation(this: ServerResponseLike, statusCode: unknown, headers?: GivenHeaders, callback?: unknown): boolean {
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('write');
    validateInteger(statusCode, 'statusCode', 100, 199);
    if (statusCode === 101) throw new ERR_HTTP_INVALID_STATUS_CODE(statusCode);
    let head = `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode as number] || 'unknown'}\r\n`;
    const lenient = this._isLenientHeaderValidation();
    const add = (name: string, value: unknown): void => {
      validateHeaderName(name);
      validateHeaderValue(name, value, lenient);
      head += `${name}: ${value}\r\n`;
    };
    if (Array.isArray(headers)) eachListed(headers, add);
    else if (headers !== undefined && headers !== null) {
      validateObject(headers, 'headers');
      for (const name of Object.keys(headers)) add(name, (headers as Record<string, unknown>)[name]);
    }
    return this._writeRaw(`${head}\r\n`, 'ascii', callback);
  },

  writeContinue(this: ServerResponseLike, callback?: () => void): void {
    this.writeInformation(100, null, callback);
    this._sent100 = true;
  },

  writeProcessing(this: ServerResponseLike, callback?: () => void): void {
    this.writeInformation(102, null, callback);
  },

  writeEarlyHints(this: ServerResponseLike, hints: unknown, callback?: () => void): void {
    validateObject(hints, 'hints');
    const given = hints as Record<string, unknown>;
    if (given['link'] === null || given['link'] === undefined) return;
    const link = validateLinkHeaderValue(given['link']);
    if (link.length === 0) return;
    if (hasInvalidChar(link)) throw new ERR_INVALID_CHAR('header content', 'Link');
    const headers: Record<string, unknown> = { __proto__: null, Link: link };
    for (const name of Object.keys(given)) if (name !== 'link') headers[name] = given[name];
    this.writeInformation(103, headers, callback);
  },

  _implicitHeader(this: ServerResponseLike): void {
    this.writeHead(this.statusCode);
  },

  writeHead(this: ServerResponseLike, given: unknown, reason?: unknown, headers?: unknown): ServerResponseLike {
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('write');
    const status = (given as number) | 0;
    if (status < 100 || status > 999)
      throw new ERR_HTTP_INVALID_STATUS_CODE(typeof given === 'object' ? inspect(given, { depth: 0 }) : given);
    if (typeof reason === 'string') this.statusMessage = reason;
    else {
      this.statusMessage ||= STATUS_CODES[status] || 'unknown';
      headers ??= reason;
    }
    this.statusCode = status;
    let fields = headers as GivenHeaders;
    if (this[kOutHeaders]) {
      mergeHeaders(this, headers);
      fields = this[kOutHeaders];
    }
    if (hasInvalidChar(this.statusMessage)) throw new ERR_INVALID_CHAR('statusMessage');
    if (status === 204 || status === 304 || status < 200) this._hasBody = false;
    // The client may send the body that it asked about, or not.
    if (this._expect_continue && !this._sent100) this.shouldKeepAlive = false;
    this._storeHeader(`HTTP/1.1 ${status} ${this.statusMessage}\r\n`, fields);
    return this;
  },
};
/** https://nodejs.org/api/http.html#class-httpserverresponse */
export const ServerResponse = /* @__PURE__ */ defineClass<{
  new (request: Incoming, options?: OutgoingOptions): ServerResponseLike;
  prototype: ServerResponseLike;
}>(ServerResponseFunction, 'ServerResponse', OutgoingMessageClass, {
  ...methods,
  /** Deprecated. */
  writeHeader: methods.writeHead,
});

/** Adds the fields of `writeHead` to those that were set before; of one name, those given here count. */
function mergeHeaders(response: ServerResponseLike, headers: unknown): void {
  if (!Array.isArray(headers)) {
    const given = (headers ?? {}) as Record<string, unknown>;
    for (const name of Object.keys(given)) if (name) response.setHeader(name, given[name]);
    return;
  }
  if (headers.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', headers);
  for (let n = 0; n < headers.length; n += 2) response.removeHeader(headers[n]);
  for (let n = 0; n < headers.length; n += 2) if (headers[n]) response.appendHeader(headers[n], headers[n + 1]);
}
