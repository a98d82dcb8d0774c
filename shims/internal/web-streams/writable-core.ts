import {
  type Deferred,
  defer,
  invalidState,
  promised,
  react,
  rejectedDeferred,
  resolvedDeferred,
  SizedQueue,
  type Strategy,
} from './support.ts';

/** Where the chunks go. */
export interface WritableAlgorithms {
  write: (chunk: unknown) => Promise<unknown>;
  close: () => Promise<unknown>;
  abort: (reason: unknown) => Promise<unknown>;
}

/** A writer's inside; `stream` is undefined once the lock is released. */
export interface WriterCore {
  stream: WritableCore | undefined;
  ready: Deferred;
  readyPending: boolean;
  closed: Deferred;
  closedPending: boolean;
}

/**
 * The inside of a WritableStream.
 * Source: Streams Standard, 5.2.2 and 5.5 (internal slots and abstract operations); so are the functions below.
 */
export class WritableCore {
  state: 'writable' | 'closed' | 'erroring' | 'errored' = 'writable';
  error: unknown;
  writer: WriterCore | undefined;
  /** For node:stream: settles at the end. */
  ended: Deferred | undefined;
  controller!: WritableControllerCore;
  backpressure = false;
  writes: Deferred[] = [];
  inFlightWrite: Deferred | undefined;
  closeRequest: Deferred | undefined;
  inFlightClose: Deferred | undefined;
  pendingAbort: { result: Deferred; reason: unknown; wasErroring: boolean } | undefined;
}

export function closeQueuedOrInFlight(stream: WritableCore): boolean {
  return stream.closeRequest !== undefined || stream.inFlightClose !== undefined;
}

export function acquireWriter(stream: WritableCore): WriterCore {
  if (stream.writer) throw invalidState('WritableStream is locked');
  const { state } = stream;
  const failed = () => rejectedDeferred(stream.error);
  const readyPending = state === 'writable' && !closeQueuedOrInFlight(stream) && stream.backpressure;
  const closedPending = state === 'writable' || state === 'erroring';
  const writer: WriterCore = {
    stream,
    readyPending,
    closedPending,
    ready: readyPending ? defer() : state === 'erroring' || state === 'errored' ? failed() : resolvedDeferred(),
    closed: closedPending ? defer() : state === 'closed' ? resolvedDeferred() : failed(),
  };
  stream.writer = writer;
  return writer;
}

export function releaseWriter(writer: WriterCore): void {
  if (!writer.stream) return;
  const reason = invalidState('Writer has been released');
  rejectReady(writer, reason);
  if (writer.closedPending) writer.closed.reject(reason);
  else writer.closed = rejectedDeferred(reason);
  writer.closedPending = false;
  writer.stream.writer = undefined;
  writer.stream = undefined;
}

function rejectReady(writer: WriterCore, reason: unknown): void {
  if (writer.readyPending) writer.ready.reject(reason);
  else writer.ready = rejectedDeferred(reason);
  writer.readyPending = false;
}

function settleClosed(stream: WritableCore, failed: boolean): void {
  const { writer } = stream;
  if (!writer) return;
  writer.closedPending = false;
  if (failed) writer.closed.reject(stream.error);
  else writer.closed.resolve();
}

export function writeChunk(writer: WriterCore, chunk: unknown): Promise<void> {
  const stream = writer.stream as WritableCore;
  const size = stream.controller.sizeOf(chunk);
  if (stream !== writer.stream) return Promise.reject(invalidState('Mismatched WritableStreams'));
  const { state } = stream;
  if (state === 'errored') return Promise.reject(stream.error);
  if (closeQueuedOrInFlight(stream) || state === 'closed')
    return Promise.reject(invalidState('WritableStream is closed'));
  if (state === 'erroring') return Promise.reject(stream.error);
  const request = Promise.withResolvers<void>() as Deferred;
  stream.writes.push(request);
  stream.controller.write(chunk, size);
  return request.promise;
}

