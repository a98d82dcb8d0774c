/** `Duplex.from`: a duplex of almost anything. https://nodejs.org/api/stream.html#streamduplexfromsrc */
import { AbortController } from '../abort.ts';
import { AbortError, ERR_INVALID_ARG_TYPE, ERR_INVALID_RETURN_VALUE } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { destroyer } from './destroy.ts';
import { Duplex } from './duplex.ts';
import { eos } from './end-of-stream.ts';
import { from } from './from.ts';
import { Readable } from './readable.ts';
import type { Callback, MaybeError, NodeStream } from './types.ts';
import {
  isDuplexNodeStream,
  isIterable,
  isNodeStream,
  isReadable,
  isReadableNodeStream,
  isReadableStream,
  isWritable,
  isWritableNodeStream,
  isWritableStream,
} from './utils.ts';
import { readableFromWeb, writableFromWeb } from './web-adapters.ts';

type DuplexStream = NodeStream & {
  push(chunk: unknown): boolean;
  _write(chunk: unknown, encoding: string, callback: Callback): void;
  _final(callback: Callback): void;
  _read(): void;
};

const NewDuplex = Duplex as unknown as new (options?: object) => DuplexStream;

function isBlob(value: unknown): value is Blob {
  return (
    Object.prototype.toString.call(value) === '[object Blob]' ||
    Object.prototype.toString.call(value) === '[object File]'
  );
}

/**
 * A duplex of `body`: a stream, an iterable, a function over one, a promise, a blob, or a pair of streams.
 * @param name what `body` is called in errors.
 */
export function duplexify(body: unknown, name: string): NodeStream {
  if (isDuplexNodeStream(body)) return body;
  if (isReadableNodeStream(body)) return joinStreams({ readable: body });
  if (isWritableNodeStream(body)) return joinStreams({ writable: body });
  if (isNodeStream(body)) return joinStreams({ writable: false as never, readable: false as never });
  if (isReadableStream(body)) return joinStreams({ readable: readableFromWeb(body) as unknown as NodeStream });
  if (isWritableStream(body)) return joinStreams({ writable: writableFromWeb(body) as unknown as NodeStream });
  if (typeof body === 'function') return fromFunction(body as FunctionBody, name);
  if (isBlob(body)) return duplexify(body.arrayBuffer(), name);
  if (isIterable(body)) return from(NewDuplex as never, body, { objectMode: true, writable: false });
  const pair = body as { readable?: unknown; writable?: unknown } | null;
  if (isReadableStream(pair?.readable) && isWritableStream(pair?.writable)) {
    return joinStreams({
      readable: readableFromWeb(pair.readable as ReadableStream) as unknown as NodeStream,
      writable: writableFromWeb(pair.writable as WritableStream) as unknown as NodeStream,
    });
  }
  if (typeof pair?.writable === 'object' || typeof pair?.readable === 'object') {
    const side = (value: unknown): NodeStream | undefined => {
      if (!value) return undefined;
      return isReadableNodeStream(value) || isWritableNodeStream(value) ? value : duplexify(value, name);
    };
    return joinStreams({ readable: side(pair.readable), writable: side(pair.writable) });
  }
  const then = (body as PromiseLike<unknown> | null)?.then;
  if (typeof then === 'function') return fromPromise(body as PromiseLike<unknown>);
  throw new ERR_INVALID_ARG_TYPE(
    name,
    [
      'Blob',
      'ReadableStream',
      'WritableStream',
      'Stream',
      'Iterable',
      'AsyncIterable',
      'Function',
      '{ readable, writable } pair',
      'Promise',
    ],
    body,
  );
}

function fromPromise(body: PromiseLike<unknown>): NodeStream {
  let duplex: DuplexStream;
  body.then(
    (value) => {
      if (value != null) duplex.push(value);
      duplex.push(null);
    },
    (error: Error) => destroyer(duplex, error),
  );
  return (duplex = new NewDuplex({ objectMode: true, writable: false, read() {} }));
}

type FunctionBody = (source: AsyncIterable<unknown>, options: { signal: AbortSignal }) => unknown;

