/** The comparison: every peer in a process of its own, asked in turn, so that what else the machine does falls on all alike. */
import { freemem } from 'node:os';
import { join } from 'node:path';
import { type Percentiles, percentiles, sample } from '../measure.ts';
import { installPeers } from './install.ts';
import { PEERS, type PeerName } from './names.ts';
import { type ToolName, WORKLOADS, type Workload } from './peer.ts';
import type { Answer, Question } from './process.ts';
import { PeerSession } from './session.ts';
import { installedBytes, ownBytes } from './size.ts';

/** A figure, or why there is none. */
export type Figure<T> = T | { missing: string };

/** What was measured of one peer. */
export interface PeerResult extends PeerName {
  version: Figure<string>;
  /** Milliseconds from nothing but what is loaded once a process to the first answer, of each tool. */
  cold: Record<ToolName, Figure<Percentiles>>;
  warmCall: Figure<Percentiles>;
  /** Bytes a live guest, by how many there are. */
  memory: Record<string, Figure<number>>;
  /** Fresh guests a second, eight at a time. */
  throughput: Figure<number>;
  /** Milliseconds, the best run of each. */
  cpu: Record<string, Figure<number>>;
  /** Bytes of one more tool, and of the library with what it needs. */
  toolBytes: Figure<number>;
  installedBytes: number;
}

/** How thoroughly. */
export interface Effort {
  rounds: number;
  /** Milliseconds a round and question. */
  milliseconds: number;
  counts: readonly number[];
  cpuRuns: number;
}

export const FULL: Effort = { rounds: 5, milliseconds: 1200, counts: [100, 1000], cpuRuns: 5 };
export const QUICK: Effort = { rounds: 2, milliseconds: 400, counts: [100, 1000], cpuRuns: 2 };

const AT_ONCE = 8;
const missing = (error: unknown) => ({ missing: error instanceof Error ? error.message : String(error) });

/** Runs it. @param tell told what is being measured */
export async function comparePeers(effort: Effort, tell: (text: string) => void): Promise<PeerResult[]> {
  await installPeers(() => tell('installing the peers'));
  const running: Runner[] = [];
  try {
    for (const name of PEERS) running.push(await Runner.start(name, tell));
    for (let round = 0; round < effort.rounds; round++) {
      for (const runner of running) await runner.latencies(effort, `${round + 1}/${effort.rounds}`);
    }
    for (const workload of WORKLOADS) for (const runner of running) await runner.cpu(workload, effort);
    for (const runner of running) await runner.size();
  } finally {
    for (const runner of running) await runner.end();
  }
  // A process of its own for each: what was measured before leaves memory behind.
  for (const runner of running) for (const count of effort.counts) await runner.memory(count);
  assertSameResults(running);
  return running.map((runner) => runner.result());
}

function assertSameResults(runners: readonly Runner[]): void {
  for (const workload of WORKLOADS) {
    const results = new Set(runners.map(({ results }) => results[workload]).filter((one) => one !== undefined));
    if (results.size > 1) throw new Error(`${workload} gave ${[...results].join(' and ')}`);
  }
}

/** Collects the figures of one peer. */
class Runner {
  readonly #name: PeerName;
  readonly #session: PeerSession | undefined;
  readonly #failure: { missing: string } | undefined;
  readonly #tell: (text: string) => void;
  readonly #cold: Record<ToolName, number[]> = { bare: [], builtin: [] };
  readonly #warm: number[] = [];
  readonly #throughput: number[] = [];
  readonly #memory: PeerResult['memory'] = {};
  readonly #cpu: PeerResult['cpu'] = {};
  #toolBytes: Figure<number> = { missing: 'not measured' };
  /** What each workload gave. */
  readonly results: Partial<Record<Workload, number>> = {};
  #version: Figure<string> = { missing: 'not loaded' };

