import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createHostBridge, type HostBridgeOptions, type ToolAnswer } from '../../../host-bridge/index.ts';

function options(changes: Partial<HostBridgeOptions> = {}, token: Record<string, unknown> = {}): HostBridgeOptions {
  return {
    token: {
      jobId: 'job',
      allowedPaths: [],
      deniedPaths: [],
      allowedCommands: [],
      allowedTools: [],
      maxExecutionTime: 60_000,
      createdAt: new Date(),
      expiresAt: new Date(Date.now() + 60_000),
      ...token,
    },
    ...changes,
  };
}

const waiting = async () => ({ tag: 'until-ready' }) as const;
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('createHostBridge', () => {
  test('refuses a malformed token and a malformed grant at the door', () => {
    expect(() => createHostBridge(options({ token: {} }))).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_TOKEN' }),
    );
    expect(() => createHostBridge(options({ grant: { network: 'all' } }))).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_GRANT' }),
    );
  });

  test('stops the run when the token expires, and says which time it was', async () => {
    await using bridge = createHostBridge(options({}, { expiresAt: new Date(Date.now() + 30).toISOString() }));
    await expect(bridge.reactor.run(waiting)).rejects.toMatchObject({
      name: 'GuestStopped',
      code: 'ERR_TOKEN_EXPIRED',
    });
  });

  test('stops the run of a token that had expired before', async () => {
    await using bridge = createHostBridge(options({}, { expiresAt: new Date(0) }));
    await expect(bridge.reactor.run(waiting)).rejects.toMatchObject({ code: 'ERR_TOKEN_EXPIRED' });
  });

  test('stops the run on abort, before it has begun too', async () => {
    await using bridge = createHostBridge(options({ signal: AbortSignal.abort('why') }));
    await expect(bridge.reactor.run(waiting)).rejects.toMatchObject({ code: 'ABORT_ERR', cause: 'why' });
  });

  test('stops the run with the embedder’s own error', async () => {
    await using bridge = createHostBridge(options());
    const run = bridge.reactor.run(waiting);
    const reason = new Error('mine');
    bridge.stop(reason);
    await expect(run).rejects.toBe(reason);
  });

  test('can run again after it was idle, and not after it was stopped', async () => {
    await using bridge = createHostBridge(options());
    const idle = async () => ({ tag: 'idle' }) as const;
    expect(await bridge.reactor.run(idle)).toEqual({ kind: 'idle' });
    expect(await bridge.reactor.run(idle)).toEqual({ kind: 'idle' });
    bridge.stop(new Error('done'));
    await expect(bridge.reactor.run(idle)).rejects.toThrow('done');
  });

  test('leaves no timer, whether it ran or not, and can be disposed of twice', async () => {
    const before = timers();
    const bridges = Array.from({ length: 20 }, () => createHostBridge(options()));
    await bridges[0]?.reactor.run(async () => ({ tag: 'idle' }));
    await Promise.all(bridges.flatMap((bridge) => [bridge.dispose(), bridge.dispose()]));
    expect(timers()).toBe(before);
  });

  test('ends a run that is under way when it is disposed of', async () => {
    const bridge = createHostBridge(options());
    const run = bridge.reactor.run(waiting);
    run.catch(() => {});
    await bridge.dispose();
    await expect(run).rejects.toMatchObject({ code: 'ERR_INSTANCE_DISPOSED' });
  });

  test('hands on the answer of the tool', () => {
    const answers: ToolAnswer[] = [];
    const bridge = createHostBridge(options({ onAnswer: (answer) => answers.push(answer) }));
    const { resolve } = bridge.imports['zora:node/tool-host'] as { resolve(output: string): void };
    resolve('1');
    expect(answers).toEqual([{ kind: 'resolved', output: '1' }]);
  });

  test('is made in a fraction of a millisecond', async () => {
    const makeOne = () => createHostBridge(options());
    for (let i = 0; i < 50; i++) await makeOne().dispose();
    const times: number[] = [];
    for (let i = 0; i < 50; i++) {
      const before = performance.now();
      const bridge = makeOne();
      times.push(performance.now() - before);
      await bridge.dispose();
    }
    expect(times.sort((a, b) => a - b)[25]).toBeLessThan(2);
  });
});

test.runIf(process.platform === 'linux')('a host that exits leaves no child behind', async () => {
  const script = `
    const { createHostBridge } = await import(${JSON.stringify(new URL('../../../host-bridge/index.ts', import.meta.url).href)});
    const now = Date.now();
    const token = { jobId: 'j', allowedPaths: [], deniedPaths: [], allowedCommands: ['sh'], allowedTools: [], maxExecutionTime: 9000, createdAt: new Date(now), expiresAt: new Date(now + 9000) };
    const bridge = createHostBridge({ token, grant: { confinement: 'off' }, cwd: '/' });
    const { spawn } = bridge.imports['zora:node/child-process'];
    const options = { stdio: [{ tag: 'ignore' }, { tag: 'ignore' }, { tag: 'ignore' }], detached: true, timeoutMs: 0, killSignal: 'SIGTERM', advancedSerialization: false };
    const child = await spawn({ tag: 'program', val: { file: 'sh', args: ['-c', 'sleep 300 & wait'] } }, options);
    console.log(child.pid());
    process.exit();
  `;
  const pid = Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
  expect(pid).toBeGreaterThan(0);
  await expect.poll(() => runningOf(pid)).toEqual([]);
});

/** The processes of a group that run; those that only wait to be reaped do not. */
function runningOf(group: number): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      // After the name, which may hold anything: state, parent, group.
      const [state, , ofGroup] = readFileSync(`/proc/${name}/stat`, 'latin1')
        .replace(/^.*\) /s, '')
        .split(' ');
      return Number(ofGroup) === group && state !== 'Z';
    } catch {
      return false;
    }
  });
}
