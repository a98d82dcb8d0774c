import { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS } from '../errors.ts';
import {
  type Inspect,
  type InspectOptions,
  inspectAs,
  inspectSymbol,
  transferSymbol,
  webInterface,
} from '../web-class.ts';
import type { ReadableDefaultCore } from './readable-default.ts';
import { createReadable, type ReadableStream } from './readable-stream.ts';
import {
  attempt,
  type Deferred,
  defer,
  dictionary,
  invalidState,
  method,
  react,
  readStrategy,
  type Strategy,
  strategyOf,
} from './support.ts';
import type { WritableCore } from './writable-core.ts';
import { createWritable, type WritableStream } from './writable-stream.ts';

/** What happens to the chunks. */
export interface TransformAlgorithms {
  transform: (chunk: unknown) => Promise<unknown>;
  flush: () => Promise<unknown>;
  cancel: (reason: unknown) => Promise<unknown>;
}

/**
 * The inside of a TransformStream and of its controller.
 * Source: Streams Standard, 6.2 to 6.4 (internal slots and abstract operations).
 */
export class TransformCore {
  readonly facade: TransformStreamDefaultController;
  readonly readable: ReadableStream;
  readonly writable: WritableStream;
  readonly #source: ReadableDefaultCore;
  readonly #sink: WritableCore;
  #algorithms: TransformAlgorithms | undefined;
  #backpressure = true;
  #change: Deferred = defer();
  #finish: Promise<unknown> | undefined;

  constructor(
    algorithms: TransformAlgorithms,
    start: Promise<unknown>,
    writableStrategy: Strategy<unknown>,
    readableStrategy: Strategy<unknown>,
  ) {
    this.#algorithms = algorithms;
    this.facade = new TransformStreamDefaultController(construct, this);
    const sink = {
      write: (chunk: unknown) => this.#write(chunk),
      close: () => this.#close(),
      abort: (reason: unknown) => this.#abort(reason),
    };
    [this.writable, this.#sink] = createWritable(sink, writableStrategy, start);
    const source = { pull: () => this.#pull(), cancel: (reason: unknown) => this.#cancel(reason) };
    const { highWaterMark, size } = readableStrategy;
    [this.readable, this.#source] = createReadable(source, highWaterMark, size, start);
  }

  get desiredSize(): number | null {
    return this.#source.desiredSize;
  }

  enqueue(chunk: unknown): void {
    if (!this.#source.canCloseOrEnqueue) throw invalidState('Unable to enqueue');
    try {
      this.#source.enqueue(chunk);
    } catch (error) {
      this.#errorWritable(error);
      throw this.#source.stream.error;
    }
    if (this.#source.hasBackpressure !== this.#backpressure) this.#setBackpressure(true);
  }

  error(reason: unknown): void {
    this.#source.error(reason);
    this.#errorWritable(reason);
  }

  terminate(): void {
    this.#source.close();
    this.#errorWritable(invalidState('TransformStream has been terminated'));
  }

  #setBackpressure(backpressure: boolean): void {
    this.#change.resolve();
    this.#change = defer();
    this.#backpressure = backpressure;
  }

  #errorWritable(reason: unknown): void {
    this.#algorithms = undefined;
    this.#sink.controller.errorIfNeeded(reason);
    if (this.#backpressure) this.#setBackpressure(false);
  }

  #transform(chunk: unknown): Promise<unknown> {
    return react((this.#algorithms as TransformAlgorithms).transform(chunk), undefined, (reason) => {
      this.error(reason);
      throw reason;
    });
  }

  #write(chunk: unknown): Promise<unknown> {
    if (!this.#backpressure) return this.#transform(chunk);
    return react(this.#change.promise, () => {
      if (this.#sink.state === 'erroring') throw this.#sink.error;
      return this.#transform(chunk);
    });
  }

  /** Runs the last of the user's algorithms, once, whichever side ends first. */
  #end(
    last: (algorithms: TransformAlgorithms) => Promise<unknown>,
    succeeded: () => void,
    failed: (reason: unknown) => void,
  ): Promise<unknown> {
    if (this.#finish) return this.#finish;
    const finish = defer<unknown>();
    this.#finish = finish.promise;
    const result = last(this.#algorithms as TransformAlgorithms);
    this.#algorithms = undefined;
    const settle = react(result, succeeded, (reason) => {
      failed(reason);
      throw reason;
    });
    react(settle, () => finish.resolve(undefined), finish.reject);
    return finish.promise;
  }

  #close(): Promise<unknown> {
    const source = this.#source;
    return this.#end(
      (algorithms) => algorithms.flush(),
      () => {
        if (source.stream.state === 'errored') throw source.stream.error;
        source.close();
      },
      (reason) => source.error(reason),
    );
  }

  #abort(reason: unknown): Promise<unknown> {
    const source = this.#source;
    return this.#end(
      (algorithms) => algorithms.cancel(reason),
      () => {
        if (source.stream.state === 'errored') throw source.stream.error;
        source.error(reason);
      },
      (error) => source.error(error),
    );
  }

