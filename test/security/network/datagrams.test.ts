import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf } from '../../../contract/host.ts';
import type { UdpSocket } from '../../../host-bridge/datagram.ts';
import { answerOf, type Caller, caller, heard, outcomesOf, udp } from './support.ts';

/** Answers each datagram with itself. */
let echo: Socket;
let port: number;
const seen: string[] = [];

beforeAll(async () => {
  echo = createSocket('udp4', (data: Buffer, { address, port: from }: RemoteInfo) => {
    seen.push(data.toString());
    echo.send(data, from, address);
  });
  await new Promise<void>((resolve) => echo.bind(0, '127.0.0.1', resolve));
  port = echo.address().port;
});
afterAll(() => echo.close());

const denied = (resource: string) => ({ tag: 'denied', val: { permission: 'net', resource } });
const to = (address: string, at = port, host?: string) => ({ address, port: at, host });
const text = (words: string) => Buffer.from(words);
const verdicts = ({ events }: Caller) => events.map(({ verdict, resource }) => `${verdict} ${resource}`);
const portOf = (socket: UdpSocket): number => socket.local()?.port ?? 0;

/** Whether a datagram from outside reaches the socket. */
async function hears(socket: UdpSocket, family: 'udp4' | 'udp6' = 'udp4'): Promise<boolean> {
  const stranger = createSocket(family);
  const address = family === 'udp4' ? '127.0.0.1' : '::1';
  await new Promise((resolve) => stranger.send('stranger', portOf(socket), address, resolve));
  await new Promise((resolve) => setTimeout(resolve, 30));
  stranger.close();
  return socket.receive(64).some(({ data }) => Buffer.from(data).toString() === 'stranger');
}

