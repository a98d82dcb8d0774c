import { closeSync, constants, existsSync, fstatSync, linkSync, lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { PathPermission } from '../../../host-bridge/capability/paths.ts';
import { authorityOf, denialOf, Folder } from './fixture.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
const root = folder.path;

// work and shared are allowed, home too; secret, beneath work, is not; nor is the target of the link «alias».
folder.file('work/file');
folder.file('work/sub/deep/file');
folder.file('work/secret/key');
folder.file('work/secret/public/note');
folder.file('work/secretary/note');
folder.file('work/.env');
folder.file('work/hidden-target/data');
folder.link('work/alias', 'hidden-target');
folder.file('outside/file');
folder.directory('outside/empty');
folder.file('shared/file');
folder.file('home/notes/file');
folder.file('home/.ssh/id');
folder.link('work/in', 'sub');
folder.link('work/up', '..');
folder.link('work/out', '../outside');
folder.link('work/out-file', '../outside/file');
folder.link('work/abs-out', folder.at('outside'));
folder.link('work/to-secret', 'secret');
folder.link('work/to-key', 'sub/../secret/key');
folder.link('work/chain-1', 'chain-2');
folder.link('work/chain-2', 'out');
folder.link('work/dangling', '../outside/new');
folder.link('work/dangling-in', 'sub/new');
folder.link('work/loop-1', 'loop-2');
folder.link('work/loop-2', 'loop-1');
folder.link('work/self', '.');
folder.link('work/root', '/');
folder.link('work/to-shared', '../shared');
folder.link('outside/back', '../work');
folder.link('allowed-link', 'outside/empty');
folder.link('entry', 'shared');

const { authority, events } = authorityOf(
  {
    allowedPaths: [folder.at('work'), '~', folder.at('entry'), folder.at('allowed-link')],
    deniedPaths: [
      folder.at('work/secret'),
      '~/.ssh',
      folder.at('work/.env'),
      folder.at('work/alias'),
      folder.at('work/not-yet'),
      '/',
    ],
  },
  { cwd: folder.at('work'), home: folder.at('home') },
);
const { paths } = authority;
const read = 'FileSystemRead' as const;
const write = 'FileSystemWrite' as const;
const realOf = (path: string, followLast = true): string => paths.check(path, { permission: read, followLast }).real;

describe('a path that is allowed, and where it leads', () => {
  const table: readonly [path: string, real: string][] = [
    ['file', 'work/file'],
    ['./file', 'work/file'],
    ['.', 'work'],
    ['', 'work'],
    ['sub/deep/file', 'work/sub/deep/file'],
    ['sub/../file', 'work/file'],
    ['sub//deep///file', 'work/sub/deep/file'],
    ['in/deep/file', 'work/sub/deep/file'],
    ['secretary/note', 'work/secretary/note'],
    ['self/self/file', 'work/file'],
    ['root/WORK/file', 'work/file'],
    ['to-shared/file', 'shared/file'],
    ['missing', 'work/missing'],
    ['missing/deeper', 'work/missing/deeper'],
    ['in/missing/deeper', 'work/sub/missing/deeper'],
    ['file/beneath-a-file', 'work/file/beneath-a-file'],
    ['dangling-in', 'work/sub/new'],
    ['../work/file', 'work/file'],
    ['out/../file', 'work/file'],
    ['up/work/file', 'work/file'],
    ['../outside/back/file', 'work/file'],
    ['../home/notes/file', 'home/notes/file'],
    ['../home/.sshd', 'home/.sshd'],
    ['../shared/file', 'shared/file'],
    ['../entry/file', 'shared/file'],
    ['../allowed-link', 'outside/empty'],
    ['.env.example', 'work/.env.example'],
    ['hidden', 'work/hidden'],
  ];
  test.each(table)('%s', (path, real) => {
    const named = path === '' ? folder.at('work') : path.replace('root/WORK', `root${folder.at('work')}`);
    expect(realOf(named)).toBe(folder.at(real));
  });

  test('a last link that is not followed is itself', () => {
    expect(realOf('out-file', false)).toBe(folder.at('work/out-file'));
    expect(realOf('loop-1', false)).toBe(folder.at('work/loop-1'));
  });
});

describe('a path that is denied', () => {
  const table: readonly string[] = [
    '/',
    '/etc/passwd',
    '/etc/passwd-that-is-not-there',
    '..',
    '../',
    '../outside',
    '../outside/file',
    '../outside/missing',
    './../outside/file',
    'sub/../../outside/file',
    'missing/../../outside/file',
    '../workshop',
    '../work2/file',
    'out',
    'out/file',
    'out/missing',
    'out-file',
    'abs-out/file',
    'up',
    'up/outside/file',
    'chain-1',
    'chain-1/file',
    'dangling',
    'root',
    'root/etc/passwd',
    'self/../../outside',
    'secret',
    'secret/',
    'secret/.',
    'secret/key',
    'secret/missing',
    'secret/public/note',
    './secret/../secret/key',
    'sub/../secret/key',
    'to-secret',
    'to-secret/key',
    'to-key',
    'in/../secret/key',
    'self/secret/key',
    'self/self/secret/public/note',
    '.env',
    './/.env',
    'alias',
    'alias/data',
    'hidden-target',
    'hidden-target/data',
    'not-yet',
    'not-yet/deeper',
    '../home/.ssh',
    '../home/.ssh/id',
    '../home/notes/../.ssh/id',
    '../outside/back/secret/key',
    '../outside/back/../file',
    '/proc/self/mem',
    '/proc/self/environ',
    '/proc/self/root/etc/passwd',
    '/proc/thread-self/mem',
    `/proc/${process.pid}/environ`,
    '/dev/null',
    '/dev/stdin',
    '/dev/fd/0',
    '~/notes',
    '//etc/passwd',
  ];
  test.each(table)('%s', (path) => {
    // For the guest `~` is a name like any other: `~/notes` is allowed here and not there.
    const named = path.startsWith('~') ? `../${path}` : path;
    for (const [call, permission] of [
      [() => authority.readPath(named), read],
      [() => authority.writePath(named), write],
    ] as const) {
      expect(denialOf(call)).toMatchObject({ permission, resource: named, code: 'ERR_ACCESS_DENIED' });
    }
  });

  test('a name that is denied for what works on the name itself, too', () => {
    for (const path of ['secret', 'alias', '.env', 'self/alias', 'in/../.env', 'not-yet']) {
      expect(denialOf(() => paths.check(path, { permission: write, followLast: false }))?.rule).toContain(
        'deniedPaths',
      );
    }
  });

  test('moving or removing a folder with something denied beneath', () => {
    for (const path of ['.', '../work', 'self']) {
      expect(denialOf(() => paths.check(path, { permission: write, subtree: true }))?.rule).toContain('beneath');
    }
    expect(paths.check('sub', { permission: write, subtree: true }).real).toBe(folder.at('work/sub'));
  });

  test('the message and the resource do not tell the host’s layout nor the rule', () => {
    const denial = denialOf(() => authority.readPath('out/file'));
    expect(denial?.message).not.toContain(root);
    expect(denial?.message).not.toContain('allowedPaths');
    expect(denial?.resource).toBe('out/file');
  });
});

describe('errors that are the system’s', () => {
  test('links that go round, where the guest may look', () => {
    expect(() => realOf('loop-1')).toThrow(expect.objectContaining({ code: 'ELOOP', path: 'loop-1' }));
    expect(() => realOf('loop-1/x')).toThrow(expect.objectContaining({ code: 'ELOOP' }));
  });
  test('an empty path and one with NUL', () => {
    expect(() => paths.check('', { permission: read, syscall: 'stat' })).toThrow(
      expect.objectContaining({ code: 'ENOENT', syscall: 'stat' }),
    );
    expect(() => paths.check('a\0b', { permission: read })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }),
    );
  });
  test('a path that is longer than the system takes', () => {
    for (const path of ['a/'.repeat(100_000), 'a'.repeat(5000), `${'../'.repeat(100_000)}x`]) {
      expect(() => paths.check(path, { permission: read, syscall: 'stat' })).toThrow(
        expect.objectContaining({ code: 'ENAMETOOLONG', syscall: 'stat' }),
      );
    }
    expect(() => paths.check('a'.repeat(1000), { permission: read })).not.toThrow();
  });
  test('what is missing is missing only where the guest may look', () => {
    const missing = (path: string) => () => authority.openTarget(read, path, { syscall: 'stat' });
    expect(missing('nope')).toThrow(expect.objectContaining({ code: 'ENOENT', syscall: 'stat', path: 'nope' }));
    expect(missing('file/x')).toThrow(expect.objectContaining({ code: 'ENOTDIR' }));
    expect(denialOf(missing('../outside/nope'))?.code).toBe('ERR_ACCESS_DENIED');
    expect(denialOf(missing('/nope/at/all'))?.code).toBe('ERR_ACCESS_DENIED');
    expect(denialOf(missing('secret/nope'))?.code).toBe('ERR_ACCESS_DENIED');
    expect(denialOf(missing('dangling'))?.code).toBe('ERR_ACCESS_DENIED');
  });
});

