/** What the parts of `net.Socket` know of each other. Everything that Node leaves on sockets is public here, too. */
import type { Duplex } from '../streams/duplex.ts';
import type { ReadableStateLike, WritableStateLike } from '../streams/types.ts';
import type { Timeout } from '../timers/timeout.ts';
import type { BlockList } from './block-list.ts';
import type { AddressInfo, StreamHandle } from './stream-handle.ts';

export const kSetNoDelay: unique symbol = Symbol('kSetNoDelay') as never;
export const kSetKeepAlive: unique symbol = Symbol('kSetKeepAlive') as never;
export const kSetKeepAliveInitialDelay: unique symbol = Symbol('kSetKeepAliveInitialDelay') as never;
export const kTimeout: unique symbol = Symbol('timeout') as never;
export const kBytesRead: unique symbol = Symbol('kBytesRead') as never;
export const kBytesWritten: unique symbol = Symbol('kBytesWritten') as never;
export const kOnRead: unique symbol = Symbol('kOnRead') as never;
export const kBlockList: unique symbol = Symbol('kBlockList') as never;

export type Callback = (error?: Error | null) => void;

/** `onread`: chunks go into the program's own memory. */
export interface OnRead {
  buffer: Uint8Array | (() => Uint8Array);
  callback: (this: unknown, bytes: number, buffer: Uint8Array) => unknown;
}

/** What a socket's server is told. */
export interface SocketServer {
  _connections: number;
  _emitCloseIfDrained(): void;
}

/** A socket. */
export interface SocketLike extends InstanceType<typeof Duplex> {
  _readableState: ReadableStateLike;
  _writableState: WritableStateLike & { decodeStrings?: boolean };
  _handle: StreamHandle | null;
  _parent: SocketLike | null;
  _host: string | null;
  _hadError: boolean;
  _peername: AddressInfo | null;
  _sockname: AddressInfo | null;
  _pendingData: unknown;
  _pendingEncoding: string;
  _server: SocketServer | null;
  server: SocketServer | null;
  connecting: boolean;
  resetAndClosing: boolean;
  timeout: number;
  autoSelectFamilyAttemptedAddresses?: string[];
  [kSetNoDelay]: boolean;
  [kSetKeepAlive]: boolean;
  [kSetKeepAliveInitialDelay]: number;
  [kTimeout]: Timeout | null;
  [kBytesRead]: number;
  [kBytesWritten]: number;
  [kOnRead]: { options: OnRead; buffer: Uint8Array; rest: Uint8Array | undefined } | undefined;
  [kBlockList]: BlockList | undefined;
  readonly _bytesDispatched: number | undefined;
  readonly bytesRead: number;
  readonly bytesWritten: number | undefined;
  _unrefTimer(): void;
  _onTimeout(): void;
  _getpeername(): AddressInfo;
  _getsockname(): AddressInfo;
  _writeGeneric(writev: boolean, data: unknown, encoding: string, callback: Callback): void;
  connect(...args: unknown[]): this;
  ref(): this;
  unref(): this;
  resetAndDestroy(): this;
  destroySoon(): void;
  setTimeout(milliseconds: number, callback?: () => void): this;
}
