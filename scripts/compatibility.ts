/** Writes `docs/compatibility.md`; with `--check` only says whether it is up to date, by its exit code. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toMarkdown } from '../src/check/markdown.ts';
import { compatibilityTable } from '../src/check/table.ts';

const FILE = join(import.meta.dirname, '..', 'docs', 'compatibility.md');
const page = toMarkdown(await compatibilityTable());
if (!process.argv.includes('--check')) writeFileSync(FILE, page);
else if (readFileSync(FILE, 'utf8') !== page) {
  console.error('docs/compatibility.md is stale: run node scripts/compatibility.ts');
  process.exitCode = 1;
}
