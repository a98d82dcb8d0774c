/** The global `WebSocket` does in the guest what it does in Node: the same functions run in both. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createSandbox, type Sandbox, type Tool } from '../../../../src/sandbox/index.ts';
import { token } from '../../support/sandbox.ts';
import * as functions from './web-socket-tool.ts';

const native = { ...functions };

let sandbox: Sandbox;
let tool: Tool;
let server: Server;
let sockets: WebSocketServer;
let url: string;

beforeAll(async () => {
  server = createServer();
  sockets = new WebSocketServer({ noServer: true, handleProtocols: (names) => [...names].at(-1) ?? false });
  server.on('upgrade', (request, socket: Socket, head) => {
    if (request.url === '/refused') {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      if (request.url === '/echo') ws.on('message', (data, binary) => ws.send(data, { binary }));
      // A frame that servers may not send, and a connection that ends without a word.
      if (request.url === '/masked') socket.write(Buffer.from([0x81, 0x81, 1, 2, 3, 4, 5]));
      if (request.url === '/cut') socket.destroy();
      if (request.url !== '/talk') return;
      ws.send('first');
      ws.ping('are you there?');
      ws.send(Buffer.from('second'));
      ws.send('thi', { fin: false });
      ws.send('rd', { fin: true });
      ws.on('pong', () => ws.close(4001, 'that was all'));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sandbox = createSandbox({ maxWorkers: 1 });
  tool = await sandbox.load(join(import.meta.dirname, 'web-socket-tool.ts'));
}, 60_000);

afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  for (const client of sockets.clients) client.terminate();
  server.closeAllConnections();
  server.close();
});

const grant = { network: { allow: ['127.0.0.1'] } };

test.each(['conversation', 'fromServer', 'refusals'] as const)('%s', async (name) => {
  const expected = await native[name]({ url });
  const found = await tool.invoke({ url }, { token: token(), grant, tool: name });
  expect(found).toEqual(JSON.parse(JSON.stringify(expected)));
});

test('fails when it is closed before it is open', async () => {
  expect(await tool.invoke({ url }, { token: token(), grant, tool: 'early' })).toEqual([['error'], 1006, 3]);
});

test.each([[[]], [['example.com']], [['*']]])('is denied where %j does not allow the address', async (allow) => {
  const found = await tool.invoke({ url }, { token: token(), grant: { network: { allow } }, tool: 'denied' });
  expect(found).toMatchObject({ code: 'ERR_ACCESS_DENIED', permission: 'Net' });
});
