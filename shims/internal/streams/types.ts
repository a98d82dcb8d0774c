/** What the parts of the stream implementation know of each other. Everything Node leaves on objects is public here, too. */
import type { Emitter, EventName, Listener } from '../events/emitter.ts';

/** `null`, `undefined` or an error. */
export type MaybeError = Error | null | undefined;
export type Callback = (error?: Error | null, ...rest: unknown[]) => void;

/** The two states have these in common. */
export interface CommonState {
  constructed: boolean;
  destroyed: boolean;
  closed: boolean;
  closeEmitted: boolean;
  emitClose: boolean;
  autoDestroy: boolean;
  errored: Error | null;
  errorEmitted: boolean;
  objectMode: boolean;
  highWaterMark: number;
}

/** `stream._readableState`. */
export interface ReadableStateLike extends CommonState {
  ended: boolean;
  endEmitted: boolean;
  reading: boolean;
  sync: boolean;
  flowing: boolean | null;
  dataEmitted: boolean;
  length: number;
  needReadable: boolean;
  readableListening: boolean;
}

/** `stream._writableState`. */
export interface WritableStateLike extends CommonState {
  ended: boolean;
  ending: boolean;
  finished: boolean;
  finalCalled: boolean;
  length: number;
  needDrain: boolean;
  corked: number;
  writable?: boolean;
}

/** A Node stream of ours, or one that behaves like it. */
export interface NodeStream extends Emitter {
  _readableState?: ReadableStateLike | undefined;
  _writableState?: WritableStateLike | undefined;
  readable?: boolean;
  writable?: boolean;
  destroyed?: boolean;
  closed?: boolean;
  readableEnded?: boolean;
  readableErrored?: Error | null;
  readableObjectMode?: boolean;
  writableObjectMode?: boolean;
  writableEnded?: boolean;
  writableFinished?: boolean;
  writableErrored?: Error | null;
  writableNeedDrain?: boolean;
  allowHalfOpen?: boolean;
  destroy(error?: MaybeError, callback?: Callback): this;
  _destroy(error: MaybeError, callback: Callback): void;
  _construct?(callback: Callback): void;
  pipe(destination: NodeStream, options?: { end?: boolean }): NodeStream;
  unpipe(destination?: NodeStream): this;
  pause(): this;
  resume(): this;
  read(size?: number): unknown;
  write(chunk: unknown, ...rest: unknown[]): boolean;
  end(...args: unknown[]): this;
  once(event: EventName, listener: Listener): this;
  off(event: EventName, listener: Listener): this;
  listenerCount(event: EventName): number;
  [Symbol.asyncIterator]?(): AsyncIterator<unknown>;
}
