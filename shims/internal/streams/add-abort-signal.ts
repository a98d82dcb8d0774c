/** `stream.addAbortSignal`. https://nodejs.org/api/stream.html#streamaddabortsignalsignal-stream */
import { AbortError, ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { addAbortListener } from '../events/abort-listener.ts';
import { validateAbortSignal } from '../validators.ts';
import { eos } from './end-of-stream.ts';
import type { NodeStream } from './types.ts';
import { isNodeStream, isWebStream, kControllerErrorFunction } from './utils.ts';

/**
 * Destroys `stream` when `signal` aborts.
 * @returns the stream.
 * @throws ERR_INVALID_ARG_TYPE
 */
export function addAbortSignal<S>(signal: AbortSignal, stream: S): S {
  if (typeof signal !== 'object' || signal === null) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  if (!isNodeStream(stream) && !isWebStream(stream)) {
    throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  return addAbortSignalNoValidate(signal, stream);
}

/** {@link addAbortSignal} for arguments that are known to be right. */
export function addAbortSignalNoValidate<S>(signal: AbortSignal, stream: S): S {
  if (typeof signal !== 'object' || !('aborted' in signal)) return stream;
  const onAbort = (): void => {
    const error = new AbortError(undefined, { cause: signal.reason });
    if (isNodeStream(stream)) (stream as unknown as NodeStream).destroy(error);
    else (stream as { [kControllerErrorFunction](error: Error): void })[kControllerErrorFunction](error);
  };
  if (signal.aborted) onAbort();
  else {
    const listener = addAbortListener(signal, onAbort);
    eos(stream, () => listener[Symbol.dispose]());
  }
  return stream;
}
