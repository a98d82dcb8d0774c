import type { Transform } from 'node:stream';
import type { CodecHandle } from './codec-handle.ts';

/** Options of every codec; what is given is checked, so nothing is taken for granted of it. */
export interface ZlibOptions {
  flush?: unknown;
  finishFlush?: unknown;
  chunkSize?: unknown;
  windowBits?: unknown;
  level?: unknown;
  memLevel?: unknown;
  strategy?: unknown;
  dictionary?: unknown;
  info?: unknown;
  maxOutputLength?: unknown;
  rejectGarbageAfterEnd?: unknown;
  pledgedSrcSize?: unknown;
  params?: Record<string, unknown>;
  encoding?: unknown;
  objectMode?: unknown;
  writableObjectMode?: unknown;
}

/** What a family of codecs flushes with: usually, at the end, and by `flush()`; and its greatest value. */
export interface FlushValues {
  flush: number;
  finishFlush: number;
  fullFlush: number;
  strongest: number;
}

/** Any callback. */
export type AnyCallback = (...args: never[]) => unknown;

/** A codec's stream, with the properties that packages know it by. */
export interface ZlibStream extends Transform {
  bytesWritten: number;
  flush(kind?: unknown, callback?: AnyCallback): void;
  close(callback?: AnyCallback): void;
  reset(): void;
  _handle: CodecHandle | null;
  /** The error that ended it. */
  _error: unknown;
  _chunkSize: number;
  /** Bytes of the current chunk of output that have been given out already. */
  _outOffset: number;
  _defaultFlushFlag: number;
  _finishFlushFlag: number;
  _defaultFullFlushFlag: number;
  _strongestFlush: number;
  _info: unknown;
  _maxOutputLength: number;
  _rejectGarbageAfterEnd: boolean;
  _level: number;
  _strategy: number;
}
