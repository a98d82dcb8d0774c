/**
 * `IncomingMessage`: a request as the server sees it, a response as the client does.
 *
 * https://nodejs.org/api/http.html#class-httpincomingmessage
 */
import { AbortController } from '../abort.ts';
import type { Listener } from '../events/emitter.ts';
import { nextTick } from '../loop.ts';
import { eos } from '../streams/end-of-stream.ts';
import { Readable as ReadableClass } from '../streams/readable.ts';
import type { Callback, MaybeError, NodeStream, ReadableStateLike } from '../streams/types.ts';
import { defineClass } from './define-class.ts';
import { collectField, mergeField } from './field-merging.ts';
import type { Outgoing } from './outgoing.ts';
import { kDetachAbortSignal, kSkipPendingData } from './symbols.ts';
import type { HttpSocket } from './types.ts';

const kHeaders = Symbol('kHeaders');
const kHeadersDistinct = Symbol('kHeadersDistinct');
const kHeadersCount = Symbol('kHeadersCount');
const kTrailers = Symbol('kTrailers');
const kTrailersDistinct = Symbol('kTrailersDistinct');
const kTrailersCount = Symbol('kTrailersCount');
const kAbortController = Symbol('kAbortController');
const kAbortSignalSocket = Symbol('kAbortSignalSocket');
const kAbortSignalListener = Symbol('kAbortSignalListener');
const kAbortSignalDetached = Symbol('kAbortSignalDetached');

type Fields = Record<string, unknown>;
type DistinctFields = Record<string, string[]>;

export interface Incoming extends NodeStream {
  _readableState: ReadableStateLike & { readingMore: boolean; resumeScheduled: boolean };
  socket: HttpSocket | null;
  client: HttpSocket | null;
  httpVersionMajor: number | null;
  httpVersionMinor: number | null;
  httpVersion: string | null;
  complete: boolean;
  headers: Fields;
  trailers: Fields;
  rawHeaders: string[];
  rawTrailers: string[];
  joinDuplicateHeaders: boolean;
  aborted: boolean;
  upgrade: boolean | null;
  url: string;
  method: string | null;
  statusCode: number | null;
  statusMessage: string | null;
  req?: Outgoing;
  readableLength: number;
  _consuming: boolean;
  _dumped: boolean;
  [kHeaders]: Fields | null;
  [kHeadersDistinct]: DistinctFields | undefined;
  [kHeadersCount]: number;
  [kTrailers]: Fields | null;
  [kTrailersDistinct]: DistinctFields | undefined;
  [kTrailersCount]: number;
  [kAbortController]: AbortController | null;
  [kAbortSignalSocket]: HttpSocket | null;
  [kAbortSignalListener]: (() => void) | null;
  [kAbortSignalDetached]: boolean;
  [kSkipPendingData]?: boolean;
  [kDetachAbortSignal](): void;
  push(chunk: unknown): boolean;
  read(size?: number): unknown;
  resume(): this;
  destroy(error?: Error | null): this;
  listenerCount(event: string): number;
  _addHeaderLines(fields: string[], count: number): void;
  _addHeaderLine(name: string, value: string, target: Fields): void;
  _addHeaderLineDistinct(name: string, value: string, target: DistinctFields): void;
  _dump(): void;
  _dumpAndCloseReadable(): void;
}

const Readable = ReadableClass as unknown as { prototype: object } & ((this: unknown, options?: object) => void);

function IncomingMessageFunction(this: Incoming, socket: HttpSocket | null): void {
  Readable.call(this, socket ? { highWaterMark: socket.readableHighWaterMark } : undefined);
  // The parser fills the buffer; nothing is to be read ahead.
  this._readableState.readingMore = true;
  this.socket = socket;
  this.httpVersionMajor = null;
  this.httpVersionMinor = null;
  this.httpVersion = null;
  this.complete = false;
  this[kHeaders] = null;
  this[kHeadersCount] = 0;
  this.rawHeaders = [];
  this[kTrailers] = null;
  this[kTrailersCount] = 0;
  this.rawTrailers = [];
  this.joinDuplicateHeaders = false;
  this.aborted = false;
  this.upgrade = null;
  this.url = '';
  this.method = null;
  this.statusCode = null;
  this.statusMessage = null;
  this.client = socket;
  this._consuming = false;
  this._dumped = false;
  this[kAbortController] = null;
  this[kAbortSignalSocket] = null;
  this[kAbortSignalListener] = null;
  this[kAbortSignalDetached] = false;
}
/** Lets bytes come in again. */
export function readStart(socket: HttpSocket | null): void {
  if (socket && !socket._paused && socket.readable) socket.resume();
}

/** A getter that computes its value once, and a setter. */
function computed<T>(key: symbol, compute: (message: Incoming) => T): PropertyDescriptor {
  return {
    configurable: true,
    get(this: Record<symbol, T>) {
      return (this[key] ||= compute(this as unknown as Incoming));
    },
    set(this: Record<symbol, T>, value: T) {
      this[key] = value;
    },
  };
}

function merged(message: Incoming, raw: string[], count: number): Fields {
  const target: Fields = {};
  for (let n = 0; n < count; n += 2) message._addHeaderLine(raw[n] as string, raw[n + 1] as string, target);
  return target;
}

