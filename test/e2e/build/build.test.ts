/** What a build makes of a tool’s modules and globals. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileSandbox, token } from '../support/sandbox.ts';

const sandbox = fileSandbox({ maxWorkers: 1 });
const call = async (file: string, name: string) => {
  const tool = await sandbox.load(join(import.meta.dirname, file));
  return tool.invoke(undefined, { token: token(), tool: name });
};

// The engine has no loader of its own.
describe('import()', () => {
  test('of a module that the build evaluates', async () => {
    expect(await call('dynamic-tool.ts', 'pure')).toEqual([42, 'pure', true]);
  });

  test('of one that is evaluated when it is asked for, and of a builtin', async () => {
    expect(await call('dynamic-ambient-tool.ts', 'all')).toEqual([true, true, 42, 'b']);
  });
});

test('a global that the tool replaces is replaced for all of its modules', async () => {
  expect(await call('replacing-tool.ts', 'replaced')).toEqual(['function', 'mocked', true, true]);
});
