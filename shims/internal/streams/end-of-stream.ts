/** `stream.finished`. https://nodejs.org/api/stream.html#streamfinishedstream-options-callback */
import { AbortError, ERR_INVALID_ARG_TYPE, ERR_STREAM_PREMATURE_CLOSE } from '../errors.ts';
import { addAbortListener } from '../events/abort-listener.ts';
import { nextTick } from '../loop.ts';
import { validateAbortSignal, validateBoolean, validateFunction, validateObject } from '../validators.ts';
import type { Callback, MaybeError, NodeStream } from './types.ts';
import {
  isClosed,
  isNodeStream,
  isReadable,
  isReadableErrored,
  isReadableFinished,
  isReadableNodeStream,
  isReadableStream,
  isWritable,
  isWritableErrored,
  isWritableFinished,
  isWritableNodeStream,
  isWritableStream,
  kIsClosedPromise,
  once,
  willEmitClose,
} from './utils.ts';

/** Options of `finished`. */
export interface FinishedOptions {
  /** Whether the end of the readable side is waited for. */
  readable?: boolean | undefined;
  writable?: boolean | undefined;
  /** Whether an `error` event ends the wait; default true. */
  error?: boolean | undefined;
  /** Whether the listeners are taken off afterwards (the promise form). */
  cleanup?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

type RequestLike = NodeStream & { setHeader?: unknown; abort?: unknown; req?: NodeStream; aborted?: boolean };

function isRequest(stream: RequestLike): boolean {
  return Boolean(stream.setHeader) && typeof stream.abort === 'function';
}

/**
 * Calls back once `stream` is through: ended, finished, failed or closed too early.
 * @returns a function that takes the listeners off.
 * @throws ERR_INVALID_ARG_TYPE
 */
export function eos(
  stream: unknown,
  ...rest: [options: FinishedOptions | Callback | null | undefined, callback?: Callback]
): () => void {
  let options: FinishedOptions = {};
  const done = (rest.length > 1 ? rest[1] : rest[0]) as Callback;
  if (rest.length > 1 && rest[0] != null) {
    validateObject(rest[0], 'options');
    options = rest[0] as FinishedOptions;
  }
  validateFunction(done, 'callback');
  validateAbortSignal(options.signal, 'options.signal');
  const callback = once(done);
  if (isReadableStream(stream) || isWritableStream(stream)) return webFinished(stream, options, callback);
  if (!isNodeStream(stream)) {
    throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  return nodeFinished(stream as RequestLike, options, callback);
}

function nodeFinished(stream: RequestLike, options: FinishedOptions, first: Callback): () => void {
  let callback: Callback | undefined = first;
  const call = (error?: MaybeError): void => {
    if (error === undefined) callback?.call(stream);
    else callback?.call(stream, error);
  };
  const readable = options.readable ?? isReadableNodeStream(stream);
  const writable = options.writable ?? isWritableNodeStream(stream);
  const writableState = stream._writableState as
    | (NonNullable<NodeStream['_writableState']> & { pendingcb?: number })
    | undefined;
  const readableState = stream._readableState;
  // `close` is waited for only where it will tell about just the sides that are asked for.
  let closeComes =
    Boolean(willEmitClose(stream)) &&
    isReadableNodeStream(stream) === readable &&
    isWritableNodeStream(stream) === writable;
  let writableFinished = isWritableFinished(stream, false);
  let readableFinished = isReadableFinished(stream, false);
  let closed = Boolean(isClosed(stream));

  const onFinish = (): void => {
    writableFinished = true;
    // Some streams do not emit `close` when they are destroyed by hand.
    if (stream.destroyed) closeComes = false;
    if (closeComes && (!stream.writable || readable)) return;
    if (!readable || readableFinished) call();
  };
  const onLegacyFinish = (): void => {
    if (!stream.writable) onFinish();
  };
  const onEnd = (): void => {
    readableFinished = true;
    if (stream.destroyed) closeComes = false;
    if (closeComes && (!stream.readable || writable)) return;
    if (!writable || writableFinished) call();
  };
  const onError = (error: Error): void => call(error);
  const storedError = (): MaybeError => {
    const error: unknown = isWritableErrored(stream) || isReadableErrored(stream);
    return error && typeof error !== 'boolean' ? (error as Error) : undefined;
  };
  const onClose = (): void => {
    closed = true;
    const error = storedError();
    if (error) call(error);
    else if (
      readable &&
      !readableFinished &&
      isReadableNodeStream(stream, true) &&
      !isReadableFinished(stream, false)
    ) {
      call(new ERR_STREAM_PREMATURE_CLOSE());
    } else if (writable && !writableFinished && !isWritableFinished(stream, false)) {
      call(new ERR_STREAM_PREMATURE_CLOSE());
    } else call();
  };
  const onClosed = (): void => {
    closed = true;
    call(storedError());
  };
  const onRequest = (): void => {
    stream.req?.on('finish', onFinish);
  };

  if (isRequest(stream)) {
    stream.on('complete', onFinish);
    if (!closeComes) stream.on('abort', onClose);
    if (stream.req) onRequest();
    else stream.on('request', onRequest);
  } else if (writable && !writableState) {
    stream.on('end', onLegacyFinish);
    stream.on('close', onLegacyFinish);
  }
  if (!closeComes && typeof stream.aborted === 'boolean') stream.on('aborted', onClose);
  stream.on('end', onEnd);
  stream.on('finish', onFinish);
  if (options.error !== false) stream.on('error', onError);
  stream.on('close', onClose);

  if (closed) nextTick(onClose);
  else if (writableState?.errorEmitted || readableState?.errorEmitted) {
    if (!closeComes) nextTick(onClosed);
  } else if (
    !readable &&
    (!closeComes || isReadable(stream)) &&
    (writableFinished || isWritable(stream) === false) &&
    !writableState?.pendingcb
  ) {
    nextTick(onClosed);
  } else if (!writable && (!closeComes || isWritable(stream)) && (readableFinished || isReadable(stream) === false)) {
    nextTick(onClosed);
  } else if (readableState && stream.req && stream.aborted) nextTick(onClosed);

  const cleanUp = (): void => {
    callback = undefined;
    stream.removeListener('aborted', onClose);
    stream.removeListener('complete', onFinish);
    stream.removeListener('abort', onClose);
    stream.removeListener('request', onRequest);
    stream.req?.removeListener('finish', onFinish);
    stream.removeListener('end', onLegacyFinish);
    stream.removeListener('close', onLegacyFinish);
    stream.removeListener('finish', onFinish);
    stream.removeListener('end', onEnd);
    stream.removeListener('error', onError);
    stream.removeListener('close', onClose);
  };
  const { signal } = options;
  if (signal && !closed) {
    const abort = (): void => {
      const last = callback;
      cleanUp();
      last?.call(stream, new AbortError(undefined, { cause: signal.reason }));
    };
    if (signal.aborted) nextTick(abort);
    else {
      const listener = addAbortListener(signal, abort);
      const before = callback;
      callback = once((...args: Parameters<Callback>) => {
        listener[Symbol.dispose]();
        before?.apply(stream, args);
      });
    }
  }
  return cleanUp;
}

function webFinished(stream: object, options: FinishedOptions, first: Callback): () => void {
  let callback = first;
  let aborted = false;
  let abort: () => void = () => {};
  const { signal } = options;
  if (signal) {
    abort = () => {
      aborted = true;
      callback.call(stream, new AbortError(undefined, { cause: signal.reason }));
    };
    if (signal.aborted) nextTick(abort);
    else {
      const listener = addAbortListener(signal, abort);
      const before = callback;
      callback = once((...args: Parameters<Callback>) => {
        listener[Symbol.dispose]();
        before.apply(stream, args);
      });
    }
  }
  const settle = (...args: unknown[]): void => {
    if (!aborted) nextTick(() => callback.apply(stream, args as never));
  };
  (stream as { [kIsClosedPromise]: { promise: Promise<unknown> } })[kIsClosedPromise].promise.then(settle, settle);
  return () => {};
}

/** `stream/promises.finished`. */
export function finished(stream: unknown, options: FinishedOptions = {}): Promise<void> {
  let autoCleanUp = false;
  if (options?.cleanup !== undefined) {
    validateBoolean(options.cleanup, 'cleanup');
    autoCleanUp = options.cleanup;
  }
  return new Promise((resolve, reject) => {
    const cleanUp = eos(stream, options, (error) => {
      if (autoCleanUp) cleanUp();
      if (error) reject(error);
      else resolve();
    });
  });
}
