/** exec, execFile and the blocking functions, over real children. */
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/child-process@0.1.0', () => import('./fake-host/index.ts'));
vi.mock('zora:node/system@0.1.0', async () => (await import('./fake-host/index.ts')).system);
vi.mock('zora:node/os@0.1.0', async () => (await import('./fake-host/index.ts')).machine);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('./fake-host/index.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('./fake-host/index.ts')).stdio);
const { runGuest } = await import('./fake-host/guest.ts');
const { stderr } = await import('./fake-host/index.ts');
const childProcess = await import('../../../shims/child_process.ts');
const { Buffer: GuestBuffer } = await import('../../../shims/internal/buffer/buffer.ts');

const { ChildProcess, exec, execFile, execFileSync, execSync, spawnSync } = childProcess;
type Result = [error: (Error & Record<string, unknown>) | null, stdout: unknown, stderr: unknown];

/** The arguments of the callback of `exec` or `execFile`. */
async function resultOf(start: (callback: (...args: Result) => void) => unknown): Promise<Result> {
  let result: Result | undefined;
  await runGuest(() => {
    start((...args) => {
      expect(result).toBe(undefined);
      result = args;
    });
  });
  return result as Result;
}

describe('exec and execFile', () => {
  test('give the whole output', async () => {
    expect(await resultOf((done) => execFile('echo', ['a', 'b'], done))).toEqual([null, 'a b\n', '']);
    expect(await resultOf((done) => exec('echo out; echo err >&2', done))).toEqual([null, 'out\n', 'err\n']);
    expect(await resultOf((done) => execFile('pwd', { cwd: '/' }, done))).toEqual([null, '/\n', '']);
    const [, bytes] = await resultOf((done) => execFile('printf', ['\\377'], { encoding: 'buffer' }, done));
    expect(bytes).toBeInstanceOf(GuestBuffer);
    expect([...(bytes as Uint8Array)]).toEqual([255]);
    expect(await resultOf((done) => exec('echo hi', { encoding: 'hex' }, done))).toEqual([null, '68690a', '']);
  });

  test('tell how the command failed', async () => {
    const [error, stdout, output] = await resultOf((done) => exec('echo out; echo err >&2; exit 5', done));
    expect([stdout, output]).toEqual(['out\n', 'err\n']);
    expect(error?.message).toBe('Command failed: echo out; echo err >&2; exit 5\nerr\n');
    expect({ ...error }).toEqual({ code: 5, killed: false, signal: null, cmd: 'echo out; echo err >&2; exit 5' });
  });

  test('tell what kept it from starting', async () => {
    const [error] = await resultOf((done) => execFile('does-not-exist', ['x'], done));
    expect(error?.message).toBe('spawn does-not-exist ENOENT');
    expect(error).toMatchObject({ code: 'ENOENT', cmd: 'does-not-exist x', spawnargs: ['x'] });
    expect(() => exec('forbidden', () => {})).toThrow(expect.objectContaining({ code: 'ERR_ACCESS_DENIED' }));
  });

  test('end a command that is too slow', async () => {
    const [error] = await resultOf((done) => exec('sleep 60', { timeout: 30, killSignal: 'SIGKILL' }, done));
    expect({ ...error }).toEqual({ code: null, killed: true, signal: 'SIGKILL', cmd: 'sleep 60' });
  });

  test('end a command that writes too much, and keep the first bytes', async () => {
    const [error, stdout] = await resultOf((done) => exec('echo 0123456789; sleep 60', { maxBuffer: 4 }, done));
    expect(error).toBeInstanceOf(RangeError);
    expect(error?.message).toBe('stdout maxBuffer length exceeded');
    expect(error).toMatchObject({ code: 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER', cmd: 'echo 0123456789; sleep 60' });
    expect(stdout).toBe('0123');
    const [all, text] = await resultOf((done) =>
      exec('echo 0123456789', { maxBuffer: Number.POSITIVE_INFINITY }, done),
    );
    expect([all, text]).toEqual([null, '0123456789\n']);
  });

  test('have a form that gives a promise', async () => {
    const custom = Symbol.for('nodejs.util.promisify.custom');
    const run = (execFile as unknown as Record<symbol, (...args: unknown[]) => Promise<unknown> & { child: unknown }>)[
      custom
    ];
    const seen: unknown[] = [];
    await runGuest(() => {
      const good = run?.('echo', ['x']);
      expect(good?.child).toBeInstanceOf(ChildProcess);
      good?.then((value) => seen.push(value));
      run?.('sh', ['-c', 'echo o; exit 2']).catch((error: unknown) => seen.push(error));
    });
    expect(seen).toHaveLength(2);
    expect(seen).toContainEqual({ stdout: 'x\n', stderr: '' });
    expect(seen).toContainEqual(expect.objectContaining({ code: 2, stdout: 'o\n', stderr: '' }));
  });

  test('refuse wrong arguments', () => {
    for (const [call, code] of [
      [() => exec(5), 'ERR_INVALID_ARG_TYPE'],
      [() => exec('a\0'), 'ERR_INVALID_ARG_VALUE'],
      [() => execFile('a', [], 'options'), 'ERR_INVALID_ARG_TYPE'],
      [() => execFile('a', [], {}, 'callback'), 'ERR_INVALID_ARG_TYPE'],
      [() => execFile('a', { maxBuffer: -1 }), 'ERR_OUT_OF_RANGE'],
      [() => execFile('a', { timeout: 1.5 }), 'ERR_OUT_OF_RANGE'],
      [() => execFile('a', { argv0: 5 }), 'ERR_INVALID_ARG_TYPE'],
      [() => execFile('a', { env: { A: 'b\0' } }), 'ERR_INVALID_ARG_VALUE'],
    ] as const) {
      expect(call).toThrow(expect.objectContaining({ code }));
    }
  });
});

describe('spawnSync, execFileSync and execSync', () => {
  test('give the outcome', () => {
    const result = spawnSync('sh', ['-c', 'cat; echo err >&2; exit 3'], { input: 'in' });
    expect(Object.keys(result)).toEqual(['status', 'signal', 'output', 'pid', 'stdout', 'stderr']);
    expect(result).toMatchObject({ status: 3, signal: null, pid: expect.any(Number) });
    expect([String(result.stdout), String(result.stderr)]).toEqual(['in', 'err\n']);
    expect(result.output).toEqual([null, result.stdout, result.stderr]);
    expect(result.stdout).toBeInstanceOf(GuestBuffer);
    expect(execFileSync('echo', ['a'], { encoding: 'utf8' })).toBe('a\n');
    expect(String(execSync('echo b | cat'))).toBe('b\n');
  });

  test('take input as text or any bytes', () => {
    const bytes = Uint8Array.from([104, 105]);
    for (const input of ['hi', GuestBuffer.from('hi'), bytes, new DataView(bytes.buffer)]) {
      expect(execFileSync('cat', { input, encoding: 'utf8' })).toBe('hi');
    }
    expect(() => spawnSync('cat', { input: 5 })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE', message: expect.stringContaining('"options.stdio[0]"') }),
    );
  });

  test('tell of what did not start', () => {
    const result = spawnSync('does-not-exist', ['a']);
    expect(result).toMatchObject({ status: null, signal: null, output: null, pid: 0, stdout: null, stderr: null });
    expect(result.error?.message).toBe('spawnSync does-not-exist ENOENT');
    expect({ ...result.error }).toEqual({
      errno: -2,
      code: 'ENOENT',
      syscall: 'spawnSync does-not-exist',
      path: 'does-not-exist',
      spawnargs: ['a'],
    });
    expect(() => execFileSync('does-not-exist')).toThrow(
      expect.objectContaining({ code: 'ENOENT', status: null, pid: 0 }),
    );
    expect(() => spawnSync('forbidden')).toThrow(expect.objectContaining({ code: 'ERR_ACCESS_DENIED' }));
  });

  test('end what is too slow or writes too much', () => {
    expect(spawnSync('sleep', ['60'], { timeout: 30 })).toMatchObject({
      signal: 'SIGTERM',
      error: expect.objectContaining({ code: 'ETIMEDOUT' }),
    });
    expect(() => execSync('echo 0123456789', { maxBuffer: 4 })).toThrow(expect.objectContaining({ code: 'ENOBUFS' }));
  });

  test('throw what failed, and pass its errors on', () => {
    expect(() => execSync('echo out; echo err >&2; exit 4')).toThrow(
      expect.objectContaining({
        message: 'Command failed: echo out; echo err >&2; exit 4\nerr\n',
        status: 4,
        signal: null,
        stderr: GuestBuffer.from('err\n'),
      }),
    );
    expect(() => execFileSync('sh', ['-c', 'exit 1'], { stdio: 'pipe' })).toThrow('Command failed: sh -c exit 1');
    expect(() => execFileSync('false', { argv0: 'no' })).toThrow('Command failed: no');
    expect(String(stderr.read())).toBe('err\n');
  });

  test('refuse what only asynchronous ones take', () => {
    expect(() => spawnSync('cat', { stdio: ['ipc'] })).toThrow(expect.objectContaining({ code: 'ERR_IPC_SYNC_FORK' }));
  });
});
