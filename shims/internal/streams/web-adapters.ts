/**
 * Node streams as web streams and back.
 *
 * https://nodejs.org/api/stream.html#streamreadabletowebstreamreadable-options
 */
import {
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  ReadableStream,
  WritableStream,
} from '../../globals/web-streams.ts';
import { Buffer } from '../buffer/buffer.ts';
import { AbortError, ERR_INVALID_ARG_TYPE, ERR_STREAM_PREMATURE_CLOSE } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { validateBoolean, validateObject } from '../validators.ts';
import { destroyer } from './destroy.ts';
import { Duplex } from './duplex.ts';
import { eos } from './end-of-stream.ts';
import { Readable } from './readable.ts';
import type { Callback, MaybeError, NodeStream } from './types.ts';
import { isDestroyed, isReadable, isReadableStream, isWritable, isWritableEnded, isWritableStream } from './utils.ts';
import { Writable } from './writable.ts';

interface AdapterOptions {
  highWaterMark?: number;
  objectMode?: boolean;
  encoding?: BufferEncoding;
  decodeStrings?: boolean;
  signal?: AbortSignal;
  allowHalfOpen?: boolean;
  strategy?: QueuingStrategy;
  type?: 'bytes';
  readableType?: 'bytes';
}

/** Runs `callback` outside of the promise chain, where what it throws is an uncaught exception. */
function later(callback: Callback, error?: unknown): void {
  nextTick(callback as never, error);
}

