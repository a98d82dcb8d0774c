/**
 * node:perf_hooks
 * https://nodejs.org/api/perf_hooks.html
 */
import { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM } from './internal/errors.ts';
import { PerformanceEntry, PerformanceMark, PerformanceMeasure } from './internal/performance/entries.ts';
import { PerformanceObserver, PerformanceObserverEntryList } from './internal/performance/observer.ts';
import { Performance, performance } from './internal/performance/performance.ts';

/** Not offered: the guest cannot see the loop's delays. */
export function monitorEventLoopDelay(): never {
  throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('perf_hooks.monitorEventLoopDelay()');
}

/** Not offered. */
export function createHistogram(): never {
  throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('perf_hooks.createHistogram()');
}

/** https://nodejs.org/api/perf_hooks.html#perf_hooksconstants */
export const constants = /* @__PURE__ */ Object.freeze({
  NODE_PERFORMANCE_GC_MAJOR: 4,
  NODE_PERFORMANCE_GC_MINOR: 1,
  NODE_PERFORMANCE_GC_INCREMENTAL: 8,
  NODE_PERFORMANCE_GC_WEAKCB: 16,
  NODE_PERFORMANCE_GC_FLAGS_NO: 0,
  NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2,
  NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
  NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8,
  NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
  NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32,
  NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
});

const { timerify, eventLoopUtilization } = Performance.prototype;

export {
  eventLoopUtilization,
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  performance,
  timerify,
};

export default {
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  constants,
  createHistogram,
  eventLoopUtilization,
  monitorEventLoopDelay,
  performance,
  timerify,
};
