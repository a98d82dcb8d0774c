import { afterAll, describe, expect, test, vi } from 'vitest';
import type { AuditEvent } from '../../../host-bridge/audit.ts';
import { type AuthorizeRequest, createAuthority } from '../../../host-bridge/capability/authority.ts';
import { authorityOf, denialOf, Folder, tokenOf } from '../../security/capability/fixture.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
folder.file('work/file');
const cwd = folder.at('work');
const paths = { allowedPaths: [cwd] };

describe('a decision', () => {
  test('is made at once where there is no hook', () => {
    const { authority } = authorityOf(paths, { cwd });
    expect(authority.readPath('file')).toMatchObject({ real: folder.at('work/file') });
  });

  test('is one event, with its job and tool', () => {
    const { authority, events } = authorityOf(paths, { cwd, tool: 'shell_exec' });
    authority.readPath('file');
    denialOf(() => authority.readPath('/etc/passwd'));
    expect(events).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        jobId: 'job',
        tool: 'shell_exec',
        permission: 'FileSystemRead',
        resource: 'file',
        verdict: 'allowed',
        reason: 'by the token',
      },
      {
        time: expect.any(String),
        jobId: 'job',
        tool: 'shell_exec',
        permission: 'FileSystemRead',
        resource: '/etc/passwd',
        verdict: 'denied',
        reason: 'denied by allowedPaths',
        rule: 'allowedPaths',
      },
    ]);
  });

  test('holds no secret of a URL', () => {
    const { authority, events } = authorityOf({}, { grant: { network: { allow: ['example.com'] } } });
    authority.request({ method: 'GET', url: 'https://example.com/a?token=s3cret#s3cret' });
    denialOf(() => authority.request({ method: 'GET', url: 'https://user:s3cret@example.com/a' }));
    denialOf(() => authority.request({ method: 'GET', url: 'https://user:s3cret@exa mple/?s3cret' }));
    expect(events.map(({ resource }) => resource)).toEqual([
      'https://example.com/a',
      'https://example.com/a',
      'https://exa mple/',
    ]);
  });

  test('cannot be changed by the sink', () => {
    const { authority, events } = authorityOf(paths, { cwd });
    authority.readPath('file');
    expect(Object.isFrozen(events[0])).toBe(true);
  });

  test('that cannot be recorded is denied', () => {
    const authority = createAuthority({
      token: tokenOf(paths),
      cwd,
      audit: () => {
        throw new Error('disk full');
      },
    });
    expect(denialOf(() => authority.readPath('file'))?.rule).toContain('audit');
  });

  test('is denied all the same when the denial cannot be recorded', () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const authority = createAuthority({
      token: tokenOf(paths),
      audit: () => {
        throw new Error('disk full');
      },
    });
    expect(denialOf(() => authority.readPath('/etc/passwd'))?.rule).toBe('allowedPaths');
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });

  test('a sink that fails later is a warning, not the end of the process', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const sink = async (): Promise<void> => {
      throw new Error('late');
    };
    const authority = createAuthority({ token: tokenOf(paths), cwd, audit: sink as unknown as () => void });
    authority.readPath('file');
    await new Promise((resolve) => setImmediate(resolve));
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });

  test('a line is one event a command and path', () => {
    const { authority, events } = authorityOf({ ...paths, allowedCommands: ['cat', 'sort'] }, { cwd });
    authority.shellLine({ line: 'cat < file | sort > out', variables: {} });
    expect(events.map(({ permission, resource }) => [permission, resource])).toEqual([
      ['ChildProcess', 'cat'],
      ['ChildProcess', 'sort'],
      ['FileSystemRead', 'file'],
      ['FileSystemWrite', 'out'],
    ]);
  });

  test('each variable that is not passed on is one', () => {
    const { authority, events } = authorityOf({}, {});
    authority.environment(
      [
        ['A', '1'],
        ['LD_PRELOAD', 's3cret'],
      ],
      '/',
    );
    expect(events).toMatchObject([{ permission: 'Environment', resource: 'LD_PRELOAD', verdict: 'denied' }]);
  });
});