  private constructor(name: PeerName, tell: (text: string) => void, session: PeerSession | { missing: string }) {
    this.#name = name;
    this.#tell = (text) => tell(`${name.title}: ${text}`);
    if (session instanceof PeerSession) this.#session = session;
    else this.#failure = session;
  }

  static async start(name: PeerName, tell: (text: string) => void): Promise<Runner> {
    tell(`${name.title}: loading`);
    const runner = new Runner(name, tell, await PeerSession.start(name.kind).catch(missing));
    runner.#version = (await runner.#ask({ op: 'version' })) as Figure<string>;
    return runner;
  }

  async #ask(question: Question): Promise<Figure<Answer>> {
    if (this.#session === undefined) return this.#failure as { missing: string };
    return this.#session.ask(question).catch(missing);
  }

  async latencies({ milliseconds }: Effort, round: string): Promise<void> {
    this.#tell(`fresh guests, ${round}`);
    for (const tool of ['bare', 'builtin'] as const) {
      if (tool === 'builtin' && this.#name.builtins === 'none') continue;
      const cold = await this.#ask({ op: 'cold', tool, milliseconds, most: 100 });
      if (Array.isArray(cold)) this.#cold[tool].push(...cold);
    }
    const warm = await this.#ask({ op: 'warm', milliseconds: milliseconds / 2, most: 200 });
    if (Array.isArray(warm)) this.#warm.push(...warm);
    const throughput = await this.#ask({ op: 'throughput', milliseconds, atOnce: AT_ONCE });
    if (typeof throughput === 'number') this.#throughput.push(throughput);
  }

  async cpu(workload: Workload, { cpuRuns: runs }: Effort): Promise<void> {
    this.#tell(workload);
    const answer = await this.#ask({ op: 'cpu', workload, runs });
    if (typeof answer === 'object' && 'result' in answer) {
      this.results[workload] = answer.result;
      this.#cpu[workload] = sample(answer.milliseconds).minimum;
    } else this.#cpu[workload] = answer as { missing: string };
  }

  async size(): Promise<void> {
    this.#toolBytes = (await this.#ask({ op: 'size' })) as Figure<number>;
  }

  async memory(count: number): Promise<void> {
    this.#tell(`memory of ${count} guests`);
    const expected = Math.max(0, ...Object.values(this.#memory).filter((value) => typeof value === 'number')) * count;
    const room = freemem() * 0.7;
    if (expected > room) {
      this.#memory[count] = { missing: `would need ${(expected / 2 ** 30).toFixed(0)} GB` };
      return;
    }
    try {
      await using session = await PeerSession.start(this.#name.kind);
      this.#memory[count] = (await session.ask({ op: 'memory', count }, 180_000)) as number;
    } catch (error) {
      this.#memory[count] = missing(error);
    }
  }

  async end(): Promise<void> {
    await this.#session?.[Symbol.asyncDispose]();
  }

  result(): PeerResult {
    const figures = (values: number[], why: string): Figure<Percentiles> =>
      values.length > 0 ? percentiles(values) : (this.#failure ?? { missing: why });
    const best = (values: number[]): Figure<number> =>
      values.length > 0 ? sample(values).median : (this.#failure ?? { missing: 'it failed' });
    return {
      ...this.#name,
      version: this.#version,
      cold: {
        bare: figures(this.#cold.bare, 'it failed'),
        builtin: figures(this.#cold.builtin, this.#name.builtins === 'none' ? 'it has no builtins' : 'it failed'),
      },
      warmCall: figures(this.#warm, 'it offers none'),
      memory: this.#memory,
      throughput: best(this.#throughput),
      cpu: this.#cpu,
      toolBytes: this.#toolBytes,
      installedBytes: sizeOf(this.#name),
    };
  }
}

function sizeOf({ package: name }: PeerName): number {
  if (name === undefined) return 0;
  if (name === 'wasi-node') return ownBytes(join(import.meta.dirname, '../..'));
  return installedBytes(import.meta.dirname, [name]);
}
