/** Processes that a guest tries to leave with the host, or to start beyond its limits. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { createHostBridge, type HostBridge, type HostBridgeOptions } from '../../../host-bridge/index.ts';
import type { Command, SpawnOptions } from '../../../host-bridge/wit/zora-node-child-process.d.ts';
import { tokenOf } from '../capability/fixture.ts';

type Interface = typeof import('../../../host-bridge/wit/zora-node-child-process.d.ts');

let bridge: HostBridge | undefined;
afterEach(() => bridge?.dispose());

function open(limits: Record<string, number>, options: Partial<HostBridgeOptions> = {}): Interface {
  const token = tokenOf({ allowedPaths: ['/tmp'], allowedCommands: ['sleep', 'head'] });
  bridge = createHostBridge({ token, grant: { limits, confinement: 'off' }, cwd: '/tmp', ...options });
  return bridge.imports['zora:node/child-process'] as unknown as Interface;
}

const line = (text: string): Command => ({ tag: 'line', val: { line: text, shell: undefined } });
const options = (changes: Partial<SpawnOptions> = {}): SpawnOptions => ({
  cwd: undefined,
  env: undefined,
  argv0: undefined,
  stdio: [],
  detached: false,
  advancedSerialization: false,
  timeoutMs: 0,
  killSignal: 'SIGTERM',
  ...changes,
});

/** Processes whose command line is this. */
function running(command: string): number {
  return readdirSync('/proc').filter((name) => {
    try {
      return (
        /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'latin1').split('\0').join(' ').trim() === command
      );
    } catch {
      // It has ended meanwhile.
      return false;
    }
  }).length;
}

test('what a child leaves in the background counts as a child', async () => {
  const { spawnSync } = open({ children: 2 });
  const leave = () => spawnSync(line('sleep 71.25 >/dev/null 2>&1 &'), options(), new Uint8Array(0), undefined);
  await leave();
  await leave();
  await expect(leave()).rejects.toMatchObject({ payload: { tag: 'exceeded', val: { name: 'children' } } });
  expect(running('sleep 71.25')).toBe(2);
  await bridge?.dispose();
  expect(running('sleep 71.25')).toBe(0);
});

test('a process that cannot be registered does not stay', async () => {
  const children = {
    add: () => {
      throw Object.assign(new Error('full'), { code: 'EAGAIN', syscall: 'spawn' });
    },
    delete() {},
  };
  const { spawn } = open({}, { children });
  const sleep: Command = { tag: 'program', val: { file: 'sleep', args: ['72.25'] } };
  await expect(spawn(sleep, options())).rejects.toMatchObject({ payload: { tag: 'system', val: { code: 'EAGAIN' } } });
  await expect.poll(() => running('sleep 72.25')).toBe(0);
});

test('the streams of a blocking run share one budget', async () => {
  const { spawnSync } = open({ memoryBytes: 3_000_000 });
  const both = 'head -c 2000000 /dev/zero; head -c 2000000 /dev/zero >&2';
  const { output, error } = await spawnSync(line(both), options(), new Uint8Array(0), undefined);
  expect(error).toMatchObject({ tag: 'system', val: { code: 'ENOBUFS' } });
  expect(output.reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0)).toBeLessThan(3_200_000);
});
