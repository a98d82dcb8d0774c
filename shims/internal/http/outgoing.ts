/**
 * `OutgoingMessage`: what requests of the client and responses of the server have in common.
 *
 * https://nodejs.org/api/http.html#class-httpoutgoingmessage
 */
import { Buffer } from '../buffer/buffer.ts';
import { asBuffer } from '../buffer/fast-buffer.ts';
import {
  ERR_HTTP_BODY_NOT_ALLOWED,
  ERR_HTTP_CONTENT_LENGTH_MISMATCH,
  ERR_INVALID_ARG_TYPE,
  ERR_METHOD_NOT_IMPLEMENTED,
  ERR_STREAM_ALREADY_FINISHED,
  ERR_STREAM_CANNOT_PIPE,
  ERR_STREAM_DESTROYED,
  ERR_STREAM_NULL_VALUES,
  ERR_STREAM_WRITE_AFTER_END,
  ERR_UNKNOWN_ENCODING,
} from '../errors.ts';
import { captureRejectionSymbol, type Listener } from '../events/emitter.ts';
import { nextTick } from '../loop.ts';
import { Stream } from '../streams/legacy.ts';
import { getDefaultHighWaterMark } from '../streams/state.ts';
import type { MaybeError, NodeStream } from '../streams/types.ts';
import { defineClass } from './define-class.ts';
import { type GivenHeaders, storeHeader } from './header-block.ts';
import type { Incoming } from './incoming.ts';
import { headerMethods } from './outgoing-headers.ts';
import { kHighWaterMark, kNeedDrain, kOutHeaders, kUniqueHeaders } from './symbols.ts';
import type { HttpSocket } from './types.ts';

const kCorked = Symbol('corked');
const kSocket = Symbol('kSocket');
const kChunks = Symbol('kChunkedBuffer');
const kChunkedLength = Symbol('kChunkedLength');
const kBytesWritten = Symbol('kBytesWritten');
const kErrored = Symbol('errored');
const kWritableFinished = Symbol('kWritableFinished');
const kEndCallbacks = Symbol('kEndCallbacks');
const kFlushError = Symbol('kFlushError');
const kRejectBody = Symbol('kRejectNonStandardBodyWrites');

export type OutHeaders = Record<string, [name: string, value: unknown]>;
type WriteCallback = (error?: MaybeError) => void;
type Chunk = string | Uint8Array;
type Encoding = BufferEncoding | null | undefined;

interface Queued {
  data: Chunk | null;
  encoding: Encoding;
  callback: WriteCallback | null | undefined;
}

type HeaderMethods = {
  [K in keyof typeof headerMethods]: (typeof headerMethods)[K] extends (...args: infer A) => infer R
    ? (...args: A) => R
    : never;
};

export interface Outgoing extends Omit<NodeStream, 'write' | 'end'>, HeaderMethods {
  outputData: Queued[];
  outputSize: number;
  writable: boolean;
  destroyed: boolean;
  chunkedEncoding: boolean;
  shouldKeepAlive: boolean;
  maxRequestsOnConnectionReached: boolean;
  useChunkedEncodingByDefault: boolean;
  sendDate: boolean;
  strictContentLength: boolean;
  finished: boolean;
  agent?: unknown;
  req?: Incoming;
  res?: Incoming | null;
  method?: string | null;
  insecureHTTPParser?: boolean | undefined;
  httpValidation?: string | undefined;
  socket: HttpSocket | null;
  readonly writableLength: number;
  readonly writableHighWaterMark: number;
  readonly headersSent: boolean;
  _last: boolean;
  _defaultKeepAlive: boolean;
  _removedConnection: boolean;
  _removedContLen: boolean;
  _removedTE: boolean;
  _contentLength: number | null;
  _hasBody: boolean;
  _trailer: string;
  _headerSent: boolean;
  _closed: boolean;
  _header: string | null;
  _keepAliveTimeout: number;
  _maxRequestsPerSocket?: number | null;
  [kCorked]: number;
  [kSocket]: HttpSocket | null;
  [kChunks]: { data: Chunk; encoding: Encoding; callback: WriteCallback }[];
  [kChunkedLength]: number;
  [kBytesWritten]: number;
  [kErrored]: MaybeError;
  [kWritableFinished]: boolean;
  [kEndCallbacks]: WriteCallback[] | null;
  [kFlushError]: MaybeError;
  [kHighWaterMark]: number;
  [kRejectBody]: boolean;
  [kNeedDrain]: boolean;
  [kOutHeaders]: OutHeaders | null;
  [kUniqueHeaders]?: Set<string> | null;
  write(chunk: unknown, encoding?: unknown, callback?: unknown): boolean;
  end(chunk?: unknown, encoding?: unknown, callback?: unknown): this;
  cork(): void;
  uncork(): void;
  setTimeout(msecs: number, callback?: Listener): this;
  flushHeaders(): void;
  _isLenientHeaderValidation(): boolean;
  _onPendingData(bytes: number): void;
  _send(data: Chunk, encoding?: Encoding, callback?: WriteCallback | null, byteLength?: number): boolean;
  _writeRaw(data: Chunk, encoding?: unknown, callback?: unknown, size?: number): boolean;
  _storeHeader(firstLine: string, headers: GivenHeaders): void;
  _implicitHeader(): void;
  _finish(): void;
  _flush(): void;
  _flushOutput(socket: HttpSocket): boolean | undefined;
}

