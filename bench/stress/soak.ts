/** Very many invocations, and very many turns of one: what this process holds meanwhile, and how that grows. */
import { join } from 'node:path';
import { createSandbox, type SandboxOptions } from '../../src/index.ts';
import type { Finding } from '../report/store.ts';
import { baseline, type Holdings, holdings, lowest, settles, slope } from './leftovers.ts';

/** How it is run. */
export interface SoakOptions {
  invocations: number;
  turns: number;
  /** Invocations at once. */
  atOnce: number;
  sandbox?: SandboxOptions;
  tell?: (text: string) => void;
}

/** What was held after so many of what was done. */
type Sample = Holdings & { done: number };

/** What came of it. */
export interface SoakReport {
  invocations: { samples: Sample[]; milliseconds: number };
  turns: { samples: Sample[]; milliseconds: number; count: number };
  before: Holdings;
  after: Holdings;
}

const TOOL = join(import.meta.dirname, '../tools/stress.ts');
/** How many times what is held is looked at. */
const LOOKS = 400;
const STRETCHES = 20;
const TURN_LOOK_MS = 100;

/** Runs it. */
export async function runSoak({
  invocations,
  turns,
  atOnce,
  sandbox: how,
  tell = () => {},
}: SoakOptions): Promise<SoakReport> {
  const before = await baseline(async () => {
    await using sandbox = createSandbox(how);
    const tool = await sandbox.load(TOOL);
    await tool.invoke(0, { tool: 'healthy', token: token(), grant: { confinement: 'off' } });
  });
  const report: Omit<SoakReport, 'after'> = {
    before,
    invocations: { samples: [], milliseconds: 0 },
    turns: { samples: [], milliseconds: 0, count: 0 },
  };
  {
    await using sandbox = createSandbox(how);
    const tool = await sandbox.load(TOOL);
    const call = (name: string, input: number) =>
      tool.invoke(input, { tool: name, token: token(), grant: { confinement: 'off' } });
    const every = Math.max(1, Math.floor(invocations / LOOKS));
    let [next, done] = [0, 0];
    const lane = async () => {
      while (next < invocations) {
        const number = next++;
        // One in a hundred does all that a healthy guest does, a child included.
        const heavy = number % 100 === 0;
        const answer = await call(heavy ? 'healthy' : 'echo', number);
        if (!heavy && answer !== number) throw new Error(`${number} came back as ${String(answer)}`);
        if (++done % every !== 0) continue;
        report.invocations.samples.push({ done, ...holdings() });
        tell(`${done} of ${invocations} invocations`);
      }
    };
    let started = performance.now();
    await Promise.all(Array.from({ length: atOnce }, lane));
    report.invocations.milliseconds = performance.now() - started;

    tell(`${turns} turns of one instance`);
    started = performance.now();
    const looking = setInterval(() => {
      // Its turns cannot be counted from outside: they come at one rate.
      report.turns.samples.push({ done: performance.now() - started, ...holdings() });
    }, TURN_LOOK_MS);
    try {
      report.turns.count = turns > 0 ? ((await call('turns', turns)) as number) : 0;
    } finally {
      clearInterval(looking);
    }
    report.turns.milliseconds = performance.now() - started;
  }
  await settles(() => holdings().threads <= before.threads && holdings().processes <= before.processes);
  return { ...report, after: holdings() };
}

function token() {
  const now = Date.now();
  return {
    jobId: 'soak',
    allowedPaths: [],
    deniedPaths: [],
    allowedCommands: ['true'],
    allowedTools: [],
    maxExecutionTime: 3_600_000,
    createdAt: new Date(now),
    expiresAt: new Date(now + 7_200_000),
  };
}

const MB = 1024 * 1024;
/** In a shorter run the slope is that of the start: invocations, looks. */
const ENOUGH = { invocations: 100_000, looks: 200 };
/** Growth below this is noise of the allocator: bytes a thousand invocations, bytes a million turns. */
const FLAT = { invocations: 64 * 1024, turns: 2 * MB };

/** The second half: what is taken once is taken in the first. */
const settled = (samples: readonly Sample[]) => samples.slice(Math.floor(samples.length / 2));

type Growth = ReturnType<typeof slope>;

/** How the memory that is kept grows, bytes for each `unit` of what is done. */
function growth(samples: readonly Sample[], unit: number): Growth {
  const { slope: rise, error } = slope(
    lowest(
      samples.map(({ done, memory }) => [done, memory] as const),
      STRETCHES,
    ),
  );
  return { slope: rise * unit, error: error * unit };
}

/** Whether the growth cannot be told from what is allowed. An error larger than ten times that tells nothing. */
const isFlat = ({ slope, error }: Growth, allowed: number) => slope - 2 * error <= allowed && error <= 10 * allowed;

/** What there is to say about a run. */
export function soakFindings({ invocations, turns, before, after }: SoakReport): Finding[] {
  const count = invocations.samples.at(-1)?.done ?? 0;
  const late = settled(invocations.samples);
  const perThousand = growth(late, 1000);
  const turnSamples = settled(turns.samples);
  const perMillion = growth(turnSamples, (1e6 * turns.milliseconds) / Math.max(1, turns.count));
  const range = (name: keyof Holdings) => {
    const values = late.map((sample) => sample[name]);
    return `${Math.min(...values)} – ${Math.max(...values)} during the run, ${after[name] - before[name]} left over`;
  };
  const none = (name: keyof Holdings): Finding => ({
    name,
    value: range(name),
    wanted: 'none left over',
    holds: after[name] <= before[name],
  });
  const size = (value: number) => `${value < 0 ? '−' : ''}${(Math.abs(value) / 1024).toFixed(0)} KB`;
  const shown = ({ slope, error }: Growth) =>
    Number.isFinite(error) ? `${size(slope)} ± ${size(error)}` : 'too few looks';
  return [
    {
      name: `${count.toLocaleString('en-US')} invocations`,
      value: `${(invocations.milliseconds / 1000).toFixed(1)} s, ${(count / (invocations.milliseconds / 1000)).toFixed(0)} a second`,
    },
    {
      name: 'memory, slope of the second half',
      value: `${shown(perThousand)} a thousand invocations (${(Math.max(...late.map(({ memory }) => memory)) / MB).toFixed(0)} MB at most)`,
      wanted: `≤ ${size(FLAT.invocations)}, within two standard errors`,
      holds: count < ENOUGH.invocations ? undefined : isFlat(perThousand, FLAT.invocations),
    },
    none('descriptors'),
    none('resources'),
    none('processes'),
    none('threads'),
    {
      name: `${turns.count.toLocaleString('en-US')} turns of one instance`,
      value: `${(turns.milliseconds / 1000).toFixed(1)} s, ${((turns.milliseconds * 1000) / Math.max(1, turns.count)).toFixed(1)} µs each`,
    },
    {
      name: 'memory, slope of the second half',
      value: `${shown(perMillion)} a million turns`,
      wanted: `≤ ${size(FLAT.turns)}, within two standard errors`,
      holds: turns.samples.length < ENOUGH.looks ? undefined : isFlat(perMillion, FLAT.turns),
    },
  ];
}
