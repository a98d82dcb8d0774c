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

type Then = (this: unknown, fulfilled?: unknown, rejected?: unknown) => Promise<unknown>;

const handled = new WeakSet<object>();
const reported = new WeakSet<object>();
let unhandled: { promise: object; reason: unknown }[] = [];
let lateHandled: object[] = [];

/** Starts to watch. Once, before any of the program's code. */
export function trackRejections(): void {
  const NativePromise = Promise;
  const { prototype } = NativePromise;
  const nativeThen = prototype.then as Then;
  /** Our own reactions are nobody's handling. */
  let watching = false;

  const watch = <T extends object>(promise: T): T => {
    watching = true;
    try {
      nativeThen.call(promise, undefined, (reason: unknown) => onRejected(promise, reason));
    } finally {
      watching = false;
    }
    return promise;
  };

  const Tracked = new Proxy(NativePromise, {
    construct: (target, args, newTarget) =>
      watching ? Reflect.construct(target, args, newTarget) : watch(Reflect.construct(target, args, newTarget)),
  });

  Object.defineProperty(prototype, 'then', {
    configurable: true,
    writable: true,
    value: {
      // biome-ignore lint/suspicious/noThenProperty: this is the method of promises
      then(this: unknown, fulfilled?: unknown, rejected?: unknown) {
        if (typeof this === 'object' && this !== null) onHandled(this);
        return nativeThen.call(this, fulfilled, rejected);
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