function distinct(message: Incoming, raw: string[], count: number): DistinctFields {
  const target: DistinctFields = Object.create(null);
  for (let n = 0; n < count; n += 2) message._addHeaderLineDistinct(raw[n] as string, raw[n + 1] as string, target);
  return target;
}

const accessors = (): PropertyDescriptorMap => ({
  connection: {
    get(this: Incoming) {
      return this.socket;
    },
    set(this: Incoming, value: HttpSocket) {
      this.socket = value;
    },
  },
  headers: computed(kHeaders, (message) => merged(message, message.rawHeaders, message[kHeadersCount])),
  headersDistinct: computed(kHeadersDistinct, (message) =>
    distinct(message, message.rawHeaders, message[kHeadersCount]),
  ),
  trailers: computed(kTrailers, (message) => merged(message, message.rawTrailers, message[kTrailersCount])),
  trailersDistinct: computed(kTrailersDistinct, (message) =>
    distinct(message, message.rawTrailers, message[kTrailersCount]),
  ),
  /** Aborts when the connection is lost before the message is done with. */
  signal: {
    configurable: true,
    get(this: Incoming) {
      let controller = this[kAbortController];
      if (controller === null) {
        controller = new AbortController();
        this[kAbortController] = controller;
        if (this.destroyed && (!this.readableEnded || !this.complete)) controller.abort();
        else attachAbortSignal(this, controller);
      }
      return controller.signal;
    },
  },
});

function attachAbortSignal(message: Incoming, controller: AbortController): void {
  const { socket } = message;
  if (controller.signal.aborted || message[kAbortSignalDetached] || message[kAbortSignalListener] || !socket) return;
  if (socket.destroyed) {
    abortSignal(message);
    return;
  }
  const listener = (): void => abortSignal(message);
  message[kAbortSignalSocket] = socket;
  message[kAbortSignalListener] = listener;
  socket.once('close', listener);
}

function abortSignal(message: Incoming): void {
  message[kDetachAbortSignal]();
  message[kAbortController]?.abort();
}

/** Reports an error only to those who listen. */
function passError(message: Incoming, error: MaybeError, callback: Callback): void {
  if (message.listenerCount('error') === 0) callback();
  else callback(error);
}

const methods = {
  [kDetachAbortSignal](this: Incoming): void {
    const socket = this[kAbortSignalSocket];
    const listener = this[kAbortSignalListener];
    this[kAbortSignalDetached] = true;
    this[kAbortSignalSocket] = null;
    this[kAbortSignalListener] = null;
    if (socket && listener) socket.removeListener('close', listener);
  },

  setTimeout(this: Incoming, msecs: number, callback?: Listener): Incoming {
    if (callback) this.on('timeout', callback);
    this.socket?.setTimeout?.(msecs);
    return this;
  },

  _read(this: Incoming): void {
    if (!this._consuming) {
      this._readableState.readingMore = false;
      this._consuming = true;
    }
    // The parser pushes; the socket has to flow for it.
    if (this.socket?.readable) readStart(this.socket);
  },

  _destroy(this: Incoming, error: MaybeError, callback: Callback): void {
    if (!this.readableEnded || !this.complete) {
      this.aborted = true;
      this.emit('aborted');
      abortSignal(this);
    }
    const { socket } = this;
    if (socket && !socket.destroyed && this.aborted) {
      socket.destroy(error as Error);
      const cleanUp = eos(socket as never, (failure?: (Error & { code?: string }) | null) => {
        cleanUp();
        const cause = failure?.code === 'ERR_STREAM_PREMATURE_CLOSE' ? null : failure;
        nextTick(() => passError(this, cause || error, callback));
      });
    } else if (!error && !this.aborted) callback();
    else nextTick(() => passError(this, error, callback));
  },

  _addHeaderLines(this: Incoming, fields: string[], count: number): void {
    if (!fields?.length) return;
    let target: Fields | null;
    if (this.complete) {
      this.rawTrailers = fields;
      this[kTrailersCount] = count;
      target = this[kTrailers];
    } else {
      this.rawHeaders = fields;
      this[kHeadersCount] = count;
      target = this[kHeaders];
    }
    if (!target) return;
    for (let n = 0; n < count; n += 2) this._addHeaderLine(fields[n] as string, fields[n + 1] as string, target);
  },

  _addHeaderLine(this: Incoming, name: string, value: string, target: Fields): void {
    mergeField(target, name, value, this.joinDuplicateHeaders);
  },

  _addHeaderLineDistinct(name: string, value: string, target: DistinctFields): void {
    collectField(target, name, value);
  },

  /** Makes the message look read to the end, without the events of that. */
  _dumpAndCloseReadable(this: Incoming): void {
    this._dumped = true;
    Object.assign(this._readableState, {
      ended: true,
      endEmitted: true,
      destroyed: true,
      closed: true,
      closeEmitted: true,
    });
  },

  /** Throws away what comes. */
  _dump(this: Incoming): void {
    if (this._dumped) return;
    this._dumped = true;
    this.removeAllListeners('data');
    if (this.complete && !this.destroyed && this.readableLength === 0) this.read(0);
    else this.resume();
  },
};
/** https://nodejs.org/api/http.html#class-httpincomingmessage */
export const IncomingMessage = /* @__PURE__ */ defineClass<{
  new (socket: HttpSocket | null): Incoming;
  prototype: Incoming;
}>(IncomingMessageFunction, 'IncomingMessage', ReadableClass, methods, /* @__PURE__ */ accessors());
