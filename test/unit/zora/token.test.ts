import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { afterAll, describe, expect, test } from 'vitest';
import { parseGrant } from '../../../host-bridge/index.ts';
import { allowedCommands } from '../../../src/zora/commands.ts';
import { grantFromPolicy, InvalidPolicyError, tokenFromPolicy, type ZoraPolicy } from '../../../src/zora/index.ts';
import { Folder } from '../../security/capability/fixture.ts';
import { policyOf } from './policies.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());

test('a policy as a token', () => {
  const token = tokenFromPolicy(
    'job-1',
    policyOf({
      filesystem: { allowed_paths: ['~/Projects'], denied_paths: ['~/.ssh', '/'] },
      shell: { allowed_commands: ['git', 'ls'], max_execution_time: '5m' },
    }),
  );
  expect(token).toMatchObject({
    jobId: 'job-1',
    allowedPaths: ['~/Projects'],
    deniedPaths: ['~/.ssh', '/'],
    allowedCommands: ['git', 'ls'],
    allowedTools: [],
    maxExecutionTime: 300_000,
  });
  expect(token.expiresAt.getTime() - token.createdAt.getTime()).toBe(30 * 60_000);
});

describe('commands', () => {
  const host = { path: folder.path, home: homedir() };
  for (const name of ['git', 'rm', 'sh', 'python3.12', 'xargs']) folder.script(name, 'true');
  folder.file('readme', 'no program');
  folder.link('remove', folder.at('rm'));

  test('deny_all is none', () => {
    expect(allowedCommands(policyOf({ shell: { mode: 'deny_all', allowed_commands: ['git'] } }))).toEqual([]);
  });
  test('a denied one is not allowed, whatever its name', () => {
    const shell = { allowed_commands: ['git', 'rm', '/bin/rm', 'remove'], denied_commands: ['rm'] };
    expect(allowedCommands(policyOf({ shell }), host)).toEqual(['git']);
    expect(allowedCommands(policyOf({ shell: { ...shell, denied_commands: ['*'] } }), host)).toEqual([]);
  });
  test('a list of what is denied allows the other programs, but for those that run others', () => {
    expect(allowedCommands(policyOf({ shell: { mode: 'denylist', denied_commands: ['rm'] } }), host)).toEqual(['git']);
  });
});

describe('overrides narrow', () => {
  const inner = folder.directory('work/inner');
  const work = realpathSync(folder.at('work'));
  folder.link('work/out', '/etc');
  const policy = policyOf({
    filesystem: { allowed_paths: [work], denied_paths: [`${work}/secret`] },
    shell: { allowed_commands: ['git', 'ls', '/usr/bin/env'], max_execution_time: '1m' },
  });
  const override = (overrides: Parameters<typeof tokenFromPolicy>[2]) => tokenFromPolicy('job', policy, overrides);

  test('paths: what is beneath both', () => {
    expect(override({ allowedPaths: [inner] }).allowedPaths).toEqual([inner]);
    expect(override({ allowedPaths: ['/'] }).allowedPaths).toEqual([work]);
    expect(override({ allowedPaths: ['/etc', `${work}/out`, `${work}/../x`] }).allowedPaths).toEqual([]);
    expect(override({ allowedPaths: [] }).allowedPaths).toEqual([]);
  });
  test('a link is written as what it leads to', () => {
    folder.link('work/alias', inner);
    expect(override({ allowedPaths: [`${work}/alias`] }).allowedPaths).toEqual([inner]);
  });
  test('denied paths: both', () => {
    expect(override({ deniedPaths: ['/x'] }).deniedPaths).toEqual([`${work}/secret`, '/x']);
    expect(override({ deniedPaths: [] }).deniedPaths).toEqual([`${work}/secret`]);
  });
  test('commands: what both list', () => {
    expect(override({ allowedCommands: ['git', 'rm', 'bash'] }).allowedCommands).toEqual(['git']);
    expect(override({ allowedCommands: ['env'] }).allowedCommands).toEqual(['/usr/bin/env']);
    expect(override({ allowedCommands: [] }).allowedCommands).toEqual([]);
  });
  test('time: the lesser', () => {
    expect(override({ maxExecutionTime: 10 }).maxExecutionTime).toBe(10);
    expect(override({ maxExecutionTime: 10 ** 9 }).maxExecutionTime).toBe(60_000);
    expect(() => override({ maxExecutionTime: Number.NaN })).toThrow(/maxExecutionTime/);
  });
  test('expiry: the sooner', () => {
    const later = override({ expiresAt: new Date(Date.now() + 10 ** 9) });
    expect(later.expiresAt.getTime() - later.createdAt.getTime()).toBe(30 * 60_000);
    const soon = new Date(Date.now() + 1000);
    expect(override({ expiresAt: soon.toISOString() }).expiresAt).toEqual(soon);
  });
});

test('every problem of a policy is named', () => {
  const policy = {
    filesystem: { allowed_paths: 'all' },
    shell: { mode: 'some', max_execution_time: '1 fortnight' },
    network: { max_request_size: 'much' },
  } as unknown as ZoraPolicy;
  expect(() => tokenFromPolicy('job', policy)).toThrow(InvalidPolicyError);
  for (const field of [
    'filesystem.allowed_paths',
    'shell.mode',
    'shell.max_execution_time',
    'network.max_request_size',
  ]) {
    expect(() => tokenFromPolicy('job', policy)).toThrow(field);
  }
});

/** Policies in the form of Zora's presets, from nothing to much. */
test.each<[string, Parameters<typeof policyOf>[0], Partial<ReturnType<typeof tokenFromPolicy>>, string[]]>([
  [
    'locked',
    {
      filesystem: { denied_paths: ['/', '~/', '~/.ssh'] },
      shell: { mode: 'deny_all', denied_commands: ['*'], max_execution_time: '0s' },
      network: { denied_domains: ['*'], max_request_size: '0' },
      budget: {},
      actions: { always_flag: ['*'] },
    },
    { allowedPaths: [], allowedCommands: [], maxExecutionTime: 60_000 },
    [],
  ],
  [
    'safe',
    {
      filesystem: { allowed_paths: ['~/Projects'], denied_paths: ['~/Documents', '/'] },
      shell: { mode: 'deny_all', denied_commands: ['*'], max_execution_time: '1m' },
      network: { allowed_domains: ['https://*'] },
    },
    { allowedPaths: ['~/Projects'], allowedCommands: [] },
    ['https://*/'],
  ],
  [
    'balanced',
    {
      filesystem: { allowed_paths: ['~/Projects'], denied_paths: ['~/.ssh', '/'] },
      shell: { allowed_commands: ['ls', 'git'], denied_commands: ['sudo', 'rm'], max_execution_time: '5m' },
      network: { allowed_domains: ['https://*'] },
      budget: { on_exceed: 'flag' },
    },
    { allowedCommands: ['ls', 'git'], maxExecutionTime: 300_000 },
    ['https://*/'],
  ],
])('a policy of the form %s', (_, parts, token, allow) => {
  const policy = policyOf(parts);
  expect(tokenFromPolicy('job', policy)).toMatchObject(token);
  expect(grantFromPolicy(policy).network?.allow).toEqual(allow);
  expect(() => parseGrant(grantFromPolicy(policy))).not.toThrow();
});