describe('tokens with special entries', () => {
  const rulesOf = (allowedPaths: string[], deniedPaths: string[] = []) =>
    authorityOf({ allowedPaths, deniedPaths }, { cwd: root, home: folder.at('home') }).authority.paths;
  const allows = (rules: ReturnType<typeof rulesOf>, path: string) =>
    denialOf(() => rules.check(path, { permission: read })) === undefined;

  test('"/" allows everything but what is denied, and the host process', () => {
    const rules = rulesOf(['/'], [folder.at('work')]);
    expect(allows(rules, '/etc/passwd')).toBe(true);
    expect(allows(rules, folder.at('outside/file'))).toBe(true);
    expect(allows(rules, folder.at('work/file'))).toBe(false);
    expect(allows(rules, folder.at('outside/back/file'))).toBe(false);
    expect(allows(rules, '/proc/self/mem')).toBe(false);
    expect(allows(rules, `/proc/${process.pid}/mem`)).toBe(false);
    expect(allows(rules, '/dev/../proc/self/mem')).toBe(false);
    expect(allows(rules, '/dev/fd')).toBe(false);
  });
  test('no path allows nothing', () => {
    expect(allows(rulesOf([]), root)).toBe(false);
    expect(allows(rulesOf([], ['/']), root)).toBe(false);
  });
  test('"/" denied beside allowed paths changes nothing', () => {
    expect(allows(rulesOf([folder.at('work')], ['/']), folder.at('work/file'))).toBe(true);
  });
  test('the same path allowed and denied is denied', () => {
    expect(allows(rulesOf([folder.at('work')], [folder.at('work')]), folder.at('work/file'))).toBe(false);
  });
  test('an allowed path within a denied one is denied', () => {
    expect(
      allows(
        rulesOf([folder.at('work/secret/public')], [folder.at('work/secret')]),
        folder.at('work/secret/public/note'),
      ),
    ).toBe(false);
  });
  test('entries with "..", a final slash or relative to the working directory', () => {
    expect(allows(rulesOf([`${folder.at('work')}/sub/../`]), folder.at('work/file'))).toBe(true);
    expect(allows(rulesOf(['work']), folder.at('work/file'))).toBe(true);
    expect(allows(rulesOf([root], ['./work/secret/']), folder.at('work/secret/key'))).toBe(false);
  });
  test('"~" is the home of the host’s user', () => {
    expect(allows(rulesOf(['~/notes']), folder.at('home/notes/file'))).toBe(true);
    expect(allows(rulesOf(['~/notes']), folder.at('home/.ssh/id'))).toBe(false);
  });
});

