/**
 * node:perf_hooks
 * https://nodejs.org/api/perf_hooks.html
 */
import { PerformanceEntry, PerformanceMark, PerformanceMeasure } from './internal/performance/entries.ts';
import { createHistogram, monitorEventLoopDelay } from './internal/performance/histogram.ts';
import { PerformanceObserver, PerformanceObserverEntryList } from './internal/performance/observer.ts';
import { Performance, performance } from './internal/performance/performance.ts';
import { PerformanceResourceTiming } from './internal/performance/resource-timing.ts';

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
  createHistogram,
  eventLoopUtilization,
  monitorEventLoopDelay,
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  PerformanceResourceTiming,
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
  PerformanceResourceTiming,
  constants,
  createHistogram,
  eventLoopUtilization,
  monitorEventLoopDelay,
  performance,
  timerify,
};
