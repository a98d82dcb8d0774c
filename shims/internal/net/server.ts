/** `net.Server`. https://nodejs.org/api/net.html#class-netserver */
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_SERVER_NOT_RUNNING, errnoException } from '../errors.ts';
import { captureRejectionSymbol, type Emitter, type EmitterOptions, EventEmitter } from '../events/emitter.ts';
import { nextTick } from '../loop.ts';
import { validateNumber } from '../validators.ts';
import { BlockList } from './block-list.ts';
import type { ServerHandle } from './server-handle.ts';
import { listen } from './server-listen.ts';
import type { ServerLike } from './server-types.ts';
import type { AddressInfo } from './stream-handle.ts';

/** Options of the constructor. */
export interface ServerOptions {
  allowHalfOpen?: boolean;
  pauseOnConnect?: boolean;
  noDelay?: boolean;
  keepAlive?: boolean;
  keepAliveInitialDelay?: number;
  highWaterMark?: number;
  blockList?: unknown;
}

type Listener = (...args: unknown[]) => void;

function ServerFunction(this: ServerLike, given?: ServerOptions | Listener | null, listener?: Listener): unknown {
  if (!(this instanceof ServerFunction)) return new Server(given as never, listener as never);
  EventEmitter.call(
    this as unknown as Emitter,
    (typeof given === 'object' && given !== null ? given : undefined) as EmitterOptions | undefined,
  );
  let options: ServerOptions = {};
  if (typeof given === 'function') this.on('connection', given);
  else if (given === undefined || given === null || typeof given === 'object') {
    options = { ...given };
    if (typeof listener === 'function') this.on('connection', listener);
  } else throw new ERR_INVALID_ARG_TYPE('options', 'Object', given);
  if (options.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
    if (options.keepAliveInitialDelay < 0) options.keepAliveInitialDelay = 0;
  }
  if (options.highWaterMark !== undefined) {
    validateNumber(options.highWaterMark, 'options.highWaterMark');
    if (options.highWaterMark < 0) delete options.highWaterMark;
  }
  if (options.blockList && !BlockList.isBlockList(options.blockList)) {
    throw new ERR_INVALID_ARG_VALUE('options.blockList', options.blockList, 'must be a BlockList');
  }
  this._connections = 0;
  this._handle = null;
  this._unref = false;
  this._listeningId = 0;
  this._pipeName = undefined;
  this._connectionKey = undefined;
  this.allowHalfOpen = options.allowHalfOpen || false;
  this.pauseOnConnect = Boolean(options.pauseOnConnect);
  this.noDelay = Boolean(options.noDelay);
  this.keepAlive = Boolean(options.keepAlive);
  this.keepAliveInitialDelay = Math.floor((options.keepAliveInitialDelay ?? 0) / 1000);
  this.highWaterMark = options.highWaterMark;
  this.blockList = options.blockList as BlockList | undefined;
  return undefined;
}
Object.defineProperty(ServerFunction, 'name', { value: 'Server' });
Object.setPrototypeOf(ServerFunction.prototype, EventEmitter.prototype as object);
Object.setPrototypeOf(ServerFunction, EventEmitter);

/** https://nodejs.org/api/net.html#class-netserver */
export const Server = ServerFunction as unknown as typeof import('node:net').Server;

function emitClose(server: ServerLike): void {
  server.emit('close');
}

const members = {
  listen,

  get listening(): boolean {
    return Boolean((this as unknown as ServerLike)._handle);
  },

  address(this: ServerLike): AddressInfo | string | null {
    const handle: ServerHandle | null = this._handle;
    if (!handle) return null;
    if (handle.isPipe) return this._pipeName ?? null;
    const out: AddressInfo = {};
    const error = handle.getsockname(out);
    if (error) throw errnoException(error, 'address');
    return out;
  },

  getConnections(this: ServerLike, callback: (error: Error | null, count: number) => void): ServerLike {
    nextTick(callback as never, null, this._connections);
    return this;
  },

  close(this: ServerLike, callback?: (error?: Error) => void): ServerLike {
    if (typeof callback === 'function') {
      if (this._handle) this.once('close', callback);
      else this.once('close', () => callback(new ERR_SERVER_NOT_RUNNING()));
    }
    // A look-up that is under way listens no more.
    this._listeningId++;
    if (this._handle) {
      this._handle.close();
      this._handle = null;
    }
    this._emitCloseIfDrained();
    return this;
  },

  _emitCloseIfDrained(this: ServerLike): void {
    if (this._handle || this._connections > 0) return;
    nextTick(emitClose as never, this);
  },

  async [Symbol.asyncDispose](this: ServerLike): Promise<void> {
    if (!this._handle) return;
    await new Promise<void>((resolve, reject) => {
      this.close((error?: Error) => (error ? reject(error) : resolve()));
    });
  },

  ref(this: ServerLike): ServerLike {
    this._unref = false;
    this._handle?.ref();
    return this;
  },

  unref(this: ServerLike): ServerLike {
    this._unref = true;
    this._handle?.unref();
    return this;
  },

  /** A listener of `connection` that is an async function has failed. */
  [captureRejectionSymbol](
    this: ServerLike,
    error: Error,
    event: string,
    socket: { destroy(error: Error): void },
  ): void {
    if (event === 'connection') socket.destroy(error);
    else this.emit('error', error);
  },
};
Object.defineProperties(ServerFunction.prototype, Object.getOwnPropertyDescriptors(members));
