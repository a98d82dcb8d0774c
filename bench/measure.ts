/** Timing in one process: medians of repeated runs, after runs that are not counted. */

/** One figure. */
export interface Sample {
  /** Median, in the unit of the row. */
  median: number;
  minimum: number;
  maximum: number;
  runs: number;
}

/** One line of the benchmark. */
export interface Row {
  name: string;
  unit: string;
  figures: Sample;
  /** The figure of the same work natively, divided into this one (times) or this one by it (throughput). */
  ratio?: number;
  ratioName?: string;
}

/** The figures of `values`. */
export function sample(values: readonly number[]): Sample {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  return { median, minimum: sorted[0] ?? 0, maximum: sorted.at(-1) ?? 0, runs: values.length };
}

/** Runs `work` so many times, and `warmUp` times before; `work` gives its own figure, or its time in milliseconds is taken. */
export async function repeat(runs: number, warmUp: number, work: () => Promise<number | void>): Promise<Sample> {
  const values: number[] = [];
  for (let i = -warmUp; i < runs; i++) {
    const started = performance.now();
    const own = await work();
    if (i >= 0) values.push(typeof own === 'number' ? own : performance.now() - started);
  }
  return sample(values);
}

/** How a figure is spread. */
export interface Percentiles {
  p50: number;
  p95: number;
  runs: number;
}

/** The percentiles of `values`, by nearest rank. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { p50: rank(0.5), p95: rank(0.95), runs: values.length };
}
