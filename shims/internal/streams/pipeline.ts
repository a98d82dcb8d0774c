/** `stream.pipeline`. https://nodejs.org/api/stream.html#streampipelinesource-transforms-destination-callback */
import { AbortController } from '../abort.ts';
import {
  AbortError,
  aggregateTwoErrors,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_RETURN_VALUE,
  ERR_MISSING_ARGS,
  ERR_STREAM_DESTROYED,
  ERR_STREAM_PREMATURE_CLOSE,
} from '../errors.ts';
import { addAbortListener } from '../events/abort-listener.ts';
import { nextTick } from '../loop.ts';
import { validateAbortSignal, validateFunction } from '../validators.ts';
import { destroyer as destroyStream } from './destroy.ts';
import { Duplex } from './duplex.ts';
import { eos } from './end-of-stream.ts';
import { Readable } from './readable.ts';
import { createIterator } from './readable-iterator.ts';
import { PassThrough } from './transform.ts';
import type { MaybeError, NodeStream } from './types.ts';
import {
  isIterable,
  isNodeStream,
  isReadable,
  isReadableFinished,
  isReadableNodeStream,
  isReadableStream,
  isTransformStream,
  isWebStream,
  once,
} from './utils.ts';

/** Options of the inner form. */
export interface PipelineOptions {
  signal?: AbortSignal | undefined;
  /** Whether the last stream is ended. */
  end?: boolean | undefined;
}

type Finish = (error?: MaybeError) => void;
type Destroy = (error: MaybeError) => void;
type Function_ = (...args: unknown[]) => unknown;
type ReadableWithHelpers = NodeStream & { wrap?: unknown };

/** Destroys `stream` when the pipeline fails before it is through, and calls back at its end. */
function endingOf(stream: NodeStream, reading: boolean, writing: boolean): { destroy: Destroy; cleanUp: () => void } {
  let finished = false;
  stream.on('close', () => {
    finished = true;
  });
  const cleanUp = eos(stream, { readable: reading, writable: writing }, (error) => {
    finished = !error;
  });
  return {
    destroy: (error) => {
      if (finished) return;
      finished = true;
      destroyStream(stream, error || new ERR_STREAM_DESTROYED('pipe'));
    },
    cleanUp,
  };
}

/** What a source is read as. @throws ERR_INVALID_ARG_TYPE */
function toIterable(value: unknown): AsyncIterable<unknown> | Iterable<unknown> {
  if (isIterable(value)) return value;
  if (isReadableNodeStream(value)) return iterateLegacy(value);
  throw new ERR_INVALID_ARG_TYPE('val', ['Readable', 'Iterable', 'AsyncIterable'], value);
}

/** A stream without an iterator of its own. */
function iterateLegacy(value: NodeStream): AsyncIterable<unknown> {
  const source = typeof value.read === 'function' ? value : wrapped(value);
  return createIterator(source, undefined);
}

function wrapped(value: NodeStream): NodeStream {
  return new Readable({ objectMode: true }).wrap(value as never) as unknown as NodeStream;
}

/** Writes all of `iterable`, with back-pressure. */
async function pumpToNode(
  iterable: AsyncIterable<unknown> | Iterable<unknown>,
  writable: NodeStream,
  finish: Finish,
  { end }: PipelineOptions,
): Promise<void> {
  let error: MaybeError;
  let wake: (() => void) | undefined;
  let fail: ((error: Error) => void) | undefined;
  const resume = (failure?: MaybeError): void => {
    if (failure) error = failure;
    const now = wake;
    const failNow = fail;
    wake = fail = undefined;
    if (failure && failNow) failNow(failure);
    else now?.();
  };
  const wait = (): Promise<void> =>
    new Promise((resolve, reject) => {
      if (error) reject(error);
      else {
        fail = reject;
        wake = resolve;
      }
    });
  const onDrain = (): void => resume();
  writable.on('drain', onDrain);
  const cleanUp = eos(writable, { readable: false }, resume as never);
  try {
    if (writable.writableNeedDrain) await wait();
    for await (const chunk of iterable) {
      if (!writable.write(chunk)) await wait();
    }
    if (end) {
      writable.end();
      await wait();
    }
    finish();
  } catch (failure) {
    finish(error !== failure ? (aggregateTwoErrors(error, failure) as Error) : (failure as Error));
  } finally {
    cleanUp();
    writable.off('drain', onDrain);
  }
}

