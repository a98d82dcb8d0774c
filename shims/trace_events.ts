/**
 * `node:trace_events`: the engine traces nothing.
 *
 * https://nodejs.org/api/tracing.html
 */
import { refuse } from './internal/refuse.ts';

export const createTracing = /* @__PURE__ */ refuse('trace_events', 'createTracing');

/** The categories that are traced: none. */
export function getEnabledCategories(): string | undefined {
  return undefined;
}

export default { createTracing, getEnabledCategories };
