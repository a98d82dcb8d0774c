/** Writes `docs/api.md` from the doc comments of what the package exports; with `--check` only says whether it is up to date, by its exit code. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExports } from './api-docs/exports.ts';
import { toMarkdown } from './api-docs/markdown.ts';

const ROOT = join(import.meta.dirname, '..');
const FILE = join(ROOT, 'docs', 'api.md');

/** The package's entries, by what one imports. */
const ENTRIES: readonly [specifier: string, file: string][] = [
  ['wasi-node', 'src/index.ts'],
  ['wasi-node/zora', 'src/zora/index.ts'],
  ['wasi-node/host-bridge', 'host-bridge/index.ts'],
  ['wasi-node/contract', 'contract/index.ts'],
];

const page = toMarkdown(ENTRIES.map(([specifier, file]) => ({ specifier, ...readExports(join(ROOT, file)) })));
if (!process.argv.includes('--check')) writeFileSync(FILE, page);
else if (readFileSync(FILE, 'utf8') !== page) {
  console.error('docs/api.md is stale: run node scripts/api-docs.ts');
  process.exitCode = 1;
}
