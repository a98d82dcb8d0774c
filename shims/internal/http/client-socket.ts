/**
 * What happens on the socket of a client's request: the answer, its end, errors, upgrades.
 *
 * https://nodejs.org/api/http.html#httprequesturl-options-callback lists the order of events.
 */
import { channel } from '../diagnostics_channel/channel.ts';
import { connResetException } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { type ClientRequestLike, emitRequestTimeout, listenSocketTimeout } from './client-request.ts';
import { leniencyOf } from './http-validation.ts';
import type { Incoming } from './incoming.ts';
import { freeParser, HttpParser } from './message-parser.ts';
import { type ParseError, prepareError } from './parse-error.ts';
import { PROCEED, SKIP_BODY, UPGRADE } from './parser.ts';
import { kDetachAbortSignal, kNeedDrain, kSkipPendingData } from './symbols.ts';
import type { HttpSocket } from './types.ts';

const onError = /* @__PURE__ */ channel('http.client.request.error');
const onFinish = /* @__PURE__ */ channel('http.client.response.finish');

/** Tells the request, and those who watch all of them, of an error. */
export function emitRequestError(request: ClientRequestLike, error: Error): void {
  if (onError.hasSubscribers) onError.publish({ request, error });
  request.emit('error', error);
}

/** Ties `request` to `socket`. */
export function attachSocket(request: ClientRequestLike, socket: HttpSocket): void {
  const parser = new HttpParser(socket, {
    isRequest: false,
    maxHeaderSize: request.maxHeaderSize,
    leniency: leniencyOf(request.httpValidation, request.insecureHTTPParser),
  });
  request.socket = socket;
  parser.outgoing = request;
  request.parser = parser;
  socket.parser = parser;
  socket._httpMessage = request;
  if (typeof request.maxHeadersCount === 'number') parser.maxHeaderPairs = request.maxHeadersCount << 1;
  parser.joinDuplicateHeaders = request.joinDuplicateHeaders;
  parser.onIncoming = (response, shouldKeepAlive) => onResponse(request, socket, response, shouldKeepAlive);
  socket.on('data', onSocketData);
  socket.on('end', onSocketEnd);
  socket.on('close', onSocketClose);
  socket.on('drain', onSocketDrain);
  if (request.timeout !== undefined || request.agent?.options?.timeout) listenSocketTimeout(request);
  request.emit('socket', socket);
}

function requestOf(socket: HttpSocket): ClientRequestLike {
  return socket._httpMessage as ClientRequestLike;
}

function onSocketDrain(this: HttpSocket): void {
  const request = requestOf(this);
  if (!request || request.finished || !request[kNeedDrain]) return;
  request[kNeedDrain] = false;
  request.emit('drain');
}

function stopListening(socket: HttpSocket): void {
  socket.removeListener('data', onSocketData);
  socket.removeListener('end', onSocketEnd);
}

function onSocketClose(this: HttpSocket): void {
  const request = requestOf(this);
  const { parser } = this;
  const response = request.res;
  request.destroyed = true;
  if (response) {
    if (!response.complete) response.destroy(connResetException('aborted'));
    request._closed = true;
    request.emit('close');
    if (!response.aborted && response.readable) response.push(null);
  } else {
    hangUp(request);
    request._closed = true;
    request.emit('close');
  }
  if (request.outputData) request.outputData.length = 0;
  if (!parser) return;
  parser.finish();
  freeParser(parser, request, this);
}

/** The connection is gone before there was an answer. */
function hangUp(request: ClientRequestLike): void {
  const { socket } = request;
  if (!socket || socket._hadError) return;
  socket._hadError = true;
  emitRequestError(request, connResetException('socket hang up'));
}

/** A listener for errors of a socket that has a request. */
export function onSocketError(this: HttpSocket, error: Error): void {
  const request = requestOf(this);
  if (request) {
    this._hadError = true;
    emitRequestError(request, error);
  }
  if (this.parser) {
    this.parser.finish();
    freeParser(this.parser, request, this);
  }
  stopListening(this);
  this.destroy();
}

function onSocketEnd(this: HttpSocket): void {
  const request = requestOf(this);
  const { parser } = this;
  if (!request.res) hangUp(request);
  if (parser) {
    parser.finish();
    freeParser(parser, request, this);
  }
  this.destroy();
}

function onSocketData(this: HttpSocket, chunk: Buffer): void {
  const request = requestOf(this);
  const parser = this.parser as HttpParser;
  const read = parser.execute(chunk, (rest) => onSocketData.call(this, rest));
  const incoming = parser.incoming;
  if (typeof read !== 'number') {
    failParsing(this, request, read, chunk);
  } else if (incoming?.upgrade) {
    leaveHttp(this, request, incoming, chunk.subarray(read));
  } else if (incoming?.complete && !isInformational(incoming.statusCode as number)) {
    stopListening(this);
    this.removeListener('drain', onSocketDrain);
    freeParser(parser, request, this);
  }
}

