/** Copies that would never end: the process has four threads for all of its files. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { Folder } from '../capability/fixture.ts';
import { fileSystemOf, outcome } from './fixture.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());

test('a pipe that nobody empties is no destination of a copy', async () => {
  execFileSync('mkfifo', [folder.at('pipe')]);
  writeFileSync(folder.at('large'), Buffer.alloc(1024 * 1024));
  const { fs, files } = fileSystemOf({ allowedPaths: [folder.path] }, { cwd: folder.path });
  const pipe = await fs.open('pipe', 2, 0);
  expect(await outcome(() => fs.copyFile('large', 'pipe', 0))).toBe('EINVAL');
  expect(await outcome(() => fs.copyFile('pipe', 'copy', 0))).toBe('EINVAL');
  expect(await outcome(() => fs.copyFile('large', 'copy', 0))).toBe('none');
  pipe[Symbol.dispose]();
  files.dispose();
});
