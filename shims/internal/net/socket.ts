/**
 * `net.Socket`: a Duplex over a connection of the host.
 *
 * https://nodejs.org/api/net.html#class-netsocket
 */
import {
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM,
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_HANDLE_TYPE,
  ERR_SOCKET_CLOSED,
} from '../errors.ts';
import { nextTick } from '../loop.ts';
import { addAbortSignalNoValidate } from '../streams/add-abort-signal.ts';
import { Duplex } from '../streams/duplex.ts';
import { clearTimeout } from '../timers/functions.ts';
import { validateAbortSignal, validateInt32, validateObject } from '../validators.ts';
import { BlockList } from './block-list.ts';
import { addressMembers } from './socket-addresses.ts';
import { connectMembers } from './socket-connect.ts';
import { initializeOnRead, readMembers, startReading } from './socket-read.ts';
import { timeoutMembers } from './socket-timeout.ts';
import { tuningMembers } from './socket-tuning.ts';
import {
  type Callback,
  kBlockList,
  kBytesRead,
  kBytesWritten,
  kOnRead,
  kSetKeepAlive,
  kSetKeepAliveInitialDelay,
  kSetNoDelay,
  kTimeout,
  type OnRead,
  type SocketLike,
} from './socket-types.ts';
import { writeMembers } from './socket-write.ts';
import type { StreamHandle } from './stream-handle.ts';

/** Options of the constructor. `handle`, `manualStart` and `pauseOnCreate` are between us. */
export interface SocketOptions {
  fd?: unknown;
  handle?: StreamHandle | null;
  allowHalfOpen?: boolean;
  readable?: boolean;
  writable?: boolean;
  signal?: AbortSignal;
  onread?: OnRead | null;
  noDelay?: boolean;
  keepAlive?: boolean;
  keepAliveInitialDelay?: number;
  blockList?: unknown;
  manualStart?: boolean;
  pauseOnCreate?: boolean;
  [name: string]: unknown;
}

function SocketFunction(this: SocketLike, given?: SocketOptions | number): unknown {
  if (!(this instanceof SocketFunction)) return new Socket(given as never);
  const options = checkOptions(given);
  this.connecting = false;
  this._hadError = false;
  this._handle = null;
  this._parent = null;
  this._host = null;
  this._pendingData = null;
  this._pendingEncoding = '';
  this._peername = null;
  this._sockname = null;
  this.server = null;
  this._server = null;
  this.resetAndClosing = false;
  this.timeout = 0;
  this[kTimeout] = null;
  this[kBytesRead] = 0;
  this[kBytesWritten] = 0;
  this[kOnRead] = undefined;
  this[kSetNoDelay] = Boolean(options.noDelay);
  this[kSetKeepAlive] = Boolean(options.keepAlive);
  this[kSetKeepAliveInitialDelay] = Math.floor((options.keepAliveInitialDelay ?? 0) / 1000);
  this[kBlockList] = options.blockList as BlockList | undefined;
  (Duplex as unknown as (this: SocketLike, options: object) => void).call(this, {
    ...options,
    // `close` is emitted when the handle has closed.
    allowHalfOpen: Boolean(options.allowHalfOpen),
    emitClose: false,
    autoDestroy: true,
    decodeStrings: false,
    // Added below, when the socket is ready for it.
    signal: undefined,
  });
  if (options.handle) this._handle = options.handle;
  if (options.onread) initializeOnRead(this, options.onread);
  this.on('end', onReadableEnd);
  if (this._handle) {
    startReading(this);
    if (options.readable !== false && !options.manualStart) {
      if (options.pauseOnCreate) {
        this._handle.readStop();
        this._readableState.flowing = false;
      } else this.read(0);
    }
  }
  if (options.signal) addAbortSignalNoValidate(options.signal, this as never);
  return undefined;
}

