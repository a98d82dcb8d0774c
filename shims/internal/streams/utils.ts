/** Questions about streams: of ours, of older packages that look like them, and of the web. */
import type { CommonState, NodeStream, ReadableStateLike, WritableStateLike } from './types.ts';

/** The key of the flag that the `destroyed` of foreign streams is kept under. */
export const kIsDestroyed: unique symbol = Symbol.for('nodejs.stream.destroyed') as never;
const kIsErrored: unique symbol = Symbol.for('nodejs.stream.errored') as never;
const kIsReadable: unique symbol = Symbol.for('nodejs.stream.readable') as never;
const kIsWritable: unique symbol = Symbol.for('nodejs.stream.writable') as never;
const kIsDisturbed: unique symbol = Symbol.for('nodejs.stream.disturbed') as never;
const kIsClosedPromise: unique symbol = Symbol.for('nodejs.webstream.isClosedPromise') as never;
/** The method by which a web stream is aborted from outside. */
export const kControllerErrorFunction: unique symbol = Symbol.for('nodejs.webstream.controllerErrorFunction') as never;
export { kIsClosedPromise, kIsDisturbed, kIsErrored, kIsReadable, kIsWritable };

/** The mark of duplex streams, which the constructors of both sides look for. */
export const kIsDuplex: unique symbol = Symbol('kIsDuplex') as never;

type Loose = Record<PropertyKey, unknown> & {
  _readableState?: ReadableStateLike;
  _writableState?: WritableStateLike;
};

function loose(value: unknown): Loose | undefined {
  return (typeof value === 'object' || typeof value === 'function') && value !== null ? (value as Loose) : undefined;
}

const isFn = (value: unknown): boolean => typeof value === 'function';

/** Whether it can be piped from; `strict` wants `pause` and `resume`, too. */
export function isReadableNodeStream(value: unknown, strict = false): value is NodeStream {
  const it = loose(value);
  if (it === undefined || !isFn(it['pipe']) || !isFn(it['on'])) return false;
  if (strict && !(isFn(it['pause']) && isFn(it['resume']))) return false;
  // A writable has a `pipe`, too; a duplex may say by `readable: false` that its other side is the only one.
  if (it._writableState === undefined) return true;
  return it._readableState !== undefined && (it._readableState as { readable?: boolean }).readable !== false;
}

export function isWritableNodeStream(value: unknown): value is NodeStream {
  const it = loose(value);
  if (it === undefined || !isFn(it['write']) || !isFn(it['on'])) return false;
  return it._readableState === undefined || it._writableState?.writable !== false;
}

export function isDuplexNodeStream(value: unknown): value is NodeStream {
  const it = loose(value);
  return it !== undefined && isFn(it['pipe']) && it._readableState !== undefined && isFn(it['on']) && isFn(it['write']);
}

export function isNodeStream(value: unknown): value is NodeStream {
  const it = loose(value);
  return (
    it !== undefined &&
    (it._readableState !== undefined ||
      it._writableState !== undefined ||
      (isFn(it['write']) && isFn(it['on'])) ||
      (isFn(it['pipe']) && isFn(it['on'])))
  );
}

export function isReadableStream(value: unknown): value is ReadableStream {
  const it = loose(value);
  return (
    it !== undefined && !isNodeStream(it) && isFn(it['pipeThrough']) && isFn(it['getReader']) && isFn(it['cancel'])
  );
}

export function isWritableStream(value: unknown): value is WritableStream {
  const it = loose(value);
  return it !== undefined && !isNodeStream(it) && isFn(it['getWriter']) && isFn(it['abort']);
}

export function isTransformStream(value: unknown): value is TransformStream {
  const it = loose(value);
  return (
    it !== undefined && !isNodeStream(it) && typeof it['readable'] === 'object' && typeof it['writable'] === 'object'
  );
}

export function isWebStream(value: unknown): value is ReadableStream | WritableStream | TransformStream {
  return isReadableStream(value) || isWritableStream(value) || isTransformStream(value);
}

/** Whether it can be iterated; `isAsync` asks for one kind only. */
export function isIterable(value: unknown, isAsync?: boolean): value is AsyncIterable<unknown> | Iterable<unknown> {
  if (value == null) return false;
  const it = value as { [Symbol.asyncIterator]?: unknown; [Symbol.iterator]?: unknown };
  if (isAsync === true) return isFn(it[Symbol.asyncIterator]);
  if (isAsync === false) return isFn(it[Symbol.iterator]);
  return isFn(it[Symbol.asyncIterator]) || isFn(it[Symbol.iterator]);
}

function statesOf(stream: NodeStream): CommonState | undefined {
  return stream._writableState || stream._readableState;
}

/** Whether `destroy` was called; null for what is no stream. */
export function isDestroyed(value: unknown): boolean | null {
  if (!isNodeStream(value)) return null;
  const state = statesOf(value);
  return !!(value.destroyed || (value as unknown as Loose)[kIsDestroyed] || state?.destroyed);
}

/** Whether `end` was called; null where that cannot be known. */
export function isWritableEnded(value: unknown): boolean | null {
  if (!isWritableNodeStream(value)) return null;
  if (value.writableEnded === true) return true;
  const state = value._writableState;
  if (state?.errored) return false;
  return typeof state?.ended === 'boolean' ? state.ended : null;
}

