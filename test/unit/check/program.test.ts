/** `wasi-node check <entry>`: what is found in a program's text. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entriesOf } from '../../../src/check/program/entries.ts';
import { checkProgram, type ProgramReport } from '../../../src/check/program/report.ts';
import { shellWords } from '../../../src/check/program/shell-words.ts';
import { type CompatibilityTable, compatibilityTable } from '../../../src/check/table.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const ROOT = join(import.meta.dirname, '../../..');
let table: CompatibilityTable;
beforeAll(async () => {
  table = await compatibilityTable();
});
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'wasi-node-check-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const values = (list: { value: string }[]): string[] => list.map(({ value }) => value);
const uses = ({ builtins }: ProgramReport): string[] =>
  builtins.flatMap((builtin) => builtin.uses.map(({ name }) => name));

/** The report on a program of one module. */
async function check(name: string, code: string): Promise<ProgramReport> {
  const file = join(scratch, name);
  writeFileSync(file, code);
  return checkProgram(file, table);
}

describe('a tool that names all that it needs', () => {
  let report: ProgramReport;
  beforeAll(async () => {
    report = await checkProgram(join(FIXTURES, 'literal-tool.ts'), table);
  });

  test('commands, those of shell lines too', () => {
    expect(values(report.commands)).toEqual(['git', 'grep', 'head', 'jq', 'sort', 'tar', 'uniq']);
  });
  test('hosts', () => {
    expect(values(report.hosts)).toEqual([
      'http://localhost:8080/',
      'https://api.example.com/',
      'mail.example.com:25',
      'redis.internal:6379',
      'stream.example.com:443',
    ]);
  });
  test('paths: as far as they are known', () => {
    expect(values(report.paths)).toEqual(
      [
        '/srv/',
        '/srv/in.txt',
        '/srv/old',
        '/srv/out.txt',
        `${homedir()}/.cache/tool/`,
        join(FIXTURES, 'data/a.json'),
      ].sort(),
    );
  });
  test('variables, and what it listens on', () => {
    expect(values(report.variables)).toEqual(['CI', 'LANG', 'TOKEN']);
    expect(values(report.listen)).toEqual(['127.0.0.1:8081']);
  });
  test('what is decided when it runs', () => {
    expect(values(report.open)).toEqual([
      'child_process.execSync: a line for the shell that is not literal',
      'child_process.spawn: a command that is not literal',
      'fetch: a host that is not literal',
      'fs.readFileSync: a path that is not literal',
      'process.env as a whole',
    ]);
  });
  test('builtins and globals; types are no use, a hidden name is no builtin, what is asked for by typeof is no need', () => {
    expect(uses(report)).toEqual(
      expect.arrayContaining([
        'child_process.spawn',
        'child_process.execFile',
        'fs.promises.readFile',
        'fs.promises.rename',
      ]),
    );
    expect(report.builtins.map(({ module }) => module)).not.toContain('worker_threads');
    expect(report.globals.map(({ name }) => name)).toEqual(['URL', 'fetch']);
    expect(report.verdict).toBe('ready');
  });
  test('places are files and lines', () => {
    const file = join(FIXTURES, 'literal-tool.ts');
    const line =
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes("spawn('git'")) + 1;
    expect(report.commands[0]?.places).toEqual([{ file, line, package: undefined }]);
  });
  test('the suggestion has each of them once, and no path beneath another', () => {
    expect(report.suggestion.token).toMatchObject({
      allowedCommands: ['git', 'grep', 'head', 'jq', 'sort', 'tar', 'uniq'],
      allowedPaths: ['/srv', `${homedir()}/.cache/tool`, join(FIXTURES, 'data/a.json')].sort(),
    });
    expect(report.suggestion.grant).toEqual({
      network: { allow: values(report.hosts), listen: ['127.0.0.1:8081'] },
      env: ['CI', 'LANG', 'TOKEN'],
    });
  });
});

