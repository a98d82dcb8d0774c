/** `Stream`, the base of all streams, with the old `pipe`. */
import { type Emitter, EventEmitter, type EventName, type Listener, listenerCount } from '../events/emitter.ts';
import type { NodeStream } from './types.ts';

/** https://nodejs.org/api/stream.html: the class behind `require('stream')`. */
export function Stream(this: Emitter, options?: object): void {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype as object);
Object.setPrototypeOf(Stream, EventEmitter);

/** Adds `listener` before the others of `event`, also on emitters that have no way to. */
export function prependListener(emitter: Emitter, event: EventName, listener: Listener): void {
  if (typeof emitter.prependListener === 'function') {
    emitter.prependListener(event, listener);
    return;
  }
  const existing = emitter._events?.[event];
  if (existing === undefined) emitter.on(event, listener);
  else if (Array.isArray(existing)) existing.unshift(listener);
  else (emitter._events as Record<EventName, unknown>)[event] = [listener, existing];
}

(Stream.prototype as { pipe?: unknown }).pipe = function pipe(
  this: NodeStream,
  destination: NodeStream & { _isStdio?: boolean },
  options?: { end?: boolean },
): NodeStream {
  const onData = (chunk: unknown): void => {
    if (destination.writable && destination.write(chunk) === false && typeof this.pause === 'function') this.pause();
  };
  const onDrain = (): void => {
    if (this.readable && typeof this.resume === 'function') this.resume();
  };
  let ended = false;
  const onEnd = (): void => {
    if (ended) return;
    ended = true;
    destination.end();
  };
  const onClose = (): void => {
    if (ended) return;
    ended = true;
    if (typeof destination.destroy === 'function') destination.destroy();
  };
  const onErrorOf = (stream: NodeStream) => (error: Error) => {
    cleanUp();
    if (listenerCount.call(stream, 'error') === 0) stream.emit('error', error);
  };
  const onSourceError = onErrorOf(this);
  const onDestinationError = onErrorOf(destination);
  const cleanUp = (): void => {
    this.removeListener('data', onData);
    destination.removeListener('drain', onDrain);
    this.removeListener('end', onEnd);
    this.removeListener('close', onClose);
    this.removeListener('error', onSourceError);
    destination.removeListener('error', onDestinationError);
    this.removeListener('end', cleanUp);
    this.removeListener('close', cleanUp);
    destination.removeListener('close', cleanUp);
  };
  this.on('data', onData);
  destination.on('drain', onDrain);
  if (!destination._isStdio && options?.end !== false) {
    this.on('end', onEnd);
    this.on('close', onClose);
  }
  prependListener(this, 'error', onSourceError);
  prependListener(destination, 'error', onDestinationError);
  this.on('end', cleanUp);
  this.on('close', cleanUp);
  destination.on('close', cleanUp);
  destination.emit('pipe', this);
  return destination;
};

(Stream.prototype as { eventNames?: unknown }).eventNames = function eventNames(this: Emitter): EventName[] {
  const events = this._events as Record<EventName, unknown> | undefined;
  return Reflect.ownKeys(events ?? {}).filter((name) => events?.[name as EventName] !== undefined) as EventName[];
};
