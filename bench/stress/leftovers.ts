/** What this process holds, and how that grows. */
import { readdirSync } from 'node:fs';
import { childrenOf } from '../peers/memory.ts';

/** What is held at one moment. */
export interface Holdings {
  /** Resident bytes. */
  memory: number;
  descriptors: number;
  /** Timers and other things that keep the loop alive. */
  resources: number;
  processes: number;
  threads: number;
}

/** What is held now, after a collection where the process was started with `--expose-gc`. */
export function holdings(): Holdings {
  globalThis.gc?.();
  return {
    memory: process.memoryUsage.rss(),
    descriptors: readdirSync('/proc/self/fd').length,
    resources: process.getActiveResourcesInfo().filter((name) => name !== 'TTYWrap' && name !== 'PipeWrap').length,
    processes: (childrenOf().get(process.pid) ?? []).length,
    threads: readdirSync('/proc/self/task').length,
  };
}

/** Holdings once everything that a process starts once has been started: `run` is what does so. */
export async function baseline(run: () => Promise<void>): Promise<Holdings> {
  await run();
  // A bundler's helper process ends a moment after the build.
  let before = holdings();
  await settles(() => {
    const now = holdings();
    const still = now.processes >= before.processes && now.threads >= before.threads;
    before = now;
    return still && now.processes === 0;
  }, 3000);
  return before;
}

type Point = readonly [x: number, y: number];

/** The slope of the least-squares line through the points, and its standard error. */
export function slope(points: readonly Point[]): { slope: number; error: number } {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const spread = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  if (points.length < 3 || spread === 0) return { slope: 0, error: Number.POSITIVE_INFINITY };
  const rise = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / spread;
  const rest = points.reduce((sum, [x, y]) => sum + (y - my - rise * (x - mx)) ** 2, 0);
  return { slope: rise, error: Math.sqrt(rest / (points.length - 2) / spread) };
}

/** The lowest point of each of so many stretches: between collections memory goes up and down, and what is kept is beneath. */
export function lowest(points: readonly Point[], stretches: number): Point[] {
  const size = Math.max(1, Math.ceil(points.length / stretches));
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) =>
    points.slice(i * size, (i + 1) * size).reduce((low, point) => (point[1] < low[1] ? point : low)),
  );
}

/** Waits until `condition` holds, at most so long. @returns whether it came to hold */
export async function settles(condition: () => boolean, milliseconds = 10_000): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