describe('time', () => {
  test('is checked on every call', () => {
    const now = { wall: Date.now(), monotonic: 0 };
    const clock = { wall: () => now.wall, monotonic: () => now.monotonic };
    const { authority, events } = authorityOf(
      { ...paths, allowedCommands: ['cat'], maxExecutionTime: 1000 },
      { cwd, clock, grant: { network: { allow: ['*'], listen: [':0'] } } },
    );
    authority.readPath('file');
    now.monotonic = 1000;
    const calls = [
      () => authority.readPath('file'),
      () => authority.writePath('file'),
      () => authority.openTarget('FileSystemRead', 'file'),
      () => authority.openEntry('FileSystemRead', 'file'),
      () => authority.openFile('file', 0, 0),
      () => authority.command({ file: 'cat' }),
      () => authority.shellLine({ line: 'cat', variables: {} }),
      () => authority.request({ method: 'GET', url: 'https://example.com/' }),
      () => authority.connect('example.com', 1),
      () => authority.listen(undefined, 0),
      () => authority.lookup('example.com'),
    ];
    events.length = 0;
    for (const call of calls) expect(call).toThrow(expect.objectContaining({ code: 'ERR_TOKEN_EXPIRED' }));
    expect(events.map(({ verdict, rule }) => [verdict, rule])).toEqual(calls.map(() => ['denied', 'maxExecutionTime']));
  });

  test('a token that has expired allows nothing', () => {
    const { authority } = authorityOf({ ...paths, expiresAt: new Date(Date.now() - 1) }, { cwd });
    expect(() => authority.readPath('file')).toThrow(expect.objectContaining({ field: 'expiresAt' }));
  });
});

describe('allowedTools', () => {
  test('none is every tool', () => {
    authorityOf({}, { tool: 'any' }).authority.assertTool();
    authorityOf({}, {}).authority.assertTool();
  });
  test('a tool that is listed', () => {
    const { authority, events } = authorityOf({ allowedTools: ['a', 'b'] }, { tool: 'b' });
    authority.assertTool();
    expect(events).toMatchObject([{ permission: 'Tool', resource: 'b', verdict: 'allowed' }]);
  });
  test.each(['c', 'A', '', undefined])('a tool that is not: %s', (tool) => {
    const { authority, events } = authorityOf({ ...paths, allowedTools: ['a'] }, { cwd, tool });
    expect(denialOf(() => authority.assertTool())?.permission).toBe('Tool');
    expect(denialOf(() => authority.readPath('file'))?.rule).toBe('allowedTools');
    expect(events.map(({ verdict }) => verdict)).toEqual(['denied', 'denied']);
  });
});

