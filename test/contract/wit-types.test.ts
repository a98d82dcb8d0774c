import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generate } from '../../scripts/wit-types.ts';

test('the types of wit/ are what the WIT says today (npm run wit)', async () => {
  const files = await generate();
  expect(files.length).toBeGreaterThan(10);
  for (const { path, text } of files)
    expect(readFileSync(join(import.meta.dirname, '../..', path), 'utf8'), path).toBe(text);
});
