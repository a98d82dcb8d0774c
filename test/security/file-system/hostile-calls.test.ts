/** Arguments and handles that no shim passes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { Folder } from '../capability/fixture.ts';
import { fileSystemOf, outcome } from './fixture.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
let host: ReturnType<typeof fileSystemOf>;

beforeEach(() => {
  writeFileSync(folder.at('file'), 'content');
  host = fileSystemOf({ allowedPaths: [folder.path] }, { cwd: folder.path });
});
afterEach(() => host.files.dispose());

test('handles that the host never gave are not open', async () => {
  const { Descriptor, Directory, Watcher } = host.fs;
  const forged = Object.create(Descriptor.prototype) as InstanceType<typeof Descriptor>;
  const calls = [
    () => forged.read(1, undefined),
    () => forged.write(new Uint8Array(1), undefined),
    () => forged.stat(),
    () => forged.setSize(1n),
    () => forged.setMode(0),
    () => forged.setOwner(0, 0),
    () => forged.setTimes(0, 0),
    () => forged.sync(),
    () => forged.syncData(),
    () => (Object.create(Directory.prototype) as InstanceType<typeof Directory>).read(1),
  ];
  for (const call of calls) expect(await outcome(call)).toBe('EBADF');
  const watcher = Object.create(Watcher.prototype) as InstanceType<typeof Watcher>;
  expect(await outcome(() => watcher.take())).toBe('EBADF');
  expect(watcher.subscribe().ready()).toBe(false);
  for (const handle of [forged, watcher]) handle[Symbol.dispose]();
});

test('numbers beyond all files are Node’s errors', async () => {
  const file = await host.fs.open(folder.at('file'), 2, 0);
  const most = 2n ** 64n - 1n;
  expect(file.read(10, most).length).toBe(0);
  expect(await outcome(() => file.write(new Uint8Array(1), most))).toBe('EFBIG');
  expect(await outcome(() => file.setSize(most))).toBe('EFBIG');
  expect(file.read(0, 0n).length).toBe(0);
  expect(await outcome(() => file.setTimes(Number.POSITIVE_INFINITY, 0))).toBe('invalid-argument');
  expect(await outcome(() => file.setTimes(Number.NaN, Number.NaN))).toBe('invalid-argument');
  expect(readFileSync(folder.at('file'), 'utf8')).toBe('content');
});

test('paths that are no paths are errors, not crashes', async () => {
  const { fs } = host;
  for (const path of [
    '',
    '\0',
    'a\0b',
    '/'.repeat(70_000),
    '\ud800',
    '../'.repeat(10_000),
    `${folder.path}/${'x'.repeat(300)}`,
  ]) {
    for (const call of [
      () => fs.stat(path, true),
      () => fs.open(path, 0, 0),
      () => fs.readDirectory(path),
      () => fs.rename(path, path),
    ]) {
      expect(await outcome(call)).not.toBe('none');
    }
  }
});

test('closing twice gives back one place', async () => {
  const { fs, files } = fileSystemOf(
    { allowedPaths: [folder.path] },
    { cwd: folder.path, grant: { limits: { openFiles: 1 } } },
  );
  const first = await fs.open(folder.at('file'), 0, 0);
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  await fs.open(folder.at('file'), 0, 0);
  expect(await outcome(() => fs.open(folder.at('file'), 0, 0))).toBe('exceeded');
  files.dispose();
});

test('a failed call holds no place', async () => {
  const { fs, files } = fileSystemOf(
    { allowedPaths: [folder.path] },
    { cwd: folder.path, grant: { limits: { openFiles: 1, watchers: 1 } } },
  );
  for (let i = 0; i < 3; i++) {
    expect(await outcome(() => fs.open(folder.at('none'), 0, 0))).toBe('ENOENT');
    expect(await outcome(() => fs.open('/etc/passwd', 0, 0))).toBe('denied');
    expect(await outcome(() => fs.readDirectory(folder.at('file')))).toBe('ENOTDIR');
    expect(await outcome(() => fs.watch(folder.at('none'), false))).toBe('ENOENT');
    await fs.readFile(folder.at('file'), 0);
    await fs.readDirectory(folder.path);
  }
  files.dispose();
});

test('more events than the guest takes are dropped', async () => {
  const { fs } = host;
  const watcher = await fs.watch(folder.path, false);
  for (let i = 0; i < 3000; i++) writeFileSync(folder.at('noise'), String(i));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const events = watcher.take();
  expect(events.length).toBeGreaterThan(0);
  expect(events.length).toBeLessThanOrEqual(4096);
});
