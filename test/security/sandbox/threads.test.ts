/** What one job leaves to the next one in its thread, and to the embedder's process. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Tool } from '../../../src/index.ts';
import { fileSandbox, scratchFolder, token } from '../../e2e/support/sandbox.ts';

const SOURCE = `
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
export function waitAndSpin() {
  spawnSync('sleep', ['30']);
  for (;;);
}
export const quick = () => 'quick';
export function log() {
  console.log('text');
  return new Promise((resolve) => setTimeout(resolve, 5000));
}
export const list = () => readdirSync('.').length;
`;
const sandbox = fileSandbox({ maxWorkers: 1 });
const folder = scratchFolder();
let tool: Tool;

beforeAll(async () => {
  const file = join(folder, 'threads.ts');
  writeFileSync(file, `// @ts-nocheck\n${SOURCE}`);
  tool = await sandbox.load(file);
});

test('a guest that goes on after its end meets nobody', async () => {
  const rights = token({ allowedCommands: ['sleep'] });
  const running = tool.invoke(undefined, { tool: 'waitAndSpin', token: rights, signal: AbortSignal.timeout(300) });
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  const since = performance.now();
  const next = token({ maxExecutionTime: 5000 });
  expect(await tool.invoke(undefined, { tool: 'quick', token: next })).toBe('quick');
  expect(performance.now() - since).toBeLessThan(4000);
});

test('a hook that throws ends the job, and not the process', async () => {
  const failure = new Error('full disk');
  const fail = () => {
    throw failure;
  };
  await expect(tool.invoke(undefined, { tool: 'log', token: token({}), output: fail })).rejects.toBe(failure);
  const rights = token({ allowedPaths: [folder] });
  const rejected = async () => fail();
  await expect(
    tool.invoke(undefined, { tool: 'log', token: rights, output: rejected as unknown as () => void }),
  ).rejects.toBe(failure);
  expect(await tool.invoke(undefined, { tool: 'quick', token: token({}) })).toBe('quick');
});
