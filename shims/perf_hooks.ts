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
  createHistogram,
  eventLoopUtilization,
  monitorEventLoopDelay,
  performance,
  timerify,
};
