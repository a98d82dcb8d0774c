/**
 * Follows the resources of the event loop and the program's promises, from the first time that somebody asks what runs
 * now. Callbacks that were under way before that are the program's own (id 1).
 */
import { type AsyncResourceInfo, trackResources } from '../async_context/resources.ts';
import { reportUncaught } from '../loop.ts';
import { addPromiseHooks, expectPromiseHooks } from '../promises/hooks.ts';
import {
  emitDestroy,
  emitInit,
  emitResolve,
  enterResource,
  executionAsyncId,
  leaveResource,
  newAsyncId,
} from './execution.ts';

const promises = new WeakMap<object, AsyncResourceInfo>();
let collected: FinalizationRegistry<number> | undefined;
let following = false;
let stopPromises: (() => void) | undefined;

/** Starts to follow resources. */
export function followResources(): void {
  if (following) return;
  following = true;
  expectPromiseHooks();
  trackResources({
    create(type, resource) {
      const info = { asyncId: newAsyncId(), triggerAsyncId: executionAsyncId(), resource };
      emitInit(info.asyncId, type, info.triggerAsyncId, resource);
      return info;
    },
    run(info, callback) {
      enterResource(info);
      try {
        callback();
      } catch (error) {
        reportUncaught(error);
      } finally {
        leaveResource(info.asyncId);
      }
    },
    destroy({ asyncId }) {
      emitDestroy(asyncId);
    },
  });
}

/** Follows promises, or no longer. */
export function followPromises(follow: boolean): void {
  if (!follow) {
    stopPromises?.();
    stopPromises = undefined;
    return;
  }
  stopPromises ??= addPromiseHooks({
    init(promise, parent) {
      const trigger = parent === undefined ? executionAsyncId() : infoOf(parent).asyncId;
      const info = { asyncId: newAsyncId(), triggerAsyncId: trigger, resource: promise };
      promises.set(promise, info);
      emitInit(info.asyncId, 'PROMISE', trigger, promise);
      collected ??= new FinalizationRegistry(emitDestroy);
      collected.register(promise, info.asyncId);
    },
    before: (promise) => enterResource(infoOf(promise)),
    after: (promise) => leaveResource(infoOf(promise).asyncId),
    settled(promise) {
      const info = promises.get(promise);
      if (info !== undefined) emitResolve(info.asyncId);
    },
  });
}

/** One that was made before anybody looked is known from its first callback on. */
function infoOf(promise: object): AsyncResourceInfo {
  let info = promises.get(promise);
  if (info === undefined) {
    info = { asyncId: newAsyncId(), triggerAsyncId: executionAsyncId(), resource: promise };
    promises.set(promise, info);
  }
  return info;
}
