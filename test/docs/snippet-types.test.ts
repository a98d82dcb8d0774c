/** The TypeScript of the pages is right for the compiler, too. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pages, ROOT, snippetsOf } from './snippets/extract.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'wasi-node-types-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `snippets/preload.ts` gives to every snippet. */
const NAMES = `
import type { TokenInput } from 'wasi-node';
declare global {
  const token: TokenInput;
  const ask: (permission: string, resource: string) => boolean;
  const log: (value: unknown) => void;
}`;

test('every ts snippet is typed', () => {
  const snippets = pages()
    .flatMap(snippetsOf)
    .filter(({ language, notRun }) => language === 'ts' && notRun === undefined);
  expect(snippets.length).toBeGreaterThan(5);
  for (const { page, line, code } of snippets) {
    // A snippet is a module of its own, whatever is in it.
    writeFileSync(join(folder, `${page.replaceAll('/', '-')}-${line}.mts`), `${code}\nexport {};\n`);
  }
  writeFileSync(join(folder, 'names.d.mts'), NAMES);
  const paths = {
    'wasi-node': [join(ROOT, 'src/index.ts')],
    'wasi-node/zora': [join(ROOT, 'src/zora/index.ts')],
    'wasi-node/host-bridge': [join(ROOT, 'host-bridge/index.ts')],
  };
  const compilerOptions = { noEmit: true, paths, types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] };
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions,
    include: ['*.mts', join(ROOT, 'src/**/*.d.ts')],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { status, stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
