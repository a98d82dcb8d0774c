import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorOf } from '../../../contract/host.ts';
import { accepted, caller, connected, onPath, read, ready } from './support.ts';

let folder: string;
let inside: string;
let outside: string;
let server: Server;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wasi-node-unix-'));
  inside = join(folder, 'in');
  outside = join(folder, 'out');
  mkdirSync(inside);
  mkdirSync(outside);
  server = createServer((socket) => socket.on('error', () => {}).end('outside'));
  await new Promise<void>((resolve) => server.listen(join(outside, 'socket'), resolve));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const to = (path: string) => ({ tag: 'path' as const, val: path });
const failure = async (guest: ReturnType<typeof caller>, path: string) => {
  const connection = guest.network.connect(to(path));
  await ready(connection.subscribe());
  return errorOf(() => connection.status());
};
const refused = (permission: string, path: string) => ({ tag: 'denied', val: { permission, resource: path } });

describe('connecting', () => {
  test('a path that is not allowed, however it is written', async () => {
    await using guest = caller({ allowedPaths: [inside], allow: ['*'] });
    symlinkSync(join(outside, 'socket'), join(inside, 'link'));
    symlinkSync(outside, join(inside, 'folder'));
    for (const name of ['../out/socket', 'link', 'folder/socket']) {
      const path = `${inside}/${name}`;
      expect(await failure(guest, path)).toEqual(refused('file-system-read', path));
    }
  });

  test('a denied path within an allowed one', async () => {
    await using guest = caller({ allowedPaths: [folder], deniedPaths: [outside] });
    expect(await failure(guest, join(outside, 'socket'))).toMatchObject({ tag: 'denied' });
  });

  test('an allowed path works; reading and writing are each decided on', async () => {
    await using guest = caller({ allowedPaths: [outside] });
    const connection = await connected(guest.network.connect(to(join(outside, 'socket'))));
    expect(await read(connection)).toBe('outside');
    expect(guest.events.map(({ permission }) => permission)).toEqual(['FileSystemRead', 'FileSystemWrite']);
  });

  test('what is not there or no socket is the system’s error with the guest’s path', async () => {
    await using guest = caller({ allowedPaths: [inside] });
    expect(await failure(guest, join(inside, 'none'))).toMatchObject({ tag: 'system', val: { code: 'ENOENT' } });
    writeFileSync(join(inside, 'file'), '');
    const error = await failure(guest, join(inside, 'file'));
    expect(error).toMatchObject({ tag: 'system', val: { syscall: 'connect', address: join(inside, 'file') } });
    expect(JSON.stringify(error)).not.toContain('/proc/');
  });
});

describe('listening', () => {
  test('a path that is not allowed', async () => {
    await using guest = caller({ allowedPaths: [inside], listen: [':*'] });
    symlinkSync(outside, join(inside, 'folder'));
    for (const path of [join(outside, 'mine'), `${inside}/folder/mine`]) {
      expect(await errorOf(() => guest.network.listen(onPath(path)))).toEqual(refused('file-system-read', path));
    }
    expect(existsSync(join(outside, 'mine'))).toBe(false);
  });

  test('a link at the path is not followed', async () => {
    await using guest = caller({ allowedPaths: [inside] });
    symlinkSync(join(outside, 'made'), join(inside, 'link'));
    const error = await errorOf(() => guest.network.listen(onPath(join(inside, 'link'))));
    expect(error).toMatchObject({
      tag: 'system',
      val: { code: 'EADDRINUSE', syscall: 'listen', address: join(inside, 'link') },
    });
    expect(existsSync(join(outside, 'made'))).toBe(false);
  });

  test('the socket is where it should be, and goes with the server', async () => {
    const path = join(inside, 'mine');
    {
      await using guest = caller({ allowedPaths: [inside] });
      const listener = await guest.network.listen(onPath(path));
      expect(listener.local()).toEqual({ tag: 'path', val: path });
      expect(statSync(path).isSocket()).toBe(true);
      const client = await connected(guest.network.connect(to(path)));
      const peer = await accepted(listener);
      client.output()?.write(Buffer.from('ping'));
      expect(await read(peer)).toBe('ping');
    }
    await expect.poll(() => existsSync(path)).toBe(false);
  });

  test('a folder that is moved away takes the socket along: nothing else is removed', async () => {
    const guest = caller({ allowedPaths: [inside] });
    await guest.network.listen(onPath(join(inside, 'mine')));
    renameSync(inside, join(folder, 'moved'));
    mkdirSync(inside);
    writeFileSync(join(inside, 'mine'), 'another');
    await guest.whole.dispose();
    await expect.poll(() => existsSync(join(folder, 'moved', 'mine'))).toBe(false);
    expect(existsSync(join(inside, 'mine'))).toBe(true);
  });

  test('opening a socket to all users touches that socket alone', async () => {
    await using guest = caller({ allowedPaths: [inside] });
    const where = onPath(join(inside, 'mine'));
    await guest.network.listen({ ...where, val: { ...where.val, readableAll: true, writableAll: true } });
    expect(statSync(join(inside, 'mine')).mode & 0o666).toBe(0o666);
  });
});