function fromFunction(body: FunctionBody, name: string): NodeStream {
  const { value, write, final, destroy } = asyncInput(body);
  if (isIterable(value)) {
    // The iterable is the readable side; what is written goes into the function.
    return from(NewDuplex as never, value, { objectMode: true, write, final, destroy });
  }
  const then = (value as PromiseLike<unknown> | null | undefined)?.then;
  if (typeof then === 'function') {
    let duplex: DuplexStream;
    const promise = then.call(
      value as PromiseLike<unknown>,
      (result: unknown) => {
        if (result != null) throw new ERR_INVALID_RETURN_VALUE('nully', 'body', result);
      },
      (error: Error) => destroyer(duplex, error),
    ) as Promise<unknown>;
    return (duplex = new NewDuplex({
      objectMode: true,
      readable: false,
      write,
      final(callback: Callback) {
        final(() => {
          promise.then(
            () => nextTick(callback as never, null),
            (error: Error) => nextTick(callback as never, error),
          );
        });
      },
      destroy,
    }));
  }
  throw new ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or AsyncFunction', name, value);
}

/** Calls `body` with an iterable of what is written. */
function asyncInput(body: FunctionBody): {
  value: unknown;
  write(chunk: unknown, encoding: string, callback: Callback): void;
  final(callback: Callback): void;
  destroy(error: MaybeError, callback: Callback): void;
} {
  interface Item {
    chunk?: unknown;
    done: boolean;
    callback: Callback;
  }
  let next = Promise.withResolvers<Item>();
  const controller = new AbortController();
  const signal = controller.signal as unknown as AbortSignal;
  const value = body(
    (async function* () {
      while (true) {
        const current = next;
        const { chunk, done, callback } = await current.promise;
        nextTick(callback);
        if (done) return;
        if (signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
        next = Promise.withResolvers<Item>();
        yield chunk;
      }
    })(),
    { signal },
  );
  return {
    value,
    write(chunk, _encoding, callback) {
      next.resolve({ chunk, done: false, callback });
    },
    final(callback) {
      next.resolve({ done: true, callback });
    },
    destroy(error, callback) {
      controller.abort();
      callback(error);
    },
  };
}

/** One duplex over a readable and a writable stream. */
function joinStreams(pair: { readable?: NodeStream | undefined; writable?: NodeStream | undefined }): NodeStream {
  const source = pair.readable;
  const r =
    source && typeof source.read !== 'function'
      ? (new Readable().wrap(source as never) as unknown as NodeStream)
      : source;
  const w = pair.writable;
  let readable = !!isReadable(r);
  let writable = !!isWritable(w);
  let onDrain: Callback | null = null;
  let onFinish: Callback | null = null;
  let onReadable: (() => void) | null = null;
  /** Undefined until one side is through, null from then on. */
  let onClose: Callback | null | undefined;
  let duplex: DuplexStream;

  const onFinished = (error?: MaybeError): void => {
    const callback = onClose;
    onClose = null;
    if (callback) callback(error);
    else if (error) duplex.destroy(error);
  };
  duplex = new NewDuplex({
    readableObjectMode: !!r?.readableObjectMode,
    writableObjectMode: !!w?.writableObjectMode,
    readable,
    writable,
  });
  if (writable && w) {
    eos(w, (error) => {
      writable = false;
      if (error) destroyer(r, error);
      onFinished(error);
    });
    duplex._write = (chunk, encoding, callback) => {
      if (w.write(chunk, encoding)) callback();
      else onDrain = callback;
    };
    duplex._final = (callback) => {
      w.end();
      onFinish = callback;
    };
    w.on('drain', () => {
      const callback = onDrain;
      onDrain = null;
      callback?.();
    });
    w.on('finish', () => {
      const callback = onFinish;
      onFinish = null;
      callback?.();
    });
  }
  if (readable && r) {
    eos(r, (error) => {
      readable = false;
      if (error) destroyer(r, error);
      onFinished(error);
    });
    r.on('readable', () => {
      const callback = onReadable;
      onReadable = null;
      callback?.();
    });
    r.on('end', () => duplex.push(null));
    duplex._read = () => {
      while (true) {
        const chunk = r.read();
        if (chunk === null) {
          onReadable = duplex._read;
          return;
        }
        if (!duplex.push(chunk)) return;
      }
    };
  }
  duplex._destroy = (error, callback) => {
    if (!error && onClose !== null) error = new AbortError();
    onReadable = null;
    onDrain = null;
    onFinish = null;
    if (onClose === null) callback(error);
    else {
      onClose = callback;
      destroyer(w, error);
      destroyer(r, error);
    }
  };
  return duplex;
}
