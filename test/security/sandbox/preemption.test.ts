/** Guests that compute without end, in one thread with others. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Tool } from '../../../src/index.ts';
import { fileSandbox, scratchFolder, token } from '../../e2e/support/sandbox.ts';

const SOURCE = `
export function loop() { for (;;); }
export function builtin() { Array.prototype.fill.call({ length: 2 ** 53 - 1 }, 0); }
export function regex() { return /(a+)+$/.test('a'.repeat(50) + 'b'); }
export function sort() { new Array(1000).fill(0).sort(() => { for (;;); }); }
export function getter() { return JSON.stringify({ get a() { for (;;); } }); }
export function promises() { const again = () => Promise.resolve().then(again); return again(); }
export function caught() { for (;;) { try { for (;;); } catch {} finally { continue; } } }
export async function later() { await new Promise((resolve) => setTimeout(resolve, 1)); for (;;); }
export function double(n) { return n * 2; }
export async function sleep(ms) { await new Promise((resolve) => setTimeout(resolve, ms)); return ms; }
`;
const sandbox = fileSandbox({ maxWorkers: 1 });
const folder = scratchFolder();
let tool: Tool;

beforeAll(async () => {
  const file = join(folder, 'spin.ts');
  writeFileSync(file, `// @ts-nocheck\n${SOURCE}`);
  tool = await sandbox.load(file);
  await tool.invoke(1, { tool: 'double', token: token({}) });
});

const SPINNERS = ['loop', 'builtin', 'regex', 'sort', 'getter', 'promises', 'caught', 'later'];

describe('a guest that never ends', () => {
  test.each(SPINNERS)('%s: ended by its CPU limit, with the name of it', async (name) => {
    const call = tool.invoke(undefined, { tool: name, token: token({}), grant: { limits: { cpuMs: 50 } } });
    await expect(call).rejects.toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      message: expect.stringContaining('"cpuMs" of 50'),
    });
  });

  test('all of them at once hold up nobody, and end by signal', async () => {
    const { threads } = sandbox.stats();
    const controller = new AbortController();
    const spinning = SPINNERS.map((name) =>
      tool.invoke(undefined, { tool: name, token: token({}), signal: controller.signal }).catch((error) => error.code),
    );
    for (let n = 0; n < 5; n++) expect(await tool.invoke(n, { tool: 'double', token: token({}) })).toBe(2 * n);
    expect(await tool.invoke(5, { tool: 'sleep', token: token({}) })).toBe(5);
    controller.abort();
    expect(await Promise.all(spinning)).toEqual(SPINNERS.map(() => 'ABORT_ERR'));
    // The thread is the same: nobody in it was touched.
    expect(sandbox.stats().threads).toBe(threads);
    expect(await tool.invoke(4, { tool: 'double', token: token({}) })).toBe(8);
  });
});

test('waiting is not computing', async () => {
  const call = tool.invoke(200, { tool: 'sleep', token: token({}), grant: { limits: { cpuMs: 100 } } });
  expect(await call).toBe(200);
});