/** A web stream's premature close is an abort to its reader. */
function toWebError(error: MaybeError): MaybeError {
  if (!error || (error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') return error;
  return new AbortError(undefined, { cause: error });
}

// ---- from the web

/** `Readable.fromWeb`. @throws ERR_INVALID_ARG_TYPE */
export function readableFromWeb(source: unknown, options: AdapterOptions = {}): InstanceType<typeof Readable> {
  if (!isReadableStream(source)) {
    throw new ERR_INVALID_ARG_TYPE('readableStream', 'ReadableStream', source);
  }
  validateObject(options, 'options');
  const { highWaterMark, encoding, objectMode = false, signal } = options;
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) {
    throw new ERR_INVALID_ARG_TYPE('options.encoding', 'string', encoding);
  }
  validateBoolean(objectMode, 'options.objectMode');
  const reader = source.getReader();
  let closed = false;
  const readable = new Readable({
    objectMode,
    ...(highWaterMark === undefined ? {} : { highWaterMark }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(signal === undefined ? {} : { signal }),
    read() {
      reader.read().then(
        ({ done, value }) => {
          readable.push(done ? null : value);
        },
        (error) => destroyer(readable, error),
      );
    },
    destroy(error, callback) {
      const finish = (failure?: unknown): void => later(callback as Callback, failure ?? error);
      if (closed) finish();
      else reader.cancel(error).then(() => finish(), finish);
    },
  });
  reader.closed.then(
    () => {
      closed = true;
    },
    (error) => {
      closed = true;
      destroyer(readable, error);
    },
  );
  return readable;
}

/** How a writable writes into `writer`. */
function writerMethods(writer: WritableStreamDefaultWriter<unknown>, destroy: (error: MaybeError) => void) {
  const report = (callback: Callback, error?: unknown): void => {
    try {
      callback((error as Error | undefined) ?? null);
    } catch (failure) {
      // Out of the promise chain: what a callback throws is for the stream.
      nextTick(() => destroy(failure as Error));
    }
  };
  return {
    writev(chunks: { chunk: unknown }[], callback: Callback) {
      writer.ready
        .then(() => Promise.all(chunks.map(({ chunk }) => writer.write(chunk))))
        .then(
          () => report(callback),
          (error) => report(callback, error),
        );
    },
    write(chunk: unknown, encoding: string, callback: Callback, decodeStrings: boolean, objectMode: boolean) {
      let value = chunk;
      if (typeof chunk === 'string' && decodeStrings && !objectMode) {
        value = new Uint8Array(Buffer.from(chunk, encoding as BufferEncoding));
      }
      writer.ready
        .then(() => writer.write(value))
        .then(
          () => report(callback),
          (error) => report(callback, error),
        );
    },
  };
}

/** `Writable.fromWeb`. @throws ERR_INVALID_ARG_TYPE */
export function writableFromWeb(target: unknown, options: AdapterOptions = {}): InstanceType<typeof Writable> {
  if (!isWritableStream(target)) {
    throw new ERR_INVALID_ARG_TYPE('writableStream', 'WritableStream', target);
  }
  validateObject(options, 'options');
  const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  validateBoolean(decodeStrings, 'options.decodeStrings');
  const writer = target.getWriter();
  let closed = false;
  const methods = writerMethods(writer, (error) => destroyer(writable, error));
  const writable = new Writable({
    objectMode,
    decodeStrings,
    ...(highWaterMark === undefined ? {} : { highWaterMark }),
    ...(signal === undefined ? {} : { signal }),
    writev: methods.writev,
    write(chunk, encoding, callback) {
      methods.write(chunk, encoding, callback as Callback, decodeStrings, objectMode);
    },
    destroy(error, callback) {
      const finish = (failure?: unknown): void => later(callback as Callback, failure ?? error);
      if (closed) finish();
      else if (error != null) writer.abort(error).then(() => finish(), finish);
      else writer.close().then(() => finish(), finish);
    },
    final(callback) {
      const finish = (failure?: unknown): void => later(callback as Callback, failure);
      if (closed) finish();
      else {
        writer.close().then(() => {
          closed = true;
          finish();
        }, finish);
      }
    },
  });
  writer.closed.then(
    () => {
      closed = true;
      if (!isWritableEnded(writable)) destroyer(writable, new ERR_STREAM_PREMATURE_CLOSE());
    },
    (error) => {
      closed = true;
      destroyer(writable, error);
    },
  );
  return writable;
}

/** `Duplex.fromWeb`. @throws ERR_INVALID_ARG_TYPE */
export function duplexFromWeb(pair: unknown, options: AdapterOptions = {}): InstanceType<typeof Duplex> {
  validateObject(pair, 'pair');
  const { readable: source, writable: target } = pair as { readable: unknown; writable: unknown };
  if (!isReadableStream(source)) {
    throw new ERR_INVALID_ARG_TYPE('pair.readable', 'ReadableStream', source);
  }
  if (!isWritableStream(target)) {
    throw new ERR_INVALID_ARG_TYPE('pair.writable', 'WritableStream', target);
  }
  validateObject(options, 'options');
  const { allowHalfOpen = false, objectMode = false, encoding, decodeStrings = true, highWaterMark, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) {
    throw new ERR_INVALID_ARG_TYPE('options.encoding', 'string', encoding);
  }
  const writer = target.getWriter();
  const reader = source.getReader();
  let writableClosed = false;
  let readableClosed = false;
  const methods = writerMethods(writer, (error) => destroyer(duplex, error));
  const duplex = new Duplex({
    allowHalfOpen,
    objectMode,
    decodeStrings,
    ...(highWaterMark === undefined ? {} : { highWaterMark }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(signal === undefined ? {} : { signal }),
    writev: methods.writev,
    write(chunk, chunkEncoding, callback) {
      methods.write(chunk, chunkEncoding, callback as Callback, decodeStrings, objectMode);
    },
    final(callback) {
      const finish = (failure?: unknown): void => later(callback as Callback, failure);
      if (writableClosed) finish();
      else {
        writer.close().then(() => {
          writableClosed = true;
          finish();
        }, finish);
      }
    },
    read() {
      reader.read().then(
        ({ done, value }) => {
          duplex.push(done ? null : value);
        },
        (error) => destroyer(duplex, error),
      );
    },
    destroy(error, callback) {
      const finish = (failure?: unknown): void => later(callback as Callback, failure ?? error);
      const closeWriter = (): Promise<unknown> | undefined => (writableClosed ? undefined : writer.abort(error));
      const closeReader = (): Promise<unknown> | undefined => (readableClosed ? undefined : reader.cancel(error));
      if (writableClosed && readableClosed) finish();
      else Promise.all([closeWriter(), closeReader()]).then(() => finish(), finish);
    },
  });
  writer.closed.then(
    () => {
      writableClosed = true;
      if (!isWritableEnded(duplex)) destroyer(duplex, new ERR_STREAM_PREMATURE_CLOSE());
    },
    (error) => {
      writableClosed = true;
      readableClosed = true;
      destroyer(duplex, error);
    },
  );
  reader.closed.then(
    () => {
      readableClosed = true;
    },
    (error) => {
      writableClosed = true;
      readableClosed = true;
      destroyer(duplex, error);
    },
  );
  return duplex;
}

// ---- to the web

/** `Readable.toWeb`. @throws ERR_INVALID_ARG_TYPE */
export function readableToWeb(given: unknown, options: AdapterOptions = {}): globalThis.ReadableStream {
  const stream = given as NodeStream & { readableHighWaterMark: number };
  if (typeof (given as NodeStream | null)?._readableState !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('streamReadable', 'stream.Readable', given);
  }
  const bytes = options.type === 'bytes';
  if (isDestroyed(stream) || !isReadable(stream)) {
    const empty = new ReadableStream(bytes ? ({ type: 'bytes' } as never) : {});
    void empty.cancel();
    return empty as unknown as globalThis.ReadableStream;
  }
  const objectMode = !!stream.readableObjectMode;
  const { readableHighWaterMark: highWaterMark } = stream;
  const strategy =
    options.strategy ??
    (bytes
      ? { highWaterMark }
      : objectMode
        ? new CountQueuingStrategy({ highWaterMark })
        : new ByteLengthQueuingStrategy({ highWaterMark }));
  let controller: ReadableStreamDefaultController;
  let wasCanceled = false;
  const onData = (chunk: unknown): void => {
    const value = Buffer.isBuffer(chunk) && !objectMode ? new Uint8Array(chunk) : chunk;
    controller.enqueue(value);
    if ((controller.desiredSize as number) <= 0) stream.pause();
  };
  stream.pause();
  const cleanUp = eos(stream, (failure) => {
    const error = toWebError(failure);
    cleanUp();
    // Late errors have nobody to go to.
    stream.on('error', () => {});
    if (error) controller.error(error);
    else if (!wasCanceled) controller.close();
  });
  stream.on('data', onData);
  stream.pause();
  const source = {
    ...(bytes ? { type: 'bytes' } : {}),
    start(c: ReadableStreamDefaultController) {
      controller = c;
    },
    pull() {
      stream.resume();
    },
    cancel(reason: unknown) {
      wasCanceled = true;
      destroyer(stream, reason as Error);
    },
  };
  return new ReadableStream(source as never, strategy as never) as unknown as globalThis.ReadableStream;
}

/** `Writable.toWeb`. @throws ERR_INVALID_ARG_TYPE */
export function writableToWeb(given: unknown): globalThis.WritableStream {
  const stream = given as NodeStream & { writableHighWaterMark: number };
  // An outgoing message of `node:http` is a writable without the state of one.
  if (typeof stream?.write !== 'function' || typeof stream.on !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('streamWritable', 'stream.Writable', given);
  }
  if (isDestroyed(stream) || !isWritable(stream)) {
    const closed = new WritableStream();
    void closed.close();
    return closed as unknown as globalThis.WritableStream;
  }
  const objectMode = !!stream.writableObjectMode;
  const { writableHighWaterMark: highWaterMark } = stream;
  const strategy = objectMode
    ? new CountQueuingStrategy({ highWaterMark })
    : new ByteLengthQueuingStrategy({ highWaterMark });
  let controller: WritableStreamDefaultController;
  let backpressure: PromiseWithResolvers<void> | undefined;
  let closing: PromiseWithResolvers<void> | undefined;
  const cleanUp = eos(stream, (failure) => {
    const error = toWebError(failure);
    cleanUp();
    stream.on('error', () => {});
    if (error) {
      backpressure?.reject(error);
      if (closing) {
        closing.reject(error);
        closing = undefined;
      } else controller.error(error);
      return;
    }
    if (closing) {
      closing.resolve();
      closing = undefined;
      return;
    }
    controller.error(new AbortError());
  });
  stream.on('drain', () => backpressure?.resolve());
  const sink = {
    start(c: WritableStreamDefaultController) {
      controller = c;
    },
    write(chunk: unknown): Promise<void> | undefined {
      if (stream.writableNeedDrain || !stream.write(chunk)) {
        const waiting = (backpressure = Promise.withResolvers<void>());
        return waiting.promise.finally(() => {
          backpressure = undefined;
        });
      }
      return undefined;
    },
    abort(reason: unknown) {
      destroyer(stream, reason as Error);
    },
    close(): Promise<void> {
      if (closing === undefined && !isWritableEnded(stream)) {
        closing = Promise.withResolvers<void>();
        stream.end();
        return closing.promise;
      }
      return closing === undefined ? Promise.resolve() : closing.promise;
    },
  };
  return new WritableStream(sink as never, strategy as never) as unknown as globalThis.WritableStream;
}

/** `Duplex.toWeb`. @throws ERR_INVALID_ARG_TYPE */
export function duplexToWeb(
  given: unknown,
  options: AdapterOptions = {},
): { readable: globalThis.ReadableStream; writable: globalThis.WritableStream } {
  const stream = given as NodeStream;
  if (
    typeof (given as NodeStream | null)?._writableState !== 'object' ||
    typeof (given as NodeStream | null)?._readableState !== 'object'
  ) {
    throw new ERR_INVALID_ARG_TYPE('duplex', 'stream.Duplex', given);
  }
  if (isDestroyed(stream)) {
    const writable = new WritableStream();
    const readable = new ReadableStream();
    void writable.close();
    void readable.cancel();
    return { readable, writable } as never;
  }
  const writable = writableToWeb(stream);
  if (!isWritable(stream)) void writable.close().catch(() => {});
  const type = options.readableType ?? options.type;
  const readable = readableToWeb(stream, type === undefined ? {} : { ...options, type });
  if (!isReadable(stream)) void readable.cancel().catch(() => {});
  return { readable, writable };
}