describe('where datagrams go', () => {
  test.each([
    ['nothing granted', [], '127.0.0.1'],
    ['the loopback is not in *', ['*'], '127.0.0.1'],
    ['nor a private address', ['*'], '192.168.0.1'],
    ['nor the metadata service', ['*'], '169.254.169.254'],
    ['nor everybody on the network', ['*'], '255.255.255.255'],
    ['nor a group', ['*'], '224.0.0.251'],
    ['nor the unspecified address', ['*'], '0.0.0.0'],
    ['another port', ['127.0.0.1:1'], '127.0.0.1'],
    ['a denied one within an allowed block', ['127.0.0.0/8'], '127.0.0.1'],
  ])('%s', async (_, allow, address) => {
    await using guest = caller({ allow, deny: ['127.0.0.1'] });
    const socket = udp(guest);
    socket.send(text('leak'), to(address));
    expect(await outcomesOf(socket)).toEqual([denied(`${address}:${port}`)]);
    expect(await errorOf(() => socket.connect(to(address)))).toEqual(denied(`${address}:${port}`));
    expect(seen).not.toContain('leak');
  });

  test('IPv4 in the guise of IPv6', async () => {
    await using guest = caller({ allow: ['*', '::/0'] });
    const socket = udp(guest, 'ipv6');
    socket.send(text('leak'), to('::ffff:127.0.0.1'));
    expect(await outcomesOf(socket)).toMatchObject([{ tag: 'denied' }]);
    expect(seen).not.toContain('leak');
  });

  test('a place that is allowed, which is one decision for a socket', async () => {
    await using guest = caller({ allow: ['127.0.0.1'] });
    const socket = udp(guest);
    for (const word of ['one', 'two', 'three']) socket.send(text(word), to('127.0.0.1'));
    expect(await outcomesOf(socket, 3)).toEqual([undefined, undefined, undefined]);
    expect([await heard(socket), await heard(socket), await heard(socket)]).toEqual(['one', 'two', 'three']);
    expect(verdicts(guest)).toEqual([`allowed 127.0.0.1:${port}`]);
    const other = udp(guest);
    other.send(text('four'), to('127.0.0.1'));
    expect(await outcomesOf(other)).toEqual([undefined]);
    expect(verdicts(guest)).toHaveLength(2);
  });

  test('what is no address is not looked up', async () => {
    await using guest = caller({ allow: ['*', 'localhost'] });
    const socket = udp(guest);
    socket.send(text('x'), to('localhost'));
    expect(await outcomesOf(socket)).toMatchObject([{ tag: 'invalid-argument' }]);
    expect(await errorOf(() => socket.connect(to('localhost')))).toMatchObject({ tag: 'invalid-argument' });
    expect(await errorOf(() => socket.bind({ address: 'localhost', port: 0 }))).toMatchObject({
      tag: 'invalid-argument',
    });
  });

  test('an address under an allowed name, where the host has found it by that name', async () => {
    const lookup = async () => [{ address: '127.0.0.1', family: 4 as const }];
    await using guest = caller({ allow: ['good.example', '127.0.0.0/30:1'], lookup });
    const socket = udp(guest);
    const named = to('127.0.0.1', port, 'good.example');
    socket.send(text('x'), named);
    expect(await outcomesOf(socket)).toEqual([denied(`127.0.0.1:${port}`)]);
    await answerOf(guest.names.lookup('good.example', 0, 0));
    // Resolved now; but the loopback is reached by no name.
    socket.send(text('x'), named);
    expect(await outcomesOf(socket)).toMatchObject([denied(`good.example:${port}`)]);
  });

  test('a hook is asked, and what is sent meanwhile keeps its order', async () => {
    const asked: string[] = [];
    const authorize = async ({ resource }: { resource: string }) => {
      asked.push(resource);
      await new Promise((resolve) => setTimeout(resolve, resource.startsWith('127.0.0.1:') ? 20 : 1));
      return !resource.startsWith('127.0.0.9');
    };
    await using guest = caller({ allow: ['127.0.0.0/8'], authorize });
    const socket = udp(guest);
    socket.send(text('first'), to('127.0.0.1'));
    socket.send(text('no'), to('127.0.0.9'));
    socket.send(text('second'), to('127.0.0.1'));
    expect(await outcomesOf(socket, 3)).toEqual([undefined, denied(`127.0.0.9:${port}`), undefined]);
    expect([await heard(socket), await heard(socket)]).toEqual(['first', 'second']);
    expect(asked.filter((resource) => resource.startsWith('127.0.0.9'))).toHaveLength(1);
  });

  test('nothing goes after the end, though it was asked about before', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const guest = caller({ allow: ['127.0.0.1'], authorize: () => promise });
    const socket = udp(guest);
    socket.send(text('late'), to('127.0.0.1'));
    await guest[Symbol.asyncDispose]();
    resolve(true);
    expect(await outcomesOf(socket)).toMatchObject([{ tag: 'denied' }]);
    expect(seen).not.toContain('late');
  });
});

describe('names are not carried out in datagrams', () => {
  test.each(['8.8.8.8', '127.0.0.53', '10.0.0.2', '169.254.169.253'])('to the name server %s', async (server) => {
    await using guest = caller({ allow: ['good.example'], listen: ['127.0.0.1:0'] });
    const socket = udp(guest);
    socket.send(Buffer.from('000001000001000000000000', 'hex'), to(server, 53));
    socket.send(text('x'), to(server, 53, 'good.example'));
    expect(await outcomesOf(socket, 2)).toEqual([denied(`${server}:53`), denied(`${server}:53`)]);
    expect(await errorOf(() => socket.connect(to(server, 53)))).toEqual(denied(`${server}:53`));
  });

  test('nor to a server of a resolver that the guest has pointed elsewhere', async () => {
    await using guest = caller({ allow: ['good.example'] });
    const resolver = guest.names.openResolver(200, 1, 0);
    for (const server of [`127.0.0.1:${port}`, '8.8.8.8', '[::1]:53']) {
      resolver.setServers([server]);
      for (const kind of ['a', 'txt', 'any', 'ptr'] as const) {
        expect(await errorOf(() => answerOf(resolver.resolve('secret.bad.example', kind)))).toMatchObject({
          tag: 'denied',
        });
      }
      expect(await errorOf(() => answerOf(resolver.reverse('8.8.8.8')))).toMatchObject({ tag: 'denied' });
    }
    expect(seen.some((data) => data.includes('secret'))).toBe(false);
  });
});

