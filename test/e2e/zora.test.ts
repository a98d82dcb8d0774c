/** A whole job of Zora, with a stand-in for it (`examples/zora`), and the audit trail that it leaves. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startServer } from '../../examples/demo/server.ts';
import { jobTasks, runJob, type StepEnd } from '../../examples/zora/job.ts';
import { AuditLogger, type ChainedEntry, SecretsManager } from '../../examples/zora/stand-in.ts';
import { fileSandbox, scratchFolder } from './support/sandbox.ts';

const SECRET = 'the secret of the test';
const sandbox = fileSandbox();
const folder = scratchFolder();
const audit = new AuditLogger();
let ends: StepEnd[] = [];

beforeAll(async () => {
  await using server = await startServer();
  const secrets = new SecretsManager({ api: SECRET });
  ends = await runJob(sandbox, jobTasks({ folder, origin: server.origin }), { audit, secrets, cwd: folder });
});

const of = (jobId: string): ChainedEntry[] => audit.entries.filter((entry) => entry.jobId === jobId);
const types = (jobId: string) => of(jobId).map(({ eventType }) => eventType);

test('every call ends as it should', () => {
  expect(ends.length).toBeGreaterThan(10);
  expect(ends.filter(({ asExpected }) => !asExpected)).toEqual([]);
});

test('the chain of hashes is whole, and breaks when an entry is changed', () => {
  expect(audit.verify()).toBe(true);
  const changed = new AuditLogger();
  changed.entries.push(...structuredClone(audit.entries));
  (changed.entries[3] as ChainedEntry).result = { status: 'changed' };
  expect(changed.verify()).toBe(false);
});

describe('the audit trail', () => {
  test('has a beginning and an end for each call that ran', () => {
    for (const tool of ['shell_exec', 'web_fetch']) {
      const entries = audit.entries.filter(({ toolName }) => toolName === tool);
      const count = (type: string) => entries.filter(({ eventType }) => eventType === type).length;
      expect(count('tool_invocation')).toBeGreaterThan(3);
      expect(count('tool_result')).toBe(count('tool_invocation'));
    }
  });
  test('names each denial with its rule', () => {
    const violations = of('job-1').filter(({ eventType }) => eventType === 'policy_violation');
    expect(
      violations.map(({ parameters, result }) => [parameters['permission'], parameters['resource'], result['rule']]),
    ).toEqual([
      ['ChildProcess', 'curl', 'allowedCommands'],
      ['ChildProcess', 'rm', 'allowedCommands'],
      ['Environment', 'LD_PRELOAD', 'reserved variable'],
      ['FileSystemRead', '/etc/passwd', 'allowedPaths'],
      ['Net', 'http://example.com/', 'network.allow'],
      ['Net', 'http://169.254.169.254/latest/meta-data/', 'network.deny: 169.254.169.254'],
    ]);
  });
  test('lists what an allowed call did', () => {
    const [first] = of('job-1').filter(({ eventType }) => eventType === 'tool_result');
    expect(first?.result).toMatchObject({ status: 'ok', denied: 0 });
    expect(first?.result['access']).toEqual(
      expect.arrayContaining([
        { permission: 'ChildProcess', resource: 'git' },
        { permission: 'ChildProcess', resource: 'sort' },
        { permission: 'FileSystemWrite', resource: 'version.txt' },
      ]),
    );
  });
  test('tells what was too much, what was not run, what had expired, what was cancelled', () => {
    expect(of('job-1').at(-1)).toMatchObject({ eventType: 'budget_exceeded', result: { allowed: false } });
    expect(types('job-2')[0]).toBe('dry_run');
    expect(types('job-3')).toEqual(['secret_access', 'tool_invocation', 'policy_violation', 'tool_result']);
    expect(of('job-3').at(-1)?.result).toMatchObject({ status: 'error', code: 'ERR_TOKEN_EXPIRED' });
    expect(of('job-4').at(-1)?.result).toMatchObject({ status: 'error', code: 'ABORT_ERR' });
  });
  test('names the secret and does not tell it', () => {
    expect(of('job-1')[0]).toMatchObject({ eventType: 'secret_access', parameters: { name: 'api' } });
    expect(JSON.stringify([audit.entries, ends])).not.toContain(SECRET);
  });
});

test('demo:zora prints the trail and ends with 0', () => {
  const demo = join(import.meta.dirname, '../../examples/zora/index.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [demo], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/Audit trail \(\d+ entries\)/);
  expect(stdout).toMatch(/The chain of hashes is whole; (\d+) of \1 calls ended as they should\./);
});