describe('the authorize hook', () => {
  const withHook = (authorize: (request: AuthorizeRequest) => boolean | Promise<boolean>) =>
    authorityOf({ ...paths, allowedCommands: ['cat'] }, { cwd, authorize });

  test('lets a decision stand', async () => {
    const sync = withHook(() => true);
    expect(sync.authority.readPath('file')).toMatchObject({ real: folder.at('work/file') });
    const async = withHook(async () => true);
    expect(await async.authority.readPath('file')).toMatchObject({ real: folder.at('work/file') });
    expect(async.events).toMatchObject([{ verdict: 'allowed', reason: 'by the token and the authorize hook' }]);
  });

  test('narrows one', async () => {
    const { authority, events } = withHook(async () => false);
    await expect(authority.readPath('file')).rejects.toMatchObject({ code: 'ERR_ACCESS_DENIED', rule: 'authorize' });
    expect(events).toMatchObject([{ verdict: 'denied', rule: 'authorize' }]);
  });

  test('is not asked about what the token denies', () => {
    const asked: AuthorizeRequest[] = [];
    const { authority } = withHook((request) => {
      asked.push(request);
      return true;
    });
    expect(denialOf(() => authority.readPath('/etc/passwd'))?.rule).toBe('allowedPaths');
    expect(asked).toEqual([]);
  });

  test('is told what is to be done', () => {
    const asked: AuthorizeRequest[] = [];
    const { authority } = withHook((request) => {
      asked.push(request);
      return true;
    });
    authority.readPath('file');
    authority.command({ file: 'cat', args: ['a'] });
    authority.shellLine({ line: 'cat x > out', variables: {} });
    expect(asked).toMatchObject([
      { jobId: 'job', permission: 'FileSystemRead', resource: 'file', detail: { kind: 'path' } },
      { permission: 'ChildProcess', resource: 'cat', detail: { kind: 'program', file: 'cat', args: ['a'] } },
      { permission: 'ChildProcess', resource: 'cat', detail: { kind: 'line', line: 'cat x > out' } },
      { permission: 'FileSystemWrite', resource: 'out', detail: { kind: 'path', real: folder.at('work/out') } },
    ]);
    expect(Object.isFrozen(asked[0])).toBe(true);
  });

  test.each([
    [
      'throws',
      () => {
        throw new RangeError('x');
      },
    ],
    [
      'rejects',
      async () => {
        throw new RangeError('x');
      },
    ],
    ['gives nothing', (() => undefined) as unknown as () => boolean],
    ['gives something else', (() => 'yes') as unknown as () => boolean],
    ['promises something else', (async () => 1) as unknown as () => Promise<boolean>],
  ])('denies when it %s', async (_, hook) => {
    const { authority, events } = withHook(hook);
    await expect((async () => authority.readPath('file'))()).rejects.toMatchObject({ code: 'ERR_ACCESS_DENIED' });
    expect(events).toMatchObject([{ verdict: 'denied' }]);
  });

  test('has no more time than the invocation', async () => {
    const { authority, events } = authorityOf(
      { ...paths, maxExecutionTime: 30 },
      { cwd, authorize: () => new Promise<boolean>(() => {}) },
    );
    await expect(authority.readPath('file')).rejects.toMatchObject({ code: 'ERR_TOKEN_EXPIRED' });
    expect(events).toMatchObject([{ verdict: 'denied', rule: 'maxExecutionTime' }]);
  });

  test('that takes until the time is over comes too late', async () => {
    const now = { monotonic: 0 };
    const { authority } = authorityOf(
      { ...paths, maxExecutionTime: 1000 },
      {
        cwd,
        clock: { monotonic: () => now.monotonic },
        authorize: async () => {
          now.monotonic = 2000;
          return true;
        },
      },
    );
    await expect(authority.readPath('file')).rejects.toMatchObject({ code: 'ERR_TOKEN_EXPIRED' });
  });

  test('closes what was opened when it denies', async () => {
    const { authority } = withHook(async () => false);
    const { readdirSync } = await import('node:fs');
    const before = readdirSync('/proc/self/fd').length;
    for (let index = 0; index < 20; index++) {
      await expect(authority.openTarget('FileSystemRead', 'file')).rejects.toThrow();
    }
    expect(readdirSync('/proc/self/fd').length).toBe(before);
  });

  test('does not let the guest learn what is missing before it is asked', async () => {
    const { authority } = withHook(async () => false);
    await expect(authority.openTarget('FileSystemRead', 'nope')).rejects.toMatchObject({ code: 'ERR_ACCESS_DENIED' });
  });

  test('creates nothing when it denies', async () => {
    const { authority } = withHook(async () => false);
    await expect(authority.openFile('new', 0o101, 0o600)).rejects.toMatchObject({ code: 'ERR_ACCESS_DENIED' });
    const { existsSync } = await import('node:fs');
    expect(existsSync(folder.at('work/new'))).toBe(false);
  });

  test('is asked for reading and writing where a file is opened for both', async () => {
    const asked: string[] = [];
    const { authority } = withHook(async (request) => {
      asked.push(request.permission);
      return true;
    });
    const { closeSync } = await import('node:fs');
    closeSync((await authority.openFile('file', 2, 0)).fd);
    expect(asked).toEqual(['FileSystemRead', 'FileSystemWrite']);
  });
});

test('nothing of the token can be changed by whoever made it', () => {
  const token = tokenOf({ allowedPaths: [cwd] });
  const events: AuditEvent[] = [];
  const authority = createAuthority({ token, cwd, audit: (event) => events.push(event) });
  (token['allowedPaths'] as string[]).push('/');
  (token['expiresAt'] as Date).setTime(0);
  expect(denialOf(() => authority.readPath('/etc/passwd'))?.rule).toBe('allowedPaths');
  authority.readPath('file');
});
