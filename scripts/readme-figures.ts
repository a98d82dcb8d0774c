/** Brings the figures of README's table of peers up to date; with `--check` only says whether they are, by its exit code. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const FILE = join(ROOT, 'README.md');
const MODULES = ['child-process', 'fs', 'stream', 'net', 'http', 'crypto'];

interface Figure {
  passed: number;
  of: number;
  unit: 'files' | 'subtests' | 'percent';
}

const peers = JSON.parse(readFileSync(join(ROOT, 'test/conformance/peers.json'), 'utf8')) as Record<
  string,
  { modules: Record<string, Figure | undefined> }
>;
const report = readFileSync(join(ROOT, 'docs/conformance.md'), 'utf8');

/** Ours, of the tests that apply: docs/conformance.md says what that means. */
function ours(module: string): string {
  const [, passed, of] = new RegExp(`^\\| ${module} +\\| +(\\d+) +\\| +(\\d+) +\\|`, 'm').exec(report) ?? [];
  if (passed === undefined) throw new Error(`docs/conformance.md has no row for ${module}`);
  return `${passed} of ${of} files`;
}

function theirs(peer: string, module: string): string {
  const figure = peers[peer]?.modules[module];
  if (figure === undefined) return 'no figure';
  return figure.unit === 'percent' ? `${figure.passed} %` : `${figure.passed} of ${figure.of} ${figure.unit}`;
}

const rows = MODULES.map((module) => {
  const cells = [ours(module), theirs('secure-exec', module), theirs('wasm-rquickjs', module), 'all', 'all'];
  return `| [Node’s own tests](docs/conformance.md): ${module} | ${cells.join(' | ')} |`;
});
const page = readFileSync(FILE, 'utf8');
const updated = page.replace(/(?:^\| \[Node’s own tests\].*\n)+/m, `${rows.join('\n')}\n`);
if (!process.argv.includes('--check')) writeFileSync(FILE, updated);
else if (updated !== page) {
  console.error('README.md is stale: run node scripts/readme-figures.ts');
  process.exitCode = 1;
}
