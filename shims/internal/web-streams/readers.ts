import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS } from '../errors.ts';
import { webInterface } from '../web-class.ts';
import type { ReadableByteCore } from './readable-byte.ts';
import { acquireReader, cancelStream, type ReaderCore, readResult, releaseReader } from './readable-core.ts';
import { type ReadableStream, readableCore } from './readable-stream.ts';
import { attemptAsync, invalidState } from './support.ts';

/** What a read gives. */
export interface ReadResult<Chunk> {
  value: Chunk | undefined;
  done: boolean;
}

let defaultCore: (reader: unknown) => ReaderCore;
let byobCore: (reader: unknown) => ReaderCore;

/** https://nodejs.org/api/webstreams.html#class-readablestreamdefaultreader */
export class ReadableStreamDefaultReader<Chunk = unknown> {
  readonly #core: ReaderCore;

  constructor(stream: ReadableStream<Chunk>) {
    this.#core = acquireReader(streamCore(stream));
  }

  get closed(): Promise<void> {
    return attemptAsync(() => defaultCore(this).closed.promise);
  }

  cancel(reason: unknown = undefined): Promise<void> {
    return attemptAsync(() => cancelReader(defaultCore(this), reason));
  }

  read(): Promise<ReadResult<Chunk>> {
    return attemptAsync(() => {
      const core = defaultCore(this);
      checkAttached(core);
      return readResult(core) as Promise<ReadResult<Chunk>>;
    });
  }

  releaseLock(): void {
    releaseReader(defaultCore(this));
  }

  static {
    defaultCore = (reader) => {
      if (typeof reader !== 'object' || reader === null || !(#core in reader)) {
        throw new ERR_INVALID_THIS('ReadableStreamDefaultReader');
      }
      return reader.#core;
    };
  }
}

/** https://nodejs.org/api/webstreams.html#class-readablestreambyobreader */
export class ReadableStreamBYOBReader {
  readonly #core: ReaderCore;

  constructor(stream: ReadableStream<Uint8Array>) {
    const core = streamCore(stream);
    if (core.reader) throw invalidState('ReadableStream is locked');
    if (!('pullInto' in core.controller)) throw new ERR_INVALID_ARG_VALUE('stream', stream, 'must be a byte stream');
    this.#core = acquireReader(core, true);
  }

  get closed(): Promise<void> {
    return attemptAsync(() => byobCore(this).closed.promise);
  }

  cancel(reason: unknown = undefined): Promise<void> {
    return attemptAsync(() => cancelReader(byobCore(this), reason));
  }

  /** Reads into `view`, whose buffer is detached; at least `min` elements unless the stream ends. */
  read<View extends ArrayBufferView>(view: View, options?: { min?: number }): Promise<ReadResult<View>> {
    return attemptAsync(() => {
      const core = byobCore(this);
      if (!ArrayBuffer.isView(view)) throw new ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
      const min = minimum(options);
      if ((view.buffer as ArrayBuffer).detached) throw invalidState('View ArrayBuffer is detached');
      if (view.byteLength === 0) throw invalidState('View or Viewed ArrayBuffer is zero-length or detached');
      const length = (view as unknown as Uint8Array).length ?? view.byteLength;
      if (min > length) throw new ERR_INVALID_ARG_VALUE.RangeError('options.min', min, `must be at most ${length}`);
      checkAttached(core);
      return readInto(core, view, min);
    });
  }

  releaseLock(): void {
    releaseReader(byobCore(this));
  }

  static {
    byobCore = (reader) => {
      if (typeof reader !== 'object' || reader === null || !(#core in reader)) {
        throw new ERR_INVALID_THIS('ReadableStreamBYOBReader');
      }
      return reader.#core;
    };
  }
}

function minimum(options: { min?: number } | undefined): number {
  if (options !== undefined && options !== null && typeof options !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  const min = options?.min === undefined ? 1 : Math.trunc(Number(options.min));
  if (!(min > 0) || min > Number.MAX_SAFE_INTEGER) throw new ERR_INVALID_ARG_VALUE('options.min', options?.min);
  return min;
}

function readInto<View extends ArrayBufferView>(core: ReaderCore, view: View, min: number): Promise<ReadResult<View>> {
  const stream = core.stream as NonNullable<ReaderCore['stream']>;
  return new Promise((resolve, reject) => {
    stream.disturbed = true;
    if (stream.state === 'errored') {
      reject(stream.error);
      return;
    }
    (stream.controller as ReadableByteCore).pullInto(view, min, {
      chunk: (value) => resolve({ value: value as View, done: false }),
      close: (value) => resolve({ value: value as View | undefined, done: true }),
      error: reject,
    });
  });
}

function streamCore(stream: unknown): ReturnType<typeof readableCore> {
  try {
    return readableCore(stream);
  } catch {
    throw new ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
  }
}

function checkAttached(core: ReaderCore): void {
  if (!core.stream) throw invalidState('The reader is not attached to a stream');
}

function cancelReader(core: ReaderCore, reason: unknown): Promise<void> {
  checkAttached(core);
  return cancelStream(core.stream as NonNullable<ReaderCore['stream']>, reason);
}

webInterface(ReadableStreamDefaultReader, 'closed', 'cancel', 'read', 'releaseLock');
webInterface(ReadableStreamBYOBReader, 'closed', 'cancel', 'read', 'releaseLock');
