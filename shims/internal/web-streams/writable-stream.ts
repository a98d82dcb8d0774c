import { AbortController, type AbortSignal } from '../abort.ts';
import { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS } from '../errors.ts';
import {
  type Inspect,
  type InspectOptions,
  inspectAs,
  inspectSymbol,
  transferSymbol,
  webInterface,
} from '../web-class.ts';
import { controllerError, endOf, isClosedPromise, isErrored, isWritable } from './node-symbols.ts';
import {
  attempt,
  attemptAsync,
  dictionary,
  invalidState,
  method,
  type RawStrategy,
  readStrategy,
  type Strategy,
  strategyOf,
} from './support.ts';
import {
  abortWritable,
  acquireWriter,
  closeQueuedOrInFlight,
  closeWritable,
  closeWriterPropagating,
  releaseWriter,
  type WritableAlgorithms,
  WritableControllerCore,
  WritableCore,
  type WriterCore,
  writeChunk,
} from './writable-core.ts';

const internal = Symbol('internal');
let coreOf: (stream: unknown) => WritableCore;
let writerOf: (writer: unknown) => WriterCore;
let controllerOf: (controller: unknown) => WritableControllerCore;
let attach: (controller: WritableStreamDefaultController, core: WritableControllerCore) => void;
let abortSignal: (controller: WritableStreamDefaultController, reason: unknown) => void;

/** The inside of a WritableStream. Throws ERR_INVALID_THIS for anything else. */
export function writableCore(stream: unknown): WritableCore {
  return coreOf(stream);
}

/** https://nodejs.org/api/webstreams.html#class-writablestream */
export class WritableStream<Chunk = unknown> {
  readonly #core: WritableCore;

