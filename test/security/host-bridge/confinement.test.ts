import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Instance, Rights } from '../../../contract/host.ts';
import { options, program } from '../../../contract/suites/child-process.ts';
import { findBubblewrap } from '../../../host-bridge/index.ts';
import { openOurs } from '../../contract/ours.ts';

const bubblewrap = await findBubblewrap();
const open = openOurs('required');

/** An allowed command is native code: what it tries, the kernel must stop. */
describe.runIf(bubblewrap !== undefined)('a confined child', () => {
  let folder: string;
  let outside: string;
  let instance: Instance | undefined;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'confined-')));
    outside = realpathSync(mkdtempSync(join(tmpdir(), 'outside-')));
    mkdirSync(join(folder, 'a/secret'), { recursive: true });
    writeFileSync(join(folder, 'a/secret/key'), 'TOP SECRET');
    writeFileSync(join(folder, '.env'), 'TOP SECRET');
    writeFileSync(join(outside, 'theirs'), 'TOP SECRET');
  });
  afterEach(async () => {
    await instance?.dispose();
    rmSync(folder, { recursive: true });
    rmSync(outside, { recursive: true });
  });

  /** Runs a shell that was allowed by name, whatever it does. */
  const attack = async (line: string, rights: Rights = {}) => {
    instance ??= await open({
      allowedPaths: [folder],
      deniedPaths: [join(folder, 'a/secret'), join(folder, '.env')],
      allowedCommands: ['sh', 'node'],
      cwd: folder,
      ...rights,
    });
    const { spawnSync } = instance.imports['zora:node/child-process'];
    const result = await spawnSync(
      program('sh', '-c', line),
      options({ timeoutMs: 20_000 }),
      new Uint8Array(),
      undefined,
    );
    const [, stdout = '', stderr = ''] = result.output.map((bytes) => bytes && Buffer.from(bytes).toString());
    return { stdout, stderr, status: result.status };
  };
  afterEach(() => {
    instance = undefined;
  });

  test('writes where the token allows it', async () => {
    const { status } = await attack('echo ok > new && mkdir b && mv new b/');
    expect(status.code).toBe(0);
    expect(readFileSync(join(folder, 'b/new'), 'utf8')).toBe('ok\n');
  });

  test('has devices and a /proc of its own also where everything is allowed', async () => {
    const { stdout, stderr, status } = await attack(
      'echo lost > /dev/null && echo kept > kept && for f in /proc/[0-9]*/comm; do cat $f; done; echo 1 > /proc/sys/kernel/sysrq',
      { allowedPaths: ['/'], deniedPaths: [] },
    );
    expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('kept\n');
    expect(stdout).not.toMatch(/node|vitest/);
    expect(stderr).toMatch(/sysrq/);
    expect(status.code).not.toBe(0);
  });

  test.each([
    ['by name', 'cat a/secret/key .env'],
    ['through a link', 'ln -s a/secret/key l; cat l'],
    ['through /proc', 'cat /proc/self/cwd/.env /proc/1/root/$PWD/a/secret/key'],
    ['by a hard link', 'ln .env l; cat l'],
    ['by moving its folder away', 'mv a b; cat b/secret/key; mv a/secret s; cat s/key'],
    ['by moving the file away', 'mv .env e; cat e'],
    ['by unmounting', 'umount a/secret; umount .env; cat a/secret/key .env'],
    ['in a namespace of its own', 'unshare -Urm sh -c "umount -l a/secret; umount -l .env; cat a/secret/key .env"'],
    ['by copying the folder', 'cp -r . /tmp/copy; cat /tmp/copy/.env /tmp/copy/a/secret/key'],
  ])('does not read what is denied: %s', async (_, line) => {
    const { stdout } = await attack(line);
    expect(stdout).not.toContain('SECRET');
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe('TOP SECRET');
    expect(readFileSync(join(folder, 'a/secret/key'), 'utf8')).toBe('TOP SECRET');
  });

  test('does not find what another child moved away either', async () => {
    await attack('mv a b');
    expect((await attack('cat */secret/key')).stdout).not.toContain('SECRET');
  });

  test('writes nowhere else', async () => {
    const { stdout } = await attack(
      `for f in /etc/x /usr/bin/x /var/x /x ${outside}/x /dev/shm/x /sys/x; do echo x > $f && echo "$f"; done`,
    );
    // `/dev/shm` is its own, and gone with it.
    expect(
      stdout
        .trim()
        .split('\n')
        .filter((line) => line !== '/dev/shm/x' && line !== ''),
    ).toEqual([]);
    expect(existsSync('/dev/shm/x')).toBe(false);
    expect(readdirSync(outside)).toEqual(['theirs']);
  });

  test('changes nothing of the system through /proc', async () => {
    // What is there already is written back, so that a hole does no harm to the machine that has it.
    const { stdout } = await attack(
      'for f in /proc/sys/kernel/core_pattern /proc/sys/vm/drop_caches /proc/sys/kernel/hostname; do v=$(cat $f); echo "$v" > $f && echo $f; done; ' +
        'for f in /proc/sysrq-trigger /proc/irq /proc/bus /proc/sys; do [ -w $f ] && echo $f; done',
    );
    expect(stdout).toBe('');
  });

  test('sees neither the shared folders nor the home of the host', async () => {
    const { stdout } = await attack(`cat ${outside}/theirs; ls -A /tmp /run /var/tmp ${homedir()}`);
    expect(stdout).not.toContain('SECRET');
    expect(stdout).not.toContain('outside-');
    expect(stdout).not.toMatch(/\.(ssh|bashrc|profile|npmrc|docker)/);
  });

  test('is not fooled into another folder by a link in place of an allowed one', async () => {
    mkdirSync(join(folder, 'inner'));
    const rights = { allowedPaths: [folder, join(folder, 'inner')], deniedPaths: [] };
    await attack(`rmdir inner && ln -s ${outside} inner`, rights);
    const { stdout } = await attack('cat inner/theirs; echo x > inner/new', rights);
    expect(stdout).not.toContain('SECRET');
    expect(readdirSync(outside)).toEqual(['theirs']);
  });

  test('reaches no process of the host', async () => {
    const { stdout } = await attack(
      `kill -0 ${process.pid} && echo reached; ls /proc | grep -c "^[0-9]"; cat /proc/${process.pid}/environ`,
    );
    expect(stdout).not.toContain('reached');
    expect(Number(stdout.trim())).toBeLessThan(10);
  });

  test('has no rights over the system, whoever runs the host', async () => {
    const { stdout } = await attack(
      'mount -t tmpfs x /mnt && echo mounted; mount -o remount,rw / && echo remounted; chroot / true && echo chrooted; mknod n b 8 0 && echo made',
    );
    expect(stdout).toBe('');
  });

  test('does not get through to the control of its confinement', async () => {
    const { status, stdout } = await attack('ls /proc/self/fd; kill -9 1; kill -TERM 1; sleep 0.05; echo alive');
    expect(status.code).toBe(0);
    // Its own three and the one that `ls` opens.
    expect(stdout.trim().split('\n')).toEqual(['0', '1', '2', '3', 'alive']);
  });

  describe('and the network', () => {
    let origin: string;
    const server = createServer((_, response) => response.end('SERVED'));
    beforeAll(async () => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(() => new Promise((resolve) => server.close(resolve)));
    const request = () =>
      `node -e "fetch('${origin}').then((r) => r.text()).then(console.log, (e) => console.log(e.cause.code))"`;

    test('is not there without a grant', async () => {
      expect((await attack(request())).stdout).toMatch(/ECONNREFUSED|ENETUNREACH/);
    });

    test('is there with one', async () => {
      expect((await attack(request(), { network: { allow: ['127.0.0.1'] } })).stdout).toContain('SERVED');
    });
  });

  test('is gone with the instance, and with it what left its session', async () => {
    const marker = `sleep 3${process.pid}`;
    await attack(`setsid setsid ${marker} >/dev/null 2>&1 </dev/null & sleep 0.1; echo started`);
    const running = () =>
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .filter((pid) => {
          try {
            return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() === marker;
          } catch {
            return false;
          }
        });
    expect(running()).toHaveLength(1);
    await instance?.dispose();
    await expect.poll(running).toEqual([]);
  });

  test('does not follow links in the list of denied paths to somewhere else', async () => {
    symlinkSync(outside, join(folder, 'link'));
    const { stdout } = await attack('cat link/theirs', { deniedPaths: [join(folder, 'link')] });
    expect(stdout).not.toContain('SECRET');
  });
});
