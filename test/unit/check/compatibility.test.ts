/** docs/compatibility.md says what the guest has today. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { compareModule, moduleState } from '../../../src/check/compare.ts';
import { describeModule } from '../../../src/check/describe.ts';
import { type CompatibilityTable, compatibilityTable } from '../../../src/check/table.ts';

const SCRIPT = join(import.meta.dirname, '../../../scripts/compatibility.ts');

const PAGE = join(import.meta.dirname, '../../../docs/compatibility.md');
const [major] = process.versions.node.split('.');

let table: CompatibilityTable;
beforeAll(async () => {
  table = await compatibilityTable();
});

describe('the table', () => {
  // The page compares with one version of Node, the one that npm's scripts run.
  test.skipIf(!readFileSync(PAGE, 'utf8').includes(`Compared with Node ${major}.`))('is the page’s', () => {
    // In a Node of its own: this one has what the test runner has added.
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT, '--check'], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test('has every builtin', () => {
    const names = builtinModules.map((name) => name.replace(/^node:/, '')).filter((name) => !name.startsWith('_'));
    expect(table.modules.map(({ module }) => module).sort()).toEqual(names.sort());
  });

  test('names the error of everything that is refused', () => {
    const refused = table.modules.flatMap(({ entries }) => entries).filter(({ state }) => state === 'refused');
    expect(refused.length).toBeGreaterThan(0);
    for (const { error } of refused) expect(error).toMatch(/^ERR_/);
  });

  test('knows a module that is whole and one that is refused', () => {
    const states = Object.fromEntries(table.modules.map(({ module, state }) => [module, state]));
    expect(states).toMatchObject({ path: 'provided', wasi: 'refused', worker_threads: 'partial' });
  });
});

describe('a comparison', () => {
  const refusing = Object.defineProperty(() => {}, Symbol.for('wasi-node.refuses'), { value: 'ERR_NO' });
  class Thing {
    one() {}
    two() {}
  }
  class Less {
    one() {}
  }
  Object.defineProperty(Less, 'name', { value: 'Thing' });

  test('finds what is refused, missing and lacks members', () => {
    const node = describeModule({ a: () => {}, b: () => {}, c: 1, Thing, _own: 1 });
    const guest = describeModule({ a: refusing, c: 1, Thing: Less });
    const entries = compareModule('m', node, guest, new Set());
    const states = Object.fromEntries(entries.map(({ name, state }) => [name, state]));
    expect(states).toEqual({
      a: 'refused',
      b: 'missing',
      c: 'provided',
      Thing: 'provided',
      'Thing#one': 'provided',
      'Thing#two': 'missing',
    });
    expect(moduleState(entries)).toBe('partial');
  });

  test('takes a function that says it does nothing for refused', () => {
    const node = describeModule({ a: () => {} });
    const [entry] = compareModule('m', node, node, new Set(['m.a()']));
    expect(entry?.state).toBe('refused');
  });

  test('calls a module refused when no function of it works', () => {
    const node = describeModule({ a: () => {}, c: 1 });
    expect(moduleState(compareModule('m', node, describeModule({ a: refusing, c: 1 }), new Set()))).toBe('refused');
  });
});
