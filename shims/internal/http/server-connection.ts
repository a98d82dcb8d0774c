/**
 * What a server does with one connection: requests in, responses out, in order.
 *
 * https://nodejs.org/api/http.html#class-httpserver
 */
import { channel } from '../diagnostics_channel/channel.ts';
import { connResetException, ERR_HTTP_SOCKET_ENCODING } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { continueExpression } from './field-syntax.ts';
import { leniencyOf } from './http-validation.ts';
import type { Incoming } from './incoming.ts';
import { freeParser, HttpParser } from './message-parser.ts';
import { prepareError } from './parse-error.ts';
import { PROCEED } from './parser.ts';
import { answerError } from './server-errors.ts';
import { kOptimizeEmptyRequests, type ServerLike } from './server-options.ts';
import { emitResponseClose, type ServerResponseLike } from './server-response.ts';
import { kConnections, kDetachAbortSignal, kNeedDrain, kServerResponse, kUniqueHeaders } from './symbols.ts';
import type { HttpSocket } from './types.ts';
import { upgradeStream } from './upgrade-stream.ts';

const onRequestStart = /* @__PURE__ */ channel('http.server.request.start');
const onResponseFinish = /* @__PURE__ */ channel('http.server.response.finish');

interface State {
  server: ServerLike;
  socket: HttpSocket;
  /** Responses that wait for their turn. */
  outgoing: ServerResponseLike[];
  incoming: Incoming[];
  /** Bytes that wait in them. */
  outgoingData: number;
  requestsCount: number;
  keepAliveTimeoutSet: boolean;
  upgrade: ReturnType<typeof upgradeStream> | undefined;
  /** Takes the listeners of http off the socket. */
  detach(): void;
}

/** A listener for the `connection` event of a server (`http._connectionListener`). */
export function onConnection(this: ServerLike, socket: HttpSocket): void {
  connect(this, socket);
}

function connect(server: ServerLike, socket: HttpSocket): void {
  socket.server = server;
  if (server.timeout) socket.setTimeout?.(server.timeout);
  socket.on('timeout', onSocketTimeout);
  const parser = new HttpParser(socket, {
    isRequest: true,
    maxHeaderSize: server.maxHeaderSize,
    leniency: leniencyOf(server.httpValidation, server.insecureHTTPParser),
    connections: server[kConnections],
  });
  socket.parser = parser;
  if (typeof server.maxHeadersCount === 'number') parser.maxHeaderPairs = server.maxHeadersCount << 1;
  const state: State = {
    server,
    socket,
    outgoing: [],
    incoming: [],
    outgoingData: 0,
    requestsCount: 0,
    keepAliveTimeoutSet: false,
    upgrade: undefined,
    detach() {
      socket.removeListener('data', onData);
      socket.removeListener('end', onEnd);
      socket.removeListener('close', onClose);
      socket.removeListener('drain', onDrain);
      socket.removeListener('error', onSocketError);
      socket.removeListener('timeout', onSocketTimeout);
      socket.removeListener('resume', onSocketResume);
    },
  };
  const onData = (chunk: Buffer): void => readChunk(state, parser, chunk);
  const onEnd = (): void => connectionEnded(state, parser);
  const onDrain = (): void => connectionDrained(state);
  const onClose = (): void => {
    freeParser(socket.parser, null, socket);
    for (const list of [state.incoming, state.outgoing]) {
      while (list.length) list.shift()?.destroy(connResetException('aborted'));
    }
  };
  socket.on('data', onData);
  socket.on('error', onSocketError);
  socket.on('end', onEnd);
  socket.on('close', onClose);
  socket.on('drain', onDrain);
  socket.on('resume', onSocketResume);
  parser.onIncoming = (request, keepAlive) => onRequest(state, request, keepAlive);
  // Bytes are what the parser reads.
  socket.setEncoding = refuseEncoding;
  socket._paused = false;
}

function refuseEncoding(): never {
  throw new ERR_HTTP_SOCKET_ENCODING();
}

function onSocketError(this: HttpSocket, error: Error): void {
  this.removeListener('error', onSocketError);
  answerError(this, error);
}

/** `resume` comes late; what was paused meanwhile stays so. */
function onSocketResume(this: HttpSocket): void {
  if (this._paused) this.pause();
}

function onSocketTimeout(this: HttpSocket): void {
  const request = this.parser?.incoming;
  const heard = [
    request && !request.complete && request.emit('timeout', this),
    this._httpMessage?.emit('timeout', this),
    this.server?.emit('timeout', this),
  ];
  if (!heard.some(Boolean)) this.destroy();
}

function connectionEnded(state: State, parser: HttpParser): void {
  const { server, socket } = state;
  const error = parser.finish();
  if (error) onSocketError.call(socket, error);
  else if (!server.httpAllowHalfOpen) socket.end();
  else if (state.outgoing.length) (state.outgoing.at(-1) as ServerResponseLike)._last = true;
  else if (socket._httpMessage) socket._httpMessage._last = true;
  else socket.end();
}

/** Reading goes on when not too much waits to be written. */
function connectionDrained(state: State): void {
  const { socket } = state;
  if (socket._paused && state.outgoingData <= socket.writableHighWaterMark) {
    socket._paused = false;
    socket.resume();
  }
  const response = socket._httpMessage;
  if (response && !response.finished && response[kNeedDrain] && response.writableLength === 0) {
    response[kNeedDrain] = false;
    response.emit('drain');
  }
}

function readChunk(state: State, parser: HttpParser, chunk: Buffer): void {
  const { socket } = state;
  const read = parser.execute(chunk, (rest) => readChunk(state, parser, rest));
  if (typeof read !== 'number') {
    prepareError(read, chunk);
    onSocketError.call(socket, read);
  } else if (parser.incoming?.upgrade) leaveHttp(state, parser, parser.incoming, chunk.subarray(read));
}

