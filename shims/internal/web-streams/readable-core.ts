import { type Deferred, defer, invalidState, noop, react, rejectedDeferred, resolvedDeferred } from './support.ts';

/** Who waits for a chunk. */
export interface ReadRequest {
  chunk(value: unknown): void;
  close(): void;
  error(reason: unknown): void;
}

/** Who waits for bytes in a buffer of its own: `close` gives the buffer back. */
export interface ReadIntoRequest {
  chunk(view: ArrayBufferView): void;
  close(view: ArrayBufferView | undefined): void;
  error(reason: unknown): void;
}

/** What a stream asks of its controller. */
export interface ReadableControllerCore {
  /** The object that the underlying source was given. */
  facade: object;
  pull(request: ReadRequest): void;
  cancel(reason: unknown): Promise<void>;
  release(): void;
  error(reason: unknown): void;
}

/** A reader's inside; `stream` is undefined once the lock is released. */
export interface ReaderCore {
  stream: ReadableCore | undefined;
  closed: Deferred;
  requests: ReadRequest[];
  intoRequests: ReadIntoRequest[];
  byob: boolean;
}

/**
 * The inside of a ReadableStream.
 * Source: Streams Standard, 4.2.2 and 4.9 (internal slots and abstract operations); so are the functions below.
 */
export class ReadableCore {
  state: 'readable' | 'closed' | 'errored' = 'readable';
  error: unknown;
  disturbed = false;
  /** For node:stream: settles at the end. */
  ended: Deferred | undefined;
  reader: ReaderCore | undefined;
  controller!: ReadableControllerCore;
}

export function isLocked(stream: ReadableCore): boolean {
  return stream.reader !== undefined;
}

export function acquireReader(stream: ReadableCore, byob = false): ReaderCore {
  if (stream.reader) throw invalidState('ReadableStream is locked');
  const closed =
    stream.state === 'readable'
      ? defer()
      : stream.state === 'closed'
        ? resolvedDeferred()
        : rejectedDeferred(stream.error);
  const reader: ReaderCore = { stream, closed, requests: [], intoRequests: [], byob };
  stream.reader = reader;
  return reader;
}

export function releaseReader(reader: ReaderCore): void {
  const { stream } = reader;
  if (!stream) return;
  const reason = invalidState('Reader released');
  if (stream.state === 'readable') reader.closed.reject(reason);
  else reader.closed = rejectedDeferred(reason);
  stream.controller.release();
  stream.reader = undefined;
  reader.stream = undefined;
  failRequests(reader, reason);
}

export function failRequests(reader: ReaderCore, reason: unknown): void {
  const { requests, intoRequests } = reader;
  reader.requests = [];
  reader.intoRequests = [];
  for (const request of [...requests, ...intoRequests]) request.error(reason);
}

export function readFrom(reader: ReaderCore, request: ReadRequest): void {
  const stream = reader.stream as ReadableCore;
  stream.disturbed = true;
  if (stream.state === 'closed') request.close();
  else if (stream.state === 'errored') request.error(stream.error);
  else stream.controller.pull(request);
}

export function closeStream(stream: ReadableCore): void {
  stream.state = 'closed';
  stream.ended?.resolve();
  const { reader } = stream;
  if (!reader) return;
  reader.closed.resolve();
  const { requests } = reader;
  reader.requests = [];
  for (const request of requests) request.close();
}

export function errorStream(stream: ReadableCore, reason: unknown): void {
  stream.state = 'errored';
  stream.error = reason;
  stream.ended?.reject(reason);
  const { reader } = stream;
  if (!reader) return;
  reader.closed.reject(reason);
  failRequests(reader, reason);
}

export function cancelStream(stream: ReadableCore, reason: unknown): Promise<void> {
  stream.disturbed = true;
  if (stream.state === 'closed') return Promise.resolve();
  if (stream.state === 'errored') return Promise.reject(stream.error);
  closeStream(stream);
  const { reader } = stream;
  if (reader?.byob) {
    const requests = reader.intoRequests;
    reader.intoRequests = [];
    for (const request of requests) request.close(undefined);
  }
  return react(stream.controller.cancel(reason), noop);
}

/** Reads one chunk; `undefined` is the end. */
export function readChunk(reader: ReaderCore): Promise<{ value: unknown } | undefined> {
  return new Promise((resolve, reject) => {
    readFrom(reader, { chunk: (value) => resolve({ value }), close: () => resolve(undefined), error: reject });
  });
}

/** A read as the public readers give it. */
export function readResult(reader: ReaderCore): Promise<{ value: unknown; done: boolean }> {
  return new Promise((resolve, reject) => {
    readFrom(reader, {
      chunk: (value) => resolve({ value, done: false }),
      close: () => resolve({ value: undefined, done: true }),
      error: reject,
    });
  });
}