/** The same into a web stream. */
async function pumpToWeb(
  readable: AsyncIterable<unknown> | Iterable<unknown>,
  target: WritableStream | TransformStream,
  finish: Finish,
  { end }: PipelineOptions,
): Promise<void> {
  const writable = isTransformStream(target) ? (target as TransformStream).writable : (target as WritableStream);
  const writer = writable.getWriter();
  try {
    for await (const chunk of readable) {
      await writer.ready;
      writer.write(chunk).catch(() => {});
    }
    await writer.ready;
    if (end) await writer.close();
    finish();
  } catch (error) {
    try {
      await writer.abort(error);
      finish(error as Error);
    } catch (failure) {
      finish(failure as Error);
    }
  }
}

/** `pipeline(source, …, destination, callback)`. */
export function pipeline(...args: unknown[]): unknown {
  const callback = args.pop();
  validateFunction(callback, 'streams[stream.length - 1]');
  return pipelineImpl(args, once(callback as never));
}

/** The pipeline of `given` (or of the one array in it). */
export function pipelineImpl(
  given: unknown[],
  callback: (error?: MaybeError, value?: unknown) => void,
  options?: PipelineOptions,
): unknown {
  const streams = given.length === 1 && Array.isArray(given[0]) ? (given[0] as unknown[]) : given;
  if (streams.length < 2) throw new ERR_MISSING_ARGS('streams');
  const controller = new AbortController();
  const { signal } = controller;
  const outer = options?.signal;
  const lastCleanUps: (() => void)[] = [];
  validateAbortSignal(outer, 'options.signal');
  const onAbort = (): void => finishAll(new AbortError(undefined, { cause: outer?.reason }));
  let outerListener: Disposable | undefined;
  if (outer) outerListener = addAbortListener(outer, onAbort);

  let error: MaybeError;
  let value: unknown;
  const destroys: Destroy[] = [];
  let open = 0;

  const finish = (failure?: MaybeError): void => finishAll(failure, --open === 0);
  const finishOnlyHandleError = (failure?: MaybeError): void => finishAll(failure, false);
  const finishAll = (failure?: MaybeError, final?: boolean): void => {
    if (failure && (!error || (error as { code?: unknown }).code === 'ERR_STREAM_PREMATURE_CLOSE')) error = failure;
    if (!error && !final) return;
    while (destroys.length > 0) destroys.shift()?.(error);
    outerListener?.[Symbol.dispose]();
    controller.abort();
    if (final) {
      if (!error) for (const cleanUp of lastCleanUps) cleanUp();
      nextTick(callback as never, error, value);
    }
  };

  let result: unknown;
  for (let i = 0; i < streams.length; i++) {
    const stream = streams[i];
    const reading = i < streams.length - 1;
    const writing = i > 0;
    const end = reading || options?.end !== false;
    const isLast = i === streams.length - 1;

    if (isNodeStream(stream)) {
      if (end) {
        const ending = endingOf(stream, reading, writing);
        destroys.push(ending.destroy);
        if (isReadable(stream) && isLast) lastCleanUps.push(ending.cleanUp);
      }
      // An error after the stream is through, when nobody waits for it, is not lost and not uncaught.
      const onError = (failure: Error & { code?: string }): void => {
        if (failure && failure.name !== 'AbortError' && failure.code !== 'ERR_STREAM_PREMATURE_CLOSE') {
          finishOnlyHandleError(failure);
        }
      };
      stream.on('error', onError);
      if (isReadable(stream) && isLast) lastCleanUps.push(() => stream.removeListener('error', onError));
    }

    if (i === 0) {
      if (typeof stream === 'function') {
        result = (stream as Function_)({ signal });
        if (!isIterable(result)) {
          throw new ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or Stream', 'source', result);
        }
      } else if (isIterable(stream) || isReadableNodeStream(stream) || isTransformStream(stream)) result = stream;
      else result = Duplex.from(stream as never);
    } else if (typeof stream === 'function') {
      const input = isTransformStream(result) ? toIterable((result as TransformStream).readable) : toIterable(result);
      result = (stream as Function_)(input, { signal });
      if (reading) {
        if (!isIterable(result, true)) {
          throw new ERR_INVALID_RETURN_VALUE('AsyncIterable', `transform[${i - 1}]`, result);
        }
      } else {
        // The last function's value is the pipeline's; a stream stands for it meanwhile.
        const stand = new PassThrough({ objectMode: true }) as unknown as NodeStream;
        const then = (result as PromiseLike<unknown> | null | undefined)?.then;
        if (typeof then === 'function') {
          open++;
          then.call(
            result as PromiseLike<unknown>,
            (settled: unknown) => {
              value = settled;
              if (settled != null) stand.write(settled);
              if (end) stand.end();
              nextTick(finish);
            },
            (failure: Error) => {
              stand.destroy(failure);
              nextTick(finish as never, failure);
            },
          );
        } else if (isIterable(result, true)) {
          open++;
          void pumpToNode(result, stand, finish, { end });
        } else if (isReadableStream(result) || isTransformStream(result)) {
          const readable = ((result as TransformStream).readable || result) as unknown as AsyncIterable<unknown>;
          open++;
          void pumpToNode(readable, stand, finish, { end });
        } else throw new ERR_INVALID_RETURN_VALUE('AsyncIterable or Promise', 'destination', result);
        result = stand;
        const ending = endingOf(stand, false, true);
        destroys.push(ending.destroy);
        if (isLast) lastCleanUps.push(ending.cleanUp);
      }
    } else if (isNodeStream(stream)) {
      if (isReadableNodeStream(result)) {
        open += 2;
        const cleanUp = pipeNode(result as ReadableWithHelpers, stream, finish, finishOnlyHandleError, end);
        if (isReadable(stream) && isLast) lastCleanUps.push(cleanUp);
      } else if (isTransformStream(result) || isReadableStream(result)) {
        const readable = ((result as TransformStream).readable || result) as unknown as AsyncIterable<unknown>;
        open++;
        void pumpToNode(readable, stream, finish, { end });
      } else if (isIterable(result)) {
        open++;
        void pumpToNode(result, stream, finish, { end });
      } else {
        throw new ERR_INVALID_ARG_TYPE(
          'val',
          ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream', 'TransformStream'],
          result,
        );
      }
      result = stream;
    } else if (isWebStream(stream)) {
      const target = stream as WritableStream | TransformStream;
      if (isReadableNodeStream(result)) {
        open++;
        void pumpToWeb(toIterable(result), target, finish, { end });
      } else if (isReadableStream(result) || isIterable(result)) {
        open++;
        void pumpToWeb(result as unknown as AsyncIterable<unknown>, target, finish, { end });
      } else if (isTransformStream(result)) {
        open++;
        void pumpToWeb((result as TransformStream).readable as unknown as AsyncIterable<unknown>, target, finish, {
          end,
        });
      } else {
        throw new ERR_INVALID_ARG_TYPE(
          'val',
          ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream', 'TransformStream'],
          result,
        );
      }
      result = stream;
    } else result = Duplex.from(stream as never);
  }
  if (signal.aborted || outer?.aborted) nextTick(onAbort);
  return result;
}

/** Pipes one Node stream into another, and reports the end of each. */
function pipeNode(
  source: NodeStream,
  destination: NodeStream,
  finish: Finish,
  finishOnlyHandleError: Finish,
  end: boolean,
): () => void {
  let ended = false;
  destination.on('close', () => {
    // The destination is gone before the source was through.
    if (!ended) finishOnlyHandleError(new ERR_STREAM_PREMATURE_CLOSE());
  });
  source.pipe(destination, { end: false });
  if (end) {
    const endDestination = (): void => {
      ended = true;
      destination.end();
    };
    if (isReadableFinished(source)) nextTick(endDestination);
    else source.once('end', endDestination);
  } else finish();
  eos(source, { readable: true, writable: false }, (error) => {
    const state = source._readableState as (NodeStream['_readableState'] & { errored: unknown }) | undefined;
    if (
      error &&
      (error as { code?: string }).code === 'ERR_STREAM_PREMATURE_CLOSE' &&
      state?.ended &&
      !state.errored &&
      !state.errorEmitted
    ) {
      // It was destroyed after all data had come: the data still gets through.
      source.once('end', finish).once('error', finish);
    } else finish(error);
  });
  return eos(destination, { readable: false, writable: true }, finish);
}
