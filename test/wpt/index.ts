/**
 * Runs a checkout of web-platform-tests in the sandbox, and prints pass rates.
 *
 *   npm run wpt -- --suite DIR [--only fetch,url,streams,encoding,FileAPI,abort] [--files TEXT] [--failures] [--native] [--json FILE] [--markdown FILE]
 */
import { realpathSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createSandbox } from '../../src/index.ts';
import { toMarkdown } from './markdown.ts';
import { summarize } from './report.ts';
import { type FileResult, RUNNER, runNatively, runTest } from './run-test.ts';
import { startServer } from './server.ts';
import { SUITES, type SuiteName, testsOf } from './suite.ts';

const CONCURRENCY = 2;

const { values } = parseArgs({
  options: {
    suite: { type: 'string' },
    only: { type: 'string' },
    files: { type: 'string' },
    failures: { type: 'boolean', default: false },
    native: { type: 'boolean', default: false },
    json: { type: 'string' },
    markdown: { type: 'string' },
  },
});

if (values.suite === undefined) {
  console.error('--suite names a checkout of web-platform-tests');
  process.exit(2);
}
const root = realpathSync(values.suite);
const suites = (values.only?.split(',') ?? Object.keys(SUITES)) as SuiteName[];
const unknown = suites.filter((name) => !Object.hasOwn(SUITES, name));
if (unknown.length > 0) {
  console.error(`--only: no suite ${unknown.join(', ')}; there are ${Object.keys(SUITES).join(', ')}`);
  process.exit(2);
}
const { files } = values;
const tests = suites
  .flatMap((suite) => testsOf(root, suite))
  .filter(({ path }) => files === undefined || path.includes(files));

await using server = await startServer(root);
await using sandbox = createSandbox({ maxWorkers: CONCURRENCY });
const program = await sandbox.loadScript(RUNNER);
const results: FileResult[] = [];
const native: FileResult[] = [];
const queue = tests.values();
const work = async () => {
  for (const test of queue) {
    const result = await runTest(program, test, root, server.origin);
    results.push(result);
    if (values.native) native.push(await runNatively(test, root, server.origin));
    const failed = result.subtests.filter(({ passed }) => !passed);
    const fine = failed.length === 0 && result.error === undefined;
    if (fine && !values.failures) continue;
    if (!fine)
      console.log(`${result.path}  ${failed.length} of ${result.subtests.length} failed  ${result.error ?? ''}`);
    if (values.failures) for (const { name, message } of failed) console.log(`    ${name}\n      ${message}`);
  }
};
await Promise.all(Array.from({ length: CONCURRENCY }, work));
results.sort((a, b) => (a.path < b.path ? -1 : 1));

const summary = summarize(results, native);
for (const { suite, files: count, whole, subtests, passed, native: nodes } of summary.suites) {
  const rate = ((100 * passed) / subtests).toFixed(1);
  console.log(
    `${suite.padEnd(10)} ${passed} of ${subtests} tests (${rate} %), ${whole} of ${count} files whole; Node passes ${nodes ?? '?'}`,
  );
}
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ summary, results }, undefined, 2)}\n`);
if (values.markdown !== undefined) await writeFile(values.markdown, toMarkdown(summary));
