/**
 * The functions of `node:events` that take an `EventEmitter` or an `EventTarget`.
 *
 * https://nodejs.org/api/events.html#eventsgeteventlistenersemitterortarget-eventname
 */
import { AbortError, ERR_INVALID_ARG_TYPE } from '../errors.ts';
import {
  EventTarget,
  kMaxEventTargetListeners,
  kMaxEventTargetListenersWarned,
  listenersOfTarget,
} from '../event-target.ts';
import { validateAbortSignal, validateNumber, validateObject } from '../validators.ts';
import { kResistStopPropagation } from './abort-listener.ts';
import { type Emitter, type EventName, isEmitter, type Listener, setDefaultMaxListeners } from './emitter.ts';

export { addAbortListener } from './abort-listener.ts';

interface TargetLimits {
  [kMaxEventTargetListeners]: number;
  [kMaxEventTargetListenersWarned]: boolean;
}

function isEventTarget(value: unknown): value is globalThis.EventTarget {
  return value instanceof EventTarget || typeof (value as EventTarget | null)?.addEventListener === 'function';
}

/** A copy of the listeners for `event`. */
export function getEventListeners(emitterOrTarget: unknown, event: EventName): Listener[] {
  if (typeof (emitterOrTarget as { listeners?: unknown } | null)?.listeners === 'function') {
    return (emitterOrTarget as { listeners(name: EventName): Listener[] }).listeners(event);
  }
  if (emitterOrTarget instanceof EventTarget) return listenersOfTarget(emitterOrTarget, event as string);
  throw new ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], emitterOrTarget);
}

/** The number of listeners from which on a leak is suspected. */
export function getMaxListeners(emitterOrTarget: unknown): number {
  if (typeof (emitterOrTarget as { getMaxListeners?: unknown } | null)?.getMaxListeners === 'function') {
    return (emitterOrTarget as { getMaxListeners(): number }).getMaxListeners();
  }
  const limit = (emitterOrTarget as TargetLimits | null)?.[kMaxEventTargetListeners];
  if (limit !== undefined) return limit;
  throw new ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], emitterOrTarget);
}

/** Sets that number on each of the targets; without targets, the default of all. */
export function setMaxListeners(n: number, ...targets: unknown[]): void {
  validateNumber(n, 'setMaxListeners', 0);
  if (targets.length === 0) {
    setDefaultMaxListeners(n);
    return;
  }
  for (const target of targets) {
    if (target instanceof EventTarget) {
      (target as unknown as TargetLimits)[kMaxEventTargetListeners] = n;
      (target as unknown as TargetLimits)[kMaxEventTargetListenersWarned] = false;
    } else if (typeof (target as { setMaxListeners?: unknown } | null)?.setMaxListeners === 'function') {
      (target as { setMaxListeners(limit: number): void }).setMaxListeners(n);
    } else {
      throw new ERR_INVALID_ARG_TYPE('eventTargets', ['EventEmitter', 'EventTarget'], target);
    }
  }
}

/** Listens on either kind. */
export function listen(
  target: unknown,
  event: EventName,
  listener: Listener,
  flags?: { once?: boolean; [name: symbol]: unknown },
): void {
  if (isEmitter(target)) {
    if (flags?.once) (target as unknown as { once(name: EventName, fn: Listener): void }).once(event, listener);
    else target.on(event, listener);
  } else if (isEventTarget(target)) {
    target.addEventListener(event as string, listener as unknown as EventListener, flags as AddEventListenerOptions);
  } else {
    throw new ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', target);
  }
}

/** Stops listening on either kind. */
export function unlisten(target: unknown, event: EventName, listener: Listener): void {
  if (typeof (target as Emitter).removeListener === 'function') (target as Emitter).removeListener(event, listener);
  else if (isEventTarget(target)) target.removeEventListener(event as string, listener as unknown as EventListener);
  else throw new ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', target);
}

/**
 * A promise of the arguments of the next `event`; it is rejected by an `error` event and by the signal.
 *
 * https://nodejs.org/api/events.html#eventsonceemitter-name-options
 */
export async function once(
  emitter: unknown,
  event: EventName,
  options: { signal?: AbortSignal } = {},
): Promise<unknown[]> {
  validateObject(options, 'options');
  const signal = options?.signal;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  return await new Promise((resolve, reject) => {
    const onError = (error: unknown): void => {
      unlisten(emitter, event, onEvent);
      forgetSignal();
      reject(error);
    };
    const onEvent = (...args: unknown[]): void => {
      if (isEmitter(emitter)) emitter.removeListener('error', onError);
      forgetSignal();
      resolve(args);
    };
    const onAbort = (): void => {
      unlisten(emitter, event, onEvent);
      if (isEmitter(emitter)) emitter.removeListener('error', onError);
      reject(new AbortError(undefined, { cause: signal?.reason }));
    };
    const forgetSignal = (): void => {
      signal?.removeEventListener('abort', onAbort);
    };
    listen(emitter, event, onEvent, { once: true, [kResistStopPropagation]: true });
    if (event !== 'error' && typeof (emitter as { once?: unknown }).once === 'function') {
      (emitter as { once(name: string, fn: Listener): void }).once('error', onError);
    }
    if (signal !== undefined) {
      listen(signal, 'abort', onAbort, { once: true, [kResistStopPropagation]: true });
    }
  });
}
