/**
 * Healthy guests among bad ones, while threads are killed: what each invocation ended with, how late, and what the
 * host's event loop had to bear.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { createSandbox, InvocationEvents, type SandboxOptions, type Tool } from '../../src/index.ts';
import { percentiles } from '../measure.ts';
import type { Finding } from '../report/store.ts';
import { baseline, type Holdings, holdings, settles } from './leftovers.ts';
import { type LoopReport, watchLoop } from './loop-watch.ts';

const TOOL = join(import.meta.dirname, '../tools/stress.ts');
const KINDS = ['spin', 'trap', 'allocate', 'abort', 'flood'] as const;
type Kind = 'healthy' | (typeof KINDS)[number];

/** Milliseconds that each may run. */
const LIMIT_MS: Readonly<Record<Kind, number>> = {
  healthy: 60_000,
  spin: 300,
  trap: 5000,
  allocate: 5000,
  abort: 150,
  flood: 5000,
};
/** How long after its limit an invocation may end. */
const TOLERANCE_MS = 100;
/** How long the host's loop may be held up. */
const LOOP_MS = 50;
const MEMORY_BYTES = 64 * 1024 * 1024;
const OUTPUT_BYTES = 1024 * 1024;

/** The codes that an invocation of a kind may end with. A thread that is killed may come before. */
const EXPECTED: Readonly<Record<Exclude<Kind, 'healthy'>, readonly string[]>> = {
  spin: ['ERR_TOOL_TIMEOUT'],
  trap: ['ERR_TOOL_TRAPPED'],
  // The engine's own «out of memory» is an error of the tool's, or the end of its instance.
  allocate: ['ERR_LIMIT_EXCEEDED', 'ERR_TOOL_TRAPPED', 'InternalError', 'RangeError'],
  abort: ['ABORT_ERR'],
  flood: ['ERR_LIMIT_EXCEEDED'],
};

/** How it is run. */
export interface ChaosOptions {
  count: number;
  /** Invocations at once. */
  atOnce: number;
  /** A thread is killed each time that so many invocations have ended: by progress, so that a slow machine gets on. 0: none. */
  killEvery: number;
  seed: number;
  sandbox?: SandboxOptions;
  tell?: (text: string) => void;
}

/** How one invocation ended. */
interface Ending {
  kind: Kind;
  /** `ok`, or an error's code or name. */
  code: string;
  /** Milliseconds after its limit, or after it was aborted; negative: before. */
  late: number;
  /** A thread was killed while it ran. */
  hit: boolean;
  /** The error's message. */
  message: string;
}

/** What came of it. */
export interface ChaosReport {
  endings: Ending[];
  /** Endings that are not what they had to be. */
  wrong: Ending[];
  /** Healthy ones that a killed thread took with it; each was asked for again and has to have succeeded then. */
  lost: number;
  kills: number;
  loop: LoopReport;
  before: Holdings;
  after: Holdings;
  milliseconds: number;
}

/** Runs it. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { count, atOnce, killEvery, seed, tell = () => {} } = options;
  const random = randomNumbers(seed);
  const threads = watchThreads();
  const events = new InvocationEvents();
  const started = new Map<number, number>();
  events.on('start', ({ id }) => void started.set(id, performance.now()));
  const before = await baseline(async () => {
    await using sandbox = createSandbox(options.sandbox);
    const tool = await sandbox.load(TOOL);
    await invoke(tool, 'healthy', 0, [], events);
  });
  const begun = performance.now();
  const endings: Ending[] = [];
  let lost = 0;
  let loop: LoopReport;
  const kills: Kill[] = [];
  {
    await using sandbox = createSandbox({ ...options.sandbox, observers: [events] });
    const tool = await sandbox.load(TOOL);
    const watch = watchLoop();
    let next = 0;
    const lane = async () => {
      while (next < count) {
        const number = next++;
        const draw = Math.floor(random() * 10);
        const kind: Kind = KINDS[draw] ?? 'healthy';
        let ending = await invoke(tool, kind, number, kills, events);
        if (kind === 'healthy' && ending.code === 'ERR_WORKER_LOST' && ending.hit) lost++;
        while (kind === 'healthy' && ending.code === 'ERR_WORKER_LOST' && ending.hit) {
          ending = await invoke(tool, kind, number, kills, events);
        }
        endings.push(ending);
        if (killEvery > 0 && endings.length % killEvery === 0) killOne(threads, random, kills);
        if (endings.length % 10 === 0) tell(`${endings.length} of ${count} invocations`);
      }
    };
    try {
      await Promise.all(Array.from({ length: atOnce }, lane));
    } finally {
      loop = watch.stop();
    }
  }
  threads.stop();
  await settles(() => holdings().threads <= before.threads && holdings().processes <= before.processes);
  return {
    endings,
    wrong: endings.filter((ending) => !isRight(ending)),
    lost,
    kills: kills.length,
    loop,
    before,
    after: holdings(),
    milliseconds: performance.now() - begun,
  };
}

function isRight({ kind, code, late, hit }: Ending): boolean {
  if (kind === 'healthy') return code === 'ok';
  if (code === 'ERR_WORKER_LOST') return hit;
  return EXPECTED[kind].includes(code) && late <= TOLERANCE_MS;
}

async function invoke(
  tool: Tool,
  kind: Kind,
  number: number,
  kills: readonly Kill[],
  events: InvocationEvents,
): Promise<Ending> {
  const abort = new AbortController();
  let due = Number.POSITIVE_INFINITY;
  const now = Date.now();
  // The invocation that begins within this very call is ours.
  const begin = Promise.withResolvers<number>();
  let id: number | undefined;
  events.once('begin', (invocation) => {
    id = invocation.id;
  });
  const onStart = (invocation: { id: number }) => {
    if (invocation.id !== id) return;
    due = performance.now() + LIMIT_MS[kind];
    begin.resolve(due);
    if (kind === 'abort') setTimeout(() => abort.abort(), LIMIT_MS.abort);
  };
  events.on('start', onStart);
  const asked = performance.now();
  let code = 'ok';
  let message = '';
  try {
    const output = await tool.invoke(number, {
      tool: kind === 'abort' ? 'wait' : kind,
      token: {
        jobId: `chaos-${number}`,
        allowedPaths: [],
        deniedPaths: [],
        allowedCommands: ['true'],
        allowedTools: [],
        maxExecutionTime: kind === 'abort' ? LIMIT_MS.healthy : LIMIT_MS[kind],
        createdAt: new Date(now),
        expiresAt: new Date(now + 3_600_000),
      },
      grant: { confinement: 'off', limits: { memoryBytes: MEMORY_BYTES, outputBytes: OUTPUT_BYTES } },
      signal: abort.signal,
      output: () => {},
    });
    if (kind !== 'healthy') code = 'it ended well';
    else if (output !== createHash('sha256').update(String(number)).digest('hex')) code = 'a wrong answer';
  } catch (error) {
    const { code: given, name, message: text } = error as Error & { code?: string };
    code = given ?? name;
    message = text;
  } finally {
    events.off('start', onStart);
  }
  const ended = performance.now();
  return {
    kind,
    code,
    message,
    late: ended - due,
    hit: kills.some(({ begun, done }) => begun <= ended && done >= asked),
  };
}

/** The threads that this process starts. */
function watchThreads(): { alive: Set<Worker>; stop(): void } {
  const alive = new Set<Worker>();
  const onWorker = (worker: Worker) => {
    alive.add(worker);
    worker.once('exit', () => alive.delete(worker));
  };
  process.on('worker', onWorker);
  return { alive, stop: () => void process.off('worker', onWorker) };
}

