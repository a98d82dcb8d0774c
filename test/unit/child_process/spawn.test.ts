/** spawn, ChildProcess and fork, over real children. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/child-process@0.1.0', () => import('./fake-host/index.ts'));
vi.mock('zora:node/system@0.1.0', async () => (await import('./fake-host/index.ts')).system);
vi.mock('zora:node/os@0.1.0', async () => (await import('./fake-host/index.ts')).machine);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('./fake-host/index.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('./fake-host/index.ts')).stdio);
const { recordEvents, runGuest } = await import('./fake-host/guest.ts');
const { ChildProcess, fork, spawn } = await import('../../../shims/child_process.ts');
const { default: guestProcess } = await import('../../../shims/process.ts');

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'child-process-')));
afterAll(() => rmSync(folder, { recursive: true }));

const CHILD_EVENTS = ['spawn', 'error', 'exit', 'close', 'message', 'disconnect'];
const NODE = process.execPath;

function collect(stream: { on(event: 'data', listener: (chunk: Uint8Array) => void): unknown } | null | undefined) {
  const chunks: Uint8Array[] = [];
  stream?.on('data', (chunk) => chunks.push(chunk));
  return { text: () => Buffer.concat(chunks).toString() };
}

describe('a child that runs', () => {
  test('gives its output and its events in order', async () => {
    let events: unknown[] = [];
    let output = { text: () => '' };
    await runGuest(() => {
      const child = spawn('cat');
      expect(child.pid).toBeGreaterThan(0);
      expect([child.exitCode, child.signalCode, child.killed, child.connected]).toEqual([null, null, false, false]);
      expect(child.spawnfile).toBe('cat');
      expect(child.spawnargs).toEqual(['cat']);
      expect([child.stdin?.writable, child.stdin?.readable, child.stdout?.readable]).toEqual([true, false, true]);
      expect(child.stdio).toEqual([child.stdin, child.stdout, child.stderr]);
      events = recordEvents(child, CHILD_EVENTS);
      output = collect(child.stdout);
      child.stdin?.write('first ');
      child.stdin?.end('second');
    });
    expect(output.text()).toBe('first second');
    expect(events).toEqual([['spawn'], ['exit', 0, null], ['close', 0, null]]);
  });

  test('is killed by a signal, by name in any case, number or default', async () => {
    for (const [signal, expected] of [
      [undefined, 'SIGTERM'],
      ['sigkill', 'SIGKILL'],
      [2, 'SIGINT'],
    ] as const) {
      let events: unknown[] = [];
      await runGuest(() => {
        const child = spawn('sleep', ['60']);
        events = recordEvents(child, CHILD_EVENTS);
        expect(child.kill(0)).toBe(true);
        expect(child.kill(signal)).toBe(true);
        expect(child.killed).toBe(true);
        child.on('exit', () => {
          expect(child.signalCode).toBe(expected);
          expect(child.exitCode).toBe(null);
          expect(child.kill()).toBe(false);
        });
      });
      expect(events).toEqual([['spawn'], ['exit', null, expected], ['close', null, expected]]);
    }
  });

  test('is killed by disposal, a time-out or an abort', async () => {
    let aborted: unknown[] = [];
    await runGuest(() => {
      const disposed = spawn('sleep', ['60']);
      disposed[Symbol.dispose]();
      disposed.on('exit', (code: number | null, signal: string) => expect([code, signal]).toEqual([null, 'SIGTERM']));
      const late = spawn('sleep', ['60'], { timeout: 20, killSignal: 'SIGKILL' });
      late.on('exit', (code: number | null, signal: string) => expect([code, signal]).toEqual([null, 'SIGKILL']));
      const controller = new AbortController();
      const child = spawn('sleep', ['60'], { signal: controller.signal });
      aborted = recordEvents(child, ['error', 'exit']);
      controller.abort(new Error('enough'));
    });
    expect(aborted[0]).toEqual(['error', expect.objectContaining({ name: 'AbortError', code: 'ABORT_ERR' })]);
    expect((aborted[0] as [string, Error])[1].cause).toEqual(new Error('enough'));
    expect(aborted[1]).toEqual(['exit', null, 'SIGTERM']);
  });

  test('does not keep the loop alive after unref', async () => {
    const start = Date.now();
    let pid = 0;
    await runGuest(() => {
      const child = spawn('sleep', ['60'], { stdio: 'ignore' });
      pid = child.pid as number;
      child.unref();
    });
    expect(Date.now() - start).toBeLessThan(30_000);
    process.kill(pid, 'SIGKILL');
  });

  test('ends when nobody reads what it writes', async () => {
    let events: unknown[] = [];
    await runGuest(() => {
      events = recordEvents(spawn('sh', ['-c', 'echo unread; echo unread >&2; exit 3']), CHILD_EVENTS);
    });
    expect(events).toEqual([['spawn'], ['exit', 3, null], ['close', 3, null]]);
  });

  test('carries 20 MB each way', async () => {
    let received = 0;
    await runGuest(() => {
      const child = spawn('cat');
      child.stdout?.on('data', (chunk: Uint8Array) => {
        received += chunk.length;
      });
      const piece = new Uint8Array(1024 * 1024).fill(120);
      let sent = 0;
      const more = () => {
        while (sent < 20) {
          sent++;
          if (!child.stdin?.write(piece)) {
            child.stdin?.once('drain', more);
            return;
          }
        }
        child.stdin?.end();
      };
      more();
    });
    expect(received).toBe(20 * 1024 * 1024);
  });

  test('reports EPIPE when it is gone', async () => {
    let events: unknown[] = [];
    await runGuest(() => {
      const child = spawn('sh', ['-c', 'exec <&-; sleep 0.2']);
      events = recordEvents(child.stdin as never, ['error', 'close']);
      const fill = () => {
        if (!child.stdin?.destroyed && events.length === 0)
          child.stdin?.write('x'.repeat(65536), () => setImmediate(fill));
      };
      child.on('spawn', () => setTimeout(fill, 50));
    });
    expect(events[0]).toEqual(['error', expect.objectContaining({ code: 'EPIPE', syscall: 'write' })]);
  });
});

describe('options', () => {
  function run(...args: Parameters<typeof spawn>): Promise<string> {
    let output = { text: () => '' };
    return runGuest(() => {
      output = collect(spawn(...args).stdout);
    }).then(() => output.text());
  }

  test('cwd is a string or a URL', async () => {
    expect(await run('pwd', [], { cwd: folder })).toBe(`${folder}\n`);
    expect(await run('pwd', [], { cwd: new URL(`file://${folder}`) })).toBe(`${folder}\n`);
    expect(() => spawn('pwd', { cwd: new URL('http://example.com') })).toThrow('The URL must be of scheme file');
  });

  test('env has inherited names, and no undefined values', async () => {
    const env = Object.assign(Object.create({ INHERITED: 'yes' }), {
      A: 'b=c',
      GONE: undefined,
      NULL: null,
      EMPTY: '',
    });
    const lines = (await run('/usr/bin/env', { env })).trim().split('\n').sort();
    expect(lines).toEqual(['A=b=c', 'EMPTY=', 'INHERITED=yes', 'NULL=null']);
  });

  test('env is that of the program where none is given', async () => {
    guestProcess['env'] = { ...(guestProcess['env'] as object), FROM_GUEST: 'set' };
    expect(await run('sh', ['-c', 'echo $FROM_GUEST'])).toBe('set\n');
  });

  test('argv0, shell and arguments', async () => {
    expect(await run('sh', ['-c', 'echo $0'], { argv0: 'other' })).toBe('other\n');
    expect(await run('echo $((1 + 2)) | cat', { shell: true })).toBe('3\n');
    expect(await run('echo', ['a', 1 as never, true as never])).toBe('a 1 true\n');
  });

  test('a shell shows itself in spawnargs', async () => {
    await runGuest(() => {
      const child = spawn('echo', ['hi'], { shell: '/bin/bash' });
      expect(child.spawnfile).toBe('/bin/bash');
      expect(child.spawnargs).toEqual(['/bin/bash', '-c', 'echo hi']);
    });
  });

  test('stdio takes every form', async () => {
    await runGuest(() => {
      expect(spawn('true', { stdio: 'ignore' }).stdio).toEqual([null, null, null]);
      expect(spawn('true', { stdio: 'inherit' }).stdout).toBe(null);
      expect(spawn('true', { stdio: ['pipe'] }).stderr).not.toBe(null);
      expect(spawn('true', { stdio: [0, 1, { fd: 2 }] }).stderr).toBe(null);
      expect(() => spawn('true', { stdio: 'other' })).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }),
      );
      expect(() => spawn('true', { stdio: ['ipc', 'ipc'] })).toThrow(
        expect.objectContaining({ code: 'ERR_IPC_ONE_PIPE' }),
      );
      expect(() => spawn('true', { stdio: ['text'] })).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_SYNC_FORK_INPUT' }),
      );
      expect(() => spawn('true', { stdio: ['pipe', 99] })).toThrow(
        expect.objectContaining({ code: 'EBADF', syscall: 'spawn', message: 'spawn EBADF' }),
      );
    });
  });

  test('descriptors above 2 go both ways', async () => {
    let output = { text: () => '' };
    await runGuest(() => {
      const child = spawn('sh', ['-c', 'read line <&3; echo "got $line" >&3'], {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      });
      output = collect(child.stdio[3]);
      child.stdio[3]?.write('a line\n');
    });
    expect(output.text()).toBe('got a line\n');
  });

  test('another child takes over a pipe', async () => {
    let output = { text: () => '' };
    await runGuest(() => {
      const counter = spawn('wc', ['-c']);
      output = collect(counter.stdout);
      const child = spawn('echo', ['12345'], { stdio: ['ignore', counter.stdin as never, 'ignore'] });
      child.on('exit', () => counter.stdin?.end());
      expect(child.stdout).toBe(null);
    });
    expect(output.text().trim()).toBe('6');
  });
});

describe('a child that does not start', () => {
  test('reports what the system said by an event', async () => {
    let events: unknown[] = [];
    await runGuest(() => {
      const child = spawn('does-not-exist', ['a', 'b']);
      expect(child.pid).toBe(undefined);
      events = recordEvents(child, CHILD_EVENTS);
      recordEvents(child.stdin as never, ['error', 'close'], events, 'stdin');
      child.stdout?.on('end', () => events.push(['stdout end']));
      child.stdout?.resume();
      child.stdin?.end('lost', (error?: Error | null) => events.push(['written', error?.message]));
    });
    expect(events[0]).toEqual(['error', expect.any(Error)]);
    const [, error] = events[0] as [string, Error];
    expect(error.message).toBe('spawn does-not-exist ENOENT');
    expect({ ...error }).toEqual({
      errno: -2,
      code: 'ENOENT',
      syscall: 'spawn does-not-exist',
      path: 'does-not-exist',
      spawnargs: ['a', 'b'],
    });
    expect(events).toContainEqual(['written', 'write EPIPE']);
    expect(events).toContainEqual(['stdout end']);
    expect(events).toContainEqual(['close', -2, null]);
    expect(events.map((event) => (event as string[])[0])).not.toContain('stdin error');
  });

  test('throws what the token says', () => {
    const denial = {
      code: 'ERR_ACCESS_DENIED',
      permission: 'ChildProcess',
      message: expect.stringContaining('Access to this API has been restricted'),
    };
    expect(() => spawn('forbidden')).toThrow(expect.objectContaining({ ...denial, resource: 'forbidden' }));
    expect(() => spawn('echo', { uid: 0 })).toThrow(expect.objectContaining({ ...denial, resource: 'echo' }));
    expect(() => spawn('echo', { gid: 0 })).toThrow(expect.objectContaining(denial));
  });

  test('refuses wrong arguments', () => {
    const cases: [() => unknown, string, string][] = [
      [() => spawn(5), 'ERR_INVALID_ARG_TYPE', 'The "file" argument must be of type string. Received type number (5)'],
      [() => spawn(''), 'ERR_INVALID_ARG_VALUE', "The argument 'file' cannot be empty. Received ''"],
      [() => spawn('a\0b'), 'ERR_INVALID_ARG_VALUE', 'must be a string without null bytes'],
      [
        () => spawn('a', ['b\0']),
        'ERR_INVALID_ARG_VALUE',
        "The argument 'args[0]' must be a string without null bytes",
      ],
      [
        () => spawn('a', 5),
        'ERR_INVALID_ARG_TYPE',
        'The "args" argument must be of type object. Received type number (5)',
      ],
      [
        () => spawn('a', [], null),
        'ERR_INVALID_ARG_TYPE',
        'The "options" argument must be of type object. Received null',
      ],
      [() => spawn('a', { cwd: 5 }), 'ERR_INVALID_ARG_TYPE', 'The "options.cwd" property must be of type string'],
      [
        () => spawn('a', { detached: 1 }),
        'ERR_INVALID_ARG_TYPE',
        'The "options.detached" property must be of type boolean',
      ],
      [() => spawn('a', { uid: 1.5 }), 'ERR_INVALID_ARG_TYPE', 'The "options.uid" property must be int32'],
      [
        () => spawn('a', { shell: 5 }),
        'ERR_INVALID_ARG_TYPE',
        'The "options.shell" property must be one of type boolean or string',
      ],
      [() => spawn('a', { timeout: -1 }), 'ERR_OUT_OF_RANGE', 'It must be an unsigned integer. Received -1'],
      [() => spawn('a', { killSignal: 'SIGNO' }), 'ERR_UNKNOWN_SIGNAL', 'Unknown signal: SIGNO'],
      [
        () => spawn('a', { signal: {} }),
        'ERR_INVALID_ARG_TYPE',
        'The "options.signal" property must be an instance of AbortSignal',
      ],
      [
        () => spawn('a', { serialization: 'xml' }),
        'ERR_INVALID_ARG_VALUE',
        "must be one of: undefined, 'json', 'advanced'",
      ],
      [
        () => new ChildProcess().spawn(5 as never),
        'ERR_INVALID_ARG_TYPE',
        'The "options" argument must be of type object',
      ],
      [
        () => new ChildProcess().spawn({}),
        'ERR_INVALID_ARG_TYPE',
        'The "options.file" property must be of type string',
      ],
      [() => fork(5), 'ERR_INVALID_ARG_TYPE', 'The "modulePath" argument must be of type string'],
      [
        () => fork('a', [], { stdio: ['pipe'] }),
        'ERR_CHILD_PROCESS_IPC_REQUIRED',
        "missing value 'ipc' in options.stdio",
      ],
    ];
    for (const [call, code, message] of cases) {
      expect(call).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
    }
  });
});

describe('messages', () => {
  const echo = join(folder, 'echo.cjs');
  writeFileSync(echo, 'process.on("message", (m) => process.send(m)); process.send({ args: process.argv.slice(2) });');

  test('go both ways between a program and its fork, until it disconnects', async () => {
    let events: unknown[] = [];
    await runGuest(() => {
      const child = fork(echo, ['x', 'y'], { silent: true });
      expect(child.connected).toBe(true);
      expect(child.stdio.length).toBe(4);
      events = recordEvents(child, CHILD_EVENTS);
      child.on('message', (message: { text?: string }) => {
        if (message.text === undefined) {
          expect(
            child.send?.({ text: 'ümläut 💚'.repeat(1000) }, (error: Error | null) => events.push(['sent', error])),
          ).toBe(true);
        } else {
          child.disconnect?.();
          expect(child.connected).toBe(false);
        }
      });
    });
    const names = events.map((event) => (event as string[])[0]);
    expect(events).toContainEqual(['message', { args: ['x', 'y'] }, undefined]);
    expect(events).toContainEqual(['message', { text: 'ümläut 💚'.repeat(1000) }, undefined]);
    expect(events).toContainEqual(['sent', null]);
    expect(names.filter((name) => name === 'disconnect')).toEqual(['disconnect']);
    expect(names.indexOf('disconnect')).toBeLessThan(names.indexOf('exit'));
  });

  test('keep their types with advanced serialization', async () => {
    const values = [
      new Map([[1, { a: 1n }]]),
      new Uint8Array(100_000).fill(7),
      new RangeError('far'),
      Object.assign(Object.create(null), { self: 1 }),
    ];
    const received: unknown[] = [];
    await runGuest(() => {
      const child = spawn(NODE, [echo], { stdio: ['ipc', 'ignore', 'inherit'], serialization: 'advanced' });
      child.on('message', (message: unknown) => {
        received.push(message);
        if (received.length <= values.length) child.send?.(values[received.length - 1]);
        else child.disconnect?.();
      });
    });
    expect(received[0]).toEqual({ args: [] });
    expect(received[1]).toEqual(values[0]);
    expect(received[2]).toEqual(values[1]);
    expect(received[3]).toMatchObject({ name: 'RangeError', message: 'far' });
    expect(received[4]).toEqual({ self: 1 });
  });

  test('are refused when they are none, when the channel is closed, and with handles', async () => {
    let events: unknown[] = [];
    await runGuest(() => {
      const child = fork(echo, { silent: true });
      expect(() => child.send?.(undefined)).toThrow(expect.objectContaining({ code: 'ERR_MISSING_ARGS' }));
      expect(() => child.send?.(Symbol('s'))).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
      expect(() => child.send?.('m', 'handle')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_HANDLE_TYPE' }));
      expect(() => child.send?.('m', null, 'options')).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }),
      );
      expect(() => child.send?.('m', { listen() {} })).toThrow(
        expect.objectContaining({ code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' }),
      );
      events = recordEvents(child, ['error']);
      child.disconnect?.();
      child.disconnect?.();
      expect(child.send?.('late', (error: Error) => events.push(['callback', error]))).toBe(false);
    });
    expect(events[0]).toEqual(['error', expect.objectContaining({ code: 'ERR_IPC_DISCONNECTED' })]);
    expect(events[1]).toEqual(['callback', expect.objectContaining({ code: 'ERR_IPC_CHANNEL_CLOSED' })]);
  });
});
