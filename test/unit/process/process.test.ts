/** process: facts, environment, warnings, errors, the end. */
import { afterEach, describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).system);
vi.mock('zora:node/os@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).machine);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).stdio);
const { default: process } = await import('../../../shims/process.ts');
const { offerUncaught, runExit } = await import('../../../shims/internal/process/lifecycle.ts');
const { runGuest } = await import('../child_process/fake-host/guest.ts');
const { start } = await import('../../../shims/internal/instance.ts');
start();

afterEach(() => {
  process.removeAllListeners('warning');
});

describe('facts', () => {
  test('come from the host', () => {
    expect([process.pid, process.platform, process.version]).toEqual([
      globalThis.process.pid,
      globalThis.process.platform,
      'v24.10.0',
    ]);
    expect(process.versions.node).toBe('24.10.0');
    expect(process.cwd()).toBe(globalThis.process.cwd());
    expect(String(process)).toBe('[object process]');
  });

  test('time goes on', () => {
    const before = process.hrtime.bigint();
    const [seconds, nanoseconds] = process.hrtime(process.hrtime());
    expect(seconds * 1e9 + nanoseconds).toBeGreaterThanOrEqual(0);
    expect(process.hrtime.bigint()).toBeGreaterThanOrEqual(before);
    expect(process.uptime()).toBeGreaterThan(0);
  });

  test('what is not there says so', () => {
    expect(() => process.dlopen({}, 'x.node')).toThrow(
      expect.objectContaining({ code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' }),
    );
    expect(() => process.kill(999_999_999)).toThrow(expect.objectContaining({ code: 'EPERM', syscall: 'kill' }));
  });
});

describe('env', () => {
  test('is made of strings', () => {
    process.env['WASI_NODE_TEST'] = 5 as never;
    expect(process.env['WASI_NODE_TEST']).toBe('5');
    expect('WASI_NODE_TEST' in process.env && Object.keys(process.env).includes('WASI_NODE_TEST')).toBe(true);
    delete process.env['WASI_NODE_TEST'];
    expect(process.env['WASI_NODE_TEST']).toBeUndefined();
    expect(() => {
      process.env['x'] = Symbol('x') as never;
    }).toThrow(TypeError);
    expect(globalThis.process.env['WASI_NODE_TEST']).toBeUndefined();
  });
});

describe('chdir', () => {
  test('changes the guest’s directory alone', () => {
    const before = process.cwd();
    process.chdir('/tmp/../var');
    expect(process.cwd()).toBe('/var');
    process.chdir('log');
    expect(process.cwd()).toBe('/var/log');
    expect(globalThis.process.cwd()).toBe(before);
    process.chdir(before);
  });
});

describe('warnings', () => {
  test('are events, with their type and code', async () => {
    const seen: unknown[] = [];
    await runGuest(() => {
      process.on('warning', (warning) =>
        seen.push([warning.name, warning.message, (warning as { code?: string }).code]),
      );
      process.emitWarning('look', 'MyWarning', 'C1');
      process.emitWarning('old', { type: 'DeprecationWarning', code: 'C2' });
    });
    expect(seen).toEqual([
      ['MyWarning', 'look', 'C1'],
      ['DeprecationWarning', 'old', 'C2'],
    ]);
  });
});

describe('errors that nobody caught', () => {
  test('go to the program’s listener, or nowhere', () => {
    expect(offerUncaught(new Error('a'), 'uncaughtException')).toBe(false);
    const seen: unknown[] = [];
    process.once('uncaughtException', (error, origin) => seen.push([error.message, origin]));
    expect(offerUncaught(new Error('b'), 'uncaughtException')).toBe(true);
    process.once('unhandledRejection', (reason) => seen.push(reason));
    expect(offerUncaught('c', 'unhandledRejection')).toBe(true);
    process.setUncaughtExceptionCaptureCallback((error) => seen.push(error));
    expect(offerUncaught('d', 'uncaughtException')).toBe(true);
    process.setUncaughtExceptionCaptureCallback(null);
    expect(seen).toEqual([['b', 'uncaughtException'], 'c', 'd']);
  });
});

describe('the end', () => {
  test('exit codes are checked', () => {
    expect(() => {
      process.exitCode = 'x';
    }).toThrow(TypeError);
    expect(() => {
      process.exitCode = 1.5;
    }).toThrow(RangeError);
  });

  test('exit listeners run once, and may set the code', () => {
    const codes: number[] = [];
    process.on('exit', (code) => {
      codes.push(code);
      process.exitCode = 9;
    });
    expect([runExit(3), runExit(0), runExit(4)]).toEqual([9, 9, 4]);
    expect(codes).toEqual([3]);
  });
});
