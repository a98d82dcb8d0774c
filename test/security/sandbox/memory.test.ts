/** What an instance may take of the host's memory. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { importMemory } from '../../../src/build/core-module/memory.ts';
import type { Tool } from '../../../src/index.ts';
import { memoryFor } from '../../../src/sandbox/linear-memory.ts';
import { fileSandbox, scratchFolder, token } from '../../e2e/support/sandbox.ts';

const SOURCE = `
export function grow(mib) {
  const kept = [];
  let size = 0;
  try {
    for (; size < mib; size += 8) kept.push(new Uint8Array(8 * 1024 * 1024));
  } catch {
    // No memory: what there was counts.
  }
  return size;
}
export function flood() {
  return '{},'.repeat(6_000_000);
}
`;
const sandbox = fileSandbox({ maxWorkers: 2 });
const folder = scratchFolder();
let tool: Tool;

beforeAll(async () => {
  const file = join(folder, 'memory.ts');
  writeFileSync(file, `// @ts-nocheck\n${SOURCE}`);
  tool = await sandbox.load(file);
});

const MiB = 1024 * 1024;

test('memoryBytes is where an instance’s memory ends', async () => {
  const grow = (mib: number, memoryBytes: number) =>
    tool.invoke(mib, { tool: 'grow', token: token({}), grant: { limits: { memoryBytes } } });
  expect(await grow(32, 100 * MiB)).toBe(32);
  const most = await grow(200, 100 * MiB).catch((error: { code: string }) => error.code);
  if (typeof most === 'number') expect(most).toBeLessThan(100);
  else expect(most).toBe('ERR_TOOL_TRAPPED');
});

test('a result that is too long is a limit', async () => {
  await expect(tool.invoke(undefined, { tool: 'flood', token: token({}) })).rejects.toMatchObject({
    code: 'ERR_LIMIT_EXCEEDED',
  });
});

test('a memory becomes an import, and its export stays', async () => {
  // (module (memory (export "m") 1) (data (i32.const 0) "x"))
  const bytes = Uint8Array.from([
    0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 5, 1, 1, 109, 2, 0, 11, 7, 1, 0, 65, 0, 11, 1, 120,
  ]);
  const { bytes: imported, pages } = importMemory(bytes);
  const module = await WebAssembly.compile(imported);
  const { m } = new WebAssembly.Instance(module, memoryFor(pages, 3 * 65_536) as WebAssembly.Imports).exports as {
    m: { buffer: ArrayBuffer; grow(pages: number): number };
  };
  expect(new Uint8Array(m.buffer)[0]).toBe(120);
  expect(m.grow(2)).toBe(1);
  expect(() => m.grow(1)).toThrow(RangeError);
});
