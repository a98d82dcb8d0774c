/** `node:http` in the guest behaves as it does in Node: the same functions run in both. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox, type Tool } from '../../../src/sandbox/index.ts';
import { rejection, token } from '../support/sandbox.ts';
import * as functions from './http-tool.ts';

/** The same, run by Node itself. */
const native = { ...functions };

const LOOPBACK = { network: { allow: ['127.0.0.1'], listen: ['127.0.0.1:*'] } };
let sandbox: Sandbox;
let tool: Tool;
beforeAll(async () => {
  sandbox = createSandbox({ maxWorkers: 2 });
  tool = await sandbox.load(join(import.meta.dirname, 'http-tool.ts'));
});
afterAll(() => sandbox[Symbol.asyncDispose]());

interface Parts {
  input?: unknown;
  grant?: object;
  output?: (stream: number, data: Uint8Array) => void;
}

const run = (name: string, { input, grant = LOOPBACK, output }: Parts = {}): Promise<unknown> =>
  tool.invoke(input, { token: token(), grant, tool: name, ...(output && { output }) });

describe('as in Node', () => {
  test.each([
    'roundTrips',
    'details',
    'eventOrder',
    'upgrade',
    'pipelining',
    'attacks',
    'injections',
    'failures',
    'slowClient',
    'backpressure',
  ] as const)('%s', async (name) => {
    const expected = await native[name]();
    expect(await run(name)).toEqual(JSON.parse(JSON.stringify(expected)));
  });
});

test('no attack reaches the program', async () => {
  const answers = (await run('attacks')) as string[];
  expect(answers).toHaveLength(native.ATTACKS.length);
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
});

test('a server outside is asked', async () => {
  const server = http.createServer((_, response) => {
    response.setHeader('x-from', 'outside');
    response.end('a'.repeat(100_000));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    expect(await run('fetchFrom', { input: { port, path: '/' } })).toEqual([200, 'outside', 100_000]);
  } finally {
    server.close();
  }
});

test('clients outside are served', async () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const running = run('serve', { output: (_, data) => resolve(JSON.parse(Buffer.from(data).toString()).port) });
  const port = await promise;
  const answers = await Promise.all(
    ['/a', '/b'].map(async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).text()),
  );
  expect(answers).toEqual(['hello /a', 'hello /b']);
  await fetch(`http://127.0.0.1:${port}/stop`, { headers: { connection: 'close' } });
  expect(await running).toBe(3);
});

describe('without a grant', () => {
  test('connecting is denied', async () => {
    const error = await rejection(run('fetchFrom', { input: { port: 9, path: '/' }, grant: {} }));
    expect(error).toMatchObject({ code: 'ERR_ACCESS_DENIED', permission: 'Net' });
  });

  test('listening is denied', async () => {
    const error = await rejection(run('serve', { grant: { network: { allow: ['127.0.0.1'] } } }));
    expect(error).toMatchObject({ code: 'ERR_ACCESS_DENIED' });
  });
});
