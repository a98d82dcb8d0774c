import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { renderTop } from '../../../src/cli/top.ts';
import type { ActivitySnapshot } from '../../../src/observability/activity.ts';
import { Monitor } from '../../../src/observability/monitor.ts';
import { takeSnapshots } from '../../../src/observability/watch.ts';
import { FIXTURES, fileSandbox, rejection, scratchFolder, token } from '../support/sandbox.ts';
import { invocation, play } from './support.ts';

const scratch = scratchFolder();
const ROOT = join(import.meta.dirname, '../../..');
let count = 0;
/** A runtime folder of the test's own. */
const newFolder = () => join(scratch, String(++count));

const top = async (runtime: string, ...args: string[]) => {
  const file = join(ROOT, 'src/cli/index.ts');
  const env = { ...process.env, XDG_RUNTIME_DIR: runtime };
  return (await promisify(execFile)(process.execPath, [file, 'top', ...args], { env, cwd: ROOT })).stdout;
};

test('shows what runs in a sandbox of another process, and what has ended', async () => {
  const runtime = newFolder();
  mkdirSync(runtime, { mode: 0o700 });
  const before = process.env['XDG_RUNTIME_DIR'];
  process.env['XDG_RUNTIME_DIR'] = runtime;
  const sandbox = fileSandbox({ maxWorkers: 1, monitor: true });
  try {
    const tool = await sandbox.load(join(FIXTURES, 'observed.ts'));
    await tool.invoke(1, { token: token(), tool: 'echo' });
    await rejection(tool.invoke('/none', { token: token(), tool: 'read' }));
    const stop = new AbortController();
    const calls = ['job-a', 'job-b'].map((jobId) =>
      rejection(
        tool.invoke(60_000, { token: token({ jobId, maxExecutionTime: 60_000 }), tool: 'sleep', signal: stop.signal }),
      ),
    );
    const [snapshot] = JSON.parse(await top(runtime, '--json')) as ActivitySnapshot[];
    expect(snapshot).toMatchObject({ pid: process.pid, ended: { total: 2, failed: 1, denials: 1 } });
    expect(snapshot?.running.map(({ jobId, tool }) => [jobId, tool])).toEqual([
      ['job-a', 'sleep'],
      ['job-b', 'sleep'],
    ]);
    const text = await top(runtime);
    expect(text).toMatch(/^\d+ .+: \d running, \d queued, 2 ended \(1 failed\).* 1 denials, p50/);
    expect(text).toMatch(/^job-a\s+sleep\s+running \((warm|cold)\)\s+\d/m);
    stop.abort();
    await Promise.all(calls);
    await sandbox[Symbol.asyncDispose]();
    expect(readdirSync(join(runtime, 'wasi-node'))).toEqual([]);
    expect(await top(runtime)).toMatch(/^Nothing is monitored/);
  } finally {
    if (before === undefined) delete process.env['XDG_RUNTIME_DIR'];
    else process.env['XDG_RUNTIME_DIR'] = before;
  }
});

test('the socket is for the user alone', async () => {
  const folder = newFolder();
  await using monitor = new Monitor();
  const path = await monitor.listen(folder);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test.each([
  [
    'others may enter',
    (folder: string) => {
      mkdirSync(folder);
      chmodSync(folder, 0o755);
    },
  ],
  [
    'is a link',
    (folder: string) => {
      mkdirSync(`${folder}-real`, { mode: 0o700 });
      symlinkSync(`${folder}-real`, folder);
    },
  ],
])('a folder that %s is refused', async (_, make) => {
  const folder = newFolder();
  make(folder);
  await using monitor = new Monitor();
  await expect(monitor.listen(folder)).rejects.toMatchObject({ code: 'ERR_MONITOR_FOLDER' });
});

test('a sandbox that cannot be monitored says so when something is loaded', async () => {
  const runtime = newFolder();
  writeFileSync(runtime, 'no folder');
  const before = process.env['XDG_RUNTIME_DIR'];
  process.env['XDG_RUNTIME_DIR'] = runtime;
  const sandbox = fileSandbox({ monitor: true });
  if (before === undefined) delete process.env['XDG_RUNTIME_DIR'];
  else process.env['XDG_RUNTIME_DIR'] = before;
  await expect(sandbox.load(join(FIXTURES, 'observed.ts'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test('what is sent to it does nothing, and who watches gets a line a second', async () => {
  const folder = newFolder();
  await using monitor = new Monitor();
  const socket = connect(await monitor.listen(folder));
  socket.write('stop everything\n'.repeat(10_000));
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  while (text.split('\n').length < 3) await once(socket, 'data');
  socket.destroy();
  play(monitor.activity, 3);
  expect(await takeSnapshots(folder)).toMatchObject([{ ended: { total: 1, cold: 1 }, latency: { p50: 12.5 } }]);
});

test('sockets that dead processes left are taken away, and one that hangs is left out', async () => {
  const folder = newFolder();
  mkdirSync(folder, { mode: 0o700 });
  const dead = join(folder, '1-1.sock');
  const child = spawn(process.execPath, [
    '-e',
    `require('node:net').createServer().listen(${JSON.stringify(dead)}, () => process.kill(process.pid, 'SIGKILL'))`,
  ]);
  await once(child, 'exit');
  expect(existsSync(dead)).toBe(true);
  const silent = createServer(() => {}).listen(join(folder, '2-1.sock'));
  await once(silent, 'listening');
  try {
    expect(await takeSnapshots(folder)).toEqual([]);
    expect(existsSync(dead)).toBe(false);
  } finally {
    silent.close();
  }
});

test('names cannot move the cursor', () => {
  const monitor = new Monitor();
  monitor.activity.begin(invocation({ jobId: 'a\u001b[2Jb', tool: 't\r\nx\u202e' }));
  const text = renderTop([monitor.activity.snapshot()]).join('\n');
  expect(text).toContain('a?[2Jb');
  expect(text).toContain('t??x?');
  void monitor[Symbol.asyncDispose]();
});
