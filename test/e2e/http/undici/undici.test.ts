/** The package `undici`, unmodified, does in the guest what it does in Node: the same functions run in both. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox, type Tool } from '../../../../src/sandbox/index.ts';
import { rejection, token } from '../../support/sandbox.ts';
import { type LoopbackServer, loopbackServer } from '../loopback-server.ts';
import * as functions from './undici-tool.ts';

/** The same, run by Node itself. */
const native = { ...functions };

let sandbox: Sandbox;
let tool: Tool;
let server: LoopbackServer;
beforeAll(async () => {
  server = await loopbackServer();
  sandbox = createSandbox({ maxWorkers: 2 });
  tool = await sandbox.load(join(import.meta.dirname, 'undici-tool.ts'));
}, 60_000);
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const grant = { network: { allow: ['127.0.0.1'] }, env: ['http_proxy'] };

describe('as in Node', () => {
  test.each([
    'requests',
    'streaming',
    'failures',
    'dispatchers',
    'composed',
    'mocks',
    'fetching',
    'tunnels',
    'connectors',
    'eventSource',
  ] as const)('%s', async (name) => {
    const { base, port } = server;
    const expected = await native[name]({ base, port });
    const found = await tool.invoke({ base, port }, { token: token(), grant, tool: name });
    expect(found).toEqual(JSON.parse(JSON.stringify(expected)));
  });
});

describe('the host decides', () => {
  test.each([
    [['example.com'], 'another host'],
    [[], 'nobody'],
  ])('what %j does not allow is denied', async (allow) => {
    const input = { url: `${server.base}/echo` };
    const error = await rejection(
      tool.invoke(input, { token: token(), grant: { network: { allow } }, tool: 'fetchOne' }),
    );
    expect(error['code']).toBe('ERR_ACCESS_DENIED');
  });

  test('a request by its method and path', async () => {
    const { base } = server;
    const options = { token: token(), grant: { network: { allow: [`GET ${base}/echo/`] } }, tool: 'fetchOne' };
    expect(await tool.invoke({ url: `${base}/echo/inside` }, options)).toMatchObject([200, expect.any(String)]);
    const error = await rejection(tool.invoke({ url: `${base}/elsewhere` }, options));
    expect(error['code']).toBe('ERR_ACCESS_DENIED');
  });
});
