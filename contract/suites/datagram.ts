import { createSocket, type Socket } from 'node:dgram';
import { expect } from 'vitest';
import type * as Datagram from '../../host-bridge/wit/zora-node-datagram.d.ts';
import { asGuest, drop, errorOf, type Instance, type OpenInstance, type Ready } from '../host.ts';
import type { Registrar } from '../registrar.ts';

const IPV4: Datagram.SocketOptions = { family: 'ipv4', reuseAddress: false, reusePort: false, ipv6Only: false };

/** The contract of `zora:node/datagram`. */
export function datagramContract(
  open: OpenInstance,
  { afterAll, afterEach, beforeAll, describe, test }: Registrar,
): void {
  describe('zora:node/datagram', () => {
    let echo: Socket;
    let port: number;
    let instance: Instance;

    beforeAll(async () => {
      echo = createSocket('udp4', (data, { address, port: from }) => echo.send(data, from, address));
      await new Promise<void>((resolve) => echo.bind(0, '127.0.0.1', resolve));
      port = echo.address().port;
    });
    afterAll(() => echo.close());
    afterEach(() => instance.dispose());

    const start = async (): Promise<typeof Datagram> => {
      const network = { allow: ['127.0.0.1', '224.0.0.114'], listen: ['127.0.0.1:0', '0.0.0.0:0'] };
      instance = await open({ network });
      return instance.imports['zora:node/datagram'];
    };
    const there = (): Datagram.Destination => ({ host: undefined, address: '127.0.0.1', port });
    const received = async (ready: Ready, socket: Datagram.UdpSocket, count: number): Promise<Datagram.Message[]> => {
      const messages: Datagram.Message[] = [];
      while (messages.length < count) {
        const some = socket.receive(16);
        if (some.length === 0) await ready(socket.subscribe());
        messages.push(...some.map(({ data, sender }) => ({ data: data.slice(), sender })));
      }
      return messages;
    };
    const sent = async (ready: Ready, socket: Datagram.UdpSocket, count: number): Promise<unknown[]> => {
      const outcomes: unknown[] = [];
      while (outcomes.length < count) {
        const some = socket.sent();
        if (some.length === 0) await ready(socket.subscribe());
        outcomes.push(...some);
      }
      return outcomes;
    };

    test('datagrams keep their bounds and their order, empty ones too', async () => {
      const { open: openSocket } = await start();
      const texts = await asGuest(instance, async (ready) => {
        const socket = openSocket(IPV4);
        const all = ['one', '', 'three', 'x'.repeat(1400)];
        for (const text of all) socket.send(Buffer.from(text), there());
        expect(await sent(ready, socket, all.length)).toEqual(all.map(() => undefined));
        expect(socket.sent()).toEqual([]);
        const messages = await received(ready, socket, all.length);
        expect(messages.map(({ sender }) => sender)).toEqual(all.map(() => ({ address: '127.0.0.1', port })));
        return messages.map(({ data }) => Buffer.from(data).toString());
      });
      expect(texts).toEqual(['one', '', 'three', 'x'.repeat(1400)]);
    });

    test('binding, and what a socket is bound to', async () => {
      const { open: openSocket } = await start();
      await asGuest(instance, async (ready) => {
        const [server, client] = [openSocket(IPV4), openSocket(IPV4)];
        expect(server.local()).toBeUndefined();
        await server.bind({ address: '127.0.0.1', port: 0 });
        const at = server.local();
        expect(at).toEqual({ address: '127.0.0.1', port: expect.any(Number) });
        client.send(Buffer.from('to you'), { ...there(), port: at?.port ?? 0 });
        const [message] = await received(ready, server, 1);
        expect(Buffer.from(message?.data ?? []).toString()).toBe('to you');
        expect(message?.sender.port).toBe(client.local()?.port);
        expect(await errorOf(() => server.bind(undefined))).toMatchObject({ tag: 'system', val: { code: 'EINVAL' } });
      });
    });

    test('a connected socket sends without a destination, and only so', async () => {
      const { open: openSocket } = await start();
      await asGuest(instance, async (ready) => {
        const socket = openSocket(IPV4);
        const code = (call: () => unknown) =>
          errorOf(call).then((error) => (error as { val: { code: string } }).val.code);
        expect(await code(() => socket.send(Buffer.from('x'), undefined))).toBe('EDESTADDRREQ');
        await socket.connect(there());
        expect(socket.remote()).toEqual({ address: '127.0.0.1', port });
        expect(await code(() => socket.send(Buffer.from('x'), there()))).toBe('EISCONN');
        socket.send(Buffer.from('hello'), undefined);
        const [message] = await received(ready, socket, 1);
        expect(Buffer.from(message?.data ?? []).toString()).toBe('hello');
        socket.disconnect();
        expect(socket.remote()).toBeUndefined();
        expect(await code(() => socket.disconnect())).toBe('ENOTCONN');
      });
    });

    test('nobody there: an error of receiving, once', async () => {
      const { open: openSocket } = await start();
      await asGuest(instance, async (ready) => {
        const socket = openSocket(IPV4);
        await socket.connect({ ...there(), port: 1 });
        socket.send(Buffer.from('x'), undefined);
        const failure = await errorOf(() => received(ready, socket, 1));
        expect(failure).toMatchObject({ tag: 'system', val: { code: 'ECONNREFUSED', syscall: 'recvmsg' } });
        expect(socket.receive(1)).toEqual([]);
      });
    });

    test('settings, before and after there is a descriptor', async () => {
      const { open: openSocket } = await start();
      await asGuest(instance, async () => {
        const socket = openSocket(IPV4);
        const bad = { tag: 'system', val: { code: 'EBADF' } };
        expect(await errorOf(() => socket.set({ tag: 'ttl', val: 3 }))).toMatchObject(bad);
        expect(await errorOf(() => socket.bufferSize('receive'))).toMatchObject(bad);
        await socket.bind(undefined);
        socket.set({ tag: 'ttl', val: 3 });
        socket.set({ tag: 'broadcast', val: true });
        socket.set({ tag: 'multicast-ttl', val: 3 });
        socket.set({ tag: 'multicast-loopback', val: false });
        expect(await errorOf(() => socket.setBufferSize('send', 2 ** 32 - 1))).toMatchObject({ tag: 'system' });
        socket.setBufferSize('send', 8192);
        expect(socket.bufferSize('send')).toBeGreaterThanOrEqual(8192);
        expect(await errorOf(() => socket.set({ tag: 'ttl', val: 1000 }))).toMatchObject({
          tag: 'system',
          val: { code: 'EINVAL', syscall: 'setTTL' },
        });
      });
    });

    test('what the token does not allow', async () => {
      const { open: openSocket } = await start();
      const denied = (resource: string) => ({ tag: 'denied', val: { permission: 'net', resource } });
      await asGuest(instance, async (ready) => {
        const socket = openSocket(IPV4);
        const elsewhere = { ...there(), address: '127.0.0.2' };
        expect(await errorOf(() => socket.bind({ address: '127.0.0.2', port: 0 }))).toEqual(denied('127.0.0.2:0'));
        expect(await errorOf(() => socket.connect(elsewhere))).toEqual(denied(`127.0.0.2:${port}`));
        socket.send(Buffer.from('x'), elsewhere);
        expect(await sent(ready, socket, 1)).toEqual([denied(`127.0.0.2:${port}`)]);
        expect(socket.local()).toBeUndefined();
      });
    });

    test('joining and leaving a group', async () => {
      const { open: openSocket } = await start();
      await asGuest(instance, async () => {
        const socket = openSocket(IPV4);
        await socket.bind({ address: '0.0.0.0', port: 0 });
        const group = { group: '224.0.0.114', source: undefined, interfaceAddress: '127.0.0.1' };
        await socket.join(group);
        socket.leave(group);
        expect(await errorOf(() => socket.leave(group))).toMatchObject({
          tag: 'system',
          val: { code: 'EADDRNOTAVAIL', syscall: 'dropMembership' },
        });
        expect(await errorOf(() => socket.join({ ...group, group: '224.0.0.115' }))).toMatchObject({ tag: 'denied' });
      });
    });

    test('a dropped socket is no limit’s any more, and what it sent has gone', async () => {
      instance = await open({ network: { allow: ['127.0.0.1'] }, limits: { sockets: 1 } });
      const { open: openSocket } = instance.imports['zora:node/datagram'];
      await asGuest(instance, async (ready) => {
        for (let round = 0; round < 3; round++) {
          const socket = openSocket(IPV4);
          socket.send(Buffer.from('x'), there());
          await sent(ready, socket, 1);
          drop(socket);
        }
        openSocket(IPV4);
        expect(await errorOf(() => openSocket(IPV4))).toMatchObject({ tag: 'exceeded', val: { name: 'sockets' } });
      });
    });
  });
}
