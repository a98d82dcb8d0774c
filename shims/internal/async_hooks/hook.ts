/**
 * `createHook`.
 *
 * https://nodejs.org/api/async_hooks.html#async_hookscreatehookoptions
 */
import { ERR_ASYNC_CALLBACK, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { validateBoolean } from '../validators.ts';
import { addHook, type HookCallbacks, hasPromiseWatchers, removeHook } from './execution.ts';
import { followPromises, followResources } from './tracking.ts';

const CALLBACKS = ['init', 'before', 'after', 'destroy', 'promiseResolve'] as const;

/** A set of callbacks that can be switched on and off. It sees `AsyncResource`, the event loop's resources and, in scripts, promises. */
export class AsyncHook {
  readonly #callbacks: HookCallbacks;

  /** @throws ERR_ASYNC_CALLBACK */
  constructor(options: Record<string, unknown>) {
    for (const name of CALLBACKS) {
      const callback = options[name];
      if (callback !== undefined && typeof callback !== 'function') throw new ERR_ASYNC_CALLBACK(`hook.${name}`);
    }
    const { trackPromises } = options;
    if (trackPromises !== undefined) validateBoolean(trackPromises, 'trackPromises');
    if (trackPromises === false && options['promiseResolve']) {
      throw new ERR_INVALID_ARG_VALUE(
        'trackPromises',
        trackPromises,
        'must not be false when promiseResolve is enabled',
      );
    }
    this.#callbacks = { ...(options as HookCallbacks) };
    followResources();
  }

  enable(): this {
    addHook(this.#callbacks);
    followPromises(hasPromiseWatchers());
    return this;
  }

  disable(): this {
    removeHook(this.#callbacks);
    followPromises(hasPromiseWatchers());
    return this;
  }
}

/** A hook with these callbacks, switched off. */
export function createHook(options: Record<string, unknown>): AsyncHook {
  return new AsyncHook(options);
}