  #pull(): Promise<unknown> {
    this.#setBackpressure(false);
    return this.#change.promise;
  }

  #cancel(reason: unknown): Promise<unknown> {
    const unblock = (error: unknown) => {
      this.#sink.controller.errorIfNeeded(error);
      if (this.#backpressure) this.#setBackpressure(false);
    };
    return this.#end(
      (algorithms) => algorithms.cancel(reason),
      () => {
        if (this.#sink.state === 'errored') throw this.#sink.error;
        unblock(reason);
      },
      unblock,
    );
  }
}

const construct = Symbol('construct');
let controllerCore: (controller: unknown) => TransformCore;
let coreOf: (stream: unknown) => Pair;

/** https://nodejs.org/api/webstreams.html#class-transformstreamdefaultcontroller */
export class TransformStreamDefaultController {
  readonly #core: TransformCore;

  constructor(key: unknown = undefined, core: TransformCore | undefined = undefined) {
    if (key !== construct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core as TransformCore;
  }

  get desiredSize(): number | null {
    return controllerCore(this).desiredSize;
  }

  enqueue(chunk: unknown = undefined): void {
    controllerCore(this).enqueue(chunk);
  }

  error(reason: unknown = undefined): void {
    controllerCore(this).error(reason);
  }

  terminate(): void {
    controllerCore(this).terminate();
  }

  static {
    controllerCore = (controller) => {
      if (typeof controller !== 'object' || controller === null || !(#core in controller)) {
        throw new ERR_INVALID_THIS('TransformStreamDefaultController');
      }
      return controller.#core;
    };
  }
}

/** The two ends of a TransformStream. */
interface Pair {
  readonly readable: ReadableStream;
  readonly writable: WritableStream;
}

/** https://nodejs.org/api/webstreams.html#class-transformstream */
export class TransformStream<In = unknown, Out = unknown> {
  readonly #core: Pair;

  constructor(transformer: unknown = {}, writableStrategy: unknown = {}, readableStrategy: unknown = {}) {
    if (transformer === construct) {
      this.#core = writableStrategy as Pair;
      return;
    }
    const rawWritable = readStrategy(writableStrategy);
    const rawReadable = readStrategy(readableStrategy);
    const source = dictionary(transformer, 'transformer');
    const cancel = method<[unknown], unknown>(source, 'cancel', 'transformer');
    const flush = method<[unknown], unknown>(source, 'flush', 'transformer');
    const { readableType } = source;
    const start = method<[unknown], unknown>(source, 'start', 'transformer');
    const transform = method<[unknown, unknown], unknown>(source, 'transform', 'transformer');
    const { writableType } = source;
    if (readableType !== undefined)
      throw new ERR_INVALID_ARG_VALUE.RangeError('transformer.readableType', readableType);
    if (writableType !== undefined)
      throw new ERR_INVALID_ARG_VALUE.RangeError('transformer.writableType', writableType);
    const writable = strategyOf<unknown>(rawWritable, 1);
    const readable = strategyOf<unknown>(rawReadable, 0);
    const started = Promise.withResolvers<unknown>();
    const core: TransformCore = new TransformCore(
      {
        transform: (chunk) => attempt(() => (transform ? transform(chunk, core.facade) : core.enqueue(chunk))),
        flush: () => (flush ? attempt(() => flush(core.facade)) : Promise.resolve()),
        cancel: (reason) => (cancel ? attempt(() => cancel(reason)) : Promise.resolve()),
      },
      started.promise,
      writable,
      readable,
    );
    this.#core = core;
    started.resolve(start?.(core.facade));
  }

  get readable(): ReadableStream<Out> {
    return coreOf(this).readable as ReadableStream<Out>;
  }

  get writable(): WritableStream<In> {
    return coreOf(this).writable as WritableStream<In>;
  }

  /** The stream that a transfer gives, over the two ends of this one. */
  [transferSymbol](): TransformStream {
    const { readable, writable } = coreOf(this);
    return new TransformStream(construct, {
      readable: readable[transferSymbol](),
      writable: writable[transferSymbol](),
    });
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const { readable, writable } = coreOf(this);
    return inspectAs('TransformStream', { readable, writable }, depth, options, inspect);
  }

  static {
    coreOf = (stream) => {
      if (typeof stream !== 'object' || stream === null || !(#core in stream))
        throw new ERR_INVALID_THIS('TransformStream');
      return (stream as TransformStream).#core;
    };
  }
}

webInterface(TransformStream, 'readable', 'writable');
webInterface(TransformStreamDefaultController, 'desiredSize', 'enqueue', 'error', 'terminate');