export function closeWritable(stream: WritableCore): Promise<void> {
  if (stream.state === 'closed' || stream.state === 'errored') {
    return Promise.reject(invalidState('WritableStream is closed'));
  }
  const request = Promise.withResolvers<void>() as Deferred;
  stream.closeRequest = request;
  const { writer } = stream;
  if (writer && stream.backpressure && stream.state === 'writable') {
    writer.readyPending = false;
    writer.ready.resolve();
  }
  stream.controller.close();
  return request.promise;
}

export function closeWriterPropagating(writer: WriterCore): Promise<void> {
  const stream = writer.stream as WritableCore;
  if (closeQueuedOrInFlight(stream) || stream.state === 'closed') return Promise.resolve();
  if (stream.state === 'errored') return Promise.reject(stream.error);
  return closeWritable(stream);
}

export function abortWritable(stream: WritableCore, reason: unknown): Promise<void> {
  if (stream.state === 'closed' || stream.state === 'errored') return Promise.resolve();
  stream.controller.signalAbort(reason);
  // The listeners of the signal may have changed the state.
  const state = stream.state as WritableCore['state'];
  if (state === 'closed' || state === 'errored') return Promise.resolve();
  if (stream.pendingAbort) return stream.pendingAbort.result.promise;
  const wasErroring = state === 'erroring';
  const result = Promise.withResolvers<void>() as Deferred;
  stream.pendingAbort = { result, reason: wasErroring ? undefined : reason, wasErroring };
  if (!wasErroring) startErroring(stream, reason);
  return result.promise;
}

export function startErroring(stream: WritableCore, reason: unknown): void {
  stream.state = 'erroring';
  stream.error = reason;
  if (stream.writer) rejectReady(stream.writer, reason);
  if (!stream.inFlightWrite && !stream.inFlightClose && stream.controller.started) finishErroring(stream);
}

function dealWithRejection(stream: WritableCore, reason: unknown): void {
  if (stream.state === 'writable') startErroring(stream, reason);
  else finishErroring(stream);
}

function finishErroring(stream: WritableCore): void {
  stream.state = 'errored';
  stream.ended?.reject(stream.error);
  stream.controller.clearQueue();
  const { writes, pendingAbort } = stream;
  stream.writes = [];
  for (const request of writes) request.reject(stream.error);
  stream.pendingAbort = undefined;
  if (!pendingAbort) {
    rejectCloseAndClosed(stream);
    return;
  }
  const { result, reason, wasErroring } = pendingAbort;
  if (wasErroring) {
    result.reject(stream.error);
    rejectCloseAndClosed(stream);
    return;
  }
  react(
    stream.controller.abort(reason),
    () => {
      result.resolve();
      rejectCloseAndClosed(stream);
    },
    (error) => {
      result.reject(error);
      rejectCloseAndClosed(stream);
    },
  );
}

function rejectCloseAndClosed(stream: WritableCore): void {
  stream.closeRequest?.reject(stream.error);
  stream.closeRequest = undefined;
  settleClosed(stream, true);
}

function finishClose(stream: WritableCore): void {
  stream.inFlightClose?.resolve();
  stream.inFlightClose = undefined;
  if (stream.state === 'erroring') {
    stream.error = undefined;
    stream.pendingAbort?.result.resolve();
    stream.pendingAbort = undefined;
  }
  stream.state = 'closed';
  stream.ended?.resolve();
  settleClosed(stream, false);
}

function failClose(stream: WritableCore, reason: unknown): void {
  stream.inFlightClose?.reject(reason);
  stream.inFlightClose = undefined;
  stream.pendingAbort?.result.reject(reason);
  stream.pendingAbort = undefined;
  dealWithRejection(stream, reason);
}

function setBackpressure(stream: WritableCore, backpressure: boolean): void {
  const { writer } = stream;
  if (writer && backpressure !== stream.backpressure) {
    writer.readyPending = backpressure;
    if (backpressure) writer.ready = defer();
    else writer.ready.resolve();
  }
  stream.backpressure = backpressure;
}

