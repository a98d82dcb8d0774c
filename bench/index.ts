/**
 * `npm run bench`: medians of one run on this machine, as a table, or as JSON with `--json`. Ratios matter; absolute figures are the machine's.
 * With `--peers` it is compared with other ways to run a guest, and `docs/benchmarks.*` are made; `--quick` does less
 * of that, and `--output` puts the files into another folder.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { createSandbox } from '../src/index.ts';
import { idleRows } from './idle.ts';
import { benchToken, callInline, compileInline } from './inline.ts';
import { type Row, repeat, type Sample, sample } from './measure.ts';
import { httpRows, socketRows } from './network.ts';
import { progress } from './progress.ts';
import { compileRuntime, memoryPerInstance, scriptStart, startRuntime } from './scripts.ts';
import * as native from './tools/children.ts';

const EXAMPLES = join(import.meta.dirname, '../examples/tools');
const MEGABYTE = 1_000_000;
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    output: { type: 'string' },
  },
});
const rows: Row[] = [];
const add = (name: string, unit: string, figures: Sample, ratio?: number, ratioName?: string) => {
  rows.push({ name, unit, figures, ...(ratio === undefined ? {} : { ratio, ratioName: ratioName ?? 'native' }) });
  progress(name);
};
const one = (value: number): Sample => ({ median: value, minimum: value, maximum: value, runs: 1 });

await using sandbox = createSandbox({ maxWorkers: 2 });
await using eight = createSandbox({ maxWorkers: 8 });
for (const name of ['shell_exec', 'web_fetch']) {
  const bytes = await sandbox.build(join(EXAMPLES, `${name}.ts`));
  add(`${name}.wasm`, 'MB', one(bytes.byteLength / 1024 / 1024));
  const compiled = await compileInline(bytes);
  add(`${name}: V8 compile`, 'ms', await repeat(5, 1, async () => (await compileInline(bytes)).compileMs));
  const input = name === 'shell_exec' ? { command: '' } : { url: 'x' };
  // Refused by the schema: the call goes all the way into the tool and back, and starts nothing.
  const call = () =>
    callInline(compiled, name, input).then(
      () => {},
      () => {},
    );
  add(`${name}: instantiate + first call`, 'ms', await repeat(30, 5, call));
}

{
  const tool = await sandbox.load(join(import.meta.dirname, 'tools/children.ts'));
  const token = benchToken();
  const warm = await repeat(100, 10, async () => {
    await tool.invoke(undefined, { token, tool: 'nothing' });
  });
  add('a call in a fresh instance, through a warm worker', 'ms', warm);
  const compiled = await compileInline(await sandbox.build(join(import.meta.dirname, 'tools/children.ts')));
  const guestLatency = async (count: number) => (await callInline(compiled, 'latency', { count })).output as number[];
  const execaLatency = async (count: number) => {
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      const started = performance.now();
      await execa('true');
      times.push(performance.now() - started);
    }
    return times;
  };
  // Interleaved, so that what else the machine does falls on all alike.
  const times: Record<'native' | 'execa' | 'guest', number[]> = { native: [], execa: [], guest: [] };
  for (let round = -1; round < 8; round++) {
    for (const [key, measure] of [
      ['native', (n: number) => native.latency({ count: n })],
      ['execa', execaLatency],
      ['guest', guestLatency],
    ] as const) {
      const values = await measure(15);
      if (round >= 0) times[key].push(...values);
    }
  }
  const base = sample(times.native).median;
  add("execFile('true'), native", 'ms', sample(times.native));
  add("execa('true'), native", 'ms', sample(times.execa), sample(times.execa).median / base, '× native execFile');
  add("execFile('true'), guest", 'ms', sample(times.guest), sample(times.guest).median / base, '× native execFile');

  const bytes = 100 * MEGABYTE;
  const rate = (milliseconds: number) => bytes / MEGABYTE / (milliseconds / 1000);
  for (const [name, work, natively] of [
    ['100 MB of child stdout', 'read', native.read],
    ["100 MB into a child's stdin", 'write', native.write],
  ] as const) {
    const throughput: Record<'native' | 'guest', number[]> = { native: [], guest: [] };
    for (let round = -1; round < 5; round++) {
      const nativeMs = await natively({ bytes });
      const guestMs = (await callInline(compiled, work, { bytes })).output as number;
      if (round >= 0) {
        throughput.native.push(rate(nativeMs));
        throughput.guest.push(rate(guestMs));
      }
    }
    const nativeRate = sample(throughput.native);
    const guestRate = sample(throughput.guest);
    add(`${name}, native`, 'MB/s', nativeRate);
    add(`${name}, guest`, 'MB/s', guestRate, guestRate.median / nativeRate.median, '× native');
  }

  // A child whose bytes or events are not all there fails its call, and with it the benchmark.
  const together = { children: 25, bytes: 1_000_000 };
  const many = await eight.load(join(import.meta.dirname, 'tools/children.ts'));
  const concurrent = () =>
    Promise.all(Array.from({ length: 8 }, () => many.invoke(together, { token, tool: 'readMany' })));
  add(
    '200 children of 1 MB at once, in 8 instances',
    'ms',
    await repeat(3, 1, async () => {
      await concurrent();
    }),
  );
}

await socketRows(add);
await httpRows(add);
await idleRows(add);

{
  const { native: nativeStart, sandboxed } = await scriptStart();
  add('node hello.js', 'ms', nativeStart);
  add('wasi-node run hello.js', 'ms', sandboxed, sandboxed.median / nativeStart.median, '× node');
  const runtime = await compileRuntime();
  add('runtime.wasm (every builtin)', 'MB', one(runtime.bytes / 1024 / 1024));
  const empty = join(import.meta.dirname, 'tools/empty.cjs');
  add('runtime: instantiate + an empty script', 'ms', await repeat(20, 3, () => startRuntime(runtime, empty)));
  add('runtime: memory an instance', 'MB', one(await memoryPerInstance(runtime, 30)));
  const shell = await compileInline(await sandbox.build(join(EXAMPLES, 'shell_exec.ts')));
  add('shell_exec: memory an instance', 'MB', one(await memoryPerInstance(shell, 100)));
}

const compared = options.peers ? await compare() : undefined;
progress();
if (options.json) console.log(JSON.stringify(compared ?? rows, undefined, 2));
else print();

/** Compares with the peers, and writes what is shown in the documentation. */
async function compare() {
  const { comparePeers, FULL, QUICK } = await import('./peers/compare.ts');
  const { circumstances, record } = await import('./report/store.ts');
  const peers = await comparePeers(options.quick ? QUICK : FULL, progress);
  const measured = circumstances();
  const parts = { rows: { measured, rows }, peers: { measured, peers } };
  const page = await record(parts, options.output);
  if (!options.json) console.log(`${page} tells how the peers compare\n`);
  return parts;
}

function print(): void {
  const cells = rows.map(({ name, unit, figures, ratio, ratioName }) => [
    name,
    `${figures.median.toFixed(2)} ${unit}`,
    figures.runs === 1 ? '' : `${figures.minimum.toFixed(2)} – ${figures.maximum.toFixed(2)}`,
    ratio === undefined ? '' : `${ratio.toFixed(2)} ${ratioName}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  for (const row of cells)
    console.log(
      row
        .map((cell, i) => (i === 0 || i === 3 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    );
}
