/** Children that misbehave: the sandboxed tool is told what a native one is told, and nothing is left behind. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox, type Tool } from '../../../src/sandbox/index.ts';
import { scratchFolder, token } from '../support/sandbox.ts';
import * as faults from './faults-tool.ts';

/** The tool's functions, run by Node itself. */
const native = { ...faults };

const folder = scratchFolder();
const commands = ['head', 'sh', 'cat', 'sleep', 'echo', 'yes', 'exec', 'trap', 'exit', process.execPath];

let sandbox: Sandbox;
let tool: Tool;
beforeAll(async () => {
  sandbox = createSandbox({ maxWorkers: 8 });
  tool = await sandbox.load(join(import.meta.dirname, 'faults-tool.ts'));
});
afterAll(() => sandbox[Symbol.asyncDispose]());

interface Limits {
  maxExecutionTime?: number;
  expiresAt?: Date;
  signal?: AbortSignal;
  output?: (stream: number, data: Uint8Array) => void;
}

function run(name: keyof typeof native, input?: unknown, { signal, output, ...limits }: Limits = {}): Promise<unknown> {
  return tool.invoke(input, {
    token: token({ allowedCommands: commands, allowedPaths: [folder, '/dev/null', '/dev/zero'], ...limits }),
    grant: { confinement: 'off' },
    tool: name,
    cwd: folder,
    ...(signal && { signal }),
    ...(output && { output }),
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until a process is gone: its end is not the end of who killed it. */
async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 100 && isAlive(pid); i++) await new Promise((resolve) => setTimeout(resolve, 20));
  return !isAlive(pid);
}

describe('as natively', () => {
  test.each([
    'closesStdoutEarly',
    'ignoresSigterm',
    'floodsStderr',
    'endsBeforeListeners',
    'slowReader',
    'endsWhileFull',
  ] as const)('%s', async (name) => {
    expect(await run(name)).toEqual(await native[name]());
  });

  test('diesWhileWrittenTo', async () => {
    const seen = await run('diesWhileWrittenTo');
    expect(seen).toEqual(await native.diesWhileWrittenTo());
    expect(seen).toMatchObject({ stdout: 1000 });
  });

  test('destroysStreams', async () => {
    // The writer may end by the signal or by an error of its own.
    const events = (await run('destroysStreams')) as string[];
    expect(events.map((event) => event.split(' ')[0])).toEqual(['exit', 'close']);
  });

  test('manyAtOnce', async () => {
    expect(await run('manyAtOnce', 60)).toBe(true);
  });

  test('200 at once, in 8 instances: no byte and no event is lost', async () => {
    const input = { children: 25, bytes: 200_000 };
    const expected = { ends: ['exit,spawn,stderr end,stdout end,0'], count: 25 };
    const seen = await Promise.all(Array.from({ length: 8 }, () => run('manyTalking', input)));
    for (const one of seen) expect(one).toEqual(expected);
    expect(await native.manyTalking(input)).toEqual(expected);
  });

  test('channelBreaks', async () => {
    const module = join(folder, 'breaks.cjs');
    writeFileSync(module, 'process.send({ whole: 1 }); require("fs").writeSync(3, \'{"half\'); process.exit(0);');
    const ours = await run('channelBreaks', module);
    expect(ours).toEqual(await native.channelBreaks(module));
    expect(ours).toMatchObject({ connected: false, sent: false });
  });
});

describe('nothing is left', () => {
  test('of a daemon that a child has started', async () => {
    const { pid, exitCode } = (await run('leavesDaemon')) as { pid: number; exitCode: number };
    expect(exitCode).toBe(0);
    expect(await gone(pid)).toBe(true);
  });

  test.each([
    ['the time is out', () => ({ maxExecutionTime: 1500 }), { code: 'ERR_TOOL_TIMEOUT' }],
    ['the token expires', () => ({ expiresAt: new Date(Date.now() + 1500) }), { code: 'ERR_TOKEN_EXPIRED' }],
    ['the caller gives up', () => ({ signal: AbortSignal.timeout(1500) }), { name: 'AbortError' }],
  ] as const)('when %s in the middle of a stream', async (_, limits, expected) => {
    let printed = '';
    const output = (_stream: number, data: Uint8Array) => {
      printed += Buffer.from(data).toString();
    };
    const error = await run('runsOn', undefined, { ...limits(), output }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(expected);
    expect(Number(printed)).toBeGreaterThan(0);
    expect(await gone(Number(printed))).toBe(true);
  });
});
