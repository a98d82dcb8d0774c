/** What the parts of `dgram.Socket` know of each other. */
import { ERR_SOCKET_DGRAM_NOT_RUNNING } from '../errors.ts';
import type { BlockList } from '../net/block-list.ts';
import type { UdpHandle } from './udp-handle.ts';

export const kState: unique symbol = Symbol('state symbol') as never;

export const UNBOUND = 0;
export const BINDING = 1;
export const BOUND = 2;

export const DISCONNECTED = 0;
export const CONNECTING = 1;
export const CONNECTED = 2;

/** Looks a name up, in the form of `dns.lookup`. */
export type Lookup = (
  host: string,
  family: number,
  callback: (error: Error | null, address?: string, family?: number) => void,
) => void;

/** The state of a socket. */
export interface SocketState {
  /** null once the socket is closed. */
  handle: UdpHandle | null;
  receiving: boolean;
  bindState: typeof UNBOUND | typeof BINDING | typeof BOUND;
  connectState: typeof DISCONNECTED | typeof CONNECTING | typeof CONNECTED;
  /** What waits for the socket to be bound. */
  queue: (() => void)[] | undefined;
  reuseAddr: boolean;
  /** Looks up where to bind or send to; the loopback where there is no name. */
  readonly lookup: (host: string | undefined, callback: (error: Error | null, address?: string) => void) => void;
  readonly recvBufferSize: number | undefined;
  readonly sendBufferSize: number | undefined;
  readonly receiveBlockList: BlockList | undefined;
  readonly sendBlockList: BlockList | undefined;
}

/** A socket, as its parts see it. */
export interface SocketLike {
  readonly [kState]: SocketState;
  readonly type: 'udp4' | 'udp6';
  bind(...args: unknown[]): unknown;
  emit(event: string, ...args: unknown[]): boolean;
  on(event: string | symbol, listener: (error: Error) => void): unknown;
  once(event: string | symbol, listener: (error: Error) => void): unknown;
  removeListener(event: string | symbol, listener: (error: Error) => void): unknown;
}

/** The handle of a socket that is not closed. @throws ERR_SOCKET_DGRAM_NOT_RUNNING */
export function runningHandle(socket: SocketLike): UdpHandle {
  const { handle } = socket[kState];
  if (!handle) throw new ERR_SOCKET_DGRAM_NOT_RUNNING();
  return handle;
}
