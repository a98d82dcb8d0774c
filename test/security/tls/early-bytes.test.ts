/** No byte of a program reaches a TLS peer whose certificate it has not accepted. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CERTIFICATE, KEY } from '../../../contract/suites/tls-keys.ts';
import type { Tool } from '../../../src/index.ts';
import { fileSandbox, token } from '../../e2e/support/sandbox.ts';

const sandbox = fileSandbox({ maxWorkers: 1 });
let tool: Tool;
let server: Server;
let port: number;
/** What the peers of one test said, and the ends of their connections. */
let heard = '';
let gone: Promise<void>[] = [];

beforeAll(async () => {
  tool = await sandbox.load(join(import.meta.dirname, 'early-bytes-tool.ts'));
  server = createServer({ key: KEY, cert: CERTIFICATE }, (socket: TLSSocket) => {
    socket
      .on('error', () => {})
      .on('data', (data) => {
        heard += data;
      });
  });
  server.on('connection', (socket) => gone.push(new Promise((resolve) => socket.on('close', () => resolve()))));
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
});

async function run(name: string): Promise<unknown> {
  heard = '';
  gone = [];
  const grant = { network: { allow: ['127.0.0.1'] } };
  const failure = await tool.invoke({ port, ca: CERTIFICATE }, { token: token(), grant, tool: name });
  await Promise.all(gone);
  return failure;
}

test.each([
  ['unknownAuthority', /SELF_SIGNED_CERT|UNABLE_TO_VERIFY/],
  ['wrongName', /ERR_TLS_CERT_ALTNAME_INVALID/],
  ['endedAtOnce', /ERR_TLS_CERT_ALTNAME_INVALID/],
  ['ownCheck', /not this one/],
  ['onSecure', /ERR_TLS_CERT_ALTNAME_INVALID/],
  ['startTls', /ERR_TLS_CERT_ALTNAME_INVALID/],
  ['older', /ERR_TLS_CERT_ALTNAME_INVALID/],
  ['request', /ERR_TLS_CERT_ALTNAME_INVALID/],
])('%s', async (name, failure) => {
  expect(await run(name)).toMatch(failure);
  expect(heard).toBe('');
});

test('who is accepted hears what was said before', async () => {
  expect(await run('accepted')).toBe('none');
  expect(heard).toBe('the secret '.repeat(1000));
});
