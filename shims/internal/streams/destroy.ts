/** How streams end: construction, destruction, errors. https://nodejs.org/api/stream.html#writabledestroyerror */
import { AbortError, aggregateTwoErrors, ERR_MULTIPLE_CALLBACK } from '../errors.ts';
import { nextTick } from '../loop.ts';
import type { Callback, CommonState, MaybeError, NodeStream } from './types.ts';
import { isDestroyed, isFinished, isServerRequest, kIsDestroyed } from './utils.ts';

const kDestroy: unique symbol = Symbol('kDestroy') as never;
const kConstruct: unique symbol = Symbol('kConstruct') as never;

type Requestish = NodeStream & { abort?: unknown; socket?: unknown };

/** Remembers the first error on each side. */
function noteError(error: MaybeError, writable: CommonState | undefined, readable: CommonState | undefined): void {
  if (!error) return;
  // Reading the stack makes the engine form it now, while the frames are known.
  void error.stack;
  if (writable && !writable.errored) writable.errored = error;
  if (readable && !readable.errored) readable.errored = error;
}

/** `destroy(error, callback)` of every stream. */
export function destroy(this: NodeStream, error?: MaybeError, callback?: Callback): NodeStream {
  const readable = this._readableState;
  const writable = this._writableState;
  if (writable?.destroyed || readable?.destroyed) {
    if (typeof callback === 'function') callback();
    return this;
  }
  noteError(error, writable, readable);
  if (writable) writable.destroyed = true;
  if (readable) readable.destroyed = true;
  const state = (writable || readable) as CommonState;
  if (!state.constructed) {
    this.once(kDestroy as never, (constructError: MaybeError) => {
      runDestroy(this, aggregateTwoErrors(constructError, error) as MaybeError, callback);
    });
  } else runDestroy(this, error, callback);
  return this;
}

function runDestroy(stream: NodeStream, error: MaybeError, callback: Callback | undefined): void {
  let called = false;
  const onDestroy = (failure?: MaybeError): void => {
    if (called) return;
    called = true;
    const readable = stream._readableState;
    const writable = stream._writableState;
    noteError(failure, writable, readable);
    if (writable) writable.closed = true;
    if (readable) readable.closed = true;
    if (typeof callback === 'function') callback(failure);
    if (failure) nextTick(emitErrorAndClose, stream, failure);
    else nextTick(emitClose, stream);
  };
  try {
    stream._destroy(error || null, onDestroy);
  } catch (failure) {
    onDestroy(failure as Error);
  }
}

function emitErrorAndClose(stream: NodeStream, error: Error): void {
  emitError(stream, error);
  emitClose(stream);
}

function emitClose(stream: NodeStream): void {
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (writable) writable.closeEmitted = true;
  if (readable) readable.closeEmitted = true;
  if (writable?.emitClose || readable?.emitClose) stream.emit('close');
}

function emitError(stream: NodeStream, error: Error): void {
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (writable?.errorEmitted || readable?.errorEmitted) return;
  if (writable) writable.errorEmitted = true;
  if (readable) readable.errorEmitted = true;
  stream.emit('error', error);
}

/** Sets the state back to that of a new stream, for those that are used again. */
export function undestroy(this: NodeStream): void {
  const readable = this._readableState as (CommonState & Record<string, unknown>) | undefined;
  const writable = this._writableState as (CommonState & Record<string, unknown>) | undefined;
  const common = {
    constructed: true,
    closed: false,
    closeEmitted: false,
    destroyed: false,
    errored: null,
    errorEmitted: false,
  };
  if (readable) {
    const through = readable['readable'] === false;
    Object.assign(readable, common, { reading: false, ended: through, endEmitted: through });
  }
  if (writable) {
    const through = writable['writable'] === false;
    Object.assign(writable, common, {
      finalCalled: false,
      prefinished: false,
      ended: through,
      ending: through,
      finished: through,
    });
  }
}

/**
 * What happens to an error that the implementation of a stream meets: it destroys the stream, or is emitted where the
 * stream does not destroy itself.
 */
export function errorOrDestroy(stream: NodeStream, error: MaybeError, sync = false): void {
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (writable?.destroyed || readable?.destroyed) return;
  if (readable?.autoDestroy || writable?.autoDestroy) {
    stream.destroy(error);
    return;
  }
  if (!error) return;
  noteError(error, writable, readable);
  if (sync) nextTick(emitError, stream, error);
  else emitError(stream, error);
}

/** Runs `_construct` where there is one, and `callback` after it. */
export function construct(stream: NodeStream, callback: () => void): void {
  if (typeof stream._construct !== 'function') return;
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (readable) readable.constructed = false;
  if (writable) writable.constructed = false;
  stream.once(kConstruct as never, callback);
  // A duplex comes here twice, once a side.
  if (stream.listenerCount(kConstruct as never) > 1) return;
  nextTick(runConstruct, stream);
}

function runConstruct(stream: NodeStream): void {
  let called = false;
  const onConstruct = (error?: MaybeError): void => {
    if (called) {
      errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    const readable = stream._readableState;
    const writable = stream._writableState;
    if (readable) readable.constructed = true;
    if (writable) writable.constructed = true;
    if ((writable || readable)?.destroyed) stream.emit(kDestroy as never, error);
    else if (error) errorOrDestroy(stream, error, true);
    else stream.emit(kConstruct as never);
  };
  try {
    stream._construct?.((error) => {
      nextTick(onConstruct as never, error);
    });
  } catch (error) {
    nextTick(onConstruct as never, error);
  }
}

function isRequest(stream: Requestish | null | undefined): boolean {
  return typeof stream?.abort === 'function' && !!(stream as { setHeader?: unknown }).setHeader;
}

/** `stream.destroy`: destroys anything that looks like a stream, in the way it has. */
export function destroyer(stream: unknown, error?: MaybeError): void {
  if (!stream || isDestroyed(stream)) return;
  const target = stream as Requestish & { close?: unknown; destroyed?: boolean; [kIsDestroyed]?: boolean };
  if (!error && !isFinished(stream)) error = new AbortError();
  if (isServerRequest(stream)) {
    target.socket = null;
    target.destroy(error);
  } else if (isRequest(target)) (target.abort as () => void)();
  else if (isRequest((target as { req?: Requestish }).req)) {
    ((target as unknown as { req: { abort(): void } }).req.abort as () => void)();
  } else if (typeof target.destroy === 'function') target.destroy(error);
  else if (typeof target.close === 'function') (target.close as () => void)();
  else if (error) nextTick(() => target.emit('error', error as Error), stream);
  else nextTick(() => target.emit('close'), stream);
  if (!target.destroyed) target[kIsDestroyed] = true;
}
