import { expect } from 'vitest';
import { errorOf, type Instance, type OpenInstance, type Rights } from '../host.ts';
import type { Registrar } from '../registrar.ts';

/** The contract of `zora:node/system`. */
export function systemContract(open: OpenInstance, { afterEach, describe, test }: Registrar): void {
  describe('zora:node/system', () => {
    let instance: Instance;
    const start = async (rights?: Rights) => (instance = await open(rights)).imports['zora:node/system'];
    afterEach(() => instance.dispose());

    test('tells the facts of the invocation', async () => {
      const info = (await start({ cwd: '/usr', argv: ['a', 'ü'] })).getInfo();
      expect(info).toMatchObject({ platform: process.platform, arch: process.arch, cwd: '/usr', argv: ['a', 'ü'] });
      expect(info.nodeVersion).toMatch(/^v\d+\.\d+\.\d+$/);
      expect(Math.abs(info.timeOrigin - Date.now())).toBeLessThan(10_000);
      expect(info.seed).toBeTypeOf('bigint');
      expect(info.seed).toBeLessThan(2n ** 53n);
    });

    test('gives each instance another seed', async () => {
      const first = (await start()).getInfo().seed;
      const other = await open();
      expect(other.imports['zora:node/system'].getInfo().seed).not.toBe(first);
      await other.dispose();
    });

    test('shows the variables that the grant names and no others', async () => {
      const hostEnv = { SHOWN: 'yes', HIDDEN: 'no' };
      expect((await start({ env: ['SHOWN', 'ABSENT'], hostEnv })).getEnvironment()).toEqual([['SHOWN', 'yes']]);
    });

    test('has a clock that runs forward', async () => {
      const { now } = await start();
      const first = now();
      const end = Date.now() + 5;
      while (Date.now() < end);
      expect(now()).toBeGreaterThan(first);
    });

    test('tells what the instance uses', async () => {
      const { getUsage } = await start({ limits: { memoryBytes: 64 * 1024 * 1024 } });
      const usage = getUsage();
      expect(usage.memoryLimit).toBe(64 * 1024 * 1024);
      expect(usage.memory).toBeLessThanOrEqual(usage.memoryLimit);
      expect(Math.min(usage.memory, usage.userCpu, usage.systemCpu)).toBeGreaterThanOrEqual(0);
      const end = Date.now() + 20;
      while (Date.now() < end);
      expect(getUsage().userCpu).toBeGreaterThanOrEqual(usage.userCpu);
    });

    test('gives random bytes, at most 64 KiB a call', async () => {
      const { randomBytes } = await start();
      expect(randomBytes(0).length).toBe(0);
      expect(randomBytes(16)).not.toEqual(randomBytes(16));
      expect(randomBytes(2 ** 32 - 1).length).toBe(65536);
    });

    test.each([
      ['utf-8', [0xc3, 0xa9], 'é'],
      ['UTF8', [0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
      ['latin1', [0xe9, 0x80], 'é€'],
      ['utf-16le', [0x61, 0x00], 'a'],
      ['shift_jis', [0x83, 0x65], 'テ'],
      ['gbk', [0xc4, 0xe3], '你'],
      ['utf-8', [0xff], '\ufffd'],
    ])('decodes %s', async (label, bytes, text) => {
      expect((await start()).decode(label, Uint8Array.from(bytes), false)).toBe(text);
    });

    test('reports malformed data and unknown labels', async () => {
      const { decode } = await start();
      expect(await errorOf(() => decode('utf-8', Uint8Array.of(0xff), true))).toBeTypeOf('string');
      expect(await errorOf(() => decode('no-such', Uint8Array.of(), false))).toMatch(/no-such/);
      // A decoder that has failed is as good as new.
      expect(decode('utf-8', Uint8Array.of(0x61), true)).toBe('a');
    });

    test('refuses to decode more than 16 MiB a call', async () => {
      const { decode } = await start();
      expect(await errorOf(() => decode('utf-8', new Uint8Array(16 * 1024 * 1024 + 1), false))).toBeTypeOf('string');
    });

    test('encodes text', async () => {
      expect([...(await start()).encodeUtf8('é€😀')]).toEqual([...Buffer.from('é€😀')]);
    });

    test('converts host names', async () => {
      const { domainToAscii, domainToUnicode } = await start();
      expect(domainToAscii('español.com')).toBe('xn--espaol-zwa.com');
      expect(domainToAscii('xn--iñvalid.com')).toBe('');
      expect(domainToAscii('a'.repeat(1_000_000))).toBe('');
      expect(domainToUnicode('xn--espaol-zwa.com')).toBe('español.com');
    });

    test('ends the run with the status that the guest asks for', async () => {
      const { exit } = await start();
      let after = false;
      const end = await instance.run(async () => {
        exit(7);
        after = true;
        return { tag: 'again' };
      });
      expect(end).toEqual({ kind: 'exit', code: 7 });
      expect(after).toBe(false);
    });
  });
}
