import { expect } from 'vitest';
import type * as NameLookup from '../../host-bridge/wit/zora-node-name-lookup.d.ts';
import { asGuest, errorOf, type Instance, type OpenInstance, type Ready, type Rights } from '../host.ts';
import type { Registrar } from '../registrar.ts';
import { type DnsServer, startDnsServer } from './dns-server.ts';

/** The contract of `zora:node/name-lookup`. */
export function nameLookupContract(
  open: OpenInstance,
  { afterAll, afterEach, beforeAll, describe, test }: Registrar,
): void {
  describe('zora:node/name-lookup', () => {
    let instance: Instance;
    let server: DnsServer;
    let silent: DnsServer;
    beforeAll(async () => {
      server = await startDnsServer();
      silent = await startDnsServer({ silent: true });
    });
    afterAll(() => Promise.all([server.close(), silent.close()]));
    afterEach(() => instance.dispose());

    const start = async (rights: Rights = {}): Promise<typeof NameLookup> => {
      instance = await open({ network: { allow: ['127.0.0.1', 'localhost'] }, ...rights });
      return instance.imports['zora:node/name-lookup'];
    };
    const answered = async (ready: Ready, query: NameLookup.Query): Promise<NameLookup.Answer> => {
      for (;;) {
        const found = query.answer();
        if (found !== undefined) return found;
        await ready(query.subscribe());
      }
    };
    const answer = (query: NameLookup.Query) => asGuest(instance, (ready) => answered(ready, query));
    const failure = (query: NameLookup.Query) =>
      asGuest(instance, (ready) => errorOf(async () => answered(ready, query)));
    const denied = (resource: string) => ({ tag: 'denied', val: { permission: 'net', resource } });

    test('finds the addresses of a name that is allowed', async () => {
      const { lookup } = await start();
      expect(await answer(lookup('localhost', 4, 0))).toEqual({ tag: 'addresses', val: ['127.0.0.1'] });
    });

    test('looks up nothing that is not allowed', async () => {
      const { lookup, lookupService, openResolver } = await start();
      expect(await failure(lookup('example.com', 0, 0))).toEqual(denied('example.com'));
      expect(await failure(lookupService('10.0.0.1', 80))).toEqual(denied('10.0.0.1'));
      const resolver = openResolver(-1, 0, 0);
      expect(await failure(resolver.resolve('example.com', 'a'))).toEqual(denied('example.com'));
      expect(await failure(resolver.reverse('10.0.0.1'))).toEqual(denied('10.0.0.1'));
    });

    test('gives an error for a family that there is not, and for no address', async () => {
      const { lookup, lookupService } = await start();
      expect(await failure(lookup('localhost', 5, 0))).toMatchObject({ tag: 'invalid-argument' });
      expect(await failure(lookupService('', 80))).toMatchObject({ tag: 'denied' });
    });

    test('finds the name of an address and a port', async () => {
      const { lookupService } = await start();
      const found = await answer(lookupService('127.0.0.1', 80));
      expect(found).toMatchObject({ tag: 'service' });
    });

    test('answers several look-ups that are under way at once', async () => {
      const { lookup } = await start();
      const queries = Array.from({ length: 20 }, (_, index) => lookup(index % 2 ? 'localhost' : '127.0.0.1', 4, 0));
      await asGuest(instance, async (ready) => {
        for (const query of queries) {
          expect(await answered(ready, query)).toEqual({ tag: 'addresses', val: ['127.0.0.1'] });
        }
      });
    });

    test('asks the servers that the guest has set', async () => {
      const { openResolver } = await start();
      const resolver = openResolver(2000, 1, 0);
      expect(resolver.servers()).toEqual([]);
      resolver.setServers([server.address]);
      resolver.setLocalAddress('127.0.0.1', '::');
      expect(resolver.servers()).toEqual([server.address]);
      expect(await answer(resolver.resolve('any.example', 'a'))).toMatchObject({
        tag: 'records',
        val: [{ tag: 'a', val: { address: '127.0.0.1' } }],
      });
      expect(await answer(resolver.resolve('any.example', 'txt'))).toEqual({
        tag: 'records',
        val: [{ tag: 'txt', val: ['hello'] }],
      });
      expect(await answer(resolver.reverse('10.0.0.1'))).toEqual({ tag: 'names', val: ['here.test'] });
      expect(await failure(resolver.resolve('any.example', 'mx'))).toMatchObject({
        tag: 'system',
        val: { code: 'ENODATA', syscall: 'queryMx' },
      });
    });

    test('asks no server that the guest may not connect to', async () => {
      const { openResolver } = await start();
      const resolver = openResolver(2000, 1, 0);
      resolver.setServers(['10.1.2.3']);
      expect(await failure(resolver.resolve('localhost', 'a'))).toMatchObject({ tag: 'denied' });
    });

    test('refuses servers and local addresses that are none', async () => {
      const { openResolver } = await start();
      const resolver = openResolver(-1, 0, 0);
      expect(await errorOf(() => resolver.setServers(['nonsense']))).toMatchObject({ tag: expect.any(String) });
      expect(await errorOf(() => resolver.setLocalAddress('nonsense', ''))).toMatchObject({ tag: expect.any(String) });
      expect(resolver.servers()).toEqual([]);
    });

    test('ends what is under way when it is cancelled', async () => {
      const { openResolver } = await start();
      const resolver = openResolver(-1, 0, 0);
      resolver.setServers([silent.address]);
      const query = resolver.resolve('any.example', 'a');
      setTimeout(() => resolver.cancel(), 20);
      expect(await failure(query)).toMatchObject({ tag: 'system', val: { code: 'ECANCELLED' } });
    });
  });
}