/** Options of the constructor. */
export interface OutgoingOptions {
  highWaterMark?: number;
  rejectNonStandardBodyWrites?: boolean;
}

const nop = (): void => {};

/** https://nodejs.org/api/http.html#class-httpoutgoingmessage; a function, as packages extend it the old way. */
function OutgoingMessageFunction(this: Outgoing, options?: OutgoingOptions): void {
  Stream.call(this as never);
  this.outputData = [];
  this.outputSize = 0;
  this.writable = true;
  this.destroyed = false;
  this._last = false;
  this.chunkedEncoding = false;
  this.shouldKeepAlive = true;
  this.maxRequestsOnConnectionReached = false;
  this._defaultKeepAlive = true;
  this.useChunkedEncodingByDefault = true;
  this.sendDate = false;
  this._removedConnection = false;
  this._removedContLen = false;
  this._removedTE = false;
  this.strictContentLength = false;
  this[kBytesWritten] = 0;
  this._contentLength = null;
  this._hasBody = true;
  this._trailer = '';
  this[kNeedDrain] = false;
  this.finished = false;
  this._headerSent = false;
  this[kCorked] = 0;
  this[kChunks] = [];
  this[kChunkedLength] = 0;
  this._closed = false;
  this[kSocket] = null;
  this._header = null;
  this[kOutHeaders] = null;
  this._keepAliveTimeout = 0;
  this._onPendingData = nop;
  this[kErrored] = null;
  this[kWritableFinished] = false;
  this[kEndCallbacks] = null;
  this[kFlushError] = null;
  this[kHighWaterMark] = options?.highWaterMark ?? getDefaultHighWaterMark(false);
  this[kRejectBody] = options?.rejectNonStandardBodyWrites ?? false;
}
/** A set of lower-case names: those fields are sent once, whatever their value. */
export function uniqueHeadersOption(headers: unknown): Set<string> | null {
  return Array.isArray(headers) ? new Set(headers.map((name: string) => name.toLowerCase())) : null;
}

function getter(get: (message: Outgoing) => unknown): PropertyDescriptor {
  return {
    get(this: Outgoing) {
      return get(this);
    },
  };
}

const accessors = (): PropertyDescriptorMap => ({
  errored: getter((message) => message[kErrored]),
  closed: getter((message) => message._closed),
  writableFinished: getter((message) => message[kWritableFinished]),
  writableObjectMode: getter(() => false),
  writableLength: getter((message) => {
    let chunked = message[kChunkedLength];
    if (chunked !== 0) {
      const head = !message._headerSent && message._header !== null ? message._header.length : 0;
      chunked += chunked.toString(16).length + 4 + head;
    }
    return message.outputSize + chunked + (message[kSocket] ? message[kSocket].writableLength : 0);
  }),
  writableHighWaterMark: getter((message) =>
    message[kSocket] ? message[kSocket].writableHighWaterMark : message[kHighWaterMark],
  ),
  writableCorked: getter((message) => message[kCorked]),
  writableEnded: getter((message) => message.finished),
  writableNeedDrain: getter((message) => !message.destroyed && !message.finished && message[kNeedDrain]),
  headersSent: { ...getter((message) => Boolean(message._header)), configurable: true, enumerable: true },
  connection: {
    ...getter((message) => message[kSocket]),
    set(this: Outgoing, value: HttpSocket | null) {
      this.socket = value;
    },
  },
  socket: {
    ...getter((message) => message[kSocket]),
    set(this: Outgoing, value: HttpSocket | null) {
      for (let n = 0; n < this[kCorked]; n++) {
        value?.cork();
        this[kSocket]?.uncork();
      }
      this[kSocket] = value;
    },
  },
});

