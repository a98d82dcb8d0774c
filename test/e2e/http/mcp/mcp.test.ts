/** `@modelcontextprotocol/sdk`, unmodified: guest and Node as client and as server, over HTTP and over standard streams. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildComponent } from '../../../../src/build/index.ts';
import type { Tool } from '../../../../src/index.ts';
import { fileSandbox, rejection, scratchFolder, token } from '../../support/sandbox.ts';
import { converse } from './client.ts';
import { serveHttp } from './http-server.ts';
import { makeServer } from './server.ts';

const here = import.meta.dirname;
const SERVER = join(here, 'stdio-server.ts');
const CLI = join(here, '../../../../src/cli/main.ts');

const scratch = scratchFolder();
const sandbox = fileSandbox({ maxWorkers: 2 });
let tool: Tool;
/** What both sides say where nothing is in between. */
let expected: unknown;
beforeAll(async () => {
  tool = await sandbox.load(join(here, 'mcp-tool.ts'));
  const [client, server] = InMemoryTransport.createLinkedPair();
  await makeServer().connect(server);
  expected = JSON.parse(JSON.stringify(await converse(client)));
}, 60_000);

const LOOPBACK = { network: { allow: ['127.0.0.1'], listen: ['127.0.0.1:*'] } };

test('the conversation is one', () => {
  const objects = { type: 'object' };
  const tools = [
    ['add', { ...objects, required: ['a', 'b'] }],
    ['fail', objects],
  ];
  expect((expected as unknown[]).slice(0, 3)).toMatchObject([{ name: 'test' }, tools, { content: [{ text: '3' }] }]);
});

describe('over HTTP', () => {
  test('a client in the guest', async () => {
    const { url, server } = await serveHttp();
    try {
      const found = await tool.invoke({ url }, { token: token(), grant: LOOPBACK, tool: 'overHttp' });
      expect(found).toEqual(expected);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  test('a server in the guest', async () => {
    const announced = Promise.withResolvers<string>();
    const output = (_: number, data: Uint8Array) => announced.resolve(Buffer.from(data).toString().trim());
    const running = tool.invoke(undefined, { token: token(), grant: LOOPBACK, tool: 'serve', output });
    running.catch(announced.reject);
    const url = await announced.promise;
    expect(
      JSON.parse(JSON.stringify(await converse(new StreamableHTTPClientTransport(new URL(url)) as Transport))),
    ).toEqual(expected);
    await fetch(new URL('/stop', url)).then((response) => response.text());
    expect(await running).toBe('stopped');
  });

  test('neither goes where it may not', async () => {
    const { url, server } = await serveHttp();
    try {
      const elsewhere = { network: { allow: ['example.com'], listen: [] } };
      const client = await rejection(tool.invoke({ url }, { token: token(), grant: elsewhere, tool: 'overHttp' }));
      expect((client.cause as { code?: string } | undefined)?.code ?? client['code']).toBe('ERR_ACCESS_DENIED');
      const listening = await rejection(tool.invoke(undefined, { token: token(), grant: elsewhere, tool: 'serve' }));
      expect(listening['code']).toBe('ERR_ACCESS_DENIED');
    } finally {
      server.close();
    }
  });
});

describe('over standard streams', () => {
  test('a client in the guest', async () => {
    const input = { command: process.execPath, args: [SERVER] };
    const rights = token({ allowedCommands: [process.execPath], allowedPaths: [join(here, '../../../..')] });
    const found = await tool.invoke(input, { token: rights, grant: { confinement: 'off' }, tool: 'overStdio' });
    expect(found).toEqual(expected);
  });

  test('a client that may not run the server', async () => {
    const input = { command: process.execPath, args: [SERVER] };
    const error = await rejection(tool.invoke(input, { token: token(), tool: 'overStdio' }));
    expect(error['code']).toBe('ERR_ACCESS_DENIED');
  });

  test('a server in the guest', async () => {
    const component = join(scratch, 'server.wasm');
    writeFileSync(component, await buildComponent(SERVER, 'command'));
    const transport = new StdioClientTransport({ command: process.execPath, args: [CLI, 'run', component] });
    expect(JSON.parse(JSON.stringify(await converse(transport)))).toEqual(expected);
  });
});
