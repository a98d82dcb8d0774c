/** `readable.pipe` and `unpipe`. https://nodejs.org/api/stream.html#readablepipedestination-options */
import type { EventName, Listener } from '../events/emitter.ts';
import { nextTick } from '../loop.ts';
import { errorOrDestroy } from './destroy.ts';
import { prependListener } from './legacy.ts';
import type { ReadableState } from './readable-state.ts';
import { isStandardOutput } from './standard-output.ts';
import type { NodeStream } from './types.ts';

type Source = NodeStream & { _readableState: ReadableState };

/** Waits for `drain` of `destination`, with the others that are waited for. */
function awaitDrain(source: Source, destination: NodeStream): void {
  const state = source._readableState;
  if (state.pipes.length === 1 && state.pipes[0] === destination) {
    state.awaitDrainWriters = destination;
    state.multiAwaitDrain = false;
  } else if (state.pipes.length > 1 && state.pipes.includes(destination)) {
    (state.awaitDrainWriters as Set<NodeStream>).add(destination);
  }
  source.pause();
}

/** `destination` has drained: the source goes on once all have. */
function drained(source: Source, destination: NodeStream): void {
  const state = source._readableState;
  if (state.awaitDrainWriters === destination) state.awaitDrainWriters = null;
  else if (state.multiAwaitDrain) (state.awaitDrainWriters as Set<NodeStream>).delete(destination);
  const waiting = state.awaitDrainWriters;
  if ((!waiting || (waiting as Set<NodeStream>).size === 0) && source.listenerCount('data') > 0) source.resume();
}

export function pipe(this: Source, destination: NodeStream, options?: { end?: boolean }): NodeStream {
  const state = this._readableState;
  if (state.pipes.length === 1 && !state.multiAwaitDrain) {
    state.multiAwaitDrain = true;
    state.awaitDrainWriters = new Set(state.awaitDrainWriters ? [state.awaitDrainWriters as NodeStream] : []);
  }
  state.pipes.push(destination);

  let cleanedUp = false;
  let onDrain: (() => void) | undefined;
  const added: [NodeStream, EventName, Listener][] = [];
  const listen = (stream: NodeStream, event: EventName, listener: Listener, once = false): void => {
    added.push([stream, event, listener]);
    if (once) stream.once(event, listener);
    else stream.on(event, listener);
  };

  const detach = (): void => {
    this.unpipe(destination);
  };
  const cleanUp = (): void => {
    for (const [stream, event, listener] of added.splice(0)) stream.removeListener(event, listener);
    destination.removeListener('error', onError);
    cleanedUp = true;
    // The reader may be waiting for a drain of this destination, which would not tell it any more.
    if (onDrain && state.awaitDrainWriters && (!destination._writableState || destination._writableState.needDrain)) {
      onDrain();
    }
  };
  const onUnpipe = (source: unknown, info?: { hasUnpiped: boolean }): void => {
    if (source !== this || !info || info.hasUnpiped) return;
    info.hasUnpiped = true;
    cleanUp();
  };
  const pause = (): void => {
    if (!cleanedUp) awaitDrain(this, destination);
    if (!onDrain) {
      onDrain = () => drained(this, destination);
      listen(destination, 'drain', onDrain);
    }
  };
  const onData = (chunk: unknown): void => {
    if (destination.write(chunk) === false) pause();
  };
  const onError = (error: Error): void => {
    detach();
    destination.removeListener('error', onError);
    if (destination.listenerCount('error') !== 0) return;
    const target = destination._writableState || destination._readableState;
    if (target && !target.errorEmitted) errorOrDestroy(destination, error);
    else destination.emit('error', error);
  };
  const onClose = (): void => {
    destination.removeListener('finish', onFinish);
    detach();
  };
  const onFinish = (): void => {
    destination.removeListener('close', onClose);
    detach();
  };
  const end = (): void => {
    destination.end();
  };

  const atEnd = options?.end !== false && !isStandardOutput(destination) ? end : detach;
  if (state.endEmitted) nextTick(atEnd);
  else listen(this, 'end', atEnd, true);
  listen(destination, 'unpipe', onUnpipe);
  listen(this, 'data', onData);
  prependListener(destination, 'error', onError);
  listen(destination, 'close', onClose, true);
  listen(destination, 'finish', onFinish, true);
  destination.emit('pipe', this);
  if (destination.writableNeedDrain === true) pause();
  else if (!state.flowing) this.resume();
  return destination;
}

export function unpipe(this: Source, destination?: NodeStream): Source {
  const state = this._readableState;
  if (state.pipes.length === 0) return this;
  if (!destination) {
    const all = state.pipes;
    state.pipes = [];
    this.pause();
    for (const stream of all) stream.emit('unpipe', this, { hasUnpiped: false });
    return this;
  }
  const index = state.pipes.indexOf(destination);
  if (index === -1) return this;
  state.pipes.splice(index, 1);
  if (state.pipes.length === 0) this.pause();
  destination.emit('unpipe', this, { hasUnpiped: false });
  return this;
}
