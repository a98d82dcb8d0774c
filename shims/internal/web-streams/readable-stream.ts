import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS } from '../errors.ts';
import {
  type Inspect,
  type InspectOptions,
  inspectAs,
  inspectSymbol,
  transferSymbol,
  webInterface,
} from '../web-class.ts';
import { iterableSource, iterateReader } from './iteration.ts';
import { controllerError, endOf, isClosedPromise, isDisturbed, isErrored, isReadable } from './node-symbols.ts';
import { pipe } from './pipe.ts';
import { ReadableByteCore } from './readable-byte.ts';
import { acquireReader, cancelStream, ReadableCore, readChunk } from './readable-core.ts';
import { type ReadableAlgorithms, ReadableDefaultCore } from './readable-default.ts';
import { ReadableStreamBYOBReader, ReadableStreamDefaultReader } from './readers.ts';
import {
  attempt,
  attemptAsync,
  dictionary,
  handled,
  invalidState,
  method,
  type RawStrategy,
  readStrategy,
  type Strategy,
  strategyOf,
} from './support.ts';
import { teeStream } from './tee.ts';
import { type WritableStream, writableCore } from './writable-stream.ts';

/** Options of `pipeTo` and `pipeThrough`. */
export interface PipeOptions {
  preventClose?: boolean;
  preventAbort?: boolean;
  preventCancel?: boolean;
  signal?: AbortSignal;
}

let coreOf: (stream: unknown) => ReadableCore;
const internal = Symbol('internal');

/** The inside of a ReadableStream. Throws ERR_INVALID_THIS for anything else. */
export function readableCore(stream: unknown): ReadableCore {
  return coreOf(stream);
}

/** https://nodejs.org/api/webstreams.html#class-readablestream */
export class ReadableStream<Chunk = unknown> {
  readonly #core: ReadableCore;
  declare [Symbol.asyncIterator]: (options?: { preventCancel?: boolean }) => AsyncIterableIterator<Chunk>;

