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

test('a script may use it, too', async () => {
  const here = import.meta.dirname;
  const program = await sandbox.loadScript(join(here, 'undici-script.mjs'));
  const chunks: Uint8Array[] = [];
  const rights = token({ allowedPaths: [here, join(here, '../../../../node_modules')] });
  const output = (_: number, data: Uint8Array) => chunks.push(data.slice());
  const code = await program.run({ token: rights, grant, args: [server.base], output });
  expect(Buffer.concat(chunks).toString()).toBe('[200,"/echo?script","sent","/echo","mocked"]\n');
  expect(code).toBe(0);
});
