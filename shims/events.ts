/**
 * `node:events`.
 *
 * https://nodejs.org/api/events.html
 */

import { EventTarget } from './internal/event-target.ts';
import { addAbortListener } from './internal/events/abort-listener.ts';
import { EventEmitterAsyncResource } from './internal/events/async-resource.ts';
import {
  captureRejectionSymbol,
  listenerCount as countListeners,
  type Emitter,
  EventEmitter as EmitterFunction,
  type EmitterOptions,
  type EventName,
  errorMonitor,
  getCaptureRejections,
  getDefaultMaxListeners,
  init,
  type Listener,
  setCaptureRejections,
  setDefaultMaxListeners,
} from './internal/events/emitter.ts';
import { on } from './internal/events/iterator.ts';
import { getEventListeners, getMaxListeners, once, setMaxListeners } from './internal/events/targets.ts';

/** `events.listenerCount(emitterOrTarget, name)`. https://nodejs.org/api/events.html#eventslistenercountemitterortarget-eventname */
export function listenerCount(target: Emitter & { listenerCount?: unknown }, event: EventName): number {
  if (typeof target.listenerCount === 'function') {
    return (target.listenerCount as (name: EventName) => number).call(target, event);
  }
  if (target instanceof EventTarget) return getEventListeners(target, event).length;
  return countListeners.call(target, event);
}

type EventEmitterConstructor = typeof import('node:events').EventEmitter;

const statics = {
  addAbortListener,
  once,
  on,
  getEventListeners,
  getMaxListeners,
  EventEmitter: EmitterFunction,
  usingDomains: false,
  captureRejectionSymbol,
  EventEmitterAsyncResource,
  errorMonitor,
  setMaxListeners,
  listenerCount,
  init,
};

/** Node's emitter, with the functions of the module as its static members. */
export const EventEmitter = Object.assign(EmitterFunction, statics) as unknown as EventEmitterConstructor;

Object.defineProperties(EmitterFunction, {
  captureRejections: { get: getCaptureRejections, set: setCaptureRejections, configurable: true, enumerable: true },
  defaultMaxListeners: { get: getDefaultMaxListeners, set: setDefaultMaxListeners, enumerable: true },
});

export const captureRejections = false;
export const defaultMaxListeners = 10;
export const usingDomains = false;
export type { Emitter, EmitterOptions, EventName, Listener };
export {
  addAbortListener,
  captureRejectionSymbol,
  EventEmitterAsyncResource,
  errorMonitor,
  getEventListeners,
  getMaxListeners,
  init,
  on,
  once,
  setMaxListeners,
};
export default EventEmitter;
