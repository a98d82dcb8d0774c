import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf } from '../../../contract/host.ts';
import { accepted, answerOf, caller, connected, on, portOf, read, ready, tcp } from './support.ts';

let server: Server;
let port: number;
const sockets = new Set<Socket>();

beforeAll(async () => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

const denied = (resource: string) => ({ tag: 'denied', val: { permission: 'net', resource } });

describe('connecting', () => {
  test.each([
    ['nothing granted', [], '127.0.0.1'],
    ['the loopback is not in *', ['*'], '127.0.0.1'],
    ['nor the whole of it', ['*'], '127.8.9.10'],
    ['nor IPv6', ['*'], '::1'],
    ['nor IPv4-mapped IPv6', ['*'], '::ffff:127.0.0.1'],
    ['nor that in hex', ['*'], '::ffff:7f00:1'],
    ['nor the unspecified address, which reaches it', ['*'], '0.0.0.0'],
    ['nor that of IPv6', ['*'], '::'],
    ['nor a private one', ['*'], '10.0.0.1'],
    ['nor the metadata service', ['*'], '169.254.169.254'],
    ['nor NAT64 of the loopback', ['*'], '64:ff9b::7f00:1'],
    ['another address', ['127.0.0.2'], '127.0.0.1'],
    ['a denied one within an allowed block', ['127.0.0.0/8'], '127.0.0.1'],
    ['its mapped form', ['127.0.0.0/8'], '::ffff:127.0.0.1'],
  ])('%s', async (_, allow, address) => {
    await using guest = caller({ allow, deny: ['127.0.0.1'] });
    const connection = guest.network.connect(tcp(address, port));
    await ready(connection.subscribe());
    expect(await errorOf(() => connection.status())).toMatchObject({ tag: 'denied', val: { permission: 'net' } });
    expect(connection.input()).toBeUndefined();
    expect(guest.events.filter(({ verdict }) => verdict === 'denied')).toHaveLength(1);
  });

  test('another port than the granted one', async () => {
    await using guest = caller({ allow: [`127.0.0.1:${port + 1}`] });
    const connection = guest.network.connect(tcp('127.0.0.1', port));
    await ready(connection.subscribe());
    expect(await errorOf(() => connection.status())).toEqual(denied(`127.0.0.1:${port}`));
  });

  test('an address that is named works, and is one event', async () => {
    await using guest = caller({ allow: ['127.0.0.1'] });
    const connection = await connected(guest.network.connect(tcp('127.0.0.1', port)));
    expect(await read(connection)).toBe('hello');
    expect(guest.events).toMatchObject([{ permission: 'Net', verdict: 'allowed', resource: `127.0.0.1:${port}` }]);
  });

  test('its mapped form is the same address', async () => {
    await using guest = caller({ allow: ['127.0.0.1'] });
    expect(await read(await connected(guest.network.connect(tcp('::ffff:127.0.0.1', port))))).toBe('hello');
  });

  test('what is no address is not looked up', async () => {
    await using guest = caller({ allow: ['*', 'localhost'] });
    const connection = guest.network.connect(tcp('localhost', port));
    await ready(connection.subscribe());
    expect(await errorOf(() => connection.status())).toMatchObject({ tag: 'invalid-argument' });
  });

  test('a local port is taken only where listening is granted', async () => {
    await using guest = caller({ allow: ['127.0.0.1'] });
    const connection = guest.network.connect(tcp('127.0.0.1', port, { localAddress: '127.0.0.1', localPort: 45_671 }));
    await ready(connection.subscribe());
    expect(await errorOf(() => connection.status())).toEqual(denied('127.0.0.1:45671'));
  });
});

describe('names', () => {
  const lookup = async (host: string) =>
    host === 'good.example'
      ? [{ address: '127.0.0.1', family: 4 as const }]
      : [{ address: '10.1.2.3', family: 4 as const }];

  test('a name that is not allowed is not looked up', async () => {
    let asked = 0;
    await using guest = caller({
      allow: ['good.example'],
      lookup: async () => {
        asked++;
        return [];
      },
    });
    for (const name of ['bad.example', 'c2VjcmV0.bad.example', 'good.example.bad.example', 'xgood.example']) {
      expect(await errorOf(() => answerOf(guest.names.lookup(name, 0, 0)))).toEqual(denied(name));
      const resolver = guest.names.openResolver(-1, 1, 0);
      expect(await errorOf(() => answerOf(resolver.resolve(name, 'txt')))).toEqual(denied(name));
    }
    expect(asked).toBe(0);
  });

  test('a name that leads to a special address gives none', async () => {
    await using guest = caller({ allow: ['*'], lookup });
    expect(await errorOf(() => answerOf(guest.names.lookup('inner.example', 0, 0)))).toEqual(denied('inner.example'));
  });

  test('the address of an allowed name is as good as the name', async () => {
    await using guest = caller({ allow: ['good.example', '127.0.0.0/30:1'], lookup });
    expect(await answerOf(guest.names.lookup('good.example', 0, 0))).toEqual({ tag: 'addresses', val: ['127.0.0.1'] });
  });

  test('a name that the host did not look up lends its rights to no address', async () => {
    await using guest = caller({ allow: ['good.example', 'localhost'], lookup });
    for (const address of ['93.184.216.34', '10.1.2.3']) {
      const connection = guest.network.connect(tcp(address, port, { host: 'good.example' }));
      await ready(connection.subscribe());
      expect(await errorOf(() => connection.status())).toEqual(denied(`${address}:${port}`));
    }
  });

  test('nor to an address that it did not lead to', async () => {
    await using guest = caller({ allow: ['good.example', '127.0.0.1:1'], lookup });
    await answerOf(guest.names.lookup('good.example', 0, 0));
    const connection = guest.network.connect(tcp('127.0.0.2', port, { host: 'good.example' }));
    await ready(connection.subscribe());
    expect(await errorOf(() => connection.status())).toEqual(denied(`127.0.0.2:${port}`));
  });

  test('a server of the guest’s own is a place that it connects to', async () => {
    await using guest = caller({ allow: ['good.example'] });
    const resolver = guest.names.openResolver(200, 1, 0);
    resolver.setServers(['127.0.0.1:5353']);
    expect(await errorOf(() => answerOf(resolver.resolve('good.example', 'a')))).toEqual(denied('127.0.0.1:5353'));
  });

  test('the host’s servers are withheld', async () => {
    await using guest = caller({ allow: ['*'] });
    expect(guest.names.openResolver(-1, 1, 0).servers()).toEqual([]);
  });

  test('an address has names only for whom it is allowed', async () => {
    await using guest = caller({ allow: ['*'] });
    expect(await errorOf(() => answerOf(guest.names.lookupService('127.0.0.1', 80)))).toEqual(denied('127.0.0.1'));
    const resolver = guest.names.openResolver(-1, 1, 0);
    expect(await errorOf(() => answerOf(resolver.reverse('10.0.0.1')))).toEqual(denied('10.0.0.1'));
  });
});

describe('listening', () => {
  test.each([
    ['nothing granted', [], '127.0.0.1', 0],
    ['another port', ['127.0.0.1:0'], '127.0.0.1', 45_672],
    ['every interface', ['127.0.0.1:*'], undefined, 0],
    ['every interface by its address', ['127.0.0.1:*'], '0.0.0.0', 0],
    ['every interface of IPv6', ['127.0.0.1:*'], '::', 0],
    ['another loopback address', ['127.0.0.1:*'], '127.0.0.2', 0],
    ['a name', ['127.0.0.1:*', 'localhost:*'], 'example.com', 0],
  ])('%s', async (_, listen, host, wanted) => {
    await using guest = caller({ listen, allow: ['*'] });
    expect(await errorOf(() => guest.network.listen(on(host, wanted)))).toEqual(denied(`${host ?? ''}:${wanted}`));
  });

  test('what is granted works', async () => {
    await using guest = caller({ listen: ['127.0.0.1:0'], allow: ['127.0.0.1'] });
    const listener = await guest.network.listen(on('127.0.0.1'));
    const client = await connected(guest.network.connect(tcp('127.0.0.1', portOf(listener))));
    const peer = await accepted(listener);
    client.output()?.write(Buffer.from('ping'));
    expect(await read(peer)).toBe('ping');
  });
});

describe('limits', () => {
  test('sockets, servers included', async () => {
    await using guest = caller({ listen: ['127.0.0.1:0'], allow: ['127.0.0.1'], limits: { sockets: 2 } });
    const listener = await guest.network.listen(on('127.0.0.1'));
    await connected(guest.network.connect(tcp('127.0.0.1', port)));
    const third = guest.network.connect(tcp('127.0.0.1', port));
    expect(await errorOf(() => third.status())).toEqual({ tag: 'exceeded', val: { name: 'sockets', maximum: 2 } });
    expect(await errorOf(() => guest.network.listen(on('127.0.0.1')))).toMatchObject({ tag: 'exceeded' });
    expect(portOf(listener)).toBeGreaterThan(0);
  });

  test('a place is free again when its socket has closed', async () => {
    await using guest = caller({ allow: ['127.0.0.1'], limits: { sockets: 1 } });
    for (let round = 0; round < 5; round++) {
      const connection = await connected(guest.network.connect(tcp('127.0.0.1', port)));
      connection[Symbol.dispose]();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  test('connections beyond the limit are refused', async () => {
    await using guest = caller({ listen: ['127.0.0.1:0'], limits: { sockets: 2 } });
    await using other = caller({ allow: ['127.0.0.1'] });
    const listener = await guest.network.listen(on('127.0.0.1'));
    const first = await connected(other.network.connect(tcp('127.0.0.1', portOf(listener))));
    await accepted(listener);
    const second = await connected(other.network.connect(tcp('127.0.0.1', portOf(listener))));
    expect(await errorOf(() => read(second))).toEqual({ tag: 'closed' });
    expect(listener.accept()).toBeUndefined();
    expect(first.status()).toBe(true);
  });

  test('bytes that are sent', async () => {
    await using guest = caller({ allow: ['127.0.0.1'], limits: { outputBytes: 10 } });
    const output = (await connected(guest.network.connect(tcp('127.0.0.1', port)))).output();
    output?.write(Buffer.alloc(8));
    expect(await errorOf(() => output?.write(Buffer.alloc(8)))).toEqual({ tag: 'exceeded', val: 'outputBytes' });
  });

  test('a reader that does not read holds the sender back', async () => {
    await using guest = caller({ listen: ['127.0.0.1:0'], allow: ['127.0.0.1'] });
    const listener = await guest.network.listen(on('127.0.0.1'));
    const output = (await connected(guest.network.connect(tcp('127.0.0.1', portOf(listener))))).output();
    await accepted(listener);
    let sent = 0;
    // The system's own buffers take some megabytes; then nothing more.
    for (let quiet = 0; quiet < 20; ) {
      const room = output?.checkWrite() ?? 0;
      if (room === 0) {
        quiet++;
        await new Promise((resolve) => setTimeout(resolve, 5));
      } else {
        quiet = 0;
        output?.write(Buffer.alloc(Math.min(room, 65_536)));
        sent += Math.min(room, 65_536);
      }
    }
    expect(sent).toBeLessThan(32 * 1024 * 1024);
  });
});

describe('the end of the instance', () => {
  test('closes everything in every state', async () => {
    const guest = caller({ listen: ['127.0.0.1:0'], allow: ['127.0.0.1'] });
    const listener = await guest.network.listen(on('127.0.0.1'));
    const at = portOf(listener);
    const client = await connected(guest.network.connect(tcp('127.0.0.1', at)));
    await accepted(listener);
    await connected(guest.network.connect(tcp('127.0.0.1', at)));
    guest.network.connect(tcp('127.0.0.1', at));
    client.output()?.write(Buffer.alloc(200_000));
    await guest.whole.dispose();
    await using other = caller({ allow: ['127.0.0.1'] });
    const late = other.network.connect(tcp('127.0.0.1', at));
    await ready(late.subscribe());
    expect(await errorOf(() => late.status())).toMatchObject({
      tag: 'system',
      val: { code: 'ECONNREFUSED', port: at },
    });
    await guest.whole.dispose();
  });

  test('handles that the host never gave answer as closed ones', async () => {
    await using guest = caller();
    const { Connection, Listener } = guest.network;
    const forged = Object.create(Connection.prototype) as InstanceType<typeof Connection>;
    expect(forged.status()).toBe(false);
    expect([forged.input(), forged.output(), forged.local(), forged.remote()]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    forged.reset();
    forged[Symbol.dispose]();
    const server = Object.create(Listener.prototype) as InstanceType<typeof Listener>;
    expect([server.accept(), server.local()]).toEqual([undefined, undefined]);
  });
});

test('questions that are open at the end are given up', async () => {
  const { createSocket } = await import('node:dgram');
  const silent = createSocket('udp4');
  await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve));
  const guest = caller({ allow: ['127.0.0.1'] });
  const resolver = guest.names.openResolver(60_000, 1, 0);
  resolver.setServers([`127.0.0.1:${silent.address().port}`]);
  const query = resolver.resolve('a.example', 'a');
  await new Promise((resolve) => silent.once('message', resolve));
  await guest.whole.dispose();
  await ready(query.subscribe());
  expect(await errorOf(() => query.answer())).toMatchObject({
    tag: 'system',
    val: { code: 'ECANCELLED', syscall: 'queryA' },
  });
  silent.close();
});