/** When a thread was killed, and when it was gone: until then it may be given something to do. */
interface Kill {
  begun: number;
  done: number;
}

function killOne({ alive }: { alive: Set<Worker> }, random: () => number, kills: Kill[]): void {
  const worker = [...alive][Math.floor(random() * alive.size)];
  if (worker === undefined) return;
  const kill = { begun: performance.now(), done: Number.POSITIVE_INFINITY };
  kills.push(kill);
  worker.once('exit', () => {
    kill.done = performance.now();
  });
  void worker.terminate();
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What there is to say about a run. */
export function chaosFindings({
  endings,
  wrong,
  lost,
  kills,
  loop,
  before,
  after,
  milliseconds,
}: ChaosReport): Finding[] {
  const of = (kind: Kind) => endings.filter((ending) => ending.kind === kind);
  const bad = KINDS.map((kind): Finding => {
    const all = of(kind);
    const codes = [...new Set(all.map(({ code }) => code))].sort().join(', ');
    const late = all.map((ending) => ending.late).filter(Number.isFinite);
    const { p50, p95 } = percentiles(late);
    const most = Math.max(...late);
    const when = `, after its limit of ${LIMIT_MS[kind]} ms: p50 ${p50.toFixed(0)}, p95 ${p95.toFixed(0)}, most ${most.toFixed(0)} ms`;
    return {
      name: `${all.length} that ${VERBS[kind]}`,
      value: `${codes}${late.length > 0 ? when : ''}`,
      wanted: `its error within ${TOLERANCE_MS} ms of its limit`,
      holds: !wrong.some((ending) => ending.kind === kind),
    };
  });
  const healthy = of('healthy');
  return [
    {
      name: `${healthy.length} healthy invocations`,
      value: `${healthy.filter(({ code }) => code === 'ok').length} succeeded, ${lost} of them after their thread was killed and they were asked for again`,
      wanted: 'all',
      holds: !wrong.some(({ kind }) => kind === 'healthy'),
    },
    ...bad,
    { name: 'threads killed', value: String(kills) },
    {
      name: 'the host’s event loop: most work between two rounds',
      value: `${loop.longestWork.toFixed(1)} ms`,
      wanted: `≤ ${LOOP_MS} ms`,
      holds: loop.longestWork <= LOOP_MS,
    },
    { name: '… longest time between two, waiting for a processor included', value: `${loop.longestGap.toFixed(1)} ms` },
    {
      name: 'left over: processes, threads, descriptors',
      value: [
        after.processes - before.processes,
        after.threads - before.threads,
        after.descriptors - before.descriptors,
      ].join(', '),
      wanted: 'no processes, no threads',
      holds: after.processes <= before.processes && after.threads <= before.threads,
    },
    { name: 'time', value: `${(milliseconds / 1000).toFixed(1)} s` },
  ];
}

const VERBS: Readonly<Record<(typeof KINDS)[number], string>> = {
  spin: 'spin',
  trap: 'trap',
  allocate: 'allocate without end',
  abort: 'are aborted',
  flood: 'flood their output',
};
