/**
 * The main job on real input: both example tools, each in its own component, called under tokens that allow some things and not others.
 * Ends with 1 if anything is not as it should be. `--json` prints the outcome for a program.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { Progress } from '../../src/cli/progress.ts';
import { type AuditEvent, createSandbox, type Tool } from '../../src/index.ts';
import { type DemoCase, demoCases, demoToken } from './cases.ts';
import { startServer } from './server.ts';

interface Outcome {
  title: string;
  tool: string;
  verdict: 'allowed' | 'denied' | 'failed';
  detail: string;
  asExpected: boolean;
  milliseconds: number;
}

const json = process.argv.includes('--json');
const progress = new Progress();
const folder = await mkdtemp(join(tmpdir(), 'wasi-node-demo-'));
const audit: AuditEvent[] = [];
try {
  await using server = await startServer();
  await using sandbox = createSandbox({ onStep: (step) => progress.step(step) });
  const built = performance.now();
  const tools = {
    shell_exec: await sandbox.load(join(import.meta.dirname, '../tools/shell_exec.ts')),
    web_fetch: await sandbox.load(join(import.meta.dirname, '../tools/web_fetch.ts')),
  };
  progress.stop();
  const buildMs = performance.now() - built;
  const outcomes: Outcome[] = [];
  for (const item of demoCases(folder, server)) outcomes.push(await run(tools[item.tool], item));
  const failed = outcomes.filter(({ asExpected }) => !asExpected).length;
  if (json) console.log(JSON.stringify({ outcomes, audit, components: sizes(tools), buildMs }, undefined, 2));
  else print(outcomes, tools, buildMs);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  progress.stop();
  await rm(folder, { recursive: true, force: true });
}

async function run(tool: Tool, item: DemoCase): Promise<Outcome> {
  const started = performance.now();
  const finish = (verdict: Outcome['verdict'], detail: string, asExpected: boolean): Outcome => ({
    title: item.title,
    tool: item.tool,
    verdict,
    detail,
    asExpected,
    milliseconds: performance.now() - started,
  });
  try {
    const result = await tool.invoke(item.input, {
      token: { ...demoToken(folder), ...item.token },
      grant: item.grant,
      cwd: folder,
      audit: (event) => audit.push(event),
    });
    const asExpected = item.allowed?.(result as never) === true;
    return finish('allowed', asExpected ? '' : `unexpected result ${JSON.stringify(result)}`, asExpected);
  } catch (error) {
    const { code, message } = rootOf(error as Error) as Error & { code?: string };
    const expected = item.allowed === undefined && code === (item.failsWith ?? 'ERR_ACCESS_DENIED');
    return finish(code === 'ERR_ACCESS_DENIED' ? 'denied' : 'failed', `${code ?? 'error'}: ${message}`, expected);
  }
}

/** The error that began it: `fetch` wraps a denial. */
function rootOf(error: Error): Error {
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}

function sizes(tools: Record<string, Tool>): Record<string, number> {
  return Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, tool.artifact.manifest.bytes]));
}

function print(outcomes: Outcome[], tools: Record<string, Tool>, buildMs: number): void {
  const colours = { allowed: 'green', denied: 'red', failed: 'yellow' } as const;
  console.log(styleText('bold', 'Calls'));
  for (const { title, tool, verdict, detail, asExpected, milliseconds } of outcomes) {
    const mark = asExpected ? styleText('green', '✓') : styleText('red', '✗ NOT AS EXPECTED');
    console.log(
      `${mark} ${styleText(colours[verdict], verdict.padEnd(7))} ${tool.padEnd(10)} ${title}  ${styleText('dim', `${milliseconds.toFixed(1)} ms`)}`,
    );
    if (detail !== '') console.log(styleText('dim', `    ${detail}`));
  }
  console.log(`\n${styleText('bold', 'Audit trail')} (${audit.length} decisions)`);
  for (const { verdict, permission, resource, reason, rule, confinement } of audit) {
    const why = rule ?? reason;
    const confined = confinement === undefined ? '' : ` [${confinement}]`;
    console.log(
      `  ${styleText(colours[verdict], verdict.padEnd(7))} ${permission.padEnd(15)} ${resource}  ${styleText('dim', why)}${confined}`,
    );
  }
  console.log(`\n${styleText('bold', 'Components')} (built or taken from the cache in ${buildMs.toFixed(0)} ms)`);
  for (const [name, bytes] of Object.entries(sizes(tools)))
    console.log(`  ${name.padEnd(10)} ${(bytes / 1024 / 1024).toFixed(2)} MB`);
  const failed = outcomes.filter(({ asExpected }) => !asExpected).length;
  const verdict =
    failed === 0
      ? styleText('green', `All ${outcomes.length} calls ended as they should.`)
      : styleText('red', `${failed} of ${outcomes.length} calls did not end as they should.`);
  console.log(`\n${verdict}`);
}
