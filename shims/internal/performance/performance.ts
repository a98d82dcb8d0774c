import { now } from 'zora:node/system@0.1.0';
import { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS } from '../errors.ts';
import { defineEventHandler, EventTarget } from '../event-target.ts';
import { instanceInfo } from '../instance.ts';
import { idleTime } from '../loop.ts';
import { type Inspect, type InspectOptions, inspectAs, inspectSymbol, webInterface } from '../web-class.ts';
import {
  createEntry,
  type MarkOptions,
  type PerformanceEntry,
  type PerformanceMark,
  type PerformanceMeasure,
} from './entries.ts';
import { RecordableHistogram } from './histogram.ts';
import { clearResources, markResource, type PerformanceResourceTiming, setBufferSize } from './resource-timing.ts';
import { announce, clear, list, type MeasureOptions, mark, measure } from './timeline.ts';
import { type Utilization, utilization } from './utilization.ts';

const construct = Symbol('construct');

/**
 * `performance`. The instance's start is the origin of its times.
 * https://nodejs.org/api/perf_hooks.html#perf_hooksperformance
 */
export class Performance extends EventTarget {
  declare onresourcetimingbufferfull: unknown;

  constructor(key: unknown = undefined) {
    if (key !== construct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }

  /** Milliseconds since `timeOrigin`. */
  now(): number {
    return now();
  }

  /** Milliseconds since the Unix epoch when the instance started. */
  get timeOrigin(): number {
    return instanceInfo().timeOrigin;
  }

  mark(name: string, options: MarkOptions = {}): PerformanceMark {
    return mark(name, options);
  }

  measure(
    name: string,
    startOrOptions: string | number | MeasureOptions = {},
    end?: string | number,
  ): PerformanceMeasure {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    return measure(name, startOrOptions, end);
  }

  getEntries(): PerformanceEntry[] {
    return list();
  }

  getEntriesByName(name: string, type?: string): PerformanceEntry[] {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    return list(`${name}`, type);
  }

  getEntriesByType(type: string): PerformanceEntry[] {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    return list(undefined, `${type}`);
  }

  clearMarks(name?: string): void {
    clear('mark', name);
  }

  clearMeasures(name?: string): void {
    clear('measure', name);
  }

  /** Wraps a function so that each call is an entry for observers of `function`. */
  timerify<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    options: { histogram?: unknown } = {},
  ): (...args: Args) => Result {
    if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('fn', 'function', fn);
    const { histogram } = options;
    if (histogram !== undefined && !(histogram instanceof RecordableHistogram)) {
      throw new ERR_INVALID_ARG_TYPE('options.histogram', 'RecordableHistogram', histogram);
    }
    const finish = (start: number, args: unknown[]) => {
      histogram?.record(Math.max(1, Math.ceil((now() - start) * 1e6)));
      const entry = createEntry(fn.name, 'function', start, now() - start, args);
      announce(Object.assign(entry, args));
    };
    function timerified(this: unknown, ...args: Args): Result {
      const start = now();
      const result = (new.target ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args)) as Result;
      if (result instanceof Promise) return result.finally(() => finish(start, args)) as Result;
      finish(start, args);
      return result;
    }
    Object.defineProperties(timerified, {
      length: { configurable: true, value: fn.length },
      name: { configurable: true, value: `timerified ${fn.name}` },
    });
    return timerified as (...args: Args) => Result;
  }

  /** How much of its time the loop was busy, from its first call on. */
  eventLoopUtilization(first?: Utilization, second?: Utilization): Utilization {
    return utilization(first, second);
  }

  /** Reports a resource, as `fetch` would. */
  markResourceTiming(timing: Parameters<typeof markResource>[1], ...rest: unknown[]): PerformanceResourceTiming {
    return markResource(this, timing, rest);
  }

  clearResourceTimings(name?: unknown): void {
    clearResources(name);
  }

  setResourceTimingBufferSize(size?: unknown): void {
    setBufferSize(size);
  }

  /** The milestones of the start: in an instance they are one. */
  get nodeTiming(): Record<string, unknown> {
    const milestones = { nodeStart: 0, v8Start: 0, environment: 0, bootstrapComplete: 0, loopStart: 0, loopExit: -1 };
    return { name: 'node', entryType: 'node', startTime: 0, duration: now(), ...milestones, idleTime: idleTime() };
  }

  toJSON(): Record<string, unknown> {
    return { nodeTiming: this.nodeTiming, timeOrigin: this.timeOrigin };
  }

  override [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const { nodeTiming, timeOrigin } = this;
    return inspectAs('Performance', { nodeTiming, timeOrigin }, depth, options, inspect);
  }
}

webInterface(
  Performance,
  ...['now', 'timeOrigin', 'mark', 'measure', 'getEntries', 'getEntriesByName', 'getEntriesByType', 'clearMarks'],
  ...['clearMeasures', 'timerify', 'eventLoopUtilization', 'nodeTiming', 'toJSON'],
  ...['markResourceTiming', 'clearResourceTimings', 'setResourceTimingBufferSize'],
);
defineEventHandler(Performance.prototype, 'resourcetimingbufferfull');

export const performance: Performance = new Performance(construct);