/** Whether everything was written. */
export function isWritableFinished(value: unknown, strict?: boolean): boolean | null {
  if (!isWritableNodeStream(value)) return null;
  if (value.writableFinished === true) return true;
  const state = value._writableState;
  if (state?.errored) return false;
  if (typeof state?.finished !== 'boolean') return null;
  return state.finished || (strict === false && state.ended && state.length === 0);
}

/** Whether the source has said that there is no more. */
export function isReadableEnded(value: unknown): boolean | null {
  if (!isReadableNodeStream(value)) return null;
  if (value.readableEnded === true) return true;
  const state = value._readableState;
  if (!state || state.errored) return false;
  return typeof state.ended === 'boolean' ? state.ended : null;
}

/** Whether everything was read. */
export function isReadableFinished(value: unknown, strict?: boolean): boolean | null {
  if (!isReadableNodeStream(value)) return null;
  const state = value._readableState;
  if (state?.errored) return false;
  if (typeof state?.endEmitted !== 'boolean') return null;
  return state.endEmitted || (strict === false && state.ended && state.length === 0);
}

/** `stream.isReadable`: whether it can still be read; null for what is no readable. */
export function isReadable(value: unknown): boolean | null {
  const flag = loose(value)?.[kIsReadable];
  if (flag != null) return flag as boolean;
  const readable = loose(value)?.['readable'];
  if (typeof readable !== 'boolean') return null;
  if (isDestroyed(value)) return false;
  return isReadableNodeStream(value) && readable && !isReadableFinished(value);
}

/** `stream.isWritable`. */
export function isWritable(value: unknown): boolean | null {
  const flag = loose(value)?.[kIsWritable];
  if (flag != null) return flag as boolean;
  const writable = loose(value)?.['writable'];
  if (typeof writable !== 'boolean') return null;
  if (isDestroyed(value)) return false;
  return isWritableNodeStream(value) && writable && !isWritableEnded(value);
}

/** Whether both sides, of those that are asked for, are through. */
export function isFinished(value: unknown, options?: { readable?: boolean; writable?: boolean }): boolean | null {
  if (!isNodeStream(value)) return null;
  if (isDestroyed(value)) return true;
  if (options?.readable !== false && isReadable(value)) return false;
  return !(options?.writable !== false && isWritable(value));
}

export function isWritableErrored(value: unknown): Error | null {
  if (!isNodeStream(value)) return null;
  if (value.writableErrored) return value.writableErrored;
  return value._writableState?.errored ?? null;
}

export function isReadableErrored(value: unknown): Error | null {
  if (!isNodeStream(value)) return null;
  if (value.readableErrored) return value.readableErrored;
  return value._readableState?.errored ?? null;
}

/** Whether `close` was emitted, or the stream is as good as closed; null where that cannot be known. */
export function isClosed(value: unknown): boolean | null {
  if (!isNodeStream(value)) return null;
  if (typeof value.closed === 'boolean') return value.closed;
  const writable = value._writableState;
  const readable = value._readableState;
  if (typeof writable?.closed === 'boolean' || typeof readable?.closed === 'boolean') {
    return !!(writable?.closed || readable?.closed);
  }
  const legacy = (value as unknown as Loose)['_closed'];
  return typeof legacy === 'boolean' && isOutgoingMessage(value) ? legacy : null;
}

/** An HTTP message that is sent, by the fields that all versions have. */
export function isOutgoingMessage(value: unknown): boolean {
  const it = loose(value);
  return (
    it !== undefined &&
    typeof it['_closed'] === 'boolean' &&
    typeof it['_defaultKeepAlive'] === 'boolean' &&
    typeof it['_removedConnection'] === 'boolean' &&
    typeof it['_removedContLen'] === 'boolean'
  );
}

export function isServerResponse(value: unknown): boolean {
  return typeof loose(value)?.['_sent100'] === 'boolean' && isOutgoingMessage(value);
}

export function isServerRequest(value: unknown): boolean {
  const it = loose(value);
  return (
    it !== undefined &&
    typeof it['_consuming'] === 'boolean' &&
    typeof it['_dumped'] === 'boolean' &&
    (it['req'] as { upgradeOrConnect?: unknown } | undefined)?.upgradeOrConnect === undefined
  );
}

/** Whether `close` will come after the end. */
export function willEmitClose(value: unknown): boolean | null {
  if (!isNodeStream(value)) return null;
  const state = statesOf(value);
  return (
    (state === undefined && isServerResponse(value)) ||
    !!(state?.autoDestroy && state.emitClose && state.closed === false)
  );
}

/** `stream.isDisturbed`: whether it was read from or cancelled. */
export function isDisturbed(value: unknown): boolean {
  const it = loose(value) as (Loose & { readableDidRead?: boolean; readableAborted?: boolean }) | undefined;
  return !!(it && (it[kIsDisturbed] ?? (it.readableDidRead || it.readableAborted)));
}

/** `stream.isErrored`. */
export function isErrored(value: unknown): boolean {
  const it = loose(value);
  return !!(
    it &&
    (it[kIsErrored] ??
      it['readableErrored'] ??
      it['writableErrored'] ??
      (it._readableState as { errorEmitted?: boolean } | undefined)?.errorEmitted ??
      (it._writableState as { errorEmitted?: boolean } | undefined)?.errorEmitted ??
      it._readableState?.errored ??
      it._writableState?.errored)
  );
}

/** A function that calls `callback` the first time only. */
export function once<A extends unknown[]>(callback: (...args: A) => void): (this: unknown, ...args: A) => void {
  let called = false;
  return function (this: unknown, ...args: A) {
    if (called) return;
    called = true;
    Reflect.apply(callback, this, args);
  };
}
