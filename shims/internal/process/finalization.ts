/** `process.finalization`: callbacks for objects that are still there when the program ends. https://nodejs.org/api/process.html#processfinalizationregisterref-callback */
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import type { Emitter } from '../events/emitter.ts';
import { validateFunction } from '../validators.ts';
import { emitWarning } from './emit-warning.ts';

type Event = 'exit' | 'beforeExit';
type Callback = (target: object, event: Event) => void;

/** The object `process.finalization`. */
export interface Finalization {
  register(target: unknown, callback: unknown): void;
  registerBeforeExit(target: unknown, callback: unknown): void;
  unregister(target: unknown): void;
}

/** @param process emits `exit` and `beforeExit` */
export function makeFinalization(process: Emitter): Finalization {
  const registered: Record<Event, { target: WeakRef<object>; callback: Callback }[]> = { exit: [], beforeExit: [] };
  const warned = new Set<string>();
  const warn = (name: string): void => {
    if (warned.has(name)) return;
    warned.add(name);
    emitWarning(
      `process.finalization.${name} is an experimental feature and might change at any time`,
      'ExperimentalWarning',
    );
  };
  const run = (event: Event): void => {
    for (const { target, callback } of registered[event].splice(0)) {
      const alive = target.deref();
      if (alive !== undefined) callback(alive, event);
    }
  };
  const add = (event: Event, target: unknown, callback: unknown): void => {
    if ((typeof target !== 'object' && typeof target !== 'function') || target === null) {
      throw new ERR_INVALID_ARG_TYPE('obj', 'object', target);
    }
    validateFunction(callback, 'callback');
    if (registered[event].length === 0) process.on(event, () => run(event));
    registered[event].push({ target: new WeakRef(target), callback: callback as Callback });
  };
  return {
    register(target, callback) {
      warn('register');
      add('exit', target, callback);
    },
    registerBeforeExit(target, callback) {
      warn('registerBeforeExit');
      add('beforeExit', target, callback);
    },
    unregister(target) {
      warn('unregister');
      for (const event of ['exit', 'beforeExit'] as const) {
        registered[event] = registered[event].filter((entry) => entry.target.deref() !== target);
      }
    },
  };
}
