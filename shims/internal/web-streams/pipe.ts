import { acquireReader, cancelStream, type ReadableCore, readFrom, releaseReader } from './readable-core.ts';
import type { PipeOptions } from './readable-stream.ts';
import { defer, handled, invalidState, react } from './support.ts';
import {
  abortWritable,
  acquireWriter,
  closeQueuedOrInFlight,
  closeWriterPropagating,
  releaseWriter,
  type WritableCore,
  writeChunk,
} from './writable-core.ts';

/**
 * Moves all chunks of `source` into `target`; errors and the end go along, unless prevented.
 * Source: Streams Standard, 4.9.1 ReadableStreamPipeTo.
 */
export function pipe(source: ReadableCore, target: WritableCore, options: PipeOptions): Promise<void> {
  const { preventAbort, preventCancel, preventClose, signal } = options;
  const reader = acquireReader(source);
  const writer = acquireWriter(target);
  source.disturbed = true;
  const done = defer();
  let shuttingDown = false;
  let lastWrite: Promise<unknown> = Promise.resolve();

  const finalize = (failed: boolean, reason: unknown) => {
    releaseWriter(writer);
    releaseReader(reader);
    signal?.removeEventListener('abort', onAbort);
    if (failed) done.reject(reason);
    else done.resolve();
  };
  const writesSettled = (): Promise<unknown> => {
    const seen = lastWrite;
    const again = () => (seen === lastWrite ? undefined : writesSettled());
    return react(seen, again, again);
  };
  const shutdown = (action: (() => Promise<unknown>) | undefined, failed: boolean, reason?: unknown) => {
    if (shuttingDown) return;
    shuttingDown = true;
    const act = () => {
      if (!action) finalize(failed, reason);
      else
        react(
          action(),
          () => finalize(failed, reason),
          (error) => finalize(true, error),
        );
    };
    if (target.state === 'writable' && !closeQueuedOrInFlight(target)) react(writesSettled(), act);
    else act();
  };
  const onAbort = () => {
    const reason: unknown = signal?.reason;
    shutdown(
      () => {
        const actions: Promise<unknown>[] = [];
        if (!preventAbort && target.state === 'writable') actions.push(abortWritable(target, reason));
        if (!preventCancel && source.state === 'readable') actions.push(cancelStream(source, reason));
        return Promise.all(actions);
      },
      true,
      reason,
    );
  };

  const sourceErrored = (reason: unknown) =>
    shutdown(preventAbort ? undefined : () => abortWritable(target, reason), true, reason);
  const targetErrored = (reason: unknown) =>
    shutdown(preventCancel ? undefined : () => cancelStream(source, reason), true, reason);
  const sourceClosed = () => shutdown(preventClose ? undefined : () => closeWriterPropagating(writer), false);

  const step = () => {
    if (shuttingDown) return;
    react(writer.ready.promise, read, () => undefined);
  };
  const read = () => {
    if (shuttingDown) return;
    readFrom(reader, {
      chunk: (chunk) => {
        // In a microtask of its own: the sink must not run inside of the source's `enqueue`.
        lastWrite = handled(
          react(Promise.resolve(), () => {
            const written = writeChunk(writer, chunk);
            step();
            return written;
          }),
        );
      },
      close: () => undefined,
      error: () => undefined,
    });
  };

  if (signal?.aborted) {
    onAbort();
    return done.promise;
  }
  signal?.addEventListener('abort', onAbort);
  if (source.state === 'errored') sourceErrored(source.error);
  else react(reader.closed.promise, undefined, sourceErrored);
  if (target.state === 'errored') targetErrored(target.error);
  else react(writer.closed.promise, undefined, targetErrored);
  if (source.state === 'closed') sourceClosed();
  else react(reader.closed.promise, sourceClosed, () => undefined);
  if (closeQueuedOrInFlight(target) || target.state === 'closed') {
    targetErrored(invalidState('Destination WritableStream is closed'));
  }
  step();
  return done.promise;
}