function byteLength(chunk: Chunk, encoding: Encoding): number {
  return typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding as BufferEncoding) : chunk.byteLength;
}

/** Whether the length of the body is to be checked against the header. */
function countsStrictly(message: Outgoing): boolean {
  return (
    message.strictContentLength &&
    message._contentLength != null &&
    message._hasBody &&
    !message._removedContLen &&
    !message.chunkedEncoding &&
    !message.hasHeader('transfer-encoding')
  );
}

function reportLater(message: Outgoing, error: Error, callback: WriteCallback): void {
  if (message.destroyed) return;
  nextTick(() => {
    callback(error);
    if (typeof message.emit === 'function' && !message.destroyed) message.emit('error', error);
  });
}

function writeChunk(message: Outgoing, chunk: unknown, encoding: Encoding, given: unknown, isLast: boolean): boolean {
  const callback = typeof given === 'function' ? (given as WriteCallback) : nop;
  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
    throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
  }
  if (message.finished || message.destroyed) {
    const error = message.finished ? new ERR_STREAM_WRITE_AFTER_END() : new ERR_STREAM_DESTROYED('write');
    if (message.destroyed) nextTick(() => callback(error));
    else reportLater(message, error, callback);
    return false;
  }
  let length: number | undefined;
  if (message.strictContentLength) {
    length = byteLength(chunk, encoding);
    const total = message[kBytesWritten] + length;
    const expected = message._contentLength as number;
    if (countsStrictly(message) && (isLast ? total !== expected : total > expected)) {
      throw new ERR_HTTP_CONTENT_LENGTH_MISMATCH(total, message._contentLength);
    }
    message[kBytesWritten] = total;
  }
  if (!message._header) {
    if (isLast) message._contentLength = length ??= byteLength(chunk, encoding);
    message._implicitHeader();
  }
  if (!message._hasBody) {
    if (message[kRejectBody]) throw new ERR_HTTP_BODY_NOT_ALLOWED();
    nextTick(() => callback());
    return true;
  }
  if (message.chunkedEncoding && typeof chunk === 'string' && encoding && !Buffer.isEncoding(encoding)) {
    throw new ERR_UNKNOWN_ENCODING(encoding);
  }
  if (!isLast && message.socket && !message.socket.writableCorked) {
    // What one callback writes goes out together.
    message.cork();
    nextTick(() => {
      if (message[kCorked]) message.uncork();
    });
  }
  if (message.chunkedEncoding && chunk.length !== 0) {
    length ??= byteLength(chunk, encoding);
    if (message[kCorked]) {
      const data = typeof chunk === 'string' || chunk instanceof Buffer ? chunk : asBuffer(chunk);
      message[kChunks].push({ data, encoding, callback });
      message[kChunkedLength] += length;
      return message.writableLength < message.writableHighWaterMark;
    }
    message._send(`${length.toString(16)}\r\n`, 'latin1', null);
    message._send(chunk, encoding, null, length);
    return message._send('\r\n', 'latin1', callback);
  }
  if (message.chunkedEncoding && message[kCorked] && message[kChunks].length !== 0) {
    message[kChunks].push({ data: chunk, encoding, callback });
    return message.writableLength < message.writableHighWaterMark;
  }
  return message._send(chunk, encoding, callback, length);
}

/** Sends what was collected as one chunk. */
function sendChunks(message: Outgoing): void {
  const chunks = message[kChunks];
  const length = message[kChunkedLength];
  message._send(`${length.toString(16)}\r\n`, 'latin1', null);
  for (const { data, encoding } of chunks) message._send(data, encoding, null);
  const callbacks = chunks.map(({ callback }) => callback);
  message._send('\r\n', 'latin1', (error) => {
    for (const callback of callbacks) callback(error);
  });
  message[kChunks] = [];
  message[kChunkedLength] = 0;
}

function queueEndCallback(message: Outgoing, callback: WriteCallback): void {
  if (message[kWritableFinished]) callback(new ERR_STREAM_ALREADY_FINISHED('end'));
  else if (message[kFlushError]) nextTick(() => callback(message[kFlushError]));
  else (message[kEndCallbacks] ??= []).push(callback);
}

function callEndCallbacks(message: Outgoing, error: MaybeError): void {
  const callbacks = message[kEndCallbacks];
  message[kEndCallbacks] = null;
  for (const callback of callbacks ?? []) callback(error);
}

