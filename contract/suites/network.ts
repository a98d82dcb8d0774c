import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { expect } from 'vitest';
import type * as Network from '../../host-bridge/wit/zora-node-network.d.ts';
import {
  asGuest,
  drop,
  errorOf,
  type Imports,
  type Instance,
  type OpenInstance,
  type Ready,
  type Rights,
  readAll,
  readBytes,
} from '../host.ts';
import type { Registrar } from '../registrar.ts';

/** The contract of `zora:node/network` and `zora:node/name-lookup`. */
export function networkContract(
  open: OpenInstance,
  { afterAll, afterEach, beforeAll, describe, test }: Registrar,
): void {
  describe('zora:node/network', () => {
    let server: Server;
    let port: number;
    let instance: Instance;
    let handler: (socket: Socket) => void = () => {};
    const sockets = new Set<Socket>();

    beforeAll(async () => {
      server = createServer({ allowHalfOpen: true }, (socket) => {
        sockets.add(socket);
        socket.on('error', () => {}).on('close', () => sockets.delete(socket));
        handler(socket);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      port = (server.address() as AddressInfo).port;
    });
    afterAll(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    afterEach(() => instance.dispose());

    const start = async (rights: Rights = {}): Promise<Imports> => {
      const network = { allow: ['127.0.0.1', 'localhost'], listen: ['127.0.0.1:0'] };
      instance = await open({ network, ...rights });
      return instance.imports;
    };
    const target = (more: Partial<Network.TcpTarget> = {}): Network.Target => ({
      tag: 'tcp',
      val: { address: '127.0.0.1', port, localPort: 0, ...more },
    });
    const connected = async (ready: Ready, connection: Network.Connection): Promise<Network.Connection> => {
      while (!connection.status()) await ready(connection.subscribe());
      return connection;
    };
    const accepted = async (ready: Ready, listener: Network.Listener): Promise<Network.Connection> => {
      for (;;) {
        const connection = listener.accept();
        if (connection !== undefined) return connection;
        await ready(listener.subscribe());
      }
    };
    const flushed = async (ready: Ready, connection: Network.Connection, bytes: Uint8Array): Promise<void> => {
      const output = connection.output();
      if (output === undefined) throw new Error('no output');
      for (let at = 0; at < bytes.length; ) {
        const room = output.checkWrite();
        if (room === 0) await ready(output.subscribe());
        else output.write(bytes.subarray(at, at + room));
        at += room;
      }
      output.end();
      while (!output.flushed()) await ready(output.subscribe());
    };

    test('bytes go both ways, and each side ends by itself', async () => {
      handler = (socket) => socket.pipe(socket);
      const { connect } = (await start())['zora:node/network'];
      const data = Buffer.alloc(1_000_001, 'abc');
      const back = await asGuest(instance, async (ready) => {
        const connection = await connected(ready, connect(target()));
        const input = connection.input();
        const [bytes] = await Promise.all([readBytes(ready, input), flushed(ready, connection, data)]);
        return bytes;
      });
      expect(back.equals(data)).toBe(true);
    });

    test('a connection has its streams once, and none before it is there', async () => {
      handler = (socket) => socket.end('x');
      const { connect } = (await start())['zora:node/network'];
      await asGuest(instance, async (ready) => {
        const connection = connect(target());
        expect([connection.status(), connection.input(), connection.output(), connection.local()]).toEqual([
          false,
          undefined,
          undefined,
          undefined,
        ]);
        await connected(ready, connection);
        expect(connection.remote()).toEqual({ address: '127.0.0.1', port });
        expect(connection.local()).toMatchObject({ tag: 'ip', val: { address: '127.0.0.1' } });
        expect(await readAll(ready, connection.input())).toBe('x');
        expect(connection.input()).toBeUndefined();
      });
    });

    test('nobody there: the system’s error with where it was', async () => {
      const { connect } = (await start())['zora:node/network'];
      const error = await asGuest(instance, (ready) =>
        errorOf(async () => connected(ready, connect(target({ port: 1 })))),
      );
      expect(error).toMatchObject({
        tag: 'system',
        val: { code: 'ECONNREFUSED', syscall: 'connect', address: '127.0.0.1', port: 1 },
      });
    });

    test('a reset is an error of reading', async () => {
      handler = (socket) => void socket.once('data', () => socket.resetAndDestroy());
      const { connect } = (await start())['zora:node/network'];
      const error = await asGuest(instance, async (ready) => {
        const connection = await connected(ready, connect(target()));
        connection.output()?.write(Buffer.from('x'));
        return errorOf(() => readAll(ready, connection.input()));
      });
      expect(error).toMatchObject({ tag: 'failed', val: { code: 'ECONNRESET', syscall: 'read' } });
    });

    test('what was written before the connection was dropped arrives', async () => {
      const { promise, resolve } = Promise.withResolvers<number>();
      let bytes = 0;
      handler = (socket) => {
        socket.on('data', (chunk) => {
          bytes += chunk.length;
        });
        socket.on('end', () => {
          socket.end();
          resolve(bytes);
        });
      };
      const { connect } = (await start())['zora:node/network'];
      await asGuest(instance, async (ready) => {
        const connection = await connected(ready, connect(target()));
        const output = connection.output();
        for (let i = 0; i < 3; i++) output?.write(Buffer.alloc(1_000_000));
        drop(output as object);
        drop(connection);
      });
      expect(await promise).toBe(3_000_000);
    });

    test('reset by the guest', async () => {
      const { promise, resolve } = Promise.withResolvers<string | undefined>();
      handler = (socket) => void socket.resume().on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
      const { connect } = (await start())['zora:node/network'];
      await asGuest(instance, async (ready) => {
        const connection = await connected(ready, connect(target()));
        connection.reset();
      });
      expect(await promise).toBe('ECONNRESET');
    });

    test('a server takes connections, each paused until it is read', async () => {
      const { connect, listen } = (await start())['zora:node/network'];
      const text = await asGuest(instance, async (ready) => {
        const listener = await listen({
          tag: 'tcp',
          val: { host: '127.0.0.1', port: 0, backlog: 16, ipv6Only: false, reusePort: false },
        });
        expect(listener.accept()).toBeUndefined();
        const end = listener.local();
        if (end?.tag !== 'ip') throw new Error('no end');
        const client = await connected(ready, connect(target({ port: end.val.port })));
        const peer = await accepted(ready, listener);
        await flushed(ready, client, Buffer.from('hello'));
        const asked = await readAll(ready, peer.input());
        await flushed(ready, peer, Buffer.from(`${asked} yourself`));
        return readAll(ready, client.input());
      });
      expect(text).toBe('hello yourself');
    });

    test('denies an address that is not listed, and listening where it is not granted', async () => {
      const { connect, listen } = (await start())['zora:node/network'];
      const failure = (where: Network.Target) =>
        asGuest(instance, (ready) => errorOf(async () => connected(ready, connect(where))));
      expect(await failure({ tag: 'tcp', val: { address: '10.0.0.1', port: 80, localPort: 0 } })).toMatchObject({
        tag: 'denied',
        val: { permission: 'net' },
      });
      // A name stands for nothing that the host has not looked up itself.
      expect(
        await failure({ tag: 'tcp', val: { host: 'localhost', address: '10.0.0.1', port: 80, localPort: 0 } }),
      ).toMatchObject({ tag: 'denied' });
      expect(await failure({ tag: 'path', val: '/run/secret.sock' })).toMatchObject({
        tag: 'denied',
        val: { permission: 'file-system-read' },
      });
      expect(
        await errorOf(() =>
          listen({ tag: 'tcp', val: { host: '127.0.0.1', port: 1, backlog: 1, ipv6Only: false, reusePort: false } }),
        ),
      ).toMatchObject({ tag: 'denied', val: { permission: 'net' } });
      expect(
        await errorOf(() =>
          listen({ tag: 'path', val: { path: '/run/a.sock', backlog: 1, readableAll: false, writableAll: false } }),
        ),
      ).toMatchObject({ tag: 'denied', val: { permission: expect.stringMatching(/^file-system-/) } });
    });

    test('refuses what is no address', async () => {
      const { connect } = (await start())['zora:node/network'];
      const error = await asGuest(instance, (ready) =>
        errorOf(async () => connected(ready, connect(target({ address: 'localhost' })))),
      );
      expect(error).toMatchObject({ tag: 'invalid-argument' });
    });

    test('holds no more sockets than the grant allows', async () => {
      handler = () => {};
      const { connect } = (await start({ limits: { sockets: 1 } }))['zora:node/network'];
      await asGuest(instance, async (ready) => {
        const first = await connected(ready, connect(target()));
        expect(await errorOf(async () => connected(ready, connect(target())))).toEqual({
          tag: 'exceeded',
          val: { name: 'sockets', maximum: 1 },
        });
        first.reset();
        drop(first);
        await expect
          .poll(() => errorOf(() => connected(ready, connect(target()))).then(JSON.stringify, () => 'connected'))
          .toBe('connected');
      });
    });

    test('several connections at once get each their own bytes', async () => {
      handler = (socket) => socket.pipe(socket);
      const { connect } = (await start())['zora:node/network'];
      const texts = Array.from({ length: 8 }, (_, index) => `connection ${index}`);
      const back = await asGuest(instance, (ready) =>
        Promise.all(
          texts.map(async (text) => {
            const connection = await connected(ready, connect(target()));
            connection.setNoDelay(true);
            connection.setKeepAlive(true, 1000);
            const input = connection.input();
            await flushed(ready, connection, Buffer.from(text));
            return readAll(ready, input);
          }),
        ),
      );
      expect(back).toEqual(texts);
    });

    test('ends its connections when the instance goes', async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      handler = (socket) =>
        void socket
          .resume()
          .on('end', () => socket.end())
          .on('close', () => resolve());
      const { connect } = (await start())['zora:node/network'];
      await asGuest(instance, async (ready) => void (await connected(ready, connect(target()))));
      await instance.dispose();
      await promise;
    });

    test('a port that is taken', async () => {
      const { listen } = (await start({ network: { allow: [], listen: ['127.0.0.1:*'] } }))['zora:node/network'];
      const error = await errorOf(() =>
        listen({ tag: 'tcp', val: { host: '127.0.0.1', port, backlog: 16, ipv6Only: false, reusePort: false } }),
      );
      expect(error).toMatchObject({ tag: 'system', val: { code: 'EADDRINUSE', syscall: 'listen', port } });
    });
  });
}