describe('opening what was checked', () => {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_TRUNC, O_WRONLY } = constants;
  const open = (path: string, flags: number) => authority.openFile(path, flags, 0o600) as { fd: number; real: string };

  test('a target, by its descriptor and by its name', () => {
    for (const [path, real] of [
      ['file', 'work/file'],
      ['in/deep/file', 'work/sub/deep/file'],
    ] as const) {
      using handle = targetOf(read, path);
      expect(handle.real).toBe(folder.at(real));
      expect(readFileSync(handle.at, 'utf8')).toBe(real);
      if (handle.fd !== undefined) expect(fstatSync(handle.fd).ino).toBe(lstatSync(folder.at(real)).ino);
    }
  });
  test('an entry, which is not followed', () => {
    using handle = entryOf(read, 'out-file');
    expect(handle.real).toBe(folder.at('work/out-file'));
    expect(readlinkSync(handle.at)).toBe('../outside/file');
  });
  test('an entry named like a directory that is a file', () => {
    expect(() => authority.openEntry(write, 'file/', { syscall: 'unlink' })).toThrow(
      expect.objectContaining({ code: 'ENOTDIR', syscall: 'unlink' }),
    );
  });
  test('a file for reading', () => {
    const { fd, real } = open('in/deep/file', O_RDONLY);
    expect(readFileSync(fd, 'utf8')).toBe('work/sub/deep/file');
    closeSync(fd);
    expect(real).toBe(folder.at('work/sub/deep/file'));
  });
  test('a new file, also where a dangling link leads', () => {
    closeSync(open('created', O_WRONLY | O_CREAT).fd);
    expect(existsSync(folder.at('work/created'))).toBe(true);
    closeSync(open('dangling-in', O_WRONLY | O_CREAT).fd);
    expect(existsSync(folder.at('work/sub/new'))).toBe(true);
  });
  test('no new file where a dangling link leads outside', () => {
    expect(denialOf(() => open('dangling', O_WRONLY | O_CREAT))?.permission).toBe(write);
    expect(existsSync(folder.at('outside/new'))).toBe(false);
  });
  test('nothing is truncated that is denied', () => {
    expect(denialOf(() => open('out-file', O_WRONLY | O_TRUNC))?.permission).toBe(write);
    expect(readFileSync(folder.at('outside/file'), 'utf8')).toBe('outside/file');
  });
  test('O_EXCL and O_NOFOLLOW keep their meaning', () => {
    expect(() => open('dangling', O_WRONLY | O_CREAT | O_EXCL)).toThrow(expect.objectContaining({ code: 'EEXIST' }));
    expect(() => open('file', O_WRONLY | O_CREAT | O_EXCL)).toThrow(expect.objectContaining({ code: 'EEXIST' }));
    expect(() => open('in', O_RDONLY | O_NOFOLLOW)).toThrow(expect.objectContaining({ code: 'ELOOP' }));
  });
  test('a file named like a directory', () => {
    expect(() => open('file/', O_RDONLY)).toThrow(expect.objectContaining({ code: 'ENOTDIR', path: 'file/' }));
  });
  test('a file whose name ends as the kernel marks removed ones', () => {
    folder.file('work/x (deleted)');
    using handle = targetOf(read, 'x (deleted)');
    expect(handle.real).toBe(folder.at('work/x (deleted)'));
  });
  test('a second name of a file, since the token is about names', () => {
    linkSync(folder.at('outside/file'), folder.at('work/second-name'));
    using handle = targetOf(read, 'second-name');
    expect(handle.real).toBe(folder.at('work/second-name'));
  });
  test('/dev/null, for opening alone', () => {
    closeSync(open('/dev/null', O_WRONLY).fd);
    expect(denialOf(() => authority.openEntry(write, '/dev/null'))?.permission).toBe(write);
  });
  test('a device by a link is what the link leads to', () => {
    folder.link('work/null', '/dev/null');
    expect(denialOf(() => open('null', O_WRONLY))?.permission).toBe(write);
  });

  function targetOf(permission: PathPermission, path: string) {
    return authority.openTarget(permission, path) as Exclude<ReturnType<typeof authority.openTarget>, Promise<unknown>>;
  }
  function entryOf(permission: PathPermission, path: string) {
    return authority.openEntry(permission, path) as Exclude<ReturnType<typeof authority.openEntry>, Promise<unknown>>;
  }
});

test('each decision is one event', () => {
  events.length = 0;
  authority.readPath('file');
  denialOf(() => authority.writePath('secret/key'));
  expect(() => authority.openTarget(read, 'nope')).toThrow();
  expect(events).toMatchObject([
    { permission: read, resource: 'file', verdict: 'allowed' },
    { permission: write, resource: 'secret/key', verdict: 'denied', rule: expect.stringContaining('deniedPaths') },
    { permission: read, resource: 'nope', verdict: 'allowed', reason: 'by the token; ENOENT' },
  ]);
});
