/** `ws`: its client with a server elsewhere, and both in one program. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { clientRunner, expectDenied, LOOPBACK, serverFor } from './support.ts';

const clients = clientRunner();
const LISTENING = { grant: { network: { allow: ['127.0.0.1'], listen: ['127.0.0.1:0'] } } };

async function startServer() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: { threshold: 1000 } });
  await once(server, 'listening');
  server.on('connection', (socket, { url, headers }) => {
    socket.send(`hello ${url} ${headers['x-who'] ?? ''}`);
    socket.on('message', (data: Buffer, isBinary) => {
      if (data.subarray(0, 5).toString() === 'close') socket.close(4001, 'as you wish');
      else socket.send(data, { binary: isBinary });
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a client', () => {
  const server = serverFor(startServer);

  test('as a script', () => clients.expectScript('ws', LOOPBACK, { port: server().port }));
  test('as a tool', () => clients.expectTool('ws', LOOPBACK, { port: server().port }));
  test('it may not reach a server that is not granted', () => expectDenied(clients, 'ws', { port: server().port }));
});

describe('a server with its clients', () => {
  test('as a script', () => clients.expectScript('ws', LISTENING));
  test('as a tool', () => clients.expectTool('ws', LISTENING));
  test('it may not listen where that is not granted', () => expectDenied(clients, 'ws', {}, { rights: LOOPBACK }));
});