  constructor(sink: unknown = {}, strategy: unknown = {}) {
    if (sink === internal) {
      this.#core = strategy as WritableCore;
      return;
    }
    // The standard reads the second argument before the first.
    const options = readStrategy(strategy);
    this.#core = new WritableCore();
    setUpFromSink(this.#core, dictionary(sink, 'sink'), options);
  }

  get locked(): boolean {
    return coreOf(this).writer !== undefined;
  }

  abort(reason: unknown = undefined): Promise<void> {
    return attemptAsync(() => {
      const core = coreOf(this);
      if (core.writer) throw invalidState('WritableStream is locked');
      return abortWritable(core, reason);
    });
  }

  close(): Promise<void> {
    return attemptAsync(() => {
      const core = coreOf(this);
      if (core.writer) throw invalidState('WritableStream is locked');
      if (closeQueuedOrInFlight(core)) throw invalidState('Failure closing WritableStream');
      return closeWritable(core);
    });
  }

  getWriter(): WritableStreamDefaultWriter<Chunk> {
    coreOf(this);
    return new WritableStreamDefaultWriter(this);
  }

  get [isErrored](): boolean {
    return coreOf(this).state === 'errored';
  }

  get [isWritable](): boolean {
    return coreOf(this).state === 'writable';
  }

  get [isClosedPromise](): { promise: Promise<void> } {
    return endOf(coreOf(this));
  }

  get [controllerError](): (reason: unknown) => void {
    const { controller } = coreOf(this);
    return (reason) => controller.errorIfNeeded(reason);
  }

  /** The stream that a transfer gives: it writes into this one, which is locked. */
  [transferSymbol](): WritableStream {
    const core = coreOf(this);
    if (core.writer) throw new DOMException('Cannot transfer a locked WritableStream', 'DataCloneError');
    const writer = acquireWriter(core);
    const algorithms: WritableAlgorithms = {
      write: (chunk) => writeChunk(writer, chunk),
      close: () => closeWriterPropagating(writer),
      abort: (reason) => abortWritable(core, reason),
    };
    return createWritable(algorithms, { highWaterMark: 1, size: () => 1 }, undefined)[0];
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const { state, writer } = coreOf(this);
    return inspectAs('WritableStream', { locked: writer !== undefined, state }, depth, options, inspect);
  }

  static {
    coreOf = (stream) => {
      if (typeof stream !== 'object' || stream === null || !(#core in stream))
        throw new ERR_INVALID_THIS('WritableStream');
      return (stream as WritableStream).#core;
    };
  }
}

/** https://nodejs.org/api/webstreams.html#class-writablestreamdefaultwriter */
export class WritableStreamDefaultWriter<Chunk = unknown> {
  readonly #core: WriterCore;

  constructor(stream: WritableStream<Chunk>) {
    this.#core = acquireWriter(streamCore(stream));
  }

  get closed(): Promise<void> {
    return attemptAsync(() => writerOf(this).closed.promise);
  }

  get desiredSize(): number | null {
    const { state, controller } = attached(writerOf(this));
    if (state === 'errored' || state === 'erroring') return null;
    return state === 'closed' ? 0 : controller.desiredSize;
  }

  get ready(): Promise<void> {
    return attemptAsync(() => writerOf(this).ready.promise);
  }

  abort(reason: unknown = undefined): Promise<void> {
    return attemptAsync(() => abortWritable(attached(writerOf(this)), reason));
  }

  close(): Promise<void> {
    return attemptAsync(() => {
      const stream = attached(writerOf(this));
      if (closeQueuedOrInFlight(stream)) throw invalidState('Failure to close WritableStream');
      return closeWritable(stream);
    });
  }

  releaseLock(): void {
    releaseWriter(writerOf(this));
  }

  write(chunk: Chunk | undefined = undefined): Promise<void> {
    return attemptAsync(() => {
      const core = writerOf(this);
      attached(core);
      return writeChunk(core, chunk);
    });
  }

  static {
    writerOf = (writer) => {
      if (typeof writer !== 'object' || writer === null || !(#core in writer)) {
        throw new ERR_INVALID_THIS('WritableStreamDefaultWriter');
      }
      return writer.#core;
    };
  }
}

/** https://nodejs.org/api/webstreams.html#class-writablestreamdefaultcontroller */
export class WritableStreamDefaultController {
  #core: WritableControllerCore | undefined;
  /** Made when someone asks for the signal. */
  #abort: AbortController | undefined;
  #aborted: { reason: unknown } | undefined;

  constructor(key: unknown = undefined) {
    if (key !== internal) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get signal(): AbortSignal {
    controllerOf(this);
    if (!this.#abort) {
      this.#abort = new AbortController();
      if (this.#aborted) this.#abort.abort(this.#aborted.reason);
    }
    return this.#abort.signal;
  }

  error(reason: unknown = undefined): void {
    controllerOf(this).errorIfNeeded(reason);
  }

  static {
    controllerOf = (controller) => {
      if (typeof controller !== 'object' || controller === null || !(#core in controller)) {
        throw new ERR_INVALID_THIS('WritableStreamDefaultController');
      }
      return controller.#core as WritableControllerCore;
    };
    attach = (controller, core) => {
      controller.#core = core;
    };
    abortSignal = (controller, reason) => {
      controller.#aborted ??= { reason };
      controller.#abort?.abort(reason);
    };
  }
}

webInterface(WritableStream, 'locked', 'abort', 'close', 'getWriter');
webInterface(
  WritableStreamDefaultWriter,
  ...['closed', 'desiredSize', 'ready', 'abort', 'close', 'releaseLock', 'write'],
);
webInterface(WritableStreamDefaultController, 'signal', 'error');

/** A stream over our own algorithms. */
export function createWritable(
  algorithms: WritableAlgorithms,
  strategy: Strategy<unknown>,
  start: unknown,
): [stream: WritableStream, core: WritableCore] {
  const core = new WritableCore();
  new WritableControllerCore(core, algorithms, strategy, () => undefined).startAfter(start);
  return [new WritableStream(internal, core), core];
}

function setUpFromSink(core: WritableCore, sink: Record<string, unknown>, options: RawStrategy): void {
  const abort = method<[unknown], unknown>(sink, 'abort', 'sink');
  const close = method<[], unknown>(sink, 'close', 'sink');
  const start = method<[unknown], unknown>(sink, 'start', 'sink');
  const type = sink['type'];
  if (type !== undefined) throw new ERR_INVALID_ARG_VALUE.RangeError('sink.type', type);
  const write = method<[unknown, unknown], unknown>(sink, 'write', 'sink');
  const strategy = strategyOf(options, 1);
  const facade = new WritableStreamDefaultController(internal);
  const algorithms: WritableAlgorithms = {
    write: (chunk) => (write ? attempt(() => write(chunk, facade)) : Promise.resolve()),
    close: () => (close ? attempt(() => close()) : Promise.resolve()),
    abort: (reason) => (abort ? attempt(() => abort(reason)) : Promise.resolve()),
  };
  const controller = new WritableControllerCore(core, algorithms, strategy, (reason) => abortSignal(facade, reason));
  attach(facade, controller);
  controller.startAfter(start?.(facade));
}

function streamCore(stream: unknown): WritableCore {
  try {
    return coreOf(stream);
  } catch {
    throw new ERR_INVALID_ARG_TYPE('stream', 'WritableStream', stream);
  }
}

function attached(core: WriterCore): WritableCore {
  if (!core.stream) throw invalidState('Writer is not bound to a WritableStream');
  return core.stream;
}
