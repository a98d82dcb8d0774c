/** The contract's files here cover every interface that guests import: each is run in a file of its own, so that they run at once. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPackage } from '../../contract/index.ts';

test('every interface that guests import has a test file', () => {
  const { imports, interfaces } = readPackage();
  const withFunctions = imports.filter((name) => (interfaces.get(name)?.functions.length ?? 0) > 0);
  expect(withFunctions.length).toBeGreaterThan(15);
  // `stdio` is checked with `io`.
  const missing = withFunctions.filter((name) => !existsSync(join(import.meta.dirname, `${name}.test.ts`)));
  expect(missing).toEqual(['stdio']);
});
