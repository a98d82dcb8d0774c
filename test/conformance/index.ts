/**
 * Node's own tests in the sandbox: `npm run conformance -- --suite DIR [--only PATTERN] [--json FILE] [--jobs N]`.
 * Ends with 1 when a test that passed before (`passing.json`) does not; `--update` makes today's passes that list.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSandbox } from '../../src/index.ts';
import { report } from './markdown.ts';
import { table } from './report.ts';
import { PRELOAD, runTest, type TestResult } from './run-test.ts';
import { readSuite, type SuiteTest } from './suite.ts';

const { values } = parseArgs({
  options: {
    suite: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'string' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    timeout: { type: 'string', default: '15000' },
    failures: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
    report: { type: 'string' },
    'suite-name': { type: 'string', default: 'Node v22' },
  },
});
if (values.suite === undefined) {
  console.error(
    'usage: npm run conformance -- --suite DIR [--only PATTERN] [--json FILE] [--jobs N] [--timeout MS] [--failures] [--update] [--report FILE [--suite-name NAME]]',
  );
  process.exit(2);
}

// Children of tests run unconfined, and some signal their parent, which is this process.
for (const signal of ['SIGUSR2', 'SIGHUP'] as const) process.on(signal, () => {});

const PASSING = join(import.meta.dirname, 'passing.json');
const suite = readSuite(values.suite, values.only);
const jobs = Math.max(1, Number(values.jobs));
const results: TestResult[] = [];
const started = performance.now();
{
  await using sandbox = createSandbox({ maxWorkers: jobs });
  const program = await sandbox.loadScript(PRELOAD);
  const queue = suite.tests.values();
  const work = async (): Promise<void> => {
    for (const test of queue) {
      results.push(await runTest(program, test, { root: suite.root, timeoutMs: Number(values.timeout) }));
      showProgress(test);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
}
results.sort((a, b) => (a.name < b.name ? -1 : 1));
if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');

console.log(table(results));
if (values.failures) printFailures();
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, undefined, 1)}\n`);
if (values.report !== undefined) {
  writeFileSync(values.report, report(results, values['suite-name'], (performance.now() - started) / 60_000));
}
process.exitCode = compare() ? 0 : 1;

function showProgress(test: SuiteTest): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${results.length}/${suite.tests.length} ${test.name}`);
}

function printFailures(): void {
  for (const { name, outcome, detail } of results) {
    if (outcome === 'fail' || outcome === 'timeout' || outcome === 'crash')
      console.log(`${outcome.padEnd(8)} ${name}  ${detail}`);
  }
}

/** Whether every test of the committed list that ran still passes. */
function compare(): boolean {
  const passing = new Set(JSON.parse(readFileSync(PASSING, 'utf8')) as string[]);
  const ran = new Map(results.map((result) => [result.name, result]));
  const lost = [...passing].filter((name) => ran.has(name) && ran.get(name)?.outcome !== 'pass');
  const gained = results.filter(({ name, outcome }) => outcome === 'pass' && !passing.has(name));
  for (const name of lost) console.log(`no longer passes: ${name}  ${ran.get(name)?.detail ?? ''}`);
  if (gained.length > 0) console.log(`${gained.length} tests pass that are not in the list yet`);
  if (values.update) {
    const kept = [...passing].filter((name) => !ran.has(name));
    const names = [...kept, ...results.filter(({ outcome }) => outcome === 'pass').map(({ name }) => name)].sort();
    writeFileSync(PASSING, `${JSON.stringify(names, undefined, 2)}\n`);
  }
  return lost.length === 0;
}
