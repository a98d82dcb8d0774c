import type { Emitter } from '../events/emitter.ts';
import type { BlockList } from './block-list.ts';
import type { ServerHandle } from './server-handle.ts';

/** A server, with what Node leaves on it. */
export interface ServerLike extends Emitter {
  _connections: number;
  _handle: ServerHandle | null;
  _unref: boolean;
  /** Counts calls of `listen` and `close`: what waited for a look-up sees that it is no longer wanted. */
  _listeningId: number;
  _pipeName: string | undefined;
  _connectionKey: string | undefined;
  allowHalfOpen: boolean;
  pauseOnConnect: boolean;
  noDelay: boolean;
  keepAlive: boolean;
  keepAliveInitialDelay: number;
  highWaterMark: number | undefined;
  blockList: BlockList | undefined;
  maxConnections?: number | null;
  once(event: string, listener: (...args: never[]) => void): this;
  close(callback?: (error?: Error) => void): this;
  ref(): this;
  unref(): this;
  _emitCloseIfDrained(): void;
}
