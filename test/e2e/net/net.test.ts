/** node:net and node:dns in a component, against real sockets. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Tool } from '../../../src/index.ts';
import { fileSandbox, rejection, token } from '../support/sandbox.ts';
import { deafServer } from './deaf-server.ts';
import * as native from './sockets-tool.ts';

const sandbox = fileSandbox({ maxWorkers: 2 });
let tool: Tool;

beforeAll(async () => {
  tool = await sandbox.load(join(import.meta.dirname, 'sockets-tool.ts'));
});

const network = { allow: ['127.0.0.1', 'localhost'], listen: ['127.0.0.1:0'] };
const call = (name: string, input: unknown = {}, options: object = {}) =>
  tool.invoke(input, { token: token(), grant: { network }, tool: name, ...options });

/** A server for one test. */
async function serve(handler: Parameters<typeof createServer>[1]): Promise<{ server: Server; port: number }> {
  const server = createServer(handler);
  onTestFinished(() => {
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

test('bytes go both ways, whole, over many connections', async () => {
  const input = { bytes: 2_000_003, connections: 8 };
  expect(await call('echo', input)).toEqual(await native.echo(input));
});

test('half-open connections', async () => {
  expect(await call('halfOpen')).toBe('you said this');
});

describe('what a client sees is what Node’s sees', () => {
  test.each([
    ['a server that answers', (socket: import('node:net').Socket) => void socket.end('hello')],
    ['a server that closes at once', (socket: import('node:net').Socket) => void socket.destroy()],
    [
      'a server that resets',
      (socket: import('node:net').Socket) => void setTimeout(() => socket.resetAndDestroy(), 50),
    ],
  ])('%s', async (_, handler) => {
    const { port } = await serve(handler);
    const input = { host: '127.0.0.1', port };
    expect(await call('visit', input)).toEqual(await native.visit(input));
  });

  test('nobody there', async () => {
    const { server, port } = await serve(() => {});
    server.close();
    const input = { host: '127.0.0.1', port };
    expect(await call('visit', input)).toEqual(await native.visit(input));
  });

  test('a name', async () => {
    const { port } = await serve((socket) => socket.end('hello'));
    const seen = (await call('visit', { host: 'localhost', port })) as string[];
    expect(seen.slice(-5)).toEqual(['connect', 'ready', 'data hello', 'end', 'close']);
  });
});

describe('a server that resets the connection', () => {
  test('while it is read from', async () => {
    const { port } = await serve((socket) => {
      socket.on('error', () => {}).once('data', () => socket.resetAndDestroy());
      socket.write('something');
    });
    const seen = await call('resetWhileReading', { port });
    expect(seen).toEqual(await native.resetWhileReading({ port }));
    expect(seen).toMatchObject({ events: ['error ECONNRESET read'], hadError: true });
  });

  test('while it is written to: no write is forgotten', async () => {
    const { port } = await serve((socket) => {
      socket.on('error', () => {}).once('data', () => socket.resetAndDestroy());
    });
    for (const seen of [await call('resetWhileWriting', { port }), await native.resetWhileWriting({ port })]) {
      expect(seen).toMatchObject({ told: 400, errors: 1, hadError: true });
      expect(['EPIPE', 'ECONNRESET']).toContain((seen as { codes: string[] }).codes[0]);
    }
  });
});

describe('a server that never answers', () => {
  test('once it is connected', async () => {
    const { port } = await serve((socket) => socket.on('error', () => {}));
    const events = await call('giveUp', { port });
    expect(events).toEqual(['connect', 'timeout', 'AbortError']);
    expect(events).toEqual(await native.giveUp({ port }));
  });

  test('not even to be connected', async () => {
    const { port, fill } = await deafServer();
    await fill();
    const events = await call('giveUp', { port });
    expect(events).toEqual(['timeout', 'AbortError']);
    expect(events).toEqual(await native.giveUp({ port }));
  });
});

test('what is not granted is an error of the socket', async () => {
  const { port } = await serve(() => {});
  const input = { host: '127.0.0.1', port };
  expect(await call('visit', input, { grant: {} })).toEqual(['error ERR_ACCESS_DENIED', 'close']);
  expect(await call('find', { host: 'example.com' })).toBe('ERR_ACCESS_DENIED');
  expect(await rejection(call('echo', { bytes: 1, connections: 1 }, { grant: {} }))).toMatchObject({
    code: 'ERR_ACCESS_DENIED',
    permission: 'Net',
  });
});

test.each([
  ['waits', false],
  ['spins', true],
])('what a program holds that %s when it is stopped is closed', async (_, spin) => {
  let output = '';
  const error = await rejection(
    call(
      'hold',
      { connections: 20, spin },
      {
        token: token({ maxExecutionTime: 3000 }),
        output: (_: number, data: Uint8Array) => (output += Buffer.from(data).toString()),
      },
    ),
  );
  expect(error).toMatchObject({ code: 'ERR_TOOL_TIMEOUT' });
  const port = Number(output);
  expect(port).toBeGreaterThan(0);
  // The caller of a thread that is late to hear is answered before it has closed what it holds.
  const attempt = async () => {
    const socket = connect(port, '127.0.0.1');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    return error.code;
  };
  await expect.poll(attempt).toBe('ECONNREFUSED');
});

test('what resolvers refuse is what Node’s refuse', async () => {
  expect(await call('resolverFailures')).toEqual(await native.resolverFailures());
});

test('observers of performance are told of look-ups and connections', async () => {
  expect(await call('observedWork')).toEqual(await native.observedWork());
});