/** Everything was handed to the system, or cannot be. */
function onFlushed(message: Outgoing, error: MaybeError): void {
  const socket = message[kSocket];
  if (error || message[kErrored] || socket?.errored || socket?._hadError) {
    message[kFlushError] = error ?? message[kErrored] ?? socket?.errored ?? new ERR_STREAM_DESTROYED('end');
    callEndCallbacks(message, message[kFlushError]);
    return;
  }
  message[kWritableFinished] = true;
  callEndCallbacks(message, null);
  message.emit('finish');
}

const methods = {
  /** Who set the rules for values of fields: the request, the server, or nobody. */
  _isLenientHeaderValidation(this: Outgoing): boolean {
    if (this.httpValidation !== undefined) return this.httpValidation !== 'strict';
    const server = this.req?.socket?.server;
    if (server?.httpValidation !== undefined) return server.httpValidation !== 'strict';
    return this.insecureHTTPParser ?? server?.insecureHTTPParser ?? false;
  },

  cork(this: Outgoing): void {
    this[kCorked]++;
    this[kSocket]?.cork();
  },

  uncork(this: Outgoing): void {
    this[kCorked]--;
    const socket = this[kSocket];
    try {
      if (this[kCorked] || this[kChunks].length === 0) return;
      if (this.destroyed || socket?.destroyed) {
        const error = this[kErrored] || socket?._writableState?.errored || new ERR_STREAM_DESTROYED('write');
        for (const { callback } of this[kChunks]) if (callback !== nop) nextTick(() => callback(error));
        this[kChunks] = [];
        this[kChunkedLength] = 0;
        return;
      }
      sendChunks(this);
    } finally {
      socket?.uncork();
    }
    if (this[kNeedDrain] && this.writableLength === 0) {
      this[kNeedDrain] = false;
      this.emit('drain');
    }
  },

  setTimeout(this: Outgoing, msecs: number, callback?: Listener): Outgoing {
    if (callback) this.on('timeout', callback);
    if (this[kSocket]) this[kSocket].setTimeout?.(msecs);
    else this.once('socket', (socket: HttpSocket) => socket.setTimeout?.(msecs));
    return this;
  },

  destroy(this: Outgoing, error?: MaybeError): Outgoing {
    if (this.destroyed) return this;
    this.destroyed = true;
    this[kErrored] = error;
    if (this[kChunks].length !== 0) {
      this[kCorked] = 1;
      this.uncork();
    }
    if (this[kSocket]) this[kSocket].destroy(error as Error);
    else nextTick(() => emitClose(this));
    return this;
  },

  /** Sends `data`, behind the head where that has not gone. */
  _send(this: Outgoing, data: Chunk, encoding?: Encoding, callback?: WriteCallback | null, size?: number): boolean {
    if (!this._headerSent && this._header !== null) {
      const header = this._header;
      if (typeof data === 'string' && (encoding === 'utf8' || encoding === 'latin1' || !encoding)) data = header + data;
      else {
        this.outputData.unshift({ data: header, encoding: 'latin1', callback: null });
        this.outputSize += header.length;
        this._onPendingData(header.length);
      }
      this._headerSent = true;
    }
    return this._writeRaw(data, encoding, callback, size);
  },

  /** Writes to the socket when it is this message's turn, and waits for that otherwise. */
  _writeRaw(this: Outgoing, data: Chunk, encoding?: unknown, callback?: unknown): boolean {
    const socket = this[kSocket];
    if (socket?.destroyed) return false;
    if (typeof encoding === 'function') {
      callback = encoding;
      encoding = null;
    }
    if (socket && socket._httpMessage === this && socket.writable) {
      if (this.outputData.length) this._flushOutput(socket);
      return socket.write(data, encoding, callback);
    }
    this.outputData.push({ data, encoding: encoding as Encoding, callback: callback as WriteCallback });
    this.outputSize += data.length;
    this._onPendingData(data.length);
    return this.outputSize < this[kHighWaterMark];
  },

  _storeHeader(this: Outgoing, firstLine: string, headers: GivenHeaders): void {
    storeHeader(this, firstLine, headers);
  },

  _implicitHeader(): never {
    throw new ERR_METHOD_NOT_IMPLEMENTED('_implicitHeader()');
  },

  write(this: Outgoing, chunk: unknown, encoding?: unknown, callback?: unknown): boolean {
    if (typeof encoding === 'function') {
      callback = encoding;
      encoding = null;
    }
    const accepts = writeChunk(this, chunk, encoding as Encoding, callback, false);
    if (!accepts) this[kNeedDrain] = true;
    return accepts;
  },

  end(this: Outgoing, chunk?: unknown, encoding?: unknown, callback?: unknown): Outgoing {
    if (typeof chunk === 'function') {
      callback = chunk;
      chunk = null;
      encoding = null;
    } else if (typeof encoding === 'function') {
      callback = encoding;
      encoding = null;
    }
    let onSent: WriteCallback | null = null;
    if (chunk) {
      if (this.finished) {
        reportLater(this, new ERR_STREAM_WRITE_AFTER_END(), (typeof callback === 'function' ? callback : nop) as never);
        return this;
      }
      this[kSocket]?.cork();
      if (isOnlyWrite(this, chunk, encoding as Encoding)) {
        if (typeof callback === 'function') {
          queueEndCallback(this, callback as WriteCallback);
          callback = undefined;
        }
        onSent = (error) => onFlushed(this, error);
      }
      writeChunk(this, chunk, encoding as Encoding, onSent, true);
    } else if (this.finished) {
      if (typeof callback === 'function') queueEndCallback(this, callback as WriteCallback);
      return this;
    } else if (!this._header) {
      this[kSocket]?.cork();
      this._contentLength = 0;
      this._implicitHeader();
    }
    if (typeof callback === 'function') queueEndCallback(this, callback as WriteCallback);
    if (countsStrictly(this) && this[kBytesWritten] !== this._contentLength) {
      throw new ERR_HTTP_CONTENT_LENGTH_MISMATCH(this[kBytesWritten], this._contentLength);
    }
    if (this[kChunks].length !== 0) {
      this[kSocket]?.cork();
      this[kCorked] = 1;
      this.uncork();
    }
    if (onSent === null) {
      const sent: WriteCallback = (error) => onFlushed(this, error);
      if (this._hasBody && this.chunkedEncoding) this._send(`0\r\n${this._trailer}\r\n`, 'latin1', sent);
      else if (!this._headerSent || this.writableLength || chunk) this._send('', 'latin1', sent);
      else nextTick(() => sent());
    }
    if (this[kSocket]) {
      // However often it was corked.
      this[kSocket]._writableState.corked = 1;
      this[kSocket].uncork();
    }
    this[kCorked] = 1;
    this.uncork();
    this.finished = true;
    if (this.outputData.length === 0 && this[kSocket]?._httpMessage === this) this._finish();
    return this;
  },

  /** All data has been handed to the socket. */
  _finish(this: Outgoing): void {
    this.emit('prefinish');
  },

  /** It is this message's turn on its socket. */
  _flush(this: Outgoing): void {
    const socket = this[kSocket];
    if (!socket?.writable) return;
    const accepts = this._flushOutput(socket);
    if (this.finished) this._finish();
    else if (this[kNeedDrain] && accepts !== false) {
      this[kNeedDrain] = false;
      this.emit('drain');
    }
  },

  _flushOutput(this: Outgoing, socket: HttpSocket): boolean | undefined {
    const { outputData } = this;
    if (outputData.length <= 0) return undefined;
    let accepts: boolean | undefined;
    socket.cork();
    for (const { data, encoding, callback } of outputData) accepts = socket.write(data, encoding, callback);
    socket.uncork();
    this.outputData = [];
    this._onPendingData(-this.outputSize);
    this.outputSize = 0;
    return accepts;
  },

  flushHeaders(this: Outgoing): void {
    if (!this._header) this._implicitHeader();
    this._send('');
  },

  pipe(this: Outgoing): void {
    this.emit('error', new ERR_STREAM_CANNOT_PIPE());
  },

  [captureRejectionSymbol](this: Outgoing, error: Error): void {
    this.destroy(error);
  },
};

/** Whether one write will be all there is: then it tells when everything is sent. */
function isOnlyWrite(message: Outgoing, chunk: unknown, encoding: Encoding): boolean {
  if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return false;
  if (message.destroyed || message.strictContentLength) return false;
  if (!message._header) {
    message._contentLength = byteLength(chunk, encoding);
    message._implicitHeader();
  }
  return Boolean(message._header) && message._hasBody && !message.chunkedEncoding;
}

function emitClose(message: Outgoing): void {
  if (message._closed) return;
  message._closed = true;
  message.emit('close');
}

export const OutgoingMessage = /* @__PURE__ */ defineClass<{
  new (options?: OutgoingOptions): Outgoing;
  prototype: Outgoing;
}>(OutgoingMessageFunction, 'OutgoingMessage', Stream, { ...methods, ...headerMethods }, /* @__PURE__ */ accessors());
