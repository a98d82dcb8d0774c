import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { CommandPlan } from '../../../host-bridge/capability/commands.ts';
import { authorityOf, denialOf, Folder } from './fixture.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
for (const name of ['git', 'evil', 'node', 'plain']) folder.script(`bin/${name}`, 'exit 0');
folder.script('opt/listed', 'exit 0');
folder.script('opt/other', 'exit 0');
folder.script('multi/busybox', 'exit 0');
folder.link('bin/ls', '../multi/busybox');
folder.link('bin/rm', '../multi/busybox');
folder.link('bin/python', 'python3.11');
folder.script('bin/python3.11', 'exit 0');
folder.link('bin/through-work', '../work/turned');
folder.link('work/turned', '../opt/other');
folder.link('bin/into-work', '../work/tool');
folder.script('work/tool', 'exit 0');
folder.script('work/bin/git', 'exit 1');
folder.script('work/bin/mine', 'exit 1');
folder.script('work/trusted', 'exit 0');
folder.link('work/git-link', '../bin/git');
folder.link('work/evil-link', '../bin/evil');
chmodSync(folder.file('bin/not-a-program'), 0o644);
folder.directory('bin/a-folder');

const { authority, events } = authorityOf(
  {
    allowedPaths: [folder.at('work')],
    allowedCommands: [
      'git',
      'ls',
      'python',
      'missing',
      'mine',
      'through-work',
      'into-work',
      'not-a-program',
      'a-folder',
      folder.at('opt/listed'),
      folder.at('opt/gone'),
      folder.at('work/trusted'),
    ],
  },
  {
    cwd: folder.at('work'),
    environment: { PATH: `${folder.at('work/bin')}::.:${folder.at('bin')}:${folder.at('opt')}` },
  },
);
const run = (file: string, options: { cwd?: string; argv0?: string } = {}) =>
  authority.command({ file, ...options }) as CommandPlan;
const allows = (file: string, options: { cwd?: string; argv0?: string } = {}) =>
  denialOf(() => run(file, options)) === undefined;

describe('a bare name', () => {
  test('is looked up on the host’s PATH, past what the guest can write', () => {
    expect(run('git')).toMatchObject({ file: folder.at('bin/git'), real: folder.at('bin/git'), argv0: 'git' });
  });
  test.each(['x'.repeat(5000), 'evil', 'node', 'plain', 'sh', 'nowhere', 'other', 'GIT', 'git ', 'trusted'])(
    '%j is not listed',
    (name) => {
      expect(denialOf(() => run(name))).toMatchObject({ permission: 'ChildProcess', resource: name });
    },
  );
  test('is Node’s ENOENT only where it is listed', () => {
    expect(() => run('missing')).toThrow(
      expect.objectContaining({ code: 'ENOENT', errno: -2, syscall: 'spawn missing', path: 'missing' }),
    );
    expect(denialOf(() => run('nowhere'))?.code).toBe('ERR_ACCESS_DENIED');
  });
  test('is Node’s EACCES where it is no program', () => {
    for (const name of ['not-a-program', 'a-folder']) {
      expect(() => run(name)).toThrow(expect.objectContaining({ code: 'EACCES', syscall: `spawn ${name}` }));
    }
  });
  test('is no file that the guest can write, nor one that it can lead elsewhere', () => {
    expect(allows('mine')).toBe(false);
    expect(allows('into-work')).toBe(false);
    expect(allows('through-work')).toBe(false);
  });
  test('is the name of a listed path that PATH leads to', () => {
    expect(run('listed').file).toBe(folder.at('opt/listed'));
  });
  test('is run under the name that it has on PATH, for programs that look at it', () => {
    expect(run('ls')).toMatchObject({ file: folder.at('bin/ls'), real: folder.at('multi/busybox'), argv0: 'ls' });
  });
});