describe('no question leaves for a name that is not allowed', () => {
  const kinds = ['a', 'aaaa', 'any', 'caa', 'cname', 'mx', 'naptr', 'ns', 'ptr', 'soa', 'srv', 'tlsa', 'txt'] as const;
  const secret = 'c2VjcmV0.bad.example';

  test('whatever is asked', async () => {
    await using guest = caller({ allow: ['good.example', 'https://api.bad.example/'] });
    const resolver = guest.names.openResolver(200, 1, 0);
    const queries = [
      ...kinds.map((kind) => resolver.resolve(secret, kind)),
      ...[0, 4, 6].map((family) => guest.names.lookup(secret, family, 0)),
      guest.names.lookup(secret, 4, 32),
      guest.names.lookupService('8.8.8.8', 53),
      resolver.reverse('8.8.8.8'),
    ];
    for (const query of queries) expect(await errorOf(() => answerOf(query))).toMatchObject({ tag: 'denied' });
    expect(guest.events.every(({ verdict }) => verdict === 'denied')).toBe(true);
  });

  // The decision is waited for, and the guest goes on.
  test('nor for one that is, to servers that are set afterwards', async () => {
    await using guest = caller({ allow: ['good.example'] });
    const resolver = guest.names.openResolver(200, 1, 0);
    const query = resolver.resolve('good.example', 'txt');
    resolver.setServers([`127.0.0.1:${port}`]);
    expect(await errorOf(() => answerOf(query))).toMatchObject({ tag: 'system', val: { code: 'ECANCELLED' } });
    expect(seen.some((data) => data.includes('good'))).toBe(false);
  });

  test('nor to the host’s servers, after servers that are allowed', async () => {
    await using guest = caller({ allow: [`127.0.0.1:${port}`] });
    const resolver = guest.names.openResolver(200, 1, 0);
    resolver.setServers([`127.0.0.1:${port}`]);
    const query = resolver.resolve(secret, 'txt');
    const reverse = resolver.reverse('8.8.8.8');
    resolver.setServers([]);
    for (const asked of [query, reverse])
      expect(await errorOf(() => answerOf(asked))).toMatchObject({ tag: 'system', val: { code: 'ECANCELLED' } });
  });

  test('what a server of the guest’s own says lends a name’s rights to no address', async () => {
    const dns = createSocket('udp4', (question, { address, port: from }) => {
      // The question, with one answer: an A record of 127.0.0.1.
      const answer = Buffer.concat([question, Buffer.from('c00c000100010000003c00047f000001', 'hex')]);
      answer.writeUInt16BE(0x8180, 2);
      answer.writeUInt16BE(1, 6);
      answer.writeUInt16BE(0, 10);
      dns.send(answer.subarray(0, answer.length), from, address);
    });
    await new Promise<void>((resolve) => dns.bind(0, '127.0.0.1', resolve));
    const at = dns.address().port;
    await using guest = caller({ allow: ['good.example', `127.0.0.1:${at}`] });
    const resolver = guest.names.openResolver(500, 1, 0);
    resolver.setServers([`127.0.0.1:${at}`]);
    await answerOf(resolver.resolve('good.example', 'a')).catch(() => {});
    const socket = udp(guest);
    socket.send(text('rebound'), to('127.0.0.1', port, 'good.example'));
    expect(await outcomesOf(socket)).toEqual([denied(`127.0.0.1:${port}`)]);
    dns.close();
  });
});

