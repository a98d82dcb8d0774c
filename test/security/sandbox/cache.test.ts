/** The cache holds code that the host runs. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileSandbox, scratchFolder, token } from '../../e2e/support/sandbox.ts';

const SOURCE = `
import { appendFileSync, readdirSync, renameSync } from 'node:fs';
export const append = (path) => appendFileSync(path, '//');
export const move = ([from, to]) => renameSync(from, to);
export const list = (path) => readdirSync(path).length;
`;
const sandbox = fileSandbox({ maxWorkers: 1 });
const folder = scratchFolder();

test('no token allows it to the guest', async () => {
  const file = join(folder, 'cache.ts');
  writeFileSync(file, `// @ts-nocheck\n${SOURCE}`);
  const tool = await sandbox.load(file);
  const { cache } = tool.artifact;
  const rights = { token: token({ allowedPaths: ['/'] }) };
  const denied = { code: 'ERR_ACCESS_DENIED' };
  await expect(tool.invoke(join(cache, 'key'), { ...rights, tool: 'append' })).rejects.toMatchObject(denied);
  await expect(tool.invoke(join(cache, 'artifacts'), { ...rights, tool: 'list' })).rejects.toMatchObject(denied);
  const move = [join(cache, '..'), '/tmp/elsewhere'];
  await expect(tool.invoke(move, { ...rights, tool: 'move' })).rejects.toMatchObject(denied);
  expect(await tool.invoke(folder, { ...rights, tool: 'list' })).toBeGreaterThan(0);
});
