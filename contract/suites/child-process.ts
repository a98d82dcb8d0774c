import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Child, Command, SpawnOptions, Stdio } from '../../host-bridge/wit/zora-node-child-process.d.ts';
import { asGuest, drop, errorOf, type Instance, type OpenInstance, type Ready, type Rights, readAll } from '../host.ts';
import type { Registrar } from '../registrar.ts';

const pipe: Stdio = { tag: 'pipe' };

/** Options of a spawn, as a shim gives them. */
export function options(changes: Partial<SpawnOptions> = {}): SpawnOptions {
  return {
    stdio: [],
    detached: false,
    timeoutMs: 0,
    killSignal: 'SIGTERM',
    advancedSerialization: false,
    ...changes,
  };
}

/** A program and its arguments. */
export function program(file: string, ...args: string[]): Command {
  return { tag: 'program', val: { file, args } };
}

/** The contract of `zora:node/child-process`. */
export function childProcessContract(
  open: OpenInstance,
  { afterAll, afterEach, beforeAll, describe, test }: Registrar,
): void {
  describe('zora:node/child-process', () => {
    let folder: string;
    let instance: Instance;
    beforeAll(() => {
      folder = realpathSync(mkdtempSync(join(tmpdir(), 'contract-')));
      writeFileSync(join(folder, 'file'), 'content');
      writeFileSync(join(folder, 'secret'), 'denied');
      symlinkSync('/etc', join(folder, 'link'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));
    afterEach(() => instance.dispose());

    const allowedCommands = ['cat', 'echo', 'env', 'head', 'pwd', 'sh', 'sleep', 'true', 'wc'];
    const start = async (rights: Rights = {}) => {
      instance = await open({ allowedCommands, allowedPaths: [folder], cwd: folder, ...rights });
      return instance.imports['zora:node/child-process'];
    };
    const ended = async (ready: Ready, child: Child) => {
      for (;;) {
        const status = child.exitStatus();
        if (status !== undefined) return status;
        await ready(child.subscribe());
      }
    };
    const sh = (line: string, changes?: Partial<SpawnOptions>) =>
      start().then((api) => api.spawn(program('sh', '-c', line), options(changes)));
    const run = async (ready: Ready, child: Child) => ({
      stdout: await readAll(ready, child.input(1)),
      stderr: await readAll(ready, child.input(2)),
      status: await ended(ready, child),
    });

    test('runs a program and gives what it writes and how it ended', async () => {
      const child = await sh('echo out; echo err >&2; exit 3');
      expect(child.pid()).toBeGreaterThan(0);
      await asGuest(instance, async (ready) => {
        expect(await run(ready, child)).toEqual({ stdout: 'out\n', stderr: 'err\n', status: { code: 3 } });
      });
    });

    test('says by which signal it ended, even when a shell would call it a code', async () => {
      const killed = await sh('kill -KILL $$');
      await asGuest(instance, async (ready) => expect(await ended(ready, killed)).toEqual({ signal: 'SIGKILL' }));
      await instance.dispose();
      const exited = await sh('exit 137');
      await asGuest(instance, async (ready) => expect(await ended(ready, exited)).toEqual({ code: 137 }));
    });

    test('passes what the guest writes, and the end', async () => {
      const child = await (await start()).spawn(program('cat'), options());
      const stdin = child.output(0);
      stdin?.write(Buffer.from('to the '));
      stdin?.write(Buffer.from('child'));
      stdin?.end();
      await asGuest(instance, async (ready) => {
        expect(await readAll(ready, child.input(1))).toBe('to the child');
      });
    });

    test('gives each end once, and none where there is no pipe', async () => {
      const child = await (await start()).spawn(
        program('true'),
        options({ stdio: [{ tag: 'ignore' }, pipe, { tag: 'inherit', val: 2 }] }),
      );
      expect(child.input(1)).toBeDefined();
      expect(child.input(1)).toBeUndefined();
      expect(child.output(0)).toBeUndefined();
      expect(child.output(1)).toBeUndefined();
      expect(child.input(2)).toBeUndefined();
      expect(child.input(99)).toBeUndefined();
      expect(child.input(2 ** 32 - 1)).toBeUndefined();
    });

    test('moves many megabytes with back-pressure, without losing a byte', async () => {
      const bytes = 20 * 1024 * 1024;
      const child = await (await start()).spawn(program('cat'), options());
      const stdin = child.output(0);
      const stdout = child.input(1);
      let sent = 0;
      let received = 0;
      const chunk = new Uint8Array(64 * 1024).fill(7);
      await asGuest(instance, async (ready) => {
        for (let done = false; !done; ) {
          let moved = false;
          while (sent < bytes && (stdin?.checkWrite() ?? 0) > 0) {
            stdin?.write(chunk.slice());
            sent += chunk.length;
            moved = true;
            if (sent === bytes) stdin?.end();
          }
          try {
            for (let data = stdout?.read(65536); data && data.length > 0; data = stdout?.read(65536)) {
              received += data.length;
              moved = true;
              if (!data.every((byte) => byte === 7)) throw new Error('a byte changed');
            }
          } catch (error) {
            if ((error as { payload?: { tag: string } }).payload?.tag !== 'closed') throw error;
            done = true;
          }
          if (!done && !moved) await ready(stdout!.subscribe());
        }
      });
      expect({ sent, received }).toEqual({ sent: bytes, received: bytes });
    });

    test('keeps what a child wrote before it ended, however late it is read', async () => {
      const child = await sh('head -c 100000 /dev/zero');
      await asGuest(instance, async (ready) => {
        await ended(ready, child);
        expect((await readAll(ready, child.input(1))).length).toBe(100_000);
      });
    });

    test('reports the end of a stream when the last writer closes it, not when the child ends', async () => {
      const child = await sh('(sleep 0.1; echo late) & echo now');
      await asGuest(instance, async (ready) => {
        expect(await ended(ready, child)).toEqual({ code: 0 });
        expect(await readAll(ready, child.input(1))).toBe('now\nlate\n');
      });
    });

    test('does not wait for what a child left behind', async () => {
      const child = await sh('sleep 30 >/dev/null 2>&1 & echo now');
      const before = performance.now();
      await asGuest(instance, async (ready) => {
        expect((await run(ready, child)).stdout).toBe('now\n');
      });
      expect(performance.now() - before).toBeLessThan(5000);
    });

    test('connects further descriptors both ways', async () => {
      const child = await sh('cat <&3 >&4', { stdio: [pipe, pipe, pipe, pipe, pipe] });
      const into = child.output(3);
      into?.write(Buffer.from('through'));
      into?.end();
      await asGuest(instance, async (ready) => {
        expect(await readAll(ready, child.input(4))).toBe('through');
        expect(await ended(ready, child)).toEqual({ code: 0 });
      });
    });

    test('gives the message channel as a pipe, and tells the child of it', async () => {
      const child = await sh('echo "$NODE_CHANNEL_FD $NODE_CHANNEL_SERIALIZATION_MODE" >&3; head -n 1 <&3', {
        stdio: [pipe, pipe, pipe, { tag: 'ipc' }],
      });
      const channel = child.input(3);
      child.output(3)?.write(Buffer.from('{"a":1}\n'));
      await asGuest(instance, async (ready) => {
        expect(await readAll(ready, channel)).toBe('3 json\n');
        expect(await readAll(ready, child.input(1))).toBe('{"a":1}\n');
      });
    });

    test('lets a child inherit the standard streams', async () => {
      const api = await start({ stdin: 'typed' });
      const stdio: Stdio[] = [0, 1, 2].map((val) => ({ tag: 'inherit', val }));
      const child = await api.spawn(program('sh', '-c', 'cat; echo error >&2'), options({ stdio }));
      await asGuest(instance, async (ready) => expect(await ended(ready, child)).toEqual({ code: 0 }));
      await expect.poll(() => instance.written(1)).toBe('typed');
      await expect.poll(() => instance.written(2)).toBe('error\n');
    });

    test('hands a child the output of another one, and another one’s input', async () => {
      const api = await start();
      const last = await api.spawn(program('cat'), options());
      const first = await api.spawn(program('echo', 'passed on'), options());
      const into = last.output(0)!;
      const from = first.input(1)!;
      const middle = await api.spawn(
        program('cat'),
        options({
          stdio: [
            { tag: 'reader', val: from },
            { tag: 'writer', val: into },
          ],
        }),
      );
      await asGuest(instance, async (ready) => {
        await ended(ready, middle);
        into.end();
        expect(await readAll(ready, last.input(1))).toBe('passed on\n');
      });
    });

    test('uses the argv[0], the working directory and the variables that it is given', async () => {
      const api = await start({
        env: ['SHOWN'],
        hostEnv: { ...process.env, SHOWN: 'yes', HIDDEN: 'no' } as Record<string, string>,
      });
      const child = await api.spawn(
        program('sh', '-c', 'echo $0 $A $SHOWN; pwd'),
        options({ argv0: 'named', cwd: folder, env: [['A', 'b']] }),
      );
      const own = await api.spawn(program('env'), options());
      await asGuest(instance, async (ready) => {
        expect(await readAll(ready, child.input(1))).toBe(`named b\n${folder}\n`);
        const names = (await readAll(ready, own.input(1))).split('\n').map((line) => line.split('=')[0]);
        expect(names.filter((name) => name !== '').sort()).toEqual(['PATH', 'SHOWN']);
      });
    });

    test('keeps variables from a child that make it load or run something else', async () => {
      const api = await start();
      const env: [string, string][] = [
        ['LD_PRELOAD', '/x.so'],
        ['NODE_OPTIONS', '--require=/x'],
        ['BASH_ENV', '/x'],
        ['KEPT', '1'],
      ];
      const child = await api.spawn(program('env'), options({ env }));
      await asGuest(instance, async (ready) => {
        const output = await readAll(ready, child.input(1));
        expect(output).toMatch(/^KEPT=1$/m);
        expect(output).not.toMatch(/LD_PRELOAD|NODE_OPTIONS|BASH_ENV/);
      });
    });

    test('sends signals, and says whether there was anybody to get them', async () => {
      const child = await sh("trap 'echo caught; exit 5' USR1; echo ready; while :; do sleep 0.02; done");
      await asGuest(instance, async (ready) => {
        const stdout = child.input(1);
        await ready(stdout!.subscribe());
        expect(child.kill('0')).toBe(true);
        expect(child.kill('SIGUSR1')).toBe(true);
        expect(await readAll(ready, stdout)).toBe('ready\ncaught\n');
        expect(await ended(ready, child)).toEqual({ code: 5 });
        expect(child.kill('SIGTERM')).toBe(false);
      });
    });

    test('sends a signal that comes right after the start', async () => {
      const api = await start();
      const child = await api.spawn(program('sleep', '30'), options());
      expect(child.kill('SIGTERM')).toBe(true);
      await asGuest(instance, async (ready) => expect(await ended(ready, child)).toEqual({ signal: 'SIGTERM' }));
    });

    test('refuses a signal that there is not', async () => {
      const child = await sh('sleep 30');
      expect(await errorOf(() => child.kill('SIGNOPE'))).toMatchObject({ tag: 'system', val: { code: 'EINVAL' } });
      expect(await errorOf(() => child.kill(''))).toMatchObject({ tag: 'system', val: { code: 'EINVAL' } });
    });

    test('signals by pid only what this instance has started', async () => {
      const api = await start();
      const child = await api.spawn(program('sleep', '30'), options());
      api.kill(child.pid(), '0');
      for (const pid of [process.pid, 1, 0, -1, 2 ** 31 - 1, -(2 ** 31)]) {
        expect(await errorOf(() => api.kill(pid, 'SIGTERM'))).toMatchObject({ tag: 'system', val: { code: 'ESRCH' } });
      }
      api.kill(-child.pid(), 'SIGINT');
      await asGuest(instance, async (ready) => expect(await ended(ready, child)).toEqual({ signal: 'SIGINT' }));
      expect(await errorOf(() => api.kill(child.pid(), 'SIGTERM'))).toMatchObject({ val: { code: 'ESRCH' } });
    });

    test('ends a child whose time is out with the signal that it is to get', async () => {
      const child = await sh('sleep 30', { timeoutMs: 30, killSignal: 'SIGKILL' });
      await asGuest(instance, async (ready) => expect(await ended(ready, child)).toEqual({ signal: 'SIGKILL' }));
    });

    test('fires its pollable when it ends, once', async () => {
      const child = await sh('sleep 0.05');
      const pollable = child.subscribe();
      expect(pollable.ready()).toBe(false);
      await asGuest(instance, async (ready) => {
        await ready(child.subscribe());
        expect(pollable.ready()).toBe(true);
        expect(child.exitStatus()).toEqual({ code: 0 });
      });
    });

    test('denies what is not listed, as the guest named it', async () => {
      const api = await start();
      for (const file of ['rm', '/usr/bin/rm', './file', '../x', '/bin/sh/../rm']) {
        expect(await errorOf(() => api.spawn(program(file), options()))).toEqual({
          tag: 'denied',
          val: { permission: 'child-process', resource: file },
        });
      }
      expect(await errorOf(() => api.spawnSync(program('rm'), options(), new Uint8Array(), 1))).toMatchObject({
        tag: 'denied',
      });
    });

    test('denies a working directory outside of the token, through a link too', async () => {
      const api = await start({ deniedPaths: [join(folder, 'secret')] });
      for (const cwd of ['/etc', join(folder, 'link'), `${folder}/..`, join(folder, 'secret')]) {
        expect(await errorOf(() => api.spawn(program('true'), options({ cwd })))).toEqual({
          tag: 'denied',
          val: { permission: 'file-system-read', resource: cwd },
        });
      }
    });

    test('gives Node’s errors for what is allowed and not there', async () => {
      const api = await start({ allowedCommands: ['no-such-program', 'true'] });
      expect(await errorOf(() => api.spawn(program('no-such-program'), options()))).toMatchObject({
        tag: 'system',
        val: { code: 'ENOENT', errno: -2, syscall: 'spawn no-such-program', path: 'no-such-program' },
      });
      expect(await errorOf(() => api.spawn(program('true'), options({ cwd: join(folder, 'nowhere') })))).toMatchObject({
        tag: 'system',
        val: { code: 'ENOENT', syscall: 'spawn true' },
      });
      expect(await errorOf(() => api.spawn(program('true', 'x'.repeat(300_000)), options()))).toMatchObject({
        tag: 'system',
        val: { code: 'E2BIG' },
      });
    });

    test.each<[string, Command, Partial<SpawnOptions>]>([
      ['NUL in an argument', program('echo', 'a\0b'), {}],
      ['NUL in the file', program('ec\0ho'), {}],
      ['an empty file', program(''), {}],
      ['NUL in argv0', program('echo'), { argv0: 'a\0' }],
      ['NUL in a variable', program('echo'), { env: [['A', 'b\0']] }],
      ['a variable without a name', program('echo'), { env: [['', 'b']] }],
      ['too many descriptors', program('echo'), { stdio: Array<Stdio>(17).fill(pipe) }],
      ['a standard stream that there is not', program('echo'), { stdio: [{ tag: 'inherit', val: 3 }] }],
      ['two message channels', program('echo'), { stdio: [pipe, pipe, pipe, { tag: 'ipc' }, { tag: 'ipc' }] }],
    ])('refuses %s', async (_, command, changes) => {
      const api = await start();
      expect(await errorOf(() => api.spawn(command, options(changes)))).toMatchObject({ tag: 'invalid-argument' });
    });

    test('runs no more children at a time than the grant allows', async () => {
      const api = await start({ limits: { children: 2 } });
      const first = await api.spawn(program('sleep', '30'), options());
      await api.spawn(program('sleep', '30'), options());
      expect(await errorOf(() => api.spawn(program('true'), options()))).toEqual({
        tag: 'exceeded',
        val: { name: 'children', maximum: 2 },
      });
      first.kill('SIGKILL');
      await asGuest(instance, async (ready) => {
        await ended(ready, first);
        expect(await ended(ready, await api.spawn(program('true'), options()))).toEqual({ code: 0 });
      });
    });

    test('runs several at once, each with its own streams and its own end', async () => {
      const api = await start();
      const children = await Promise.all(
        Array.from({ length: 8 }, async (_, code) =>
          api.spawn(program('sh', '-c', `echo ${code}; exit ${code}`), options()),
        ),
      );
      await asGuest(instance, async (ready) => {
        const runs = await Promise.all(children.map((child) => run(ready, child)));
        expect(runs).toEqual(children.map((_, code) => ({ stdout: `${code}\n`, stderr: '', status: { code } })));
      });
    });

    test('starts nothing after the execution time', async () => {
      const api = await start({ maxExecutionTime: 20 });
      await new Promise((resolve) => setTimeout(resolve, 40));
      expect(await errorOf(() => api.spawn(program('true'), options()))).toEqual({ tag: 'expired' });
    });

    test('lets a dropped child go on, and closes the pipes that were not taken', async () => {
      const child = await sh("trap '' PIPE; echo a; sleep 0.1; echo b 2>/dev/null || echo closed > dropped");
      drop(child);
      drop(child);
      await expect
        .poll(async () => (await import('node:fs')).existsSync(join(folder, 'dropped')), { timeout: 5000 })
        .toBe(true);
    });

    test('leaves nothing running and nothing open when the instance goes', async () => {
      const api = await start();
      const { readdirSync } = await import('node:fs');
      const line = "trap '' TERM HUP; (trap '' TERM; sleep 300) & while :; do sleep 300; done";
      const child = await api.spawn(program('sh', '-c', line), options({ detached: true }));
      const open = readdirSync('/proc/self/fd').length;
      await api.spawn(program('sleep', '300'), options());
      const before = performance.now();
      await instance.dispose();
      expect(performance.now() - before).toBeLessThan(2000);
      expect(() => process.kill(child.pid(), 0)).toThrow('ESRCH');
      expect(readdirSync('/proc/self/fd').length).toBeLessThan(open);
      expect(await errorOf(() => api.spawn(program('true'), options()))).toMatchObject({ tag: 'denied' });
    });

    describe('spawn-sync', () => {
      const sync = async (line: string, changes: Partial<SpawnOptions> = {}, input = '', maxBuffer?: number) =>
        (await start()).spawnSync(program('sh', '-c', line), options(changes), Buffer.from(input), maxBuffer);
      const texts = (output: (Uint8Array | undefined)[]) =>
        output.map((bytes) => bytes && Buffer.from(bytes).toString());

      test('runs to the end with its input', async () => {
        const result = await sync('cat; echo error >&2; exit 4', {}, 'input');
        expect(result.status).toEqual({ code: 4 });
        expect(result.error).toBeUndefined();
        expect(texts(result.output)).toEqual([undefined, 'input', 'error\n']);
      });

      test('leaves out what is no pipe', async () => {
        const { output } = await sync('echo out', { stdio: [{ tag: 'ignore' }, pipe, { tag: 'ignore' }] });
        expect(texts(output)).toEqual([undefined, 'out\n', undefined]);
      });

      test('ends a child that writes too much', async () => {
        const result = await sync('while :; do echo 0123456789; done', {}, '', 1000);
        expect(result.error).toMatchObject({ tag: 'system', val: { code: 'ENOBUFS', syscall: 'spawnSync sh' } });
        expect(result.status).toEqual({ signal: 'SIGTERM' });
        expect(result.output[1]!.length).toBeGreaterThan(1000);
      });

      test('takes exactly the most that is allowed', async () => {
        const result = await sync('head -c 1000 /dev/zero', {}, '', 1000);
        expect(result.error).toBeUndefined();
        expect(result.output[1]!.length).toBe(1000);
      });

      test('ends a child whose time is out', async () => {
        const result = await sync('echo before; exec sleep 30', { timeoutMs: 200, killSignal: 'SIGKILL' });
        expect(result.error).toMatchObject({ tag: 'system', val: { code: 'ETIMEDOUT', syscall: 'spawnSync sh' } });
        expect(result.status).toEqual({ signal: 'SIGKILL' });
        expect(texts(result.output)).toEqual([undefined, 'before\n', '']);
      });

      test('puts what kept it from starting into its result', async () => {
        const api = await start({ allowedCommands: ['no-such-program'] });
        const result = await api.spawnSync(program('no-such-program'), options(), new Uint8Array(), undefined);
        expect(result).toMatchObject({
          pid: 0,
          error: { tag: 'system', val: { code: 'ENOENT', syscall: 'spawnSync no-such-program' } },
        });
      });

      test('does not mind a child that does not read its input', async () => {
        const result = await sync('exit 0', {}, 'x'.repeat(5_000_000));
        expect(result.status).toEqual({ code: 0 });
      });
    });
  });
}
