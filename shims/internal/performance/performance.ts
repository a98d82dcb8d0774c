import { now } from 'zora:node/system@0.1.0';
import {
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM,
  ERR_ILLEGAL_CONSTRUCTOR,
  ERR_INVALID_ARG_TYPE,
  ERR_MISSING_ARGS,
} from '../errors.ts';
import { instanceInfo } from '../instance.ts';
import { type Inspect, type InspectOptions, inspectAs, inspectSymbol, webInterface } from '../web-class.ts';
import {
  createEntry,
  type MarkOptions,
  type PerformanceEntry,
  type PerformanceMark,
  type PerformanceMeasure,
} from './entries.ts';
import { announce, clear, list, type MeasureOptions, mark, measure } from './timeline.ts';

const construct = Symbol('construct');

/**
 * `performance`. The instance's start is the origin of its times.
 * https://nodejs.org/api/perf_hooks.html#perf_hooksperformance
 */
export class Performance {
  constructor(key: unknown = undefined) {
    if (key !== construct) throw new ERR_ILLEGAL_CONSTRUCTOR();
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
    if (options?.histogram !== undefined)
      throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('The histogram option of performance.timerify');
    const finish = (start: number, args: unknown[]) => {
      announce(createEntry(fn.name, 'function', start, now() - start, args));
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

  /** Not offered: the host drives the loop, and the guest cannot tell idle from active. */
  eventLoopUtilization(): never {
    throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('performance.eventLoopUtilization()');
  }

  /** The milestones of the start: in an instance they are one. */
  get nodeTiming(): Record<string, unknown> {
    const milestones = { nodeStart: 0, v8Start: 0, environment: 0, bootstrapComplete: 0, loopStart: 0, loopExit: -1 };
    return { name: 'node', entryType: 'node', startTime: 0, duration: now(), ...milestones, idleTime: 0 };
  }

  toJSON(): Record<string, unknown> {
    return { nodeTiming: this.nodeTiming, timeOrigin: this.timeOrigin };
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const { nodeTiming, timeOrigin } = this;
    return inspectAs('Performance', { nodeTiming, timeOrigin }, depth, options, inspect);
  }
}

webInterface(
  Performance,
  ...['now', 'timeOrigin', 'mark', 'measure', 'getEntries', 'getEntriesByName', 'getEntriesByType', 'clearMarks'],
  ...['clearMeasures', 'timerify', 'eventLoopUtilization', 'nodeTiming', 'toJSON'],
);

export const performance: Performance = new Performance(construct);
