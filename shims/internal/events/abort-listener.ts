/** `events.addAbortListener`, apart from `EventTarget`, so that streams do not carry that. */
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { validateAbortSignal, validateFunction } from '../validators.ts';

/** A listener option: the listener runs although another called `stopImmediatePropagation`. */
export const kResistStopPropagation: unique symbol = Symbol('kResistStopPropagation') as never;

/**
 * Listens for the abort of `signal`, even where another listener stops the event's propagation.
 * @returns what stops listening when it is disposed.
 *
 * https://nodejs.org/api/events.html#eventsaddabortlistenersignal-listener
 */
export function addAbortListener(signal: AbortSignal, listener: (event?: Event) => void): Disposable {
  if (signal === undefined) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  validateFunction(listener, 'listener');
  let remove: (() => void) | undefined;
  if (signal.aborted) {
    queueMicrotask(() => listener());
  } else {
    const flags = { once: true, [kResistStopPropagation]: true };
    signal.addEventListener('abort', listener, flags);
    remove = () => signal.removeEventListener('abort', listener);
  }
  return {
    [Symbol.dispose]() {
      remove?.();
    },
  };
}