function failParsing(socket: HttpSocket, request: ClientRequestLike, error: ParseError, chunk: Buffer): void {
  prepareError(error, chunk);
  freeParser(socket.parser, request, socket);
  stopListening(socket);
  socket.destroy();
  socket._hadError = true;
  emitRequestError(request, error);
}

/** An upgrade or a tunnel: the socket is the program's from now on. */
function leaveHttp(socket: HttpSocket, request: ClientRequestLike, response: Incoming, head: Buffer): void {
  request.res = response;
  stopListening(socket);
  socket.removeListener('drain', onSocketDrain);
  if (request.timeoutCb) socket.removeListener('timeout', request.timeoutCb);
  socket.removeListener('timeout', onSocketTimeout);
  socket.parser?.finish();
  freeParser(socket.parser, request, socket);
  const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
  if (request.listenerCount(event) === 0) {
    socket.destroy();
    return;
  }
  request.upgradeOrConnect = true;
  socket.emit('agentRemove');
  socket.removeListener('close', onSocketClose);
  socket.removeListener('error', onSocketError);
  socket._httpMessage = null;
  socket.readableFlowing = null;
  request.emit(event, response, socket, head);
  request.destroyed = true;
  request._closed = true;
  request.emit('close');
}

function isInformational(status: number): boolean {
  return status >= 100 && status < 200 && status !== 101;
}

/** The head of an answer is there. */
function onResponse(
  request: ClientRequestLike,
  socket: HttpSocket,
  response: Incoming,
  shouldKeepAlive: boolean,
): number {
  if (request.res) {
    // Two answers to one request.
    socket.destroy();
    if (socket.parser) {
      socket.parser.incoming = request.res;
      request.res[kSkipPendingData] = true;
    }
    return PROCEED;
  }
  request.res = response;
  if (response.upgrade) return UPGRADE;
  if (request.method === 'CONNECT') {
    response.upgrade = true;
    return UPGRADE;
  }
  const status = response.statusCode as number;
  if (isInformational(status)) {
    request.res = null;
    if (status === 100) request.emit('continue');
    const { statusMessage, httpVersion, httpVersionMajor, httpVersionMinor, headers, rawHeaders } = response;
    request.emit('information', {
      statusCode: status,
      statusMessage,
      httpVersion,
      httpVersionMajor,
      httpVersionMinor,
      headers,
      rawHeaders,
    });
    return SKIP_BODY;
  }
  if (request.shouldKeepAlive && !shouldKeepAlive && !request.upgradeOrConnect) request.shouldKeepAlive = false;
  if (onFinish.hasSubscribers) onFinish.publish({ request, response });
  response.req = request;
  response.on('end', onResponseEnd);
  request.on('finish', onRequestFinish);
  socket.on('timeout', onSocketTimeout);
  // Nobody will read what nobody asked for.
  if (request.aborted || !request.emit('response', response)) response._dump();
  if (request.method === 'HEAD') return SKIP_BODY;
  if (status === 304) {
    response.complete = true;
    return SKIP_BODY;
  }
  return PROCEED;
}

/** Gives the connection back. */
function releaseSocket(request: ClientRequestLike): void {
  const socket = request.socket as HttpSocket;
  if (request.timeoutCb) {
    socket.setTimeout?.(0, request.timeoutCb);
    request.timeoutCb = null;
  }
  socket.removeListener('close', onSocketClose);
  socket.removeListener('error', onSocketError);
  stopListening(socket);
  // After the program's listeners of the response's end.
  nextTick(() => {
    request._closed = true;
    request.emit('close');
    request.socket?.emit('free');
  });
  request.destroyed = true;
  // Destroying the response must not destroy what is no longer its connection.
  if (request.res) request.res.socket = null;
}

function onResponseEnd(this: Incoming): void {
  const request = this.req as ClientRequestLike;
  const { socket } = request;
  this[kDetachAbortSignal]();
  if (socket) {
    if (request.timeoutCb) socket.removeListener('timeout', emitRequestTimeout);
    socket.removeListener('timeout', onSocketTimeout);
  }
  request._ended = true;
  if (!request.shouldKeepAlive) {
    if (!socket?.writable) return;
    if (typeof socket.destroySoon === 'function') socket.destroySoon();
    else socket.end();
  } else if ((request as { writableFinished?: boolean }).writableFinished && !this.aborted) releaseSocket(request);
}

/** The answer may be through before the request is. */
function onRequestFinish(this: ClientRequestLike): void {
  if (this.shouldKeepAlive && this._ended && !this.destroyed) releaseSocket(this);
}

/** Passes a timeout on to the response. */
export function onSocketTimeout(this: HttpSocket): void {
  (this._httpMessage as ClientRequestLike | null)?.res?.emit('timeout');
}
