/**
 * Hooks on the life of promises: what `node:v8` offers as `promiseHooks`, and `node:async_hooks` stands on. The engine has none; a program's promises
 * are seen from the three places where JavaScript can look (`rejections.ts`), which ask here once somebody wants to know.
 * https://nodejs.org/api/v8.html#promise-hooks
 */
import { reportUncaught } from '../loop.ts';

/** Told of one moment in a promise's life. */
export type PromiseHook = (promise: object) => void;

/** The moments; each may be watched by itself. */
export interface PromiseHooks {
  init?: ((promise: object, parent: object | undefined) => void) | undefined;
  before?: PromiseHook | undefined;
  after?: PromiseHook | undefined;
  settled?: PromiseHook | undefined;
}

let active: readonly PromiseHooks[] = [];
/** Somebody has asked for hooks: reactions are watched from then on, as they run later. */
let asked = false;
/** What the next promise comes from, where its maker knows it. */
let parent: object | undefined;
/** A hook runs: promises of its own are not reported. */
let inHook = false;
const settled = new WeakSet<object>();

let onMultiple: ((type: 'resolve' | 'reject', promise: object, value: unknown) => void) | undefined;

/** Sets who is told of promises that are resolved or rejected again (`multipleResolves`). */
export function setMultipleResolves(handler: NonNullable<typeof onMultiple>): void {
  onMultiple = handler;
}

/** Whether promises have to be made in sight. */
export function watchesPromises(): boolean {
  return onMultiple !== undefined || hasPromiseHooks();
}

/** Whether anybody watches. */
export function hasPromiseHooks(): boolean {
  return active.length > 0 && !inHook;
}

/** Whether anybody may watch by the time that a reaction runs. */
export function mayHavePromiseHooks(): boolean {
  return asked;
}

/** Says that hooks may be added later. */
export function expectPromiseHooks(): void {
  asked = true;
}

/** Adds hooks. @returns a function that takes them away */
export function addPromiseHooks(hooks: PromiseHooks): () => void {
  asked = true;
  active = [...active, hooks];
  return () => {
    active = active.filter((other) => other !== hooks);
  };
}

/** Makes the promise that `make` makes a child of `from`. */
export function withParent<T>(from: object | undefined, make: () => T): T {
  const before = parent;
  parent = from;
  try {
    return make();
  } finally {
    parent = before;
  }
}

function promiseMade(promise: object): void {
  const from = parent;
  parent = undefined;
  tell((hooks) => hooks.init?.(promise, from));
}

function promiseSettled(promise: object): void {
  if (settled.has(promise)) return;
  settled.add(promise);
  tell((hooks) => hooks.settled?.(promise));
}

function tell(call: (hooks: PromiseHooks) => void): void {
  if (!hasPromiseHooks()) return;
  inHook = true;
  try {
    for (const hooks of active) {
      try {
        call(hooks);
      } catch (error) {
        reportUncaught(error);
      }
    }
  } finally {
    inHook = false;
  }
}

type Settle = (value: unknown) => void;
type Executor = (resolve: Settle, reject: Settle) => void;

/** A promise that hooks see: made before its executor runs, as in V8. @param construct makes one with an executor */
export function constructWatched<T extends object>(construct: (executor: Executor) => T, executor: Executor): T {
  let natives: [resolve: Settle, reject: Settle] | undefined;
  const promise = construct((...functions) => {
    natives = functions;
  });
  promiseMade(promise);
  let done = false;
  const settle = (native: Settle | undefined, type: 'resolve' | 'reject') => (value: unknown) => {
    if (done) onMultiple?.(type, promise, value);
    done = true;
    promiseSettled(promise);
    native?.(value);
  };
  const reject = settle(natives?.[1], 'reject');
  try {
    executor(settle(natives?.[0], 'resolve'), reject);
  } catch (error) {
    reject(error);
  }
  return promise;
}

type Reaction = (value: unknown) => unknown;

/** Adds reactions with the hooks around them. @param add adds them, and gives the promise that they settle */
export function addWatchedReactions<T extends object>(
  from: object,
  fulfilled: unknown,
  rejected: unknown,
  add: (fulfilled: Reaction, rejected: Reaction) => T,
): T {
  const around =
    (reaction: Reaction): Reaction =>
    (value) => {
      tell((hooks) => hooks.before?.(derived));
      try {
        return reaction(value);
      } finally {
        // The engine settles it when this returns, which is before the reaction is over.
        promiseSettled(derived);
        tell((hooks) => hooks.after?.(derived));
      }
    };
  const derived: T = withParent(from, () =>
    add(
      around(typeof fulfilled === 'function' ? (fulfilled as Reaction) : (value) => value),
      around(typeof rejected === 'function' ? (rejected as Reaction) : rethrow),
    ),
  );
  return derived;
}

function rethrow(reason: unknown): never {
  throw reason;
}
