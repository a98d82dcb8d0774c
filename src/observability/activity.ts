/** What a sandbox does now and has done, for `wasi-node top`. */
import { basename } from 'node:path';
import type { Invocation, InvocationObserver, Observer } from './observer.ts';

/** One invocation under way. */
export interface RunningInvocation {
  id: number;
  jobId: string;
  tool: string;
  state: 'queued' | 'running';
  /** Whether its instance was there already; undefined while it is queued. */
  warm: boolean | undefined;
  /** Milliseconds since it was asked for. */
  milliseconds: number;
  decisions: number;
  denials: number;
}

/** The state of one sandbox at one moment. */
export interface ActivitySnapshot {
  pid: number;
  /** The embedder's program. */
  program: string;
  /** Milliseconds since the sandbox was made. */
  uptime: number;
  running: RunningInvocation[];
  ended: { total: number; failed: number; denials: number; warm: number; cold: number };
  /** Milliseconds, of the last thousand that ended; undefined before the first. */
  latency: { p50: number; p95: number } | undefined;
}

const KEPT = 1000;

/** Counts. */
export class Activity implements Observer {
  readonly #begun = performance.now();
  readonly #running = new Map<number, { entry: RunningInvocation; begun: number }>();
  readonly #durations: number[] = [];
  readonly #ended = { total: 0, failed: 0, denials: 0, warm: 0, cold: 0 };

  begin({ id, jobId, tool }: Invocation): InvocationObserver {
    const entry: RunningInvocation = {
      id,
      jobId,
      tool,
      state: 'queued',
      warm: undefined,
      milliseconds: 0,
      decisions: 0,
      denials: 0,
    };
    this.#running.set(id, { entry, begun: performance.now() });
    return {
      started: ({ warm }) => {
        entry.state = 'running';
        entry.warm = warm;
        this.#ended[warm ? 'warm' : 'cold']++;
      },
      audit: ({ verdict }) => {
        entry.decisions++;
        if (verdict !== 'denied') return;
        entry.denials++;
        this.#ended.denials++;
      },
      ended: ({ outcome, exitCode, milliseconds }) => {
        this.#running.delete(id);
        if (outcome !== 'resolved' && !(outcome === 'exited' && exitCode === 0)) this.#ended.failed++;
        this.#durations[this.#ended.total++ % KEPT] = milliseconds;
      },
    };
  }

  snapshot(): ActivitySnapshot {
    const now = performance.now();
    const sorted = this.#durations.toSorted((a, b) => a - b);
    const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
    return {
      pid: process.pid,
      program: basename(process.argv[1] ?? process.title),
      uptime: now - this.#begun,
      running: [...this.#running.values()].map(({ entry, begun }) => ({ ...entry, milliseconds: now - begun })),
      ended: { ...this.#ended },
      latency: sorted.length === 0 ? undefined : { p50: rank(0.5), p95: rank(0.95) },
    };
  }
}