/** An upgrade, or a tunnel: what follows the request is for the program. */
function leaveHttp(state: State, parser: HttpParser, request: Incoming, rest: Buffer): void {
  const { server, socket } = state;
  const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
  if (!request.complete) {
    if (state.upgrade) return;
    state.upgrade = upgradeStream(socket, request);
    if (server.listenerCount(event) === 0) socket.destroy();
    else server.emit(event, request, state.upgrade.stream, rest.subarray(rest.length));
    return;
  }
  state.detach();
  parser.finish();
  freeParser(parser, request as never, socket);
  if (server.listenerCount(event) === 0) {
    socket.destroy();
  } else if (state.upgrade) state.upgrade.requestBodyCompleted(rest);
  else {
    socket.readableFlowing = null;
    server.emit(event, request, socket, rest);
  }
}

/** The parser forgets a request when that has been read. */
function forgetRequest(request: Incoming): void {
  const parser = request.socket?.parser;
  if (!parser || parser.incoming !== request) return;
  if (request.readableEnded) parser.incoming = null;
  else request.on('end', () => forgetRequest(request));
}

function responseFinished(state: State, request: Incoming, response: ServerResponseLike): void {
  const { server, socket } = state;
  if (onResponseFinish.hasSubscribers) onResponseFinish.publish({ request, response, socket, server });
  request[kDetachAbortSignal]();
  state.incoming.shift();
  // Nobody read it; it must be out of the way of the next.
  if (!request._consuming && !request._readableState.resumeScheduled) request._dump();
  response.detachSocket(socket);
  forgetRequest(request);
  nextTick(() => emitResponseClose(response));
  if (response._last) {
    if (typeof socket.destroySoon === 'function') socket.destroySoon();
    else socket.end();
  } else if (state.outgoing.length === 0) {
    const timeout = finiteOr(server.keepAliveTimeout, 0);
    if (!timeout || typeof socket.setTimeout !== 'function') return;
    socket.setTimeout(timeout + finiteOr(server.keepAliveTimeoutBuffer, 1000));
    state.keepAliveTimeoutSet = true;
  } else (state.outgoing.shift() as ServerResponseLike).assignSocket(socket);
}

/** A duration that programs may have set to anything. */
export function finiteOr(value: number, fallback: number): number {
  return Number.isFinite(value) && value >= 0 ? value : fallback;
}

/** The head of a request is there. */
function onRequest(state: State, request: Incoming, keepAlive: boolean): number {
  const { server, socket } = state;
  if (state.keepAliveTimeoutSet) {
    socket.setTimeout?.(server.timeout || 0);
    state.keepAliveTimeoutSet = false;
  }
  if (request.upgrade) {
    request.upgrade = request.method === 'CONNECT' || Boolean(server.shouldUpgradeCallback(request));
    if (request.upgrade) return PROCEED;
  }
  state.incoming.push(request);
  const tooMuch = socket._writableState?.needDrain || state.outgoingData >= socket.writableHighWaterMark;
  if (!socket._paused && tooMuch) {
    // Who asks without reading the answers has to wait.
    socket._paused = true;
    socket.pause();
  }
  const response = new server[kServerResponse](request, {
    highWaterMark: socket.writableHighWaterMark,
    rejectNonStandardBodyWrites: server.rejectNonStandardBodyWrites,
  });
  response._keepAliveTimeout = server.keepAliveTimeout;
  response._maxRequestsPerSocket = server.maxRequestsPerSocket;
  response._onPendingData = (bytes) => {
    state.outgoingData += bytes;
    connectionDrained(state);
  };
  response.shouldKeepAlive = keepAlive;
  response[kUniqueHeaders] = server[kUniqueHeaders] ?? null;
  if (onRequestStart.hasSubscribers) onRequestStart.publish({ request, response, socket, server });
  if (server[kOptimizeEmptyRequests] && !hasBody(request)) {
    request._dumpAndCloseReadable();
    (request as Incoming & { _read(): void })._read();
  }
  if (socket._httpMessage) state.outgoing.push(response);
  else response.assignSocket(socket);
  response.on('finish', () => responseFinished(state, request, response));
  handle(state, request, response);
  return PROCEED;
}

function hasBody({ headers }: Incoming): boolean {
  return 'content-length' in headers || 'transfer-encoding' in headers;
}

/** Chooses the event for a request, or answers it. */
function handle(state: State, request: Incoming, response: ServerResponseLike): void {
  const { server, socket } = state;
  if (request.httpVersion !== '1.1') {
    server.emit('request', request, response);
    return;
  }
  const { host, expect } = request.headers;
  if (server.requireHostHeader && host === undefined) {
    response.writeHead(400, ['Connection', 'close']);
    response.end();
    return;
  }
  const limit = typeof server.maxRequestsPerSocket === 'number' ? server.maxRequestsPerSocket : 0;
  if (limit > 0) {
    state.requestsCount++;
    response.maxRequestsOnConnectionReached = limit <= state.requestsCount;
    if (limit < state.requestsCount) {
      server.emit('dropRequest', request, socket);
      response.writeHead(503);
      response.end();
      return;
    }
  }
  if (expect === undefined) server.emit('request', request, response);
  else if (continueExpression.test(expect as string)) {
    response._expect_continue = true;
    if (server.listenerCount('checkContinue') > 0) server.emit('checkContinue', request, response);
    else {
      response.writeContinue();
      server.emit('request', request, response);
    }
  } else if (server.listenerCount('checkExpectation') > 0) server.emit('checkExpectation', request, response);
  else {
    response.writeHead(417);
    response.end();
  }
}
