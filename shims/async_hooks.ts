/**
 * `node:async_hooks`.
 *
 * https://nodejs.org/api/async_hooks.html, https://nodejs.org/api/async_context.html
 */
import { AsyncLocalStorage } from './internal/async_hooks/async-local-storage.ts';
import { AsyncResource } from './internal/async_hooks/async-resource.ts';
import * as execution from './internal/async_hooks/execution.ts';
import { createHook } from './internal/async_hooks/hook.ts';
import { followResources } from './internal/async_hooks/tracking.ts';

/** https://nodejs.org/api/async_hooks.html#async_hooksexecutionasyncid */
export function executionAsyncId(): number {
  followResources();
  return execution.executionAsyncId();
}

/** https://nodejs.org/api/async_hooks.html#async_hookstriggerasyncid */
export function triggerAsyncId(): number {
  followResources();
  return execution.triggerAsyncId();
}

/** https://nodejs.org/api/async_hooks.html#async_hooksexecutionasyncresource */
export function executionAsyncResource(): object {
  followResources();
  return execution.executionAsyncResource();
}

/** The kinds of resources that the host tells of: none, only `AsyncResource` is seen by hooks. */
export const asyncWrapProviders: Readonly<Record<string, number>> = /* @__PURE__ */ Object.freeze(
  Object.assign(Object.create(null), { NONE: 0 }),
);

export { AsyncLocalStorage, AsyncResource, createHook };
export default {
  AsyncLocalStorage,
  AsyncResource,
  asyncWrapProviders,
  createHook,
  executionAsyncId,
  executionAsyncResource,
  triggerAsyncId,
};
