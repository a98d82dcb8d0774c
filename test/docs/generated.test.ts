/** Pages that are generated say what the code says today. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test.each(['api-docs', 'readme-figures'])('scripts/%s.ts', (name) => {
  const script = join(import.meta.dirname, `../../scripts/${name}.ts`);
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
