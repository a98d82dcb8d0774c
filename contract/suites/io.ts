import { expect } from 'vitest';
import { asGuest, drop, errorOf, type Instance, type OpenInstance, type Rights, readAll } from '../host.ts';
import type { Registrar } from '../registrar.ts';

const MiB = 1024 * 1024;

/** The contract of `zora:node/io` and `zora:node/stdio`. */
export function ioContract(open: OpenInstance, { afterEach, describe, test }: Registrar): void {
  describe('zora:node/io and stdio', () => {
    let instance: Instance;
    const start = async (rights?: Rights) => {
      instance = await open(rights);
      return instance.imports;
    };
    afterEach(() => instance.dispose());

    test('reads what is there, then says that it is at its end, for good', async () => {
      const stdin = (await start({ stdin: 'hello' }))['zora:node/stdio'].getStdin();
      await asGuest(instance, async (ready) => {
        expect(await readAll(ready, stdin)).toBe('hello');
        expect(await errorOf(() => stdin.read(1))).toEqual({ tag: 'closed' });
        expect(stdin.subscribe().ready()).toBe(true);
      });
    });

    test('reads no more than it was asked for', async () => {
      const stdin = (await start({ stdin: 'hello' }))['zora:node/stdio'].getStdin();
      await asGuest(instance, async (ready) => {
        await ready(stdin.subscribe());
        expect(Buffer.from(stdin.read(2)).toString()).toBe('he');
        expect(stdin.read(0).length).toBe(0);
        expect(Buffer.from(stdin.read(2 ** 32 - 1)).toString()).toBe('llo');
      });
    });

    test('reads at most 1 MiB at a time', async () => {
      const stdin = (await start({ stdin: 'x'.repeat(3 * MiB) }))['zora:node/stdio'].getStdin();
      await asGuest(instance, async (ready) => {
        await ready(stdin.subscribe());
        expect(stdin.read(2 ** 32 - 1).length).toBeLessThanOrEqual(MiB);
        expect((await readAll(ready, stdin)).length).toBeGreaterThanOrEqual(2 * MiB);
      });
    });

    test('gives handles of one and the same standard input', async () => {
      const { getStdin } = (await start({ stdin: 'abc' }))['zora:node/stdio'];
      await asGuest(instance, async (ready) => {
        const first = getStdin();
        await ready(first.subscribe());
        expect(Buffer.from(first.read(1)).toString()).toBe('a');
        drop(first);
        expect(Buffer.from(getStdin().read(1)).toString()).toBe('b');
        expect(await errorOf(() => first.read(1))).toEqual({ tag: 'closed' });
      });
    });

    test('is at its end at once where there is no input', async () => {
      const stdin = (await start())['zora:node/stdio'].getStdin();
      expect(stdin.subscribe().ready()).toBe(true);
      expect(await errorOf(() => stdin.read(1))).toEqual({ tag: 'closed' });
    });

    test('writes in order', async () => {
      const { getStdout, getStderr } = (await start())['zora:node/stdio'];
      await asGuest(instance, async (ready) => {
        const stdout = getStdout();
        for (let i = 0; i < 1000; i++) stdout.write(Buffer.from(`${i}\n`));
        getStderr().write(Buffer.from('error'));
        while (!stdout.flushed()) await ready(stdout.subscribe());
      });
      expect(instance.written(1)).toBe(Array.from({ length: 1000 }, (_, i) => `${i}\n`).join(''));
      expect(instance.written(2)).toBe('error');
    });

    test('pushes back and lets go again', async () => {
      const stdout = (await start())['zora:node/stdio'].getStdout();
      await asGuest(instance, async (ready) => {
        const chunk = new Uint8Array(MiB).fill(0x61);
        for (let i = 0; i < 8; i++) {
          while (stdout.checkWrite() === 0) await ready(stdout.subscribe());
          const room = stdout.write(chunk);
          expect(room).toBeLessThan(MiB);
          expect(room > 0).toBe(stdout.subscribe().ready());
        }
        while (!stdout.flushed()) await ready(stdout.subscribe());
        expect(stdout.checkWrite()).toBeGreaterThan(0);
      });
      expect(instance.written(1).length).toBe(8 * MiB);
    });

    test('refuses a write of more than 1 MiB without ending', async () => {
      const stdout = (await start())['zora:node/stdio'].getStdout();
      expect(await errorOf(() => stdout.write(new Uint8Array(MiB + 1)))).toMatchObject({ tag: 'failed' });
      stdout.write(Buffer.from('x'));
      await asGuest(instance, async (ready) => {
        while (!stdout.flushed()) await ready(stdout.subscribe());
      });
      expect(instance.written(1)).toBe('x');
    });

    test('takes nothing after its end', async () => {
      const stdout = (await start())['zora:node/stdio'].getStdout();
      stdout.write(Buffer.from('last'));
      stdout.end();
      stdout.end();
      expect(await errorOf(() => stdout.write(Buffer.from('x')))).toEqual({ tag: 'closed' });
      expect(await errorOf(() => stdout.checkWrite())).toEqual({ tag: 'closed' });
      expect(stdout.subscribe().ready()).toBe(true);
      await asGuest(instance, async (ready) => {
        while (!stdout.flushed()) await ready(stdout.subscribe());
      });
      expect(instance.written(1)).toBe('last');
    });

    test('stops at the limit of the grant', async () => {
      const { getStdout, getStderr } = (await start({ limits: { outputBytes: 10 } }))['zora:node/stdio'];
      getStdout().write(Buffer.from('12345678'));
      expect(await errorOf(() => getStderr().write(Buffer.from('123')))).toEqual({
        tag: 'exceeded',
        val: 'outputBytes',
      });
      expect(await errorOf(() => getStderr().checkWrite())).toEqual({ tag: 'exceeded', val: 'outputBytes' });
    });

    test('says what the streams are connected to', async () => {
      const terminal = (await start())['zora:node/stdio'].getTerminal();
      expect(terminal).toMatchObject({ stdin: false, stdout: false, stderr: false, columns: 0, rows: 0 });
    });

    test('answers handles that it never gave without falling over', async () => {
      const { InputStream, OutputStream, Pollable } = (await start())['zora:node/io'];
      const { watch } = instance.imports['zora:node/reactor-host'];
      const input = Object.create(InputStream.prototype) as InstanceType<typeof InputStream>;
      const output = Object.create(OutputStream.prototype) as InstanceType<typeof OutputStream>;
      const pollable = Object.create(Pollable.prototype) as InstanceType<typeof Pollable>;
      expect(await errorOf(() => input.read(1))).toEqual({ tag: 'closed' });
      expect(await errorOf(() => output.write(Buffer.from('x')))).toEqual({ tag: 'closed' });
      expect(await errorOf(() => output.checkWrite())).toEqual({ tag: 'closed' });
      expect(pollable.ready()).toBe(false);
      watch(pollable, 1);
      for (const each of [input, output, pollable]) drop(each);
    });
  });
}
