/** How the parts of http see each other, and sockets. Names with a leading `_` are Node's, and packages use them. */
import type { EventName, Listener } from '../events/emitter.ts';
import type { NodeStream, WritableStateLike } from '../streams/types.ts';
import type { Incoming } from './incoming.ts';
import type { HttpParser } from './message-parser.ts';
import type { Outgoing } from './outgoing.ts';
import type { ServerLike } from './server-options.ts';

/** A `net.Socket`, a `tls.TLSSocket`, or any duplex stream that is used as one. */
export interface HttpSocket extends NodeStream {
  parser?: HttpParser | null;
  server?: ServerLike;
  _httpMessage?: Outgoing | null;
  _paused?: boolean;
  _hadError?: boolean;
  _writableState: WritableStateLike & { highWaterMark: number };
  timeout?: number;
  connecting?: boolean;
  errored?: Error | null;
  allowHalfOpen?: boolean;
  readableFlowing?: boolean | null;
  readableLength: number;
  readableHighWaterMark: number;
  writableLength: number;
  writableHighWaterMark: number;
  writableCorked: number;
  write(chunk: unknown, encoding?: unknown, callback?: unknown): boolean;
  end(...args: unknown[]): this;
  destroy(error?: Error | null): this;
  destroySoon?(): void;
  cork(): void;
  uncork(): void;
  pause(): this;
  resume(): this;
  ref?(): this;
  unref?(): this;
  setTimeout?(msecs: number, callback?: Listener): this;
  setKeepAlive?(enable?: boolean, delay?: number): this;
  setNoDelay?(noDelay?: boolean): this;
  setEncoding(encoding?: string): unknown;
  once(event: EventName, listener: Listener): this;
  off(event: EventName, listener: Listener): this;
  listenerCount(event: EventName, listener?: Listener): number;
}

/** The message behind an `IncomingMessage` that a parser has made. */
export type { Incoming };
