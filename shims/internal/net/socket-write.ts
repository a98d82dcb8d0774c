/** The writing side of a socket. */
import { Buffer } from '../../buffer.ts';
import { ERR_SOCKET_CLOSED, ERR_SOCKET_CLOSED_BEFORE_CONNECTION } from '../errors.ts';
import { type Callback, kBytesRead, kBytesWritten, kTimeout, type SocketLike } from './socket-types.ts';

/** Chunks are put together up to this size: a call of the host costs more than the copy. */
const JOIN_TO = 256 * 1024;

interface Chunk {
  chunk: string | Uint8Array;
  encoding: string;
}

function toBytes(data: string | Uint8Array, encoding: string): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data, encoding as BufferEncoding) : data;
}

function byteLength(data: string | Uint8Array, encoding: string): number {
  return typeof data === 'string' ? Buffer.byteLength(data, encoding as BufferEncoding) : data.length;
}

/** Writes several chunks with as few calls as is reasonable. */
function writeAll(socket: SocketLike, chunks: readonly Uint8Array[], callback: Callback): void {
  let from = 0;
  const next = (error?: Error | null): void => {
    const handle = socket._handle;
    if (error || from >= chunks.length || !handle) {
      callback(error ?? (handle ? undefined : new ERR_SOCKET_CLOSED()));
      return;
    }
    let size = 0;
    let end = from;
    while (end < chunks.length && (end === from || size + (chunks[end] as Uint8Array).length <= JOIN_TO)) {
      size += (chunks[end++] as Uint8Array).length;
    }
    const bytes = end === from + 1 ? (chunks[from] as Uint8Array) : Buffer.concat(chunks.slice(from, end), size);
    from = end;
    handle.write(bytes, next);
  };
  next();
}

export const writeMembers = {
  _writeGeneric(this: SocketLike, writev: boolean, data: unknown, encoding: string, callback: Callback): void {
    if (this.connecting) {
      this._pendingData = data;
      this._pendingEncoding = encoding;
      const onClose = (): void => callback(new ERR_SOCKET_CLOSED_BEFORE_CONNECTION());
      this.once('connect', () => {
        this.off('close', onClose);
        this._writeGeneric(writev, data, encoding, callback);
      });
      this.once('close', onClose);
      return;
    }
    this._pendingData = null;
    this._pendingEncoding = '';
    if (!this._handle) {
      callback(new ERR_SOCKET_CLOSED());
      return;
    }
    let done = callback;
    if (this[kTimeout] !== null || this._parent !== null) {
      this._unrefTimer();
      done = (error) => {
        this._unrefTimer();
        callback(error);
      };
    }
    if (writev) {
      const chunks = (data as Chunk[]).map((item) => toBytes(item.chunk, item.encoding));
      writeAll(this, chunks, done);
    } else this._handle.write(toBytes(data as string | Uint8Array, encoding), done);
  },

  _writev(this: SocketLike, chunks: Chunk[], callback: Callback): void {
    this._writeGeneric(true, chunks, '', callback);
  },

  _write(this: SocketLike, data: unknown, encoding: string, callback: Callback): void {
    this._writeGeneric(false, data, encoding, callback);
  },

  _final(this: SocketLike, callback: Callback): void {
    if (this.connecting) {
      // What was written before goes first, and it waits for the same event.
      this.once('connect', () => this._final(callback as never));
      return;
    }
    if (!this._handle) {
      callback();
      return;
    }
    this._handle.shutdown((error) => {
      if (this.destroyed) return;
      // A peer that has closed already has no end to be told of.
      callback(error && (error as NodeJS.ErrnoException).code !== 'ENOTCONN' ? error : undefined);
    });
  },

  get bufferSize(): number | undefined {
    const socket = this as unknown as SocketLike;
    return socket._handle ? socket.writableLength : undefined;
  },

  get bytesRead(): number {
    const socket = this as unknown as SocketLike;
    return socket._handle ? socket._handle.bytesRead : socket[kBytesRead];
  },

  get _bytesDispatched(): number {
    const socket = this as unknown as SocketLike;
    return socket._handle ? socket._handle.bytesWritten : socket[kBytesWritten];
  },

  get bytesWritten(): number | undefined {
    const socket = this as unknown as SocketLike;
    let bytes = socket._bytesDispatched as number;
    const state = socket._writableState as unknown as { getBuffer?(): Chunk[] } | undefined;
    if (!state) return undefined;
    for (const { chunk, encoding } of state.getBuffer?.() ?? []) bytes += byteLength(chunk, encoding);
    const pending = socket._pendingData as string | Uint8Array | Chunk[] | null;
    if (Array.isArray(pending)) {
      for (const { chunk, encoding } of pending) bytes += byteLength(chunk, encoding);
    } else if (pending) bytes += byteLength(pending, socket._pendingEncoding);
    return bytes;
  },
};