/** @throws ERR_INVALID_ARG_VALUE, ERR_INVALID_ARG_TYPE, ERR_FEATURE_UNAVAILABLE_ON_PLATFORM */
function checkOptions(given: SocketOptions | number | undefined): SocketOptions {
  const options = typeof given === 'number' ? { fd: given } : { ...given };
  for (const name of ['objectMode', 'readableObjectMode', 'writableObjectMode']) {
    if (options[name]) throw new ERR_INVALID_ARG_VALUE(`options.${name}`, options[name], 'is not supported');
  }
  if (options.keepAliveInitialDelay !== undefined && Number(options.keepAliveInitialDelay) < 0) {
    options.keepAliveInitialDelay = 0;
  }
  if (options.blockList && !BlockList.isBlockList(options.blockList)) {
    throw new ERR_INVALID_ARG_VALUE('options.blockList', options.blockList, 'must be a BlockList');
  }
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  if (options.onread !== undefined && options.onread !== null) validateObject(options.onread, 'options.onread');
  if (options.fd !== undefined) {
    validateInt32(options.fd, 'options.fd', 0);
    throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('net.Socket with a file descriptor');
  }
  return options;
}
Object.defineProperty(SocketFunction, 'name', { value: 'Socket' });
Object.setPrototypeOf(SocketFunction.prototype, Duplex.prototype as object);
Object.setPrototypeOf(SocketFunction, Duplex);

/** https://nodejs.org/api/net.html#class-netsocket */
export const Socket = SocketFunction as unknown as typeof import('node:net').Socket;

/** The other side has ended: without half-open connections so does this one. */
function onReadableEnd(this: SocketLike): void {
  if (!this.allowHalfOpen) this.write = writeAfterEnd as never;
}

/** The other side has ended and so has this one: a write is told so, in other words than a stream's. */
function writeAfterEnd(this: SocketLike, chunk: unknown, encoding?: unknown, callback?: unknown): boolean {
  if (!this.writableEnded) return Duplex.prototype.write.call(this, chunk, encoding as never, callback as never);
  const done = typeof encoding === 'function' ? encoding : callback;
  const error = Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' });
  if (typeof done === 'function') nextTick(done as never, error);
  this.destroy(error);
  return false;
}

const lifeMembers = {
  destroySoon(this: SocketLike): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', this.destroy as never);
  },

  _destroy(this: SocketLike, error: Error | null, callback: Callback): void {
    this.connecting = false;
    for (let socket: SocketLike | null = this; socket !== null; socket = socket._parent) {
      clearTimeout(socket[kTimeout]);
      socket[kTimeout] = null;
    }
    const handle = this._handle;
    if (handle) {
      this[kBytesRead] = handle.bytesRead;
      this[kBytesWritten] = handle.bytesWritten;
      const closed = (): void => {
        this.emit('close', Boolean(error));
      };
      handle.reader = undefined;
      handle.onwritefailure = undefined;
      if (this.resetAndClosing) {
        this.resetAndClosing = false;
        handle.reset(closed);
      } else handle.close(closed);
      this._handle = null;
      this._sockname = null;
      callback(error);
    } else {
      callback(error);
      nextTick(emitClose, this as never);
    }
    if (this._server) {
      this._server._connections--;
      this._server._emitCloseIfDrained();
    }
  },

  resetAndDestroy(this: SocketLike): SocketLike {
    if (this._handle) {
      if (this._handle.isPipe) throw new ERR_INVALID_HANDLE_TYPE();
      this.resetAndClosing = true;
      if (this.connecting) this.once('connect', () => this.destroy());
      else this.destroy();
    } else this.destroy(new ERR_SOCKET_CLOSED());
    return this;
  },

  ref(this: SocketLike): SocketLike {
    if (this._handle) this._handle.ref();
    else this.once('connect', this.ref);
    return this;
  },

  unref(this: SocketLike): SocketLike {
    if (this._handle) this._handle.unref();
    else this.once('connect', this.unref);
    return this;
  },
};

function emitClose(socket: SocketLike): void {
  socket.emit('close', false);
}

for (const members of [
  lifeMembers,
  readMembers,
  writeMembers,
  connectMembers,
  addressMembers,
  timeoutMembers,
  tuningMembers,
]) {
  Object.defineProperties(SocketFunction.prototype, Object.getOwnPropertyDescriptors(members));
}