test('what is not there, with its error, and what keeps it from being built', async () => {
  const report = await checkProgram(join(FIXTURES, 'blocked-tool.cjs'), table);
  const lacking = report.builtins.flatMap((builtin) => builtin.uses).filter(({ state }) => state !== 'provided');
  expect(lacking).toMatchObject([
    { name: 'http2.connect', state: 'refused', error: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' },
  ]);
  expect(report.problems).toMatchObject([
    { message: expect.stringMatching(/imports not-installed, which is not there$/) },
  ]);
  expect(report.verdict).toBe('blocked');
});

test.each([
  ['re-exports', 'export { readFile as r } from "fs"; export * from "node:path";', ['fs.readFile']],
  ['a dynamic import', 'const { readFile } = await import("node:fs/promises"); readFile;', ['fs/promises.readFile']],
  ['a late assignment', 'let os; os = require("os"); os.cpus();', ['os.cpus']],
  [
    'createRequire',
    'import { createRequire } from "node:module"; const r = createRequire(import.meta.url); r("zlib").gzipSync;',
    ['module.createRequire', 'zlib.gzipSync'],
  ],
  ['getBuiltinModule', 'process.getBuiltinModule("dns").lookup;', ['process.getBuiltinModule', 'dns.lookup']],
  ['the default export', 'import * as fs from "fs"; fs.default.statSync;', ['fs.statSync']],
  ['a computed name', 'import fs from "fs"; fs["lstatSync"];', ['fs.lstatSync']],
  ['a name of another scope', 'import fs from "fs"; { const fs = { readFile: 1 }; fs.readFile; }', []],
  ['an alias', 'const c = require("crypto"); const d = c; d.createHash;', ['crypto.createHash']],
])('finds uses through %s', async (name, code, expected) => {
  const report = await check(`${name.replaceAll(' ', '-')}.js`, code);
  expect(uses(report).sort()).toEqual(expected.sort());
});

test('a file that does not parse is a problem, not a crash', async () => {
  const report = await check('broken.js', 'const = 1;');
  expect(report.verdict).toBe('blocked');
  expect(report.problems).not.toEqual([]);
});

test('what only scripts have is refused in a tool', async () => {
  const code = 'import { Worker } from "node:worker_threads"; new Worker("./w.js");';
  const stateOf = ({ builtins }: ProgramReport) => builtins[0]?.uses[0]?.state;
  expect(stateOf(await check('script.js', code))).toBe('provided');
  expect(stateOf(await check('tool.js', `${code} export const run = () => 1;`))).toBe('refused');
});

test('a component is no program that could be read', async () => {
  const report = await check('tool.wasm', '');
  expect(report.problems).toMatchObject([{ message: expect.stringContaining('wasi-node inspect') }]);
});

test('a global that is missing blocks, unless the module asks whether it is there', async () => {
  const report = await check('shared.js', 'Atomics.notify(new Int32Array(1), 0);');
  expect(report.globals).toMatchObject([{ name: 'Atomics', state: 'missing' }]);
  expect(report.verdict).toBe('blocked');
});

test.each(['execa', 'undici', 'express', 'simple-git'])('the package %s', async (name) => {
  const [file] = entriesOf(name, ROOT) ?? [];
  const report = await checkProgram(file ?? '', table);
  expect(report.packages).toContain(name);
  expect(report.builtins.length).toBeGreaterThan(3);
  expect(report.problems.filter((problem) => problem.package === undefined)).toEqual([]);
  expect(report.verdict).not.toBe('blocked');
});

describe('entries', () => {
  test('a folder is its programs', () => {
    const folder = join(scratch, 'tools');
    mkdirSync(join(folder, 'inner/node_modules'), { recursive: true });
    for (const name of ['a.ts', 'a.test.ts', 'types.d.ts', 'readme.md', 'inner/b.mjs', 'inner/node_modules/c.js']) {
      writeFileSync(join(folder, name), '');
    }
    expect(entriesOf('tools', scratch)).toEqual([join(folder, 'a.ts'), join(folder, 'inner/b.mjs')]);
  });
  test('what is not there is none', () => {
    expect(entriesOf('no-such-thing', scratch)).toBeUndefined();
  });
});

test.each([
  [['git log | sort'], ['git', 'sort'], false],
  [['for f in *; do command grep x "$f"; done; cd /x'], ['grep'], false],
  [['git commit -m "', '"'], ['git'], false],
  [['', ' --version'], [], true],
  [['$(which x) a'], ['which'], true],
])('the line %j has the commands %j', (parts, commands, open) => {
  expect(shellWords(parts)).toMatchObject({ commands, open });
});
