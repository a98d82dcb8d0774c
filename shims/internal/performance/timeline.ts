import { now } from 'zora:node/system@0.1.0';
import { ERR_PERFORMANCE_INVALID_TIMESTAMP, ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS } from '../errors.ts';
import { domString } from '../usv-string.ts';
import {
  createEntry,
  createMeasure,
  type MarkOptions,
  type PerformanceEntry,
  PerformanceMark,
  type PerformanceMeasure,
} from './entries.ts';
import { setReport } from './observed.ts';

/** Where a measure begins and ends. */
export interface MeasureOptions {
  start?: string | number;
  end?: string | number;
  duration?: number;
  detail?: unknown;
}

let entries: PerformanceEntry[] = [];
const listeners = new Set<(entry: PerformanceEntry) => void>();

/** Calls `listener` with every new entry, until the function that comes back is called. */
export function onEntry(listener: (entry: PerformanceEntry) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells the observers about an entry. */
export function announce(entry: PerformanceEntry): void {
  for (const listener of listeners) listener(entry);
}

setReport((...parts) => announce(createEntry(...parts)));

/** Adds a mark to the timeline. */
export function mark(name: string, options?: MarkOptions): PerformanceMark {
  const entry = new PerformanceMark(name, options);
  entries.push(entry);
  announce(entry);
  return entry;
}

/**
 * Adds a measure between two marks or times.
 * Source: User Timing, 3.1.3 measure() method.
 */
export function measure(
  name: string,
  startOrOptions?: string | number | MeasureOptions,
  end?: string | number,
): PerformanceMeasure {
  const options = typeof startOrOptions === 'object' && startOrOptions !== null ? startOrOptions : undefined;
  if (options) checkOptions(options, end);
  const start = options ? options.start : (startOrOptions as string | number | undefined);
  const stop = end ?? options?.end;
  const duration = options?.duration;
  const startTime =
    timeOf(start) ?? (duration !== undefined && stop !== undefined ? (timeOf(stop) as number) - duration : 0);
  const endTime = timeOf(stop) ?? (duration !== undefined ? startTime + duration : now());
  const entry = createMeasure(domString(name), startTime, endTime - startTime, options?.detail);
  entries.push(entry);
  announce(entry);
  return entry;
}

function checkOptions({ start, end, duration, detail }: MeasureOptions, endMark: unknown): void {
  if ([start, end, duration, detail].every((value) => value === undefined)) return;
  const refuse = (message: string) => {
    throw new ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS(message);
  };
  if (endMark !== undefined) refuse('endMark must not be specified');
  if (start === undefined && end === undefined && duration !== undefined)
    refuse('One of options.start or options.end is required');
  if (start !== undefined && end !== undefined && duration !== undefined) {
    refuse('Must not have options.start, options.end, and options.duration specified');
  }
}

/** Node's own milestones: here the start of the instance stands for all of them. */
const MILESTONES = ['nodeStart', 'v8Start', 'environment', 'loopStart', 'bootstrapComplete'];

function timeOf(mark: string | number | undefined): number | undefined {
  if (mark === undefined) return undefined;
  if (typeof mark === 'number') {
    if (mark < 0) throw new ERR_PERFORMANCE_INVALID_TIMESTAMP(mark);
    return mark;
  }
  const name = `${mark}`;
  if (MILESTONES.includes(name)) return 0;
  const found = entries.findLast((entry) => entry.entryType === 'mark' && entry.name === name);
  if (!found) throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
  return found.startTime;
}

/** Adds the entry of a resource. */
export function addResource(entry: PerformanceEntry): void {
  entries.push(entry);
}

/** The entries in the order of their start. */
export function list(name?: string, type?: string): PerformanceEntry[] {
  return select(entries, name, type);
}

/** Those of `from` that have the name and the type, in the order of their start. */
export function select(from: readonly PerformanceEntry[], name?: string, type?: string): PerformanceEntry[] {
  return from
    .filter((entry) => (name === undefined || entry.name === name) && (type === undefined || entry.entryType === type))
    .sort((a, b) => a.startTime - b.startTime);
}

/** Removes the entries of a type, or those of that name only. */
export function clear(type: string, name: unknown): void {
  const only = name === undefined ? undefined : domString(name);
  entries = entries.filter((entry) => entry.entryType !== type || (only !== undefined && entry.name !== only));
}
