/** Many calls at once: places, the queue, what waits ready, and the figures. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSandbox } from '../../src/index.ts';
import { scratchFolder, token } from './support/sandbox.ts';

const folder = scratchFolder();
const file = join(folder, 'tools.ts');
writeFileSync(
  file,
  `// @ts-nocheck
let calls = 0;
export async function sleep(ms) { await new Promise((resolve) => setTimeout(resolve, ms)); return ++calls; }
export function spin() { for (;;); }
`,
);

test('a hundred calls wait in two threads, each in an instance of its own', async () => {
  await using sandbox = createSandbox({ maxWorkers: 2 });
  const tool = await sandbox.load(file, { warm: 0 });
  const before = sandbox.stats();
  const calls = Array.from({ length: 100 }, () => tool.invoke(20, { tool: 'sleep', token: token({}) }));
  expect(await Promise.all(calls)).toEqual(new Array(100).fill(1));
  const stats = sandbox.stats();
  expect(stats).toMatchObject({ running: 0, queued: 0, ended: before.ended + 100, cold: before.cold + 100, warm: 0 });
  expect(stats.threads).toBeLessThanOrEqual(2);
  expect(stats.run.p50).toBeGreaterThan(0);
});

test('instances that wait are used once each', async () => {
  await using sandbox = createSandbox({ maxWorkers: 1 });
  const tool = await sandbox.load(file, { warm: 2 });
  for (let i = 0; i < 4; i++) {
    expect(await tool.invoke(1, { tool: 'sleep', token: token({}) })).toBe(1);
    // The stock is filled up between two iterations of the thread's loop.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(sandbox.stats().warm).toBeGreaterThan(0);
});

test('the queue has a bound, and is fair between jobs', async () => {
  await using sandbox = createSandbox({ maxWorkers: 1, maxInstances: 1, maxQueue: 4 });
  const tool = await sandbox.load(file, { warm: 0 });
  const order: string[] = [];
  const call = (jobId: string) =>
    tool.invoke(1, { tool: 'sleep', token: token({ jobId }) }).then(() => void order.push(jobId));
  const calls = ['a', 'a', 'a', 'b', 'c'].map(call);
  expect(sandbox.stats()).toMatchObject({ running: 1, queued: 4 });
  await expect(call('d')).rejects.toMatchObject({ code: 'ERR_SANDBOX_OVERLOADED' });
  await Promise.all(calls);
  expect(order).toEqual(['a', 'a', 'b', 'c', 'a']);
});

test('one that waits in the queue can be aborted', async () => {
  await using sandbox = createSandbox({ maxWorkers: 1, maxInstances: 1 });
  const tool = await sandbox.load(file, { warm: 0 });
  const first = tool.invoke(30, { tool: 'sleep', token: token({}) });
  const controller = new AbortController();
  const second = tool.invoke(1, { tool: 'sleep', token: token({}), signal: controller.signal });
  controller.abort();
  await expect(second).rejects.toMatchObject({ code: 'ABORT_ERR' });
  expect(await first).toBe(1);
  expect(sandbox.stats()).toMatchObject({ running: 0, queued: 0 });
});

test('inline: in the thread of the embedder, which goes on beside a guest that spins', async () => {
  await using sandbox = createSandbox({ isolation: 'inline' });
  const tool = await sandbox.load(file);
  const controller = new AbortController();
  const spinning = tool.invoke(undefined, { tool: 'spin', token: token({}), signal: controller.signal });
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  expect(await tool.invoke(20, { tool: 'sleep', token: token({}) })).toBe(1);
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(0);
  controller.abort();
  await expect(spinning).rejects.toMatchObject({ code: 'ABORT_ERR' });
});

test('a call that is aborted while its thread starts ends nobody else’s', async () => {
  await using sandbox = createSandbox({ maxWorkers: 1 });
  const tool = await sandbox.load(file, { warm: 0 });
  await using fresh = createSandbox({ maxWorkers: 1 });
  const other = await fresh.load(await sandbox.build(file), { warm: 0 });
  const controller = new AbortController();
  const aborted = other.invoke(1, { tool: 'sleep', token: token({}), signal: controller.signal });
  const kept = other.invoke(1, { tool: 'sleep', token: token({}) });
  controller.abort();
  await expect(aborted).rejects.toMatchObject({ code: 'ABORT_ERR' });
  expect(await kept).toBe(1);
  expect(tool.tools).toHaveLength(2);
});
