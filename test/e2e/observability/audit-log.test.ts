import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AuditLog } from '../../../src/index.ts';
import { verifyChain } from '../../../src/observability/audit-chain.ts';
import { FIXTURES, fileSandbox, rejection, scratchFolder, token } from '../support/sandbox.ts';
import { decision, play } from './support.ts';

const folder = scratchFolder();
const ROOT = join(import.meta.dirname, '../../..');
let count = 0;
const newFile = () => join(folder, `${++count}.jsonl`);

/** A log with an invocation and so many decisions. */
async function written(decisions: number): Promise<{ file: string; head: string }> {
  const file = newFile();
  using log = await AuditLog.open(file);
  play(log, decisions);
  return { file, head: log.head };
}

const lines = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n');

test('each line names its number and the hash of the line before', async () => {
  const { file, head } = await written(3);
  const entries = lines(file).map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(entries.map(({ sequence, type }) => [sequence, type])).toEqual([
    [1, 'decision'],
    [2, 'decision'],
    [3, 'decision'],
    [4, 'end'],
  ]);
  expect(entries[0]).toMatchObject({ ...decision({ resource: '/work/0' }), invocation: 1, previous: '0'.repeat(64) });
  expect(entries[3]).toMatchObject({ outcome: 'resolved', component: 'c0ffee', milliseconds: 12.5 });
  expect(await verifyChain(file)).toEqual({ lines: 4, head, torn: [], broken: undefined, open: false });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a log is continued where it ended', async () => {
  const { file } = await written(2);
  {
    using log = await AuditLog.open(file);
    play(log, 1, 2);
  }
  expect(await verifyChain(file)).toMatchObject({ lines: 5, torn: [], broken: undefined });
});

test.each([
  ['a changed line', (all: string[]) => all.with(1, (all[1] ?? '').replace('allowed', 'denied')), 3],
  ['a removed line', (all: string[]) => all.toSpliced(1, 1), 2],
  ['an inserted line', (all: string[]) => all.toSpliced(1, 0, all[0] ?? ''), 2],
  ['two that changed places', (all: string[]) => [all[0], all[2], all[1], all[3]] as string[], 2],
  ['a line that is none', (all: string[]) => all.toSpliced(2, 0, 'not JSON'), 3],
  ['a last line that is none', (all: string[]) => [...all, 'not JSON'], 5],
])('%s is found', async (_, change, line) => {
  const { file } = await written(3);
  writeFileSync(file, `${change(lines(file)).join('\n')}\n`);
  expect((await verifyChain(file)).broken?.line).toBe(line);
  await expect(AuditLog.open(file)).rejects.toMatchObject({ code: 'ERR_AUDIT_LOG_BROKEN' });
  expect(existsSync(`${file}.lock`)).toBe(false);
});

test('a cut end is found by a hash that was kept', async () => {
  const { file, head } = await written(3);
  writeFileSync(file, `${lines(file).slice(0, 2).join('\n')}\n`);
  const report = await verifyChain(file);
  expect(report.broken).toBeUndefined();
  expect(report.head).not.toBe(head);
});

test('a line that its writer left incomplete is kept, and the log goes on after it', async () => {
  const { file } = await written(3);
  truncateSync(file, statSync(file).size - 40);
  expect(await verifyChain(file)).toMatchObject({ lines: 4, torn: [4], broken: undefined, open: true });
  {
    using log = await AuditLog.open(file);
    play(log, 1, 2);
  }
  expect(await verifyChain(file)).toMatchObject({ lines: 6, torn: [4], broken: undefined, open: false });
  // And no other line may claim to come after such a one.
  const all = lines(file);
  writeFileSync(file, `${all.toSpliced(3, 1).join('\n')}\n`);
  expect((await verifyChain(file)).broken).toBeDefined();
});

test('a line that lacks only its end is whole', async () => {
  const { file } = await written(1);
  truncateSync(file, statSync(file).size - 1);
  {
    using log = await AuditLog.open(file);
    play(log, 1, 2);
  }
  expect(await verifyChain(file)).toMatchObject({ lines: 4, broken: undefined });
});

test('a log has one writer; a dead one is taken over from', async () => {
  const { file } = await written(1);
  {
    using _log = await AuditLog.open(file);
    await expect(AuditLog.open(file)).rejects.toMatchObject({ code: 'ERR_AUDIT_LOG_BUSY' });
  }
  const dead = spawn('true');
  await once(dead, 'exit');
  writeFileSync(`${file}.lock`, `${dead.pid}\n`);
  using log = await AuditLog.open(file);
  play(log, 1, 2);
  expect((await verifyChain(file)).lines).toBe(4);
});

test('what cannot be recorded does not happen', async () => {
  const file = newFile();
  const log = await AuditLog.open(file);
  await using sandbox = fileSandbox({ maxWorkers: 1, observers: [log] });
  const tool = await sandbox.load(join(FIXTURES, 'observed.ts'));
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'text');
  const options = { token: token({ allowedPaths: [folder] }), tool: 'read' };
  expect(await tool.invoke(secret, options)).toBe('text');
  log[Symbol.dispose]();
  expect((await rejection(tool.invoke(secret, options))).message).toMatch(/audit log .* is closed/);
});

const cli = (...args: string[]) =>
  spawnSync(process.execPath, [join(ROOT, 'src/cli/index.ts'), ...args], { encoding: 'utf8', cwd: ROOT });

test('the command line writes a log and verifies it', async () => {
  const file = newFile();
  const tool = join(FIXTURES, 'observed.ts');
  const run = cli('run', tool, '--tool', 'run', '--input', '["a"]', '--audit-log', file);
  expect(run.status).toBe(3);
  const verified = cli('audit', 'verify', file, '--json');
  expect(verified.status).toBe(0);
  const report = JSON.parse(verified.stdout) as { lines: number; head: string };
  expect(report).toMatchObject({ whole: true, lines: 3, broken: null });
  expect(cli('audit', 'verify', file, '--head', report.head).status).toBe(0);
  expect(cli('audit', 'verify', file, '--head', 'f'.repeat(64))).toMatchObject({ status: 1 });
  appendFileSync(file, '{}\n');
  expect(cli('audit', 'verify', file)).toMatchObject({ status: 1, stdout: expect.stringMatching(/line 4 is wrong/) });
  expect(cli('audit', 'verify', join(folder, 'none'))).toMatchObject({ status: 2 });
});
