/** Ways out of the allowed paths that a guest may try with the calls it has. */
import {
  existsSync,
  lstatSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { Folder } from '../capability/fixture.ts';
import { fileSystemOf, outcome } from './fixture.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
const O_WRONLY_CREAT = 0o101;

let fs: ReturnType<typeof fileSystemOf>['fs'];
let files: ReturnType<typeof fileSystemOf>['files'];

beforeEach(() => {
  files?.dispose();
  for (const name of ['work', 'outside']) rmSync(folder.at(name), { recursive: true, force: true });
  folder.file('work/file', 'inside');
  folder.file('work/secret/key', 'secret');
  folder.file('work/sub/file', 'below');
  folder.file('outside/file', 'outside');
  folder.link('work/out', '../outside');
  folder.link('work/out-file', '../outside/file');
  ({ fs, files } = fileSystemOf(
    { allowedPaths: [folder.at('work')], deniedPaths: [folder.at('work/secret')] },
    { cwd: folder.at('work') },
  ));
});

const work = (...parts: string[]) => folder.at('work', ...parts);

describe('links', () => {
  test('lead nowhere outside, whatever is asked of what is behind them', async () => {
    const calls = [
      () => fs.open(work('out/file'), 0, 0),
      () => fs.open(work('out-file'), 0, 0),
      () => fs.open(work('out-file'), O_WRONLY_CREAT, 0o666),
      () => fs.open(work('out/new'), O_WRONLY_CREAT, 0o666),
      () => fs.writeFile(work('out-file'), O_WRONLY_CREAT, 0o666, new Uint8Array(1)),
      () => fs.readFile(work('out-file'), 0),
      () => fs.stat(work('out-file'), true),
      () => fs.stat(work('out/file'), false),
      () => fs.readDirectory(work('out')),
      () => fs.openDirectory(work('out/')),
      () => fs.realPath(work('out')),
      () => fs.setMode(work('out-file'), 0o777),
      () => fs.setTimes(work('out-file'), 0, 0, true),
      () => fs.setOwner(work('out-file'), 1, 1, true),
      () => fs.unlink(work('out/file')),
      () => fs.rename(work('out/file'), work('stolen')),
      () => fs.rename(work('file'), work('out/planted')),
      () => fs.copyFile(work('out-file'), work('stolen'), 0),
      () => fs.copyFile(work('file'), work('out-file'), 0),
      () => fs.link(work('out/file'), work('stolen')),
      () => fs.watch(work('out'), false),
      () => fs.makeDirectory(work('out/d'), 0o777),
      () => fs.makeTemporaryDirectory(work('out/d-')),
      () => fs.access(work('out-file'), 4),
    ];
    for (const call of calls) expect([await outcome(call), String(call)]).toEqual(['denied', String(call)]);
    expect(readFileSync(folder.at('outside/file'), 'utf8')).toBe('outside');
  });

  test('themselves may be looked at, renamed and removed', async () => {
    expect(await fs.readLink(work('out'))).toBe('../outside');
    expect(await outcome(() => fs.removeDirectory(work('out/')))).toBe('ENOTDIR');
    await fs.rename(work('out'), work('elsewhere'));
    await fs.unlink(work('elsewhere'));
    expect(existsSync(folder.at('outside/file'))).toBe(true);
  });

  test('that would lead outside are not made', async () => {
    const targets = [
      '../outside/file',
      folder.at('outside'),
      '/etc/passwd',
      'secret/key',
      './sub/../../outside',
      '/proc/self/environ',
    ];
    for (const target of targets) {
      expect([target, await outcome(() => fs.symbolicLink(target, work('new')))]).toEqual([target, 'denied']);
    }
    // Relative to where the link is, not to the working directory.
    expect(await outcome(() => fs.symbolicLink('../../outside', work('sub/new')))).toBe('denied');
    expect(await outcome(() => fs.symbolicLink('../file', work('sub/new')))).toBe('none');
    expect(lstatSync(work('new'), { throwIfNoEntry: false })).toBeUndefined();
  });

  test('that go round may be made, and lead nowhere', async () => {
    await fs.symbolicLink('loop', work('loop'));
    expect(await outcome(() => fs.open(work('loop'), 0, 0))).toBe('ELOOP');
  });
});

describe('what is denied beneath', () => {
  test('is not moved with its parent', async () => {
    expect(await outcome(() => fs.rename(work(), folder.at('work2')))).toBe('denied');
    folder.file('work/tree/x', '');
    const { fs: inner, files: owner } = fileSystemOf(
      { allowedPaths: [folder.at('work')], deniedPaths: [work('tree/x')] },
      { cwd: work() },
    );
    expect(await outcome(() => inner.rename(work('tree'), work('moved')))).toBe('denied');
    expect(await outcome(() => inner.rename(work('sub'), work('tree')))).toBe('denied');
    owner.dispose();
  });

  test('is not watched with its parent', async () => {
    expect(await outcome(() => fs.watch(work(), true))).toBe('denied');
    expect(await outcome(() => fs.watch(work('sub'), true))).toBe('none');
  });

  test('is seen in a listing by its name alone', async () => {
    const { entries } = await fs.readDirectory(work());
    expect(entries.map(({ name }) => name)).toContain('secret');
    expect(await outcome(() => fs.stat(work('secret/key'), true))).toBe('denied');
  });
});

describe('the host process', () => {
  test.each(['/proc/self/environ', '/proc/self/fd/0', `/proc/${process.pid}/mem`, '/proc/thread-self/environ'])(
    '%s is out of reach, even where everything is allowed',
    async (path) => {
      const { fs: all, files: owner } = fileSystemOf({ allowedPaths: ['/'] });
      expect(await outcome(() => all.open(path, 0, 0))).toBe('denied');
      expect(await outcome(() => all.readLink(path))).toBe('denied');
      owner.dispose();
    },
  );

  test('shows no name of its handles in an error', async () => {
    for (const call of [
      () => fs.stat(work('file/x'), true),
      () => fs.makeDirectory(work('file'), 0o777),
      () => fs.removeDirectory(work('file')),
    ]) {
      const error = await Promise.try<unknown, []>(call).catch((thrown: unknown) => thrown);
      expect(JSON.stringify((error as { payload: unknown }).payload)).not.toContain('/proc/');
    }
  });
});

describe('programs that run as their owner', () => {
  test('are neither made nor copied', async () => {
    const program = work('program');
    writeFileSync(program, '');
    expect(await outcome(() => fs.setMode(program, 0o4755))).toBe('EPERM');
    const file = await fs.open(program, 2, 0);
    expect(await outcome(() => file.setMode(0o2755))).toBe('EPERM');
    expect(await outcome(() => fs.makeDirectory(work('d'), 0o4755))).toBe('EPERM');
    const { chmodSync } = await import('node:fs');
    chmodSync(program, 0o4755);
    expect(await outcome(() => fs.copyFile(program, work('copy'), 0))).toBe('EPERM');
    expect(existsSync(work('copy'))).toBe(false);
  });
});

test('a watch stays with what was checked when its name is turned elsewhere', async () => {
  const watcher = await fs.watch(work('sub'), true);
  renameSync(work('sub'), work('old'));
  symlinkSync(folder.at('outside'), work('sub'));
  writeFileSync(folder.at('outside/seen'), '');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(watcher.take().map(({ name }) => name)).not.toContain('seen');
  // A directory that comes later, and is a link to the outside.
  symlinkSync(folder.at('outside'), join(realpathSync(work('old')), 'inner'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  writeFileSync(folder.at('outside/seen-too'), '');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(watcher.take().map(({ name }) => name)).not.toContain('inner/seen-too');
});

test('a directory stays the one that was checked while it is read', async () => {
  const directory = await fs.openDirectory(work('sub'));
  renameSync(work('sub'), work('old'));
  symlinkSync(folder.at('outside'), work('sub'));
  expect(directory.read(10).map(({ name }) => name)).toEqual(['file']);
  expect(await outcome(() => fs.openDirectory(work('sub')))).toBe('denied');
});
