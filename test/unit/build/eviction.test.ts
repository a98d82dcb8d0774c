import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { cacheLimit, keepWithinLimit } from '../../../src/build/eviction.ts';
import { readContent, readSealed, writeContent, writeSealed } from '../../../src/build/store.ts';
import { scratchFolder } from '../../e2e/support/sandbox.ts';

const scratch = scratchFolder();
let count = 0;
const newCache = () => join(scratch, String(++count));

/** A file of so many bytes that was last used so many minutes ago. */
function put(cache: string, name: string, bytes: number, minutes: number): void {
  const path = join(cache, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.alloc(bytes));
  const used = Date.now() / 1000 - minutes * 60;
  utimesSync(path, used, used);
}

const names = (cache: string, folder: string) => readdirSync(join(cache, folder)).sort();

test('what was used least recently goes first, down to nine tenths of the bound', async () => {
  const cache = newCache();
  put(cache, 'components/a', 400, 5);
  put(cache, 'components/b', 300, 90);
  put(cache, 'builds/c', 300, 60);
  put(cache, 'compiled/v1/d', 100, 30);
  put(cache, 'key', 5000, 1000);
  await keepWithinLimit(cache, 0, 1000);
  expect(names(cache, 'components')).toEqual(['a']);
  expect(names(cache, 'builds')).toEqual(['c']);
  expect(names(cache, 'compiled/v1')).toEqual(['d']);
  expect(existsSync(join(cache, 'key'))).toBe(true);
});

test('below the bound everything stays', async () => {
  const cache = newCache();
  put(cache, 'components/a', 1000, 1_000_000);
  await keepWithinLimit(cache, 0, 1000);
  expect(names(cache, 'components')).toEqual(['a']);
});

test('a folder of an older form goes as a whole, by the last use of anything in it', async () => {
  const cache = newCache();
  put(cache, 'artifacts/1-old/glue.mjs', 600, 50);
  put(cache, 'artifacts/1-old/manifest.json', 10, 1);
  put(cache, 'artifacts/new.json', 600, 20);
  await keepWithinLimit(cache, 0, 1000);
  expect(names(cache, 'artifacts')).toEqual(['1-old']);
});

test('what killed writers left is taken away, what is being written is not', async () => {
  const cache = newCache();
  put(cache, 'components/a.wasm.4711-0123456789ab', 100, 60);
  put(cache, 'components/b.wasm.4712-0123456789ab', 100, 0);
  await keepWithinLimit(cache, 0, 10);
  expect(names(cache, 'components')).toEqual(['b.wasm.4712-0123456789ab']);
});

test('reading marks as used', async () => {
  const cache = newCache();
  const [a, b] = [Buffer.alloc(500, 'a'), Buffer.alloc(500, 'b')];
  await writeContent(cache, 'modules', a);
  await writeContent(cache, 'modules', b);
  const files = readdirSync(join(cache, 'modules'));
  for (const name of files) put(cache, `other/${name}`, 1, 1);
  for (const name of files) utimesSync(join(cache, 'modules', name), 1, 1);
  const { sha256 } = await import('../../../src/build/files.ts');
  expect(await readContent(cache, 'modules', sha256(a))).toEqual(a);
  await keepWithinLimit(cache, 2 ** 30, 900);
  expect(names(cache, 'modules')).toEqual([`${sha256(a)}.wasm`]);
});

test('many writers at once stay within the bound', async () => {
  const cache = newCache();
  await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      await writeSealed(cache, `builds/${i}.json`, 'x'.repeat(1000));
      await keepWithinLimit(cache, 2 ** 30, 10_000);
    }),
  );
  const left = names(cache, 'builds');
  expect(left.length).toBeGreaterThan(0);
  expect(left.length * 1065).toBeLessThanOrEqual(10_000);
  for (const name of left) expect(await readSealed(cache, `builds/${name}`)).toBe('x'.repeat(1000));
});

test.each([
  [undefined, 2 * 1024 ** 3],
  ['', 2 * 1024 ** 3],
  ['1000', 1000],
  ['0', 0],
])('WASI_NODE_CACHE_BYTES=%s is %d', (text, limit) => {
  expect(cacheLimit(text ?? '')).toBe(limit);
});

test.each(['1 GB', '-1', '1.5', 'Infinity'])('WASI_NODE_CACHE_BYTES=%s is refused', (text) => {
  expect(() => cacheLimit(text)).toThrow(/whole number of bytes/);
});
