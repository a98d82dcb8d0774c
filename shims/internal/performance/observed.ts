/**
 * Work of builtins that a `PerformanceObserver` may ask about (`dns`, `net`), apart from the timeline, so that no builtin carries that.
 * https://nodejs.org/api/perf_hooks.html#class-performanceobserver
 */
import { now } from 'zora:node/system@0.1.0';

/** What is reported: the parts of an entry. */
type Report = (name: string, type: string, startTime: number, duration: number, detail: object) => void;

const observers = new Map<string, number>();
let report: Report | undefined;

/** Sets where reports go. */
export function setReport(to: Report): void {
  report = to;
}

/** Somebody wants to hear of a type of work, until the function that comes back is called. */
export function observeWork(type: string): () => void {
  const add = (count: number): void => {
    observers.set(type, (observers.get(type) ?? 0) + count);
  };
  add(1);
  return () => add(-1);
}

/**
 * Begins a piece of work.
 * @returns what is to be called when it has succeeded, with what is known by then; undefined where nobody wants to hear
 */
export function beginWork(type: string, name: string, detail: object): ((more?: object) => void) | undefined {
  if (!observers.get(type)) return undefined;
  const start = now();
  return (more) => report?.(name, type, start, now() - start, { ...detail, ...more });
}
