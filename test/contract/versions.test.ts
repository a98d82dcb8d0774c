/** A change of the WIT is visible: it is held against the snapshots of the versions before it, and old components keep running. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compare, parsePackage, readPackage, type Snapshot, snapshotOf, versionProblem } from '../../contract/index.ts';
import { parseVersion } from '../../contract/versions/compare.ts';
import type { KeptSnapshot } from '../../scripts/wit-snapshot.ts';
import { runsOn, WIT_VERSION } from '../../src/build/wit-version.ts';
import { createSandbox, type Sandbox } from '../../src/index.ts';

const folder = join(import.meta.dirname, 'versions');
const kept = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as KeptSnapshot);
const current = snapshotOf(readPackage());

describe('the package', () => {
  test('has the version that the host says', () => {
    expect(current.version).toBe(WIT_VERSION);
  });

  test('is the one of its snapshot (npm run wit:snapshot)', () => {
    const own = kept.find(({ version }) => version === current.version);
    expect(own, `there is no snapshot of ${current.version}: npm run wit:snapshot`).toBeDefined();
    expect(compare(own!, current)).toEqual([]);
  });

  test.each(kept.map((snapshot) => [snapshot.version, snapshot] as const))('follows %s', (_, snapshot) => {
    expect(versionProblem(snapshot, current)).toBeUndefined();
  });
});

describe('components of before', () => {
  let sandbox: Sandbox;
  beforeAll(() => {
    sandbox = createSandbox();
  });
  afterAll(() => sandbox[Symbol.asyncDispose]());

  const fixtures = readdirSync(folder).filter((name) => name.endsWith('.wasm') && runsOn(name.replace(/\.wasm$/, '')));

  test('are there', () => expect(fixtures.length).toBeGreaterThan(0));

  test.each(fixtures)('%s keeps running', async (name) => {
    const bytes = readFileSync(join(folder, name));
    expect(bytes.length).toBeLessThan(20_000);
    const tool = await sandbox.load(bytes);
    expect(tool.tools).toMatchObject([{ name: 'echo' }]);
    const now = Date.now();
    const token = {
      jobId: 'versions',
      allowedPaths: [],
      deniedPaths: [],
      allowedCommands: [],
      allowedTools: [],
      maxExecutionTime: 10_000,
      createdAt: new Date(now),
      expiresAt: new Date(now + 60_000),
    };
    const input = { text: 'grüße 😀', list: [1, null, true] };
    expect(await tool.invoke(input, { token })).toEqual(input);
  });

  test('of another version that cannot run are refused', async () => {
    const bytes = readFileSync(join(folder, `${WIT_VERSION}.wasm`));
    // The name of the export, where it stands: a version of the same length.
    const other = Buffer.from(bytes.toString('latin1').replaceAll('@0.1.0', '@0.9.0'), 'latin1');
    await expect(sandbox.load(other)).rejects.toMatchObject({ code: 'ERR_COMPONENT_FOREIGN' });
  });

  test.each([
    ['0.1.0', '0.1.0', true],
    ['0.1.0', '0.1.7', true],
    ['0.1.8', '0.1.7', false],
    ['0.1.0', '0.2.0', false],
    ['0.1.0', '1.0.0', false],
    ['1.0.0', '1.4.0', true],
    ['1.5.0', '1.4.9', false],
    ['1.4.9', '1.5.0', true],
    ['2.0.0', '1.4.0', false],
    ['', '0.1.0', false],
    ['0.1', '0.1.0', false],
  ])('built for %s on a host of %s: %s', (built, host, runs) => {
    expect(runsOn(built, host)).toBe(runs);
  });
});

const INTERFACE = `
interface a {
  use b.{problem};
  record point { x: u32, y: u32 }
  enum colour { red, green }
  variant shape { dot(point), none }
  resource handle { read: func(len: u32) -> result<list<u8>, problem>; }
  open: func(name: string) -> result<handle, problem>;
}`;
const BEFORE = `package a:b@VERSION;
interface b {
  record problem { code: string }
}${INTERFACE}
interface guest {
  turn: async func(ready: list<u32>) -> u32;
}
world everything {
  import a;
  import b;
  export guest;
}
`;

function changed(change: (text: string) => string, version = '0.1.0'): Snapshot {
  return snapshotOf(parsePackage([change(BEFORE).replace('VERSION', version)]));
}
const initial = (version?: string) => changed((text) => text, version);
const replacing = (from: string, to: string) => (text: string) => {
  if (!text.includes(from)) throw new TypeError(`${from} is not there`);
  return text.replace(from, to);
};

describe('the rule', () => {
  test.each<[string, (text: string) => string]>([
    ['a comment', replacing('interface a {', '/// Some words.\ninterface a {')],
    [
      'the order of definitions',
      (text) =>
        text.replace('  enum colour { red, green }\n', '').replace('  open:', '  enum colour { red, green }\n  open:'),
    ],
    [
      'the name that a type is used by',
      (text) => text.replace('{problem}', '{problem as trouble}').replaceAll(', problem>', ', trouble>'),
    ],
  ])('%s is no change', (_, change) => {
    expect(compare(initial(), changed(change))).toEqual([]);
    expect(versionProblem(initial(), changed(change))).toBeUndefined();
  });

  test.each<[string, (text: string) => string]>([
    ['a function', replacing('  open:', '  close: func();\n  open:')],
    ['a method', replacing('resource handle {', 'resource handle { size: func() -> u32; ')],
    ['a type', replacing('  open:', '  record more { z: u32 }\n  open:')],
    [
      'an interface that guests import',
      (text) => text.replace('world everything {', 'interface c {\n  f: func();\n}\nworld everything {\n  import c;'),
    ],
  ])('%s is additive', (_, change) => {
    expect(compare(initial(), changed(change)).map(({ effect }) => effect)).not.toContain('breaking');
    expect(compare(initial(), changed(change)).length).toBeGreaterThan(0);
    expect(versionProblem(initial(), changed(change))).toMatch(/at least 0\.1\.1/);
    expect(versionProblem(initial(), changed(change, '0.1.1'))).toBeUndefined();
    expect(versionProblem(initial('1.2.3'), changed(change, '1.2.4'))).toMatch(/at least 1\.3\.0/);
    expect(versionProblem(initial('1.2.3'), changed(change, '1.3.0'))).toBeUndefined();
  });

  test.each<[string, (text: string) => string]>([
    ['a function that is gone', replacing('  open: func(name: string) -> result<handle, problem>;\n', '')],
    ['a method that is gone', replacing('read: func(len: u32) -> result<list<u8>, problem>; ', '')],
    ['another name', replacing('open: func', 'open-file: func')],
    ['a further parameter', replacing('open: func(name: string)', 'open: func(name: string, mode: u32)')],
    ['another type of a parameter', replacing('len: u32', 'len: u64')],
    ['another result', replacing('func(name: string) -> result<handle, problem>', 'func(name: string) -> handle')],
    ['a further field', replacing('x: u32, y: u32', 'x: u32, y: u32, z: u32')],
    ['fields in another order', replacing('x: u32, y: u32', 'y: u32, x: u32')],
    ['a further case of an enum', replacing('red, green', 'red, green, blue')],
    ['a further case of a variant', replacing('dot(point), none', 'dot(point), none, all')],
    ['a case that carries more', replacing('none }', 'none(u32) }')],
    ['a field of another interface', replacing('code: string', 'code: u32')],
    ['a function that has become asynchronous', replacing('open: func', 'open: async func')],
    ['a static function that was a method', replacing('read: func', 'read: static func')],
    ['an interface that is gone', (text) => text.replace(INTERFACE, '').replace('  import a;\n', '')],
    ['an interface that guests import no more', replacing('  import a;\n', '')],
    ['a further function that guests must export', replacing('  turn:', '  stop: func();\n  turn:')],
    [
      'a further interface that guests must export',
      (text) => text.replace('world everything {', 'interface c {\n  f: func();\n}\nworld everything {\n  export c;'),
    ],
    ['another package', replacing('package a:b', 'package a:c')],
  ])('%s breaks', (_, change) => {
    expect(compare(initial(), changed(change))[0]?.effect).toBe('breaking');
    expect(versionProblem(initial(), changed(change, '0.1.9'))).toMatch(/at least 0\.2\.0/);
    expect(versionProblem(initial(), changed(change, '0.2.0'))).toBeUndefined();
    expect(versionProblem(initial('1.2.3'), changed(change, '1.9.0'))).toMatch(/at least 2\.0\.0/);
    expect(versionProblem(initial('1.2.3'), changed(change, '2.0.0'))).toBeUndefined();
  });

  test('a version does not go back, and is three numbers', () => {
    expect(versionProblem(initial('0.2.0'), initial('0.1.9'))).toMatch(/went back/);
    expect(versionProblem(initial('0.1.0'), initial('0.3.0'))).toBeUndefined();
    expect(() => parseVersion('1.0')).toThrow(SyntaxError);
  });
});
