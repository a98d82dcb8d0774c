/** The reading side of a socket. */
import { Duplex } from '../streams/duplex.ts';
import { kSourced, type ReadableState } from '../streams/readable-state.ts';
import { kOnRead, kTimeout, type OnRead, type SocketLike } from './socket-types.ts';

/** Checks and keeps `onread`. @throws ERR_INVALID_ARG_TYPE */
export function initializeOnRead(socket: SocketLike, options: OnRead): void {
  const { buffer, callback } = options;
  if (!(buffer instanceof Uint8Array) && typeof buffer !== 'function') return;
  if (typeof callback !== 'function') return;
  socket[kOnRead] = { options, buffer: typeof buffer === 'function' ? buffer() : buffer, rest: undefined };
}

/** Takes what the handle gives from now on. */
export function startReading(socket: SocketLike): void {
  const handle = socket._handle;
  if (!handle) return;
  handle.owner = socket;
  const state = socket._readableState as ReadableState;
  state[kSourced] = true;
  handle.reader = {
    data(chunk) {
      if (socket[kTimeout] !== null || socket._parent !== null) socket._unrefTimer();
      if (socket[kOnRead] !== undefined) return deliver(socket, chunk);
      if (socket.push(chunk)) return true;
      state.reading = false;
      return false;
    },
    end() {
      socket._unrefTimer();
      socket.push(null);
      // Without a reader the end would wait for ever: see that there is nothing left.
      socket.read(0);
    },
    fail(error) {
      socket.destroy(error);
    },
  };
  handle.onwritefailure = (error) => {
    socket.destroy(error);
  };
}

/** Hands a chunk over in the program's own memory, as much of it as fits at a time. */
function deliver(socket: SocketLike, chunk: Uint8Array): boolean {
  const onread = socket[kOnRead];
  if (onread === undefined) return true;
  let rest = chunk;
  while (rest.length > 0) {
    const { buffer, options } = onread;
    const part = rest.subarray(0, buffer.length);
    buffer.set(part);
    rest = rest.subarray(part.length);
    const goOn = options.callback.call(socket, part.length, buffer);
    if (typeof options.buffer === 'function') onread.buffer = options.buffer();
    if (goOn === false) socket._handle?.readStop();
    // It may have paused or ended the socket itself.
    if (!socket._handle?.reading) {
      onread.rest = rest.length > 0 ? rest.slice() : undefined;
      return false;
    }
  }
  return true;
}

function startSource(socket: SocketLike): void {
  const onread = socket[kOnRead];
  if (onread?.rest !== undefined) {
    const { rest } = onread;
    onread.rest = undefined;
    if (socket._handle) socket._handle.reading = true;
    if (!deliver(socket, rest)) return;
  }
  socket._handle?.readStart();
}

export const readMembers = {
  _read(this: SocketLike, size: number): void {
    if (this.connecting || !this._handle) this.once('connect', () => this._read(size));
    // Also while it reads already: a source that gave one chunk waits to be asked again.
    else startSource(this);
  },

  read(this: SocketLike, size?: number): unknown {
    if (this[kOnRead] !== undefined && !this.connecting && this._handle && !this._handle.reading) startSource(this);
    return Duplex.prototype.read.call(this, size);
  },

  pause(this: SocketLike): SocketLike {
    if (this[kOnRead] !== undefined && !this.connecting && this._handle?.reading) this._handle.readStop();
    return Duplex.prototype.pause.call(this) as SocketLike;
  },

  resume(this: SocketLike): SocketLike {
    if (this[kOnRead] !== undefined && !this.connecting && this._handle && !this._handle.reading) startSource(this);
    return Duplex.prototype.resume.call(this) as SocketLike;
  },
};
