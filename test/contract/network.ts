import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type * as NameLookup from '../../host-bridge/wit/zora-node-name-lookup.d.ts';
import type * as Network from '../../host-bridge/wit/zora-node-network.d.ts';
import {
  asGuest,
  drop,
  errorOf,
  type Instance,
  type OpenInstance,
  type Ready,
  type Rights,
  readAll,
  readBytes,
} from './host.ts';

interface NetworkImports {
  'zora:node/network': typeof Network;
  'zora:node/name-lookup': typeof NameLookup;
}

/** The contract of `zora:node/network` and `zora:node/name-lookup`. */
export function networkContract(open: OpenInstance): void {
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

  const start = async (rights: Rights = {}): Promise<NetworkImports> => {
    const network = { allow: ['127.0.0.1', 'localhost'], listen: ['127.0.0.1:0'] };
    instance = await open({ network, ...rights });
    return instance.imports as unknown as NetworkImports;
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

  describe('zora:node/network', () => {
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

    test('a port that is taken', async () => {
      const { listen } = (
        await start({ network: { allow: [], listen: ['127.0.0.1:*'] } as unknown as NonNullable<Rights['network']> })
      )['zora:node/network'];
      const error = await errorOf(() =>
        listen({ tag: 'tcp', val: { host: '127.0.0.1', port, backlog: 16, ipv6Only: false, reusePort: false } }),
      );
      expect(error).toMatchObject({ tag: 'system', val: { code: 'EADDRINUSE', syscall: 'listen', port } });
    });
  });

  describe('zora:node/name-lookup', () => {
    test('localhost', async () => {
      const { lookup } = (await start())['zora:node/name-lookup'];
      const answer = await asGuest(instance, async (ready) => {
        const query = lookup('localhost', 4, 0);
        for (;;) {
          const found = query.answer();
          if (found !== undefined) return found;
          await ready(query.subscribe());
        }
      });
      expect(answer).toEqual({ tag: 'addresses', val: ['127.0.0.1'] });
    });

    test('a name that is not allowed', async () => {
      const { lookup } = (await start())['zora:node/name-lookup'];
      const error = await asGuest(instance, async (ready) => {
        const query = lookup('example.com', 0, 0);
        await ready(query.subscribe());
        return errorOf(() => query.answer());
      });
      expect(error).toEqual({ tag: 'denied', val: { permission: 'net', resource: 'example.com' } });
    });
  });
}
