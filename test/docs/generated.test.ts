/** Pages that are generated say what the code says today. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test.each(['api-docs', 'readme-figures'])('scripts/%s.ts', (name) => {
  const script = join(import.meta.dirname, `../../scripts/${name}.ts`);
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('the change in Zora is under 20 lines, and as many as docs/zora.md says', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/zora.md'), 'utf8');
  const [, said = ''] = /^(\d+) lines in `orchestrator.ts`/m.exec(page) ?? [];
  const [first = '', second = ''] = [...page.matchAll(/^```diff\n(.*?)^```/gms)].map(([, text = '']) => text);
  const added = (diff: string): number => diff.split('\n').filter((line) => line.startsWith('+')).length;
  expect(added(first)).toBe(Number(said));
  expect(added(first) + added(second)).toBeLessThan(20);
});
