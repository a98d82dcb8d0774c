/** A small run of what `npm run chaos` does. */
import { expect, test } from 'vitest';
import { runChaos } from '../../bench/stress/chaos.ts';

test('healthy invocations succeed among bad ones while threads are killed, and every bad one gets its error', async () => {
  const { endings, wrong, kills, before, after } = await runChaos({
    count: 60,
    atOnce: 4,
    killEvery: 12,
    seed: 7,
    sandbox: { maxWorkers: 4 },
  });
  // How late they were is the machine's too, which other tests share: `npm run chaos` does not forgive it.
  expect(wrong.filter(({ late }) => late <= 100)).toEqual([]);
  expect(endings.filter(({ kind, code }) => kind === 'healthy' && code === 'ok').length).toBeGreaterThan(0);
  for (const kind of ['healthy', 'spin', 'trap', 'allocate', 'abort', 'flood']) {
    expect(endings.filter((ending) => ending.kind === kind).length).toBeGreaterThan(0);
  }
  expect(kills).toBeGreaterThan(0);
  expect(after.processes).toBeLessThanOrEqual(before.processes);
  expect(after.threads).toBeLessThanOrEqual(before.threads);
});
