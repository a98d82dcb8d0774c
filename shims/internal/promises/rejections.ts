/**
 * `unhandledRejection` and `rejectionHandled`. The engine has no hook for them: every promise that JavaScript makes is watched from its
 * construction, by a reaction that finds out whether anybody else has added one. A promise is handled by `then`, and by an `await`, which reads its
 * `constructor` just before (ECMAScript, PromiseResolve).
 * https://nodejs.org/api/process.html#event-unhandledrejection
 */
import { afterMicrotasks, reportUncaught } from '../loop.ts';
import { tellRejectionHandled } from '../process/lifecycle.ts';
import { provideGlobal } from '../provide-global.ts';
import { runAsync } from './async-function.ts';
import { addWatchedReactions, constructWatched, mayHavePromiseHooks, watchesPromises } from './hooks.ts';

type Then = (this: unknown, fulfilled?: unknown, rejected?: unknown) => Promise<unknown>;

const NativePromise = Promise;
const handled = new WeakSet<object>();
const reported = new WeakSet<object>();
let unhandled: { promise: object; reason: unknown }[] = [];
let lateHandled: object[] = [];

/** Promises between the component's exports and the engine, which are no part of the program. */
const unseen = new WeakSet<object>();

/** What an asynchronous export gives, out of the sight of the program's hooks. */
export function exported<T>(value: T): Promise<T> {
  const promise = NativePromise.resolve(value);
  unseen.add(promise);
  return promise;
}

/** Starts to watch. Once, before any of the program's code. */
export function trackRejections(): void {
  const { prototype } = NativePromise;
  const nativeThen = prototype.then as Then;
  /** Our own reactions are nobody's handling. */
  let watching = false;

  const thenUnseen = (promise: object, fulfilled: unknown, rejected: unknown): Promise<unknown> => {
    watching = true;
    try {
      return nativeThen.call(promise, fulfilled, rejected);
    } finally {
      watching = false;
    }
  };
  const watch = <T extends object>(promise: T): T => {
    thenUnseen(promise, undefined, (reason: unknown) => onRejected(promise, reason));
    return promise;
  };

  const Tracked = new Proxy(NativePromise, {
    construct(target, args, newTarget) {
      if (watching) return Reflect.construct(target, args, newTarget);
      const [executor] = args;
      if (!watchesPromises() || typeof executor !== 'function')
        return watch(Reflect.construct(target, args, newTarget));
      return watch(constructWatched((capture) => Reflect.construct(target, [capture], newTarget), executor));
    },
  });

  Object.defineProperty(prototype, 'then', {
    configurable: true,
    writable: true,
    value: {
      // biome-ignore lint/suspicious/noThenProperty: this is the method of promises
      then(this: unknown, fulfilled?: unknown, rejected?: unknown) {
        if (typeof this !== 'object' || this === null) return nativeThen.call(this, fulfilled, rejected);
        onHandled(this);
        if (!mayHavePromiseHooks()) return nativeThen.call(this, fulfilled, rejected);
        if (unseen.has(this)) return thenUnseen(this, fulfilled, rejected);
        return addWatchedReactions(this, fulfilled, rejected, (...reactions) => nativeThen.apply(this, reactions));
      },
    }.then,
  });
  Object.defineProperty(prototype, 'constructor', {
    configurable: true,
    get(this: object) {
      if (!watching && this !== prototype) onHandled(this);
      return Tracked;
    },
    set(this: object, value: unknown) {
      Object.defineProperty(this, 'constructor', { value, writable: true, enumerable: true, configurable: true });
    },
  });
  provideGlobal('Promise', Tracked);
  provideGlobal('__wasiNodeAsync', runAsync);
}

function onRejected(promise: object, reason: unknown): void {
  if (handled.has(promise)) return;
  unhandled.push({ promise, reason });
  afterMicrotasks(processRejections);
}

function onHandled(promise: object): void {
  if (handled.has(promise)) return;
  handled.add(promise);
  if (!reported.has(promise)) return;
  lateHandled.push(promise);
  afterMicrotasks(processRejections);
}

function processRejections(): void {
  const late = lateHandled;
  const rejections = unhandled;
  lateHandled = [];
  unhandled = [];
  for (const promise of late) tellRejectionHandled(promise);
  for (const { promise, reason } of rejections) {
    if (handled.has(promise)) continue;
    reported.add(promise);
    reportUncaught(reason, 'unhandledRejection', promise);
  }
}
