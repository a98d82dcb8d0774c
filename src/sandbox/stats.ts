/** What a sandbox has done, in figures. */
import { createHistogram } from 'node:perf_hooks';

/** Milliseconds. */
export interface Latency {
  p50: number;
  p95: number;
  max: number;
}

export interface SandboxStats {
  /** Threads that run. */
  threads: number;
  /** Calls under way. */
  running: number;
  /** Calls that wait for a place. */
  queued: number;
  /** Calls that have ended, however. */
  ended: number;
  /** Of those, the ones whose instance was made for them, … */
  cold: number;
  /** … and the ones whose instance had waited. */
  warm: number;
  /** From the call to its place in a thread. */
  wait: Latency;
  /** From there to its end. */
  run: Latency;
}

const MICROSECONDS = 1000;

/** Counts calls. */
export class Counter {
  readonly #wait = createHistogram();
  readonly #run = createHistogram();
  #cold = 0;
  #warm = 0;
  #ended = 0;

  /** @param waited milliseconds @param ran milliseconds @param warm undefined where no instance was needed any more */
  count(waited: number, ran: number, warm: boolean | undefined): void {
    this.#wait.record(Math.max(1, Math.round(waited * MICROSECONDS)));
    this.#run.record(Math.max(1, Math.round(ran * MICROSECONDS)));
    this.#ended++;
    if (warm === true) this.#warm++;
    else if (warm === false) this.#cold++;
  }

  read(): Pick<SandboxStats, 'ended' | 'cold' | 'warm' | 'wait' | 'run'> {
    return {
      ended: this.#ended,
      cold: this.#cold,
      warm: this.#warm,
      wait: latency(this.#wait),
      run: latency(this.#run),
    };
  }
}

function latency(histogram: ReturnType<typeof createHistogram>): Latency {
  if (histogram.count === 0) return { p50: 0, p95: 0, max: 0 };
  const [p50, p95, max] = [histogram.percentile(50), histogram.percentile(95), histogram.max];
  return { p50: p50 / MICROSECONDS, p95: p95 / MICROSECONDS, max: max / MICROSECONDS };
}