describe('a path', () => {
  test.each([
    ['bin/git', 'bin/git'],
    ['opt/listed', 'opt/listed'],
    ['opt/../opt/listed', 'opt/listed'],
    ['work/git-link', 'bin/git'],
    ['bin/python3.11', 'bin/python3.11'],
    ['bin/python', 'bin/python3.11'],
    ['work/trusted', 'work/trusted'],
  ])('%s is the very file of a listed command', (path, real) => {
    expect(run(folder.at(path)).real).toBe(folder.at(real));
  });
  test.each([
    'bin/evil',
    'opt/other',
    'opt/gone-too',
    'work/evil-link',
    'work/tool',
    'work/bin/git',
    'work/bin/mine',
    'multi/busybox',
    'bin/rm',
    'bin',
    'nowhere/at/all',
  ])('%s is not', (path) => {
    expect(allows(folder.at(path))).toBe(false);
  });
  test('is relative to the child’s working directory', () => {
    expect(allows('./git-link')).toBe(true);
    expect(allows('./git', { cwd: folder.at('bin') })).toBe(true);
    expect(allows('./git', { cwd: folder.at('work/bin') })).toBe(false);
    expect(allows('../bin/git')).toBe(true);
    expect(allows('../bin/evil')).toBe(false);
  });
  test('is run as the file that was checked where the guest could turn it', () => {
    expect(run('./git-link').file).toBe(folder.at('bin/git'));
  });
  test('is ENOENT where it is listed itself, and denied where it is not', () => {
    expect(() => run(folder.at('opt/gone'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
    expect(allows(folder.at('opt/nope'))).toBe(false);
  });
});

describe('argv[0]', () => {
  test('is free for a program that does not choose by it', () => {
    expect(run('git', { argv0: 'anything' }).argv0).toBe('anything');
  });
  test('is the listed name for one that does', () => {
    expect(allows('ls', { argv0: 'rm' })).toBe(false);
    expect(allows('ls', { argv0: '/bin/ls' })).toBe(true);
    expect(allows('ls', { argv0: 'sh' })).toBe(false);
  });
  test('makes no login shell', () => {
    expect(allows('git', { argv0: '-git' })).toBe(false);
  });
});

test('a name with NUL, and none, are no commands', () => {
  for (const name of ['', 'git\0x', 'git\0/../evil']) {
    expect(() => run(name)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }));
  }
});

test('the children’s PATH has no folder that the guest can write', () => {
  expect(authority.environment([['PATH', '/evil']], '/').variables['PATH']).toBe(
    `${folder.at('bin')}:${folder.at('opt')}`,
  );
});

test('a PATH without a folder that can be trusted is not an empty one', () => {
  const { authority: bare } = authorityOf(
    { allowedPaths: [folder.at('work')], allowedCommands: ['mine'] },
    { cwd: folder.at('work/bin'), environment: { PATH: folder.at('work/bin') } },
  );
  const { variables } = bare.environment([], folder.at('work/bin'));
  expect(variables['PATH']).toBe('/dev/null');
  expect(denialOf(() => bare.command({ file: 'mine' }))?.code).toBe('ERR_ACCESS_DENIED');
  const run = spawnSync('/bin/sh', ['-c', 'mine'], { env: variables, cwd: folder.at('work/bin'), encoding: 'utf8' });
  expect(run.status).toBe(127);
});

test('"/" as an allowed path does not make every program the guest’s', () => {
  const { authority: open } = authorityOf(
    { allowedPaths: ['/'], allowedCommands: ['git'] },
    { environment: { PATH: folder.at('bin') } },
  );
  expect((open.command({ file: 'git' }) as CommandPlan).file).toBe(folder.at('bin/git'));
});

test('no argument is in an audit event', () => {
  events.length = 0;
  authority.command({ file: 'git', args: ['--password', 's3cret'] });
  denialOf(() => authority.command({ file: 'evil', args: ['s3cret'] }));
  denialOf(() => authority.shellLine({ line: 'git s3cret | evil s3cret', variables: {} }));
  denialOf(() => authority.shellLine({ line: 'git "s3cret', variables: {} }));
  authority.shellLine({ line: 'git s3cret', variables: {} });
  expect(events.length).toBe(5);
  expect(JSON.stringify(events)).not.toContain('s3cret');
});
