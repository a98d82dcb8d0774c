/**
 * `node:async_hooks`.
 *
 * https://nodejs.org/api/async_hooks.html, https://nodejs.org/api/async_context.html
 */
import { AsyncLocalStorage } from './internal/async_hooks/async-local-storage.ts';
import { AsyncResource } from './internal/async_hooks/async-resource.ts';
import { executionAsyncId, executionAsyncResource, triggerAsyncId } from './internal/async_hooks/execution.ts';
import { createHook } from './internal/async_hooks/hook.ts';

/** The kinds of resources that the host tells of: none, only `AsyncResource` is seen by hooks. */
export const asyncWrapProviders: Readonly<Record<string, number>> = /* @__PURE__ */ Object.freeze(
  Object.assign(Object.create(null), { NONE: 0 }),
);

export { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId, executionAsyncResource, triggerAsyncId };
export default {
  AsyncLocalStorage,
  AsyncResource,
  asyncWrapProviders,
  createHook,
  executionAsyncId,
  executionAsyncResource,
  triggerAsyncId,
};
