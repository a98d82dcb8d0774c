import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type * as FileSystem from '../../host-bridge/wit/zora-node-file-system.d.ts';
import { asGuest, drop, errorOf, type Instance, type OpenInstance, type Rights } from '../host.ts';
import type { Registrar } from '../registrar.ts';

const O_RDONLY = 0;
const O_WRONLY = 1;
const O_RDWR = 2;
const O_CREAT = 0o100;
const O_EXCL = 0o200;
const O_TRUNC = 0o1000;
const O_APPEND = 0o2000;
const O_DIRECTORY = 0o200000;
const O_NOFOLLOW = 0o400000;
const O_PATH = 0o10000000;

/** The contract of `zora:node/file-system`. */
export function fileSystemContract(
  openInstance: OpenInstance,
  { afterEach, beforeEach, describe, test }: Registrar,
): void {
  describe('zora:node/file-system', () => {
    let folder: string;
    let instance: Instance | undefined;
    const at = (...parts: string[]) => join(folder, ...parts);

    const start = async (rights: Rights = {}): Promise<typeof FileSystem> => {
      instance = await openInstance({ allowedPaths: [folder], cwd: folder, ...rights });
      return instance.imports['zora:node/file-system'];
    };
    const system = (code: string) => ({ tag: 'system', val: expect.objectContaining({ code }) });
    const denied = (permission: string, resource: string) => ({ tag: 'denied', val: { permission, resource } });

    beforeEach(() => {
      folder = realpathSync(mkdtempSync(join(tmpdir(), 'contract-fs-')));
    });
    afterEach(async () => {
      await instance?.dispose();
      instance = undefined;
      rmSync(folder, { recursive: true, force: true });
    });

    describe('descriptors', () => {
      test('read and write at the position and at the own one', async () => {
        const fs = await start();
        const file = await fs.open(at('a'), O_RDWR | O_CREAT, 0o600);
        expect(file.write(Buffer.from('hello world'), undefined)).toBe(11);
        expect(file.write(Buffer.from('J'), 0n)).toBe(1);
        expect(Buffer.from(file.read(5, 6n)).toString()).toBe('world');
        // The own position is where the first write left it.
        expect(file.read(5, undefined).length).toBe(0);
        expect((await file.stat()).size).toBe(11n);
        drop(file);
        expect(readFileSync(at('a'), 'utf8')).toBe('Jello world');
        expect(statSync(at('a')).mode & 0o777).toBe(0o600);
      });

      test('cap what one call moves', async () => {
        const fs = await start();
        const file = await fs.open(at('big'), O_RDWR | O_CREAT, 0o666);
        expect(file.write(new Uint8Array(3 * 1024 * 1024), undefined)).toBe(1024 * 1024);
        expect(file.read(2 ** 32 - 1, 0n).length).toBe(1024 * 1024);
      });

      test('set sizes, permissions and times, and wait for the disk', async () => {
        const fs = await start();
        const file = await fs.open(at('a'), O_RDWR | O_CREAT, 0o666);
        file.setSize(10n);
        file.setMode(0o640);
        file.setOwner(0xffffffff, 0xffffffff);
        file.setTimes(1.5, 1_000_000_000.25);
        await file.sync();
        await file.syncData();
        const stat = await file.stat();
        expect(stat.size).toBe(10n);
        expect(stat.mode & 0o777).toBe(0o640);
        expect(stat.accessed).toEqual({ seconds: 1n, nanoseconds: 500_000_000 });
        expect(stat.modified).toEqual({ seconds: 1_000_000_000n, nanoseconds: 250_000_000 });
        file.setTimes(-1.5, 0);
        expect((await file.stat()).accessed).toEqual({ seconds: -2n, nanoseconds: 500_000_000 });
      });

      test('are closed for good when they are dropped', async () => {
        const fs = await start();
        const file = await fs.open(at('a'), O_WRONLY | O_CREAT, 0o666);
        drop(file);
        drop(file);
        for (const call of [
          () => file.read(1, undefined),
          () => file.write(new Uint8Array(1), undefined),
          () => file.stat(),
        ]) {
          expect(await errorOf(call)).toEqual(system('EBADF'));
        }
        expect(await errorOf(() => file.sync())).toEqual(system('EBADF'));
      });

      test('keep to the flags of open(2)', async () => {
        const fs = await start();
        writeFileSync(at('a'), 'one');
        symlinkSync('a', at('link'));
        expect(await errorOf(() => fs.open(at('a'), O_WRONLY | O_CREAT | O_EXCL, 0o666))).toEqual(system('EEXIST'));
        expect(await errorOf(() => fs.open(at('none'), O_RDONLY, 0))).toEqual(system('ENOENT'));
        expect(await errorOf(() => fs.open(at('link'), O_RDONLY | O_NOFOLLOW, 0))).toEqual(system('ELOOP'));
        expect(await errorOf(() => fs.open(at('a'), O_RDONLY | O_DIRECTORY, 0))).toEqual(system('ENOTDIR'));
        expect(await errorOf(() => fs.open(folder, O_WRONLY, 0))).toEqual(system('EISDIR'));
        const appended = await fs.open(at('a'), O_WRONLY | O_APPEND, 0);
        appended.write(Buffer.from('two'), 0n);
        expect(readFileSync(at('a'), 'utf8')).toBe('onetwo');
        drop(await fs.open(at('a'), O_WRONLY | O_TRUNC, 0));
        expect(readFileSync(at('a'), 'utf8')).toBe('');
      });

      test('refuse flags that no program needs here, and modes that run as the owner', async () => {
        const fs = await start();
        expect(await errorOf(() => fs.open(folder, O_PATH, 0))).toEqual(system('EINVAL'));
        expect(await errorOf(() => fs.open(at('a'), 3, 0))).toEqual(system('EINVAL'));
        expect(await errorOf(() => fs.open(at('a'), O_WRONLY | O_CREAT, 0o4755))).toEqual(system('EPERM'));
        expect(existsSync(at('a'))).toBe(false);
      });

      test('are counted, and closed with the instance', async () => {
        const fs = await start({ limits: { openFiles: 3 } });
        const open = () => fs.open(at('a'), O_WRONLY | O_CREAT, 0o666);
        const first = await open();
        await open();
        drop(await open());
        await fs.openDirectory(folder);
        expect(await errorOf(open)).toEqual({ tag: 'exceeded', val: { name: 'openFiles', maximum: 3 } });
        expect(await errorOf(() => fs.readDirectory(folder))).toMatchObject({ tag: 'exceeded' });
        expect(await errorOf(() => fs.readFile(at('a'), O_RDONLY))).toMatchObject({ tag: 'exceeded' });
        await instance?.dispose();
        expect(await errorOf(() => first.stat())).toEqual(system('EBADF'));
      });

      test('never wait for the other end of a pipe', async () => {
        const fs = await start();
        expect(spawnSync('mkfifo', [at('pipe')]).status).toBe(0);
        expect(await errorOf(() => fs.open(at('pipe'), O_WRONLY, 0))).toEqual(system('ENXIO'));
        const reader = await fs.open(at('pipe'), O_RDONLY, 0);
        expect(await errorOf(() => reader.read(10, undefined))).toEqual(system('EAGAIN'));
        const writer = await fs.open(at('pipe'), O_WRONLY, 0);
        writer.write(Buffer.from('through'), undefined);
        expect(Buffer.from(reader.read(10, undefined)).toString()).toBe('through');
        drop(writer);
        expect(reader.read(10, undefined).length).toBe(0);
      });
    });

    describe('whole files', () => {
      test('come in one call where they are small, else as a descriptor', async () => {
        const fs = await start();
        writeFileSync(at('small'), 'text');
        writeFileSync(at('empty'), '');
        writeFileSync(at('large'), '');
        truncateSync(at('large'), 1024 * 1024 + 1);
        expect(await fs.readFile(at('small'), O_RDONLY)).toEqual({
          tag: 'whole',
          val: Uint8Array.from(Buffer.from('text')),
        });
        for (const name of ['empty', 'large']) expect((await fs.readFile(at(name), O_RDONLY)).tag).toBe('opened');
        const directory = await fs.readFile(folder, O_RDONLY);
        expect(directory.tag).toBe('opened');
        const { val } = directory as { val: FileSystem.Descriptor };
        expect(await errorOf(() => val.read(1, undefined))).toEqual(system('EISDIR'));
      });

      test('are written in one call up to 1 MiB', async () => {
        const fs = await start();
        await fs.writeFile(at('a'), O_WRONLY | O_CREAT | O_TRUNC, 0o600, Buffer.from('one'));
        await fs.writeFile(at('a'), O_WRONLY | O_CREAT | O_APPEND, 0o600, Buffer.from('two'));
        expect(readFileSync(at('a'), 'utf8')).toBe('onetwo');
        const tooMuch = new Uint8Array(1024 * 1024 + 1);
        expect(await errorOf(() => fs.writeFile(at('a'), O_WRONLY, 0, tooMuch))).toMatchObject({
          tag: 'invalid-argument',
        });
      });
    });

    describe('paths', () => {
      test('tell what they are, links themselves as well', async () => {
        const fs = await start();
        writeFileSync(at('a'), 'abc');
        symlinkSync('a', at('link'));
        const native = statSync(at('a'), { bigint: true });
        expect(await fs.stat(at('link'), true)).toMatchObject({
          inode: native.ino,
          size: 3n,
          device: native.dev,
          links: 1n,
        });
        expect(((await fs.stat(at('link'), false)).mode & 0o170000) === 0o120000).toBe(true);
        expect(await errorOf(() => fs.stat(at('none'), true))).toEqual(system('ENOENT'));
        expect(await errorOf(() => fs.stat(at('a/b'), true))).toEqual(system('ENOTDIR'));
        expect(await errorOf(() => fs.stat('', true))).toEqual(system('ENOENT'));
        expect((await fs.statVolume(folder)).blockSize).toBeGreaterThan(0n);
        expect(await fs.realPath(at('link'))).toBe(at('a'));
        expect(await fs.readLink(at('link'))).toBe('a');
        expect(await errorOf(() => fs.readLink(at('a')))).toEqual(system('EINVAL'));
        await fs.access(at('a'), 4);
        expect(await errorOf(() => fs.access(at('none'), 0))).toEqual(system('ENOENT'));
      });

      test('are made, renamed, linked and removed', async () => {
        const fs = await start();
        await fs.makeDirectory(at('d'), 0o700);
        expect(statSync(at('d')).mode & 0o777).toBe(0o700);
        expect(await errorOf(() => fs.makeDirectory(at('d'), 0o700))).toEqual(system('EEXIST'));
        expect(await errorOf(() => fs.makeDirectory(at('x/y'), 0o700))).toEqual(system('ENOENT'));
        const made = await fs.makeTemporaryDirectory(at('t-'));
        expect(made).toMatch(/\/t-[A-Za-z0-9]{6}$/);
        expect(statSync(made).mode & 0o777).toBe(0o700);
        writeFileSync(at('a'), 'abc');
        await fs.rename(at('a'), at('d/b'));
        await fs.link(at('d/b'), at('c'));
        expect(statSync(at('c')).nlink).toBe(2);
        await fs.symbolicLink('d/b', at('link'));
        expect(readlinkSync(at('link'))).toBe('d/b');
        await fs.unlink(at('link'));
        expect(await errorOf(() => fs.removeDirectory(at('d')))).toEqual(system('ENOTEMPTY'));
        await fs.unlink(at('d/b'));
        await fs.removeDirectory(at('d'));
        expect(existsSync(at('d'))).toBe(false);
        expect(readFileSync(at('c'), 'utf8')).toBe('abc');
      });

      test('name both ends in their errors', async () => {
        const fs = await start();
        const error = (await errorOf(() => fs.rename(at('none'), at('b')))) as { val: FileSystem.FileStat };
        expect(error).toEqual({
          tag: 'system',
          val: expect.objectContaining({ code: 'ENOENT', syscall: 'rename', path: at('none'), dest: at('b') }),
        });
      });

      test('have their attributes set, links their own', async () => {
        const fs = await start();
        writeFileSync(at('a'), '');
        symlinkSync('a', at('link'));
        await fs.setMode(at('link'), 0o604);
        expect(statSync(at('a')).mode & 0o777).toBe(0o604);
        await fs.setTimes(at('link'), 10, 20.5, true);
        await fs.setTimes(at('link'), 30, 40, false);
        expect(statSync(at('a')).mtimeMs).toBe(20_500);
        expect(lstatSync(at('link')).mtimeMs).toBe(40_000);
        await fs.setOwner(at('a'), 0xffffffff, 0xffffffff, true);
        await fs.setOwner(at('link'), 0xffffffff, 0xffffffff, false);
        expect(await errorOf(() => fs.setMode(at('a'), 0o2755))).toEqual(system('EPERM'));
        expect(await errorOf(() => fs.setTimes(at('a'), Number.NaN, 0, true))).toMatchObject({
          tag: 'invalid-argument',
        });
      });

      test('are copied', async () => {
        const fs = await start();
        writeFileSync(at('a'), 'abc', { mode: 0o640 });
        await fs.copyFile(at('a'), at('b'), 0);
        expect(readFileSync(at('b'), 'utf8')).toBe('abc');
        expect(statSync(at('b')).mode & 0o777).toBe(0o640);
        expect(await errorOf(() => fs.copyFile(at('a'), at('b'), 1))).toEqual(system('EEXIST'));
        expect(await errorOf(() => fs.copyFile(folder, at('c'), 0))).toEqual(system('EISDIR'));
        expect(await errorOf(() => fs.copyFile(at('a'), at('c'), 8))).toMatchObject({ tag: 'invalid-argument' });
        expect(existsSync(at('c'))).toBe(false);
      });

      test('that are too long are refused', async () => {
        const fs = await start();
        expect(await errorOf(() => fs.stat(`/${'x'.repeat(100_000)}`, true))).toEqual(system('ENAMETOOLONG'));
        expect(await errorOf(() => fs.stat(at('a\0b'), true))).toMatchObject({ tag: 'invalid-argument' });
      });
    });

    describe('directories', () => {
      test('are listed in order, with kinds', async () => {
        const fs = await start();
        mkdirSync(at('d'));
        writeFileSync(at('c'), '');
        writeFileSync(at('ä'), '');
        symlinkSync('c', at('b'));
        expect(await fs.readDirectory(folder)).toEqual({
          entries: [
            { name: 'b', kind: 'symbolic-link' },
            { name: 'c', kind: 'file' },
            { name: 'd', kind: 'directory' },
            { name: 'ä', kind: 'file' },
          ],
          rest: undefined,
        });
        expect(await errorOf(() => fs.readDirectory(at('c')))).toEqual(system('ENOTDIR'));
      });

      test('that are large come in parts', async () => {
        const fs = await start();
        for (let i = 0; i < 4100; i++) writeFileSync(at(String(i)), '');
        const { entries, rest } = await fs.readDirectory(folder);
        expect(entries.length).toBe(4096);
        const more = rest?.read(2 ** 32 - 1) ?? [];
        expect(new Set([...entries, ...more].map(({ name }) => name)).size).toBe(4100);
        expect(rest?.read(10)).toEqual([]);
      });

      test('are read entry by entry', async () => {
        const fs = await start();
        for (const name of ['a', 'b', 'c']) writeFileSync(at(name), '');
        const directory = await fs.openDirectory(folder);
        expect(directory.read(0)).toEqual([]);
        const names = [...directory.read(2), ...directory.read(2)].map(({ name }) => name);
        expect(names.sort()).toEqual(['a', 'b', 'c']);
        expect(directory.read(2)).toEqual([]);
        drop(directory);
        expect(await errorOf(() => directory.read(1))).toEqual(system('EBADF'));
      });
    });

    describe('watches', () => {
      const collect = async (watcher: FileSystem.Watcher, until: (names: (string | undefined)[]) => boolean) => {
        const names: (string | undefined)[] = [];
        await asGuest(instance as Instance, async (ready) => {
          while (!until(names)) {
            const events = watcher.take();
            if (events.length === 0) await ready(watcher.subscribe() as never);
            names.push(...events.map(({ name }) => name));
          }
        });
        return names;
      };

      test('tell what happens in a directory and to a file', async () => {
        const fs = await start();
        writeFileSync(at('file'), '');
        const directory = await fs.watch(folder, false);
        const file = await fs.watch(at('file'), false);
        setTimeout(() => writeFileSync(at('file'), 'changed'), 20);
        await collect(directory, (names) => names.includes('file'));
        // The file's own name, not that of the host's handle.
        expect(await collect(file, (names) => names.length > 0)).toContain('file');
        drop(directory);
        drop(file);
      });

      test('reach into directories that are there and that come', async () => {
        const fs = await start();
        mkdirSync(at('old'));
        const watcher = await fs.watch(folder, true);
        setTimeout(() => {
          writeFileSync(at('old/a'), '');
          mkdirSync(at('new/deep'), { recursive: true });
          writeFileSync(at('new/deep/b'), '');
        }, 20);
        await collect(watcher, (names) => ['old/a', 'new', 'new/deep/b'].every((name) => names.includes(name)));
        drop(watcher);
      });

      test('are counted', async () => {
        const fs = await start({ limits: { watchers: 1 } });
        const watcher = await fs.watch(folder, false);
        expect(await errorOf(() => fs.watch(folder, false))).toMatchObject({ tag: 'exceeded' });
        drop(watcher);
        drop(await fs.watch(folder, false));
        expect(await errorOf(() => fs.watch(at('none'), false))).toEqual(system('ENOENT'));
      });
    });

    test('many calls at once give each its own file', async () => {
      const fs = await start();
      const names = Array.from({ length: 40 }, (_, index) => `file-${index}`);
      for (const name of names) writeFileSync(at(name), name);
      const read = await Promise.all(names.map(async (name) => fs.readFile(at(name), O_RDONLY)));
      expect(read.map(({ val }) => Buffer.from(val as Uint8Array).toString())).toEqual(names);
    });

    test('two instances have each their own token', async () => {
      const other = await openInstance({ allowedPaths: [at('b')], cwd: folder });
      const theirs = other.imports['zora:node/file-system'];
      const fs = await start({ allowedPaths: [at('a')] });
      for (const name of ['a', 'b']) writeFileSync(at(name), name);
      const [own, foreign, theirOwn, theirForeign] = await Promise.allSettled([
        (async () => fs.readFile(at('a'), O_RDONLY))(),
        (async () => fs.readFile(at('b'), O_RDONLY))(),
        (async () => theirs.readFile(at('b'), O_RDONLY))(),
        (async () => theirs.readFile(at('a'), O_RDONLY))(),
      ]);
      expect([own, foreign, theirOwn, theirForeign].map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
        'rejected',
      ]);
      await other.dispose();
    });

    test('waits as long as it is told to', async () => {
      const fs = await start();
      const before = performance.now();
      await fs.pause(30);
      expect(performance.now() - before).toBeGreaterThan(25);
    });

    test('every call stays within the token', async () => {
      const fs = await start({ deniedPaths: [at('secret')] });
      mkdirSync(at('secret'));
      writeFileSync(at('secret/key'), '');
      const key = at('secret/key');
      const reading: (() => unknown)[] = [
        () => fs.open(key, O_RDONLY, 0),
        () => fs.readFile(key, O_RDONLY),
        () => fs.stat(key, true),
        () => fs.stat(key, false),
        () => fs.statVolume(key),
        () => fs.access(key, 0),
        () => fs.readDirectory(key),
        () => fs.openDirectory(key),
        () => fs.readLink(key),
        () => fs.realPath(key),
        () => fs.watch(key, false),
        () => fs.copyFile(key, at('copy'), 0),
        () => fs.rename(key, at('moved')),
        () => fs.link(key, at('linked')),
        () => fs.symbolicLink(key, at('symbolic')),
      ];
      for (const call of reading) expect(await errorOf(call)).toEqual(denied('file-system-read', key));
      const writing: (() => unknown)[] = [
        () => fs.open(key, O_WRONLY, 0),
        () => fs.writeFile(key, O_WRONLY, 0, new Uint8Array(1)),
        () => fs.makeDirectory(key, 0o777),
        () => fs.unlink(key),
        () => fs.removeDirectory(key),
        () => fs.setMode(key, 0o777),
        () => fs.setOwner(key, 0, 0, true),
        () => fs.setOwner(key, 0, 0, false),
        () => fs.setTimes(key, 0, 0, true),
        () => fs.setTimes(key, 0, 0, false),
        () => fs.symbolicLink('x', key),
      ];
      for (const call of writing) expect(await errorOf(call)).toEqual(denied('file-system-write', key));
      writeFileSync(at('mine'), '');
      for (const call of [
        () => fs.rename(at('mine'), key),
        () => fs.link(at('mine'), key),
        () => fs.copyFile(at('mine'), key, 0),
      ]) {
        expect(await errorOf(call)).toEqual(denied('file-system-write', key));
      }
      expect(await errorOf(() => fs.makeTemporaryDirectory(at('secret/t')))).toMatchObject({ tag: 'denied' });
    });

    test('ends with the token', async () => {
      const fs = await start({ maxExecutionTime: 150 });
      const file = await fs.open(at('a'), O_RDWR | O_CREAT, 0o666);
      const directory = await fs.openDirectory(folder);
      const watcher = await fs.watch(folder, false);
      await new Promise((resolve) => setTimeout(resolve, 170));
      const calls = [
        () => fs.stat(folder, true),
        () => file.read(1, undefined),
        () => file.stat(),
        () => directory.read(1),
        () => watcher.take(),
      ];
      for (const call of calls) expect(await errorOf(call)).toEqual({ tag: 'expired' });
      expect(await errorOf(() => fs.pause(1))).toEqual({ tag: 'expired' });
    });
  });
}
