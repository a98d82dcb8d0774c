/**
 * The globals of the Performance API.
 * https://nodejs.org/api/perf_hooks.html
 */
export { PerformanceEntry, PerformanceMark, PerformanceMeasure } from '../internal/performance/entries.ts';
export { PerformanceObserver, PerformanceObserverEntryList } from '../internal/performance/observer.ts';
export { Performance, performance } from '../internal/performance/performance.ts';
export { PerformanceResourceTiming } from '../internal/performance/resource-timing.ts';