describe('who is heard', () => {
  test('without a right to listen, only those to whom the guest has sent', async () => {
    await using guest = caller({ allow: ['127.0.0.1'] });
    const socket = udp(guest);
    await socket.bind(undefined);
    expect(await hears(socket)).toBe(false);
    socket.send(text('hello'), to('127.0.0.1'));
    expect(await heard(socket)).toBe('hello');
    expect(await hears(socket)).toBe(false);
    expect(verdicts(guest)).toEqual([`allowed 127.0.0.1:${port}`]);
  });

  test('the same for a socket that is connected, and is so no more', async () => {
    await using guest = caller({ allow: ['127.0.0.1'] });
    const socket = udp(guest);
    await socket.connect(to('127.0.0.1'));
    socket.send(text('hi'), undefined);
    expect(await heard(socket)).toBe('hi');
    socket.disconnect();
    socket.send(text('still here'), to('127.0.0.1'));
    expect(await heard(socket)).toBe('still here');
    expect(await hears(socket)).toBe(false);
  });

  test('with it, everyone', async () => {
    await using guest = caller({ listen: ['0.0.0.0:0'] });
    const socket = udp(guest);
    await socket.bind(undefined);
    expect(await hears(socket)).toBe(true);
  });

  test('unless the hook says no', async () => {
    await using guest = caller({ listen: ['0.0.0.0:0'], authorize: () => false });
    const socket = udp(guest);
    await socket.bind(undefined);
    expect(await hears(socket)).toBe(false);
  });

  test.each([
    ['nothing granted', [], '127.0.0.1', 0],
    ['another port', ['127.0.0.1:0'], '127.0.0.1', 45_673],
    ['every interface', ['127.0.0.1:*'], '0.0.0.0', 0],
    ['another address', ['127.0.0.1:*'], '127.0.0.2', 0],
  ])('binding a place needs it: %s', async (_, listen, address, at) => {
    await using guest = caller({ allow: ['*', '127.0.0.0/8'], listen });
    const socket = udp(guest);
    expect(await errorOf(() => socket.bind({ address, port: at }))).toEqual(denied(`${address}:${at}`));
    expect(socket.local()).toBeUndefined();
  });

  test('a place that is granted', async () => {
    await using guest = caller({ listen: ['127.0.0.1:0'] });
    const socket = udp(guest);
    await socket.bind({ address: '127.0.0.1', port: 0 });
    expect(await hears(socket)).toBe(true);
    expect(await errorOf(() => socket.bind({ address: '127.0.0.1', port: 0 }))).toMatchObject({
      tag: 'system',
      val: { code: 'EINVAL' },
    });
  });
});

describe('groups', () => {
  const group = (address: string) => ({ group: address, source: undefined, interfaceAddress: undefined });

  test.each([
    ['nothing granted', []],
    ['* names none', ['*']],
    ['another group', ['224.0.0.114']],
    ['another port', ['224.0.0.251:5353']],
  ])('%s', async (_, allow) => {
    await using guest = caller({ allow, listen: ['0.0.0.0:0'] });
    const socket = udp(guest);
    await socket.bind({ address: '0.0.0.0', port: 0 });
    const resource = `224.0.0.251:${portOf(socket)}`;
    expect(await errorOf(() => socket.join(group('224.0.0.251')))).toEqual(denied(resource));
    const source = { ...group('224.0.0.251'), source: '127.0.0.1' };
    expect(await errorOf(() => socket.join(source))).toEqual(denied(resource));
  });

  test('one that is named', async () => {
    await using guest = caller({ allow: ['224.0.0.0/24'], listen: ['0.0.0.0:0'] });
    const socket = udp(guest);
    await socket.bind({ address: '0.0.0.0', port: 0 });
    const on = { ...group('224.0.0.114'), interfaceAddress: '127.0.0.1' };
    await socket.join(on);
    socket.set({ tag: 'multicast-interface', val: '127.0.0.1' });
    socket.send(text('all'), to('224.0.0.114', portOf(socket)));
    expect(await heard(socket)).toBe('all');
    socket.leave(on);
    expect(await errorOf(() => socket.leave(on))).toMatchObject({ tag: 'system', val: { code: 'EADDRNOTAVAIL' } });
  });

  test('what is no group', async () => {
    await using guest = caller({ allow: ['127.0.0.1'] });
    for (const address of ['127.0.0.1', '', 'x', '224.0.0.1\0'])
      expect(await errorOf(() => udp(guest).join(group(address)))).toMatchObject({
        tag: 'system',
        val: { code: 'EINVAL', syscall: 'addMembership' },
      });
  });
});

