/** `wasi-node check`: the table as lines, and as JSON. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const CLI = join(import.meta.dirname, '../../../src/cli/index.ts');
const run = (...args: string[]) =>
  spawnSync(process.execPath, [CLI, 'check', ...args], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });

test('--json gives (module, function, state) for each', () => {
  const { status, stdout } = run('--json');
  expect(status).toBe(0);
  const { modules, entries, globals } = JSON.parse(stdout) as {
    modules: object[];
    entries: { module: string; name: string; state: string; error?: string }[];
    globals: { name: string; state: string }[];
  };
  expect(modules).toContainEqual({ module: 'path', state: 'provided' });
  expect(entries).toContainEqual({ module: 'fs', name: 'readFile', kind: 'function', state: 'provided' });
  expect(entries).toContainEqual({
    module: 'cluster',
    name: 'fork',
    kind: 'function',
    state: 'refused',
    error: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
  });
  expect(globals).toContainEqual({ name: 'Atomics', state: 'missing' });
});

test('a line for each module, and for each function that is not provided', () => {
  const { status, stdout } = run();
  expect(status).toBe(0);
  expect(stdout).toMatch(/^path {19}provided {2}\d+ of \d+$/m);
  expect(stdout).toMatch(/^ {2}moveMessagePortToContext {21}refused ERR_FEATURE_UNAVAILABLE_ON_PLATFORM$/m);
});