/** Stands in the queue for the end of the stream. */
const END = Symbol('end');

/**
 * The inside of a WritableStreamDefaultController.
 * Source: Streams Standard, 5.4 and 5.5.4.
 */
export class WritableControllerCore {
  readonly stream: WritableCore;
  started = false;
  readonly #queue = new SizedQueue<unknown>();
  readonly #strategy: Strategy<unknown>;
  #algorithms: WritableAlgorithms | undefined;
  readonly #onAbort: (reason: unknown) => void;

  constructor(
    stream: WritableCore,
    algorithms: WritableAlgorithms,
    strategy: Strategy<unknown>,
    onAbort: (reason: unknown) => void,
  ) {
    this.stream = stream;
    this.#algorithms = algorithms;
    this.#strategy = strategy;
    this.#onAbort = onAbort;
    stream.controller = this;
    setBackpressure(stream, this.desiredSize <= 0);
  }

  /** Begins to write once the sink has started. */
  startAfter(result: unknown): void {
    react(
      promised(result),
      () => {
        this.started = true;
        this.#advance();
      },
      (reason) => {
        this.started = true;
        dealWithRejection(this.stream, reason);
      },
    );
  }

  get desiredSize(): number {
    return this.#strategy.highWaterMark - this.#queue.total;
  }

  signalAbort(reason: unknown): void {
    this.#onAbort(reason);
  }

  sizeOf(chunk: unknown): number {
    if (!this.#algorithms) return 1;
    try {
      return this.#strategy.size(chunk);
    } catch (error) {
      this.errorIfNeeded(error);
      return 1;
    }
  }

  write(chunk: unknown, size: number): void {
    try {
      this.#queue.push(chunk, size);
    } catch (error) {
      this.errorIfNeeded(error);
      return;
    }
    this.#updateBackpressure();
    this.#advance();
  }

  close(): void {
    this.#queue.push(END, 0);
    this.#advance();
  }

  abort(reason: unknown): Promise<unknown> {
    const algorithms = this.#algorithms as WritableAlgorithms;
    this.#algorithms = undefined;
    return algorithms.abort(reason);
  }

  clearQueue(): void {
    this.#queue.clear();
  }

  errorIfNeeded(reason: unknown): void {
    if (this.stream.state !== 'writable') return;
    this.#algorithms = undefined;
    startErroring(this.stream, reason);
  }

  #updateBackpressure(): void {
    const { stream } = this;
    if (!closeQueuedOrInFlight(stream) && stream.state === 'writable') setBackpressure(stream, this.desiredSize <= 0);
  }

  #advance(): void {
    const { stream } = this;
    if (!this.started || stream.inFlightWrite) return;
    if (stream.state === 'erroring') finishErroring(stream);
    else if (this.#queue.length > 0) {
      if (this.#queue.peek() === END) this.#close();
      else this.#write();
    }
  }

  #close(): void {
    const { stream } = this;
    stream.inFlightClose = stream.closeRequest;
    stream.closeRequest = undefined;
    this.#queue.shift();
    const algorithms = this.#algorithms as WritableAlgorithms;
    const closed = algorithms.close();
    this.#algorithms = undefined;
    react(
      closed,
      () => finishClose(stream),
      (reason) => failClose(stream, reason),
    );
  }

  #write(): void {
    const { stream } = this;
    const request = stream.writes.shift() as Deferred;
    stream.inFlightWrite = request;
    react(
      (this.#algorithms as WritableAlgorithms).write(this.#queue.peek()),
      () => {
        request.resolve();
        stream.inFlightWrite = undefined;
        this.#queue.shift();
        this.#updateBackpressure();
        this.#advance();
      },
      (reason) => {
        if (stream.state === 'writable') this.#algorithms = undefined;
        request.reject(reason);
        stream.inFlightWrite = undefined;
        dealWithRejection(stream, reason);
      },
    );
  }
}
