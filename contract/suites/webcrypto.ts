import { expect } from 'vitest';
import type * as Web from '../../host-bridge/wit/zora-node-webcrypto.d.ts';
import { asGuest, errorOf, type Instance, type OpenInstance, type Rights } from '../host.ts';
import type { Registrar } from '../registrar.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** The contract of `zora:node/webcrypto`. */
export function webCryptoContract(open: OpenInstance, { afterEach, describe, test }: Registrar): void {
  describe('zora:node/webcrypto', () => {
    let instance: Instance;
    const start = async (rights?: Rights): Promise<typeof Web> => {
      instance = await open(rights);
      return instance.imports['zora:node/webcrypto'];
    };
    afterEach(() => instance.dispose());

    test('goes from keys to keys', async () => {
      const web = await start();
      const { createSecretKey } = instance.imports['zora:node/crypto'];
      const key = createSecretKey(new Uint8Array(16));
      const made = web.fromKey(key, { name: 'AES-CBC' }, true, ['encrypt']);
      expect(made.details()).toMatchObject({ kind: 'secret', algorithm: 'AES-CBC', extractable: true });
      expect(made.toKey().exportSecret()).toEqual(new Uint8Array(16));
      expect(await errorOf(() => web.fromKey(key, { name: 'nonsense' }, true, []))).toMatchObject({
        tag: expect.any(String),
      });
    });

    test('does the operations of Web Crypto', async () => {
      const web = await start();
      const run = (operation: Web.Operation): Promise<Web.SubtleOutcome> =>
        asGuest(instance, async (ready) => {
          const job = web.start(operation);
          for (;;) {
            const taken = job.take();
            if (taken !== undefined) return taken;
            await ready(job.subscribe());
          }
        });
      const algorithm = { name: 'HMAC', hash: 'SHA-256' };
      const usages = ['sign'];
      const imported = await run({
        tag: 'import-key',
        val: { format: 'raw', data: { tag: 'bytes', val: text('key') }, algorithm, extractable: false, usages },
      });
      if (imported.tag !== 'key') throw new Error(imported.tag);
      const key = imported.val;
      expect(key.details()).toMatchObject({ kind: 'secret', extractable: false, usages, hash: 'SHA-256', length: 24 });
      await instance.dispose();
      const again = await start();
      const foreign = await errorOf(() =>
        again.start({
          tag: 'sign',
          val: { algorithm, key: Object.create(Object.getPrototypeOf(key)), data: text('') },
        }),
      );
      expect(foreign).toMatchObject({ tag: 'host', val: { tag: 'invalid-argument' } });
    });
  });
}