  constructor(source: unknown = {}, strategy: unknown = {}) {
    if (source === internal) {
      this.#core = strategy as ReadableCore;
      return;
    }
    if (source === null) throw new ERR_INVALID_ARG_VALUE('source', source);
    this.#core = new ReadableCore();
    // The standard reads the second argument before the first.
    const options = readStrategy(strategy);
    setUpFromSource(this.#core, dictionary(source, 'source'), options);
  }

  /** A stream of what an iterable or async iterable gives. */
  static from<Chunk>(iterable: Iterable<Chunk | PromiseLike<Chunk>> | AsyncIterable<Chunk>): ReadableStream<Chunk> {
    const [stream, controller] = createReadable(
      iterableSource(iterable, () => controller),
      0,
    );
    return stream as ReadableStream<Chunk>;
  }

  get locked(): boolean {
    return coreOf(this).reader !== undefined;
  }

  cancel(reason: unknown = undefined): Promise<void> {
    return attemptAsync(() => {
      const core = coreOf(this);
      if (core.reader) throw invalidState('ReadableStream is locked');
      return cancelStream(core, reason);
    });
  }

  getReader(options: { mode: 'byob' }): ReadableStreamBYOBReader;
  getReader(options?: { mode?: undefined }): ReadableStreamDefaultReader<Chunk>;
  getReader(options: { mode?: unknown } = {}): ReadableStreamDefaultReader<Chunk> | ReadableStreamBYOBReader {
    coreOf(this);
    const { mode } = dictionary(options, 'options');
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` !== 'byob') throw new ERR_INVALID_ARG_VALUE('options.mode', mode);
    return new ReadableStreamBYOBReader(this as unknown as ReadableStream<Uint8Array>);
  }

  pipeThrough<Out>(
    transform: { readable: ReadableStream<Out>; writable: WritableStream },
    options: PipeOptions = {},
  ): ReadableStream<Out> {
    const core = coreOf(this);
    const pair = dictionary(transform, 'transform');
    const { readable } = pair;
    checkKind(readableCore, readable, 'transform.readable', 'ReadableStream');
    const target = checkKind(writableCore, pair['writable'], 'transform.writable', 'WritableStream');
    const settled = pipeOptions(options);
    if (core.reader) throw invalidState('The ReadableStream is locked');
    if (target.writer) throw invalidState('The WritableStream is locked');
    handled(pipe(core, target, settled));
    return readable as ReadableStream<Out>;
  }

  pipeTo(destination: WritableStream, options: PipeOptions = {}): Promise<void> {
    return attemptAsync(() => {
      const core = coreOf(this);
      const target = checkKind(writableCore, destination, 'transform.writable', 'WritableStream');
      const settled = pipeOptions(options);
      if (core.reader) throw invalidState('The ReadableStream is locked');
      if (target.writer) throw invalidState('The WritableStream is locked');
      return pipe(core, target, settled);
    });
  }

  /** Two streams with the same chunks. */
  tee(): [ReadableStream<Chunk>, ReadableStream<Chunk>] {
    return teeStream(coreOf(this)) as [ReadableStream<Chunk>, ReadableStream<Chunk>];
  }

  values(options: { preventCancel?: boolean } = {}): AsyncIterableIterator<Chunk> {
    const core = coreOf(this);
    const preventCancel = Boolean(dictionary(options, 'options')['preventCancel']);
    return iterateReader(acquireReader(core), preventCancel) as AsyncIterableIterator<Chunk>;
  }

  get [isDisturbed](): boolean {
    return coreOf(this).disturbed;
  }

  get [isErrored](): boolean {
    return coreOf(this).state === 'errored';
  }

  get [isReadable](): boolean {
    return coreOf(this).state === 'readable';
  }

  get [isClosedPromise](): { promise: Promise<void> } {
    return endOf(coreOf(this));
  }

  get [controllerError](): (reason: unknown) => void {
    const { controller } = coreOf(this);
    return (reason) => controller.error(reason);
  }

  /** The stream that a transfer gives: it reads on from this one, which is locked. */
  [transferSymbol](): ReadableStream {
    const core = coreOf(this);
    if (core.reader) throw new DOMException('Cannot transfer a locked ReadableStream', 'DataCloneError');
    const reader = acquireReader(core);
    const pull = async () => {
      const result = await readChunk(reader);
      if (result) controller.enqueue(result.value);
      else controller.close();
    };
    const [stream, controller] = createReadable({ pull, cancel: (reason) => cancelStream(core, reason) }, 0);
    return stream;
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const { state, reader, controller } = coreOf(this);
    const supportsBYOB = 'pullInto' in controller;
    return inspectAs('ReadableStream', { locked: reader !== undefined, state, supportsBYOB }, depth, options, inspect);
  }

  static {
    coreOf = (stream) => {
      if (typeof stream !== 'object' || stream === null || !(#core in stream))
        throw new ERR_INVALID_THIS('ReadableStream');
      return (stream as ReadableStream).#core;
    };
  }
}

Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
  configurable: true,
  writable: true,
  value: ReadableStream.prototype.values,
});
Object.defineProperty(ReadableStream, 'from', { enumerable: true });
webInterface(ReadableStream, 'locked', 'cancel', 'getReader', 'pipeThrough', 'pipeTo', 'tee', 'values');

/** A default stream over our own algorithms, which start at once. */
export function createReadable(
  algorithms: ReadableAlgorithms,
  highWaterMark = 1,
  size: Strategy<unknown>['size'] = () => 1,
  start: unknown = undefined,
): [stream: ReadableStream, controller: ReadableDefaultCore] {
  const core = new ReadableCore();
  const controller = new ReadableDefaultCore(core, algorithms, { highWaterMark, size });
  controller.startAfter(start);
  return [new ReadableStream(internal, core), controller];
}

/** A byte stream over our own algorithms. */
export function createByteStream(
  algorithms: ReadableAlgorithms,
): [stream: ReadableStream<Uint8Array>, controller: ReadableByteCore] {
  const core = new ReadableCore();
  const controller = new ReadableByteCore(core, algorithms, 0, undefined);
  controller.startAfter(undefined);
  return [new ReadableStream(internal, core), controller];
}

function setUpFromSource(core: ReadableCore, source: Record<string, unknown>, strategy: RawStrategy): void {
  const { autoAllocateChunkSize, type } = source;
  const cancel = method<[unknown], unknown>(source, 'cancel', 'source');
  const pull = method<[unknown], unknown>(source, 'pull', 'source');
  const start = method<[unknown], unknown>(source, 'start', 'source');
  const algorithms: ReadableAlgorithms = {
    pull: () => (pull ? attempt(() => pull(controller.facade)) : Promise.resolve()),
    cancel: (reason) => (cancel ? attempt(() => cancel(reason)) : Promise.resolve()),
  };
  let controller: ReadableDefaultCore | ReadableByteCore;
  if (type === undefined) {
    const { highWaterMark, size } = strategyOf(strategy, 1);
    controller = new ReadableDefaultCore(core, algorithms, { highWaterMark, size });
  } else {
    if (`${type}` !== 'bytes') throw new ERR_INVALID_ARG_VALUE('source.type', type);
    if (strategy.size !== undefined) throw new ERR_INVALID_ARG_VALUE.RangeError('strategy.size', strategy.size);
    const { highWaterMark } = strategyOf(strategy, 0);
    controller = new ReadableByteCore(core, algorithms, highWaterMark, chunkSize(autoAllocateChunkSize));
  }
  controller.startAfter(start?.(controller.facade));
}

function chunkSize(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const size = Math.trunc(Number(value));
  if (!(size > 0)) throw new ERR_INVALID_ARG_VALUE('source.autoAllocateChunkSize', value);
  return size;
}

function checkKind<Core>(coreOfKind: (value: unknown) => Core, value: unknown, name: string, kind: string): Core {
  try {
    return coreOfKind(value);
  } catch {
    throw new ERR_INVALID_ARG_TYPE(name, kind, value);
  }
}

function pipeOptions(options: unknown): PipeOptions {
  const { preventAbort, preventCancel, preventClose, signal } = dictionary(options, 'options');
  if (signal !== undefined && (typeof signal !== 'object' || signal === null || !('aborted' in signal))) {
    throw new ERR_INVALID_ARG_TYPE('options.signal', 'AbortSignal', signal);
  }
  const flags = {
    preventAbort: Boolean(preventAbort),
    preventCancel: Boolean(preventCancel),
    preventClose: Boolean(preventClose),
  };
  return signal === undefined ? flags : { ...flags, signal: signal as AbortSignal };
}