describe('limits', () => {
  test('sockets', async () => {
    await using guest = caller({ limits: { sockets: 2 } });
    const first = udp(guest);
    udp(guest);
    expect(await errorOf(() => udp(guest))).toEqual({ tag: 'exceeded', val: { name: 'sockets', maximum: 2 } });
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    udp(guest);
    expect(await errorOf(() => udp(guest))).toMatchObject({ tag: 'exceeded' });
  });

  test('bytes that are sent', async () => {
    await using guest = caller({ allow: ['127.0.0.1'], limits: { outputBytes: 10 } });
    const socket = udp(guest);
    socket.send(Buffer.alloc(8), to('127.0.0.1'));
    socket.send(Buffer.alloc(8), to('127.0.0.1'));
    expect(await outcomesOf(socket, 2)).toEqual([
      undefined,
      { tag: 'exceeded', val: { name: 'outputBytes', maximum: 10 } },
    ]);
  });

  test('the size of a datagram', async () => {
    await using guest = caller({ allow: ['127.0.0.1'] });
    const socket = udp(guest);
    const tooLong = { tag: 'system', val: { code: 'EMSGSIZE', syscall: 'send' } };
    expect(await errorOf(() => socket.send(Buffer.alloc(1_000_000), to('127.0.0.1')))).toMatchObject(tooLong);
    socket.send(Buffer.alloc(65_535), to('127.0.0.1'));
    expect(await outcomesOf(socket)).toMatchObject([tooLong]);
  });

  test('datagrams whose end nobody has asked about', async () => {
    await using guest = caller({ allow: ['127.0.0.1'] });
    const socket = udp(guest);
    const refused = await errorOf(() => {
      for (let count = 0; count < 2000; count++) socket.send(Buffer.alloc(65_000), to('127.0.0.1', 9));
    });
    expect(refused).toMatchObject({ tag: 'system', val: { code: 'ENOBUFS' } });
    expect(await outcomesOf(socket, 1032)).toHaveLength(1032);
    socket.send(text('again'), to('127.0.0.1'));
    expect(await outcomesOf(socket)).toEqual([undefined]);
  });

  test('what comes in and nobody takes', async () => {
    await using guest = caller({ listen: ['127.0.0.1:0'] });
    const socket = udp(guest);
    await socket.bind({ address: '127.0.0.1', port: 0 });
    const flood = createSocket('udp4');
    for (let count = 0; count < 3000; count++) {
      await new Promise((resolve) => flood.send(Buffer.alloc(1000), portOf(socket), '127.0.0.1', resolve));
      if (count % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    flood.close();
    let taken = 0;
    for (let batch = socket.receive(2 ** 32 - 1); batch.length > 0; batch = socket.receive(2 ** 32 - 1)) {
      expect(batch.length).toBeLessThanOrEqual(64);
      taken += batch.length;
    }
    expect(taken).toBeGreaterThan(100);
    expect(taken).toBeLessThanOrEqual(1024);
  });
});

describe('the end', () => {
  test('closes sockets in every state', async () => {
    const guest = caller({ allow: ['127.0.0.1'], listen: ['127.0.0.1:0'] });
    const bound = udp(guest);
    await bound.bind({ address: '127.0.0.1', port: 0 });
    const at = portOf(bound);
    await udp(guest).connect(to('127.0.0.1'));
    udp(guest);
    udp(guest).send(text('x'), to('127.0.0.1'));
    await guest[Symbol.asyncDispose]();
    await guest[Symbol.asyncDispose]();
    const next = createSocket('udp4');
    await new Promise<void>((resolve, reject) => next.once('error', reject).bind(at, '127.0.0.1', resolve));
    next.close();
    expect(await errorOf(() => bound.bind(undefined))).toMatchObject({ tag: 'system' });
  });

  test('what was sent before the handle was dropped still goes', async () => {
    await using guest = caller({ allow: ['127.0.0.1'], authorize: async () => true });
    const socket = udp(guest);
    socket.send(text('last words'), to('127.0.0.1'));
    socket[Symbol.dispose]();
    await expect.poll(() => seen.includes('last words')).toBe(true);
  });

  test('handles that the host never gave answer as closed ones', async () => {
    await using guest = caller();
    const { UdpSocket: Class } = guest.datagrams;
    const forged = Object.create(Class.prototype) as UdpSocket;
    expect([forged.sent(), forged.local(), forged.remote()]).toEqual([[], undefined, undefined]);
    for (const call of [() => forged.receive(1), () => forged.bind(undefined), () => forged.send(text('x'), undefined)])
      expect(await errorOf(call)).toMatchObject({ tag: 'invalid-argument' });
    forged[Symbol.dispose]();
  });
});
