/** What Zora's own checks of a token get wrong, ours get right. Each test names the mistake. */
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { enforceCapability, isTokenExpired, tokenFromPolicy } from '../../../src/zora/index.ts';
import { policyOf } from '../../unit/zora/policies.ts';
import { Folder, tokenOf } from '../capability/fixture.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
const work = folder.directory('work');

type Token = Parameters<typeof enforceCapability>[0];
const token = (fields: Record<string, unknown> = {}): Token => tokenOf(fields) as unknown as Token;
const verdict = (type: 'path' | 'command' | 'tool', target: string, fields: Record<string, unknown>) =>
  enforceCapability(token(fields), { type, target }, { cwd: work }).allowed;

describe('a token whose dates are strings after JSON never expired', () => {
  const past = token({ expiresAt: new Date(Date.now() - 1), allowedPaths: [work] });
  const future = token({ allowedPaths: [work] });
  const throughJson = (value: Token): Token => JSON.parse(JSON.stringify(value)) as Token;

  test.each([
    ['as it was made', past, future],
    ['after JSON', throughJson(past), throughJson(future)],
  ])('%s', (_, ended, alive) => {
    expect(isTokenExpired(ended)).toBe(true);
    expect(isTokenExpired(alive)).toBe(false);
    expect(enforceCapability(ended, { type: 'path', target: work })).toEqual({
      allowed: false,
      reason: 'The capability token has expired',
    });
    expect(enforceCapability(alive, { type: 'path', target: work })).toEqual({ allowed: true });
  });

  test.each([['never'], [''], [undefined], [Number.POSITIVE_INFINITY], [new Date(Number.NaN)]])(
    'a date that is none (%s) has passed',
    (expiresAt) => {
      const broken = token({ expiresAt });
      expect(isTokenExpired(broken)).toBe(true);
      expect(enforceCapability(broken, { type: 'tool', target: 'x' }).allowed).toBe(false);
    },
  );
});

test('`~` was compared literally', () => {
  const allowedPaths = ['~/.wasi-node-none'];
  expect(verdict('path', join(homedir(), '.wasi-node-none/a'), { allowedPaths })).toBe(true);
  expect(verdict('path', join(homedir(), '.other'), { allowedPaths })).toBe(false);
  expect(verdict('path', join(homedir(), '.ssh/id'), { allowedPaths: ['/'], deniedPaths: ['~/.ssh'] })).toBe(false);
});

test('a symlinked parent passed', () => {
  folder.directory('elsewhere/deep');
  folder.link('work/link', folder.at('elsewhere'));
  const fields = { allowedPaths: [work] };
  expect(verdict('path', join(work, 'link/deep/file'), fields)).toBe(false);
  expect(verdict('path', join(work, 'link/new'), fields)).toBe(false);
  expect(verdict('path', join(work, 'real/new'), fields)).toBe(true);
  folder.link('work/dangling', folder.at('nowhere/yet'));
  expect(verdict('path', join(work, 'dangling'), fields)).toBe(false);
});

test.each([
  'ls && curl http://example.com',
  'ls; curl x',
  'ls\nrm x',
  'ls & rm x',
  'ls | sh',
  'ls $(rm x)',
  'ls `rm x`',
  'ls <(rm x)',
  'if ls; then rm x; fi',
  'LD_PRELOAD=./x.so git status',
  'GIT_SSH_COMMAND=./x git fetch',
  'PATH=. git status',
  'env rm x',
  '$X',
  "l's' && r''m x",
  'ls > /etc/motd',
])('only the first word of a command line was looked at: %j', (line) => {
  const fields = { allowedPaths: [work], allowedCommands: ['ls', 'git'] };
  expect(verdict('command', line, fields)).toBe(false);
  expect(verdict('command', 'ls -l && git status | ls', fields)).toBe(true);
});

test('`/tmp/evil/git` passed as `git`', () => {
  const evil = folder.script('work/git', 'echo evil');
  const fields = { allowedPaths: [work], allowedCommands: ['git'] };
  for (const line of [evil, './git', `${work}/../work/git status`])
    expect(verdict('command', line, fields)).toBe(false);
  expect(verdict('command', 'git status', fields)).toBe(true);
});

test('a folder of the guest’s on PATH does not make its program a listed one', () => {
  vi.stubEnv('PATH', [work, process.env['PATH']].join(delimiter));
  try {
    folder.script('work/wasi-node-none', 'true');
    const fields = { allowedPaths: [work], allowedCommands: ['wasi-node-none'] };
    expect(verdict('command', 'wasi-node-none', fields)).toBe(false);
  } finally {
    vi.unstubAllEnvs();
  }
});

test('overrides could widen', () => {
  const policy = policyOf({
    filesystem: { allowed_paths: [work], denied_paths: [join(work, 'secret')] },
    shell: { allowed_commands: ['ls'], max_execution_time: '1s' },
  });
  const wide = tokenFromPolicy('job', policy, {
    allowedPaths: ['/'],
    deniedPaths: [],
    allowedCommands: ['ls', 'rm', '/bin/sh'],
    maxExecutionTime: 10 ** 9,
    expiresAt: new Date(Date.now() + 10 ** 9),
  });
  expect(wide).toMatchObject({
    allowedPaths: [work],
    deniedPaths: [join(work, 'secret')],
    allowedCommands: ['ls'],
    maxExecutionTime: 1000,
  });
});

test('a unit such as `1d` silently became a minute', () => {
  const timeOf = (max_execution_time: string) =>
    tokenFromPolicy('job', policyOf({ shell: { max_execution_time } })).maxExecutionTime;
  expect(timeOf('1d')).toBe(86_400_000);
  expect(() => timeOf('1y')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_POLICY' }));
  expect(() => timeOf('')).toThrow(/max_execution_time/);
});

test('an action of an unknown type is not allowed', () => {
  const action = { type: 'network' as 'path', target: 'x' };
  expect(enforceCapability(token({ allowedPaths: ['/'] }), action).allowed).toBe(false);
});

test('the right to a tool is asked by its name, the rest whatever tool it is for', () => {
  const fields = { allowedTools: ['a'], allowedPaths: [work] };
  expect(verdict('tool', 'a', fields)).toBe(true);
  expect(verdict('tool', 'b', fields)).toBe(false);
  expect(verdict('path', work, fields)).toBe(true);
});

test('a URL needs the grant', () => {
  const action = { type: 'url' as const, target: 'https://example.com/a' };
  expect(enforceCapability(token(), action).allowed).toBe(false);
  expect(enforceCapability(token(), action, { grant: { network: { allow: ['example.com'] } } }).allowed).toBe(true);
});
