/**
 * Which async resource runs now, and the hooks that watch them.
 *
 * https://nodejs.org/api/async_hooks.html
 */
import type { AsyncResourceInfo } from '../async_context/resources.ts';
import { afterMicrotasks, reportUncaught } from '../loop.ts';

/** Callbacks of `createHook`. */
export interface HookCallbacks {
  init?: ((asyncId: number, type: string, triggerAsyncId: number, resource: object) => void) | undefined;
  before?: ((asyncId: number) => void) | undefined;
  after?: ((asyncId: number) => void) | undefined;
  destroy?: ((asyncId: number) => void) | undefined;
  promiseResolve?: ((asyncId: number) => void) | undefined;
  /** Whether promises are resources; by default they are. */
  trackPromises?: boolean | undefined;
}

/** The program itself. */
const ROOT: AsyncResourceInfo = { asyncId: 1, triggerAsyncId: 0, resource: {} };

const stack: AsyncResourceInfo[] = [];
let lastId = 1;
let hooks: readonly HookCallbacks[] = [];

function current(): AsyncResourceInfo {
  return stack.at(-1) ?? ROOT;
}

/** A new id. */
export function newAsyncId(): number {
  return ++lastId;
}

/** The id of the resource whose callback runs. */
export function executionAsyncId(): number {
  return current().asyncId;
}

/** The id of the resource that caused the one whose callback runs. */
export function triggerAsyncId(): number {
  return current().triggerAsyncId;
}

/** The resource whose callback runs. */
export function executionAsyncResource(): object {
  return current().resource;
}

/** Adds a hook; each is there once. */
export function addHook(hook: HookCallbacks): void {
  if (!hooks.includes(hook)) hooks = [...hooks, hook];
}

/** Takes a hook away. */
export function removeHook(hook: HookCallbacks): void {
  hooks = hooks.filter((other) => other !== hook);
}

/** Whether a hook is left that looks at promises. */
export function hasPromiseWatchers(): boolean {
  return hooks.some((hook) => hook.trackPromises !== false);
}

/** Whether anybody wants to know of new resources. */
export function hasInitHooks(): boolean {
  return hooks.some((hook) => hook.init !== undefined);
}

type Event = Exclude<keyof HookCallbacks, 'init' | 'trackPromises'>;

function emit(event: Event, asyncId: number): void {
  for (const hook of hooks) {
    try {
      hook[event]?.(asyncId);
    } catch (error) {
      reportUncaught(error);
    }
  }
}

/** Tells the hooks of a new resource. */
export function emitInit(asyncId: number, type: string, trigger: number, resource: object): void {
  for (const hook of hooks) {
    try {
      hook.init?.(asyncId, type, trigger, resource);
    } catch (error) {
      reportUncaught(error);
    }
  }
}

/** A callback of a resource begins. */
export function enterResource(execution: AsyncResourceInfo): void {
  stack.push(execution);
  emit('before', execution.asyncId);
}

/** It has ended. */
export function leaveResource(asyncId: number): void {
  emit('after', asyncId);
  stack.pop();
}

/** A promise has been resolved. */
export function emitResolve(asyncId: number): void {
  emit('promiseResolve', asyncId);
}

let destroyed: number[] = [];

/** Tells the hooks, later, that a resource is gone. */
export function emitDestroy(asyncId: number): void {
  if (hooks.length === 0) return;
  destroyed.push(asyncId);
  afterMicrotasks(tellDestroyed);
}

function tellDestroyed(): void {
  for (let i = 0; i < destroyed.length; i++) emit('destroy', destroyed[i] as number);
  destroyed = [];
}
