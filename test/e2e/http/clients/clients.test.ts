/** HTTP clients that people use, unmodified, do in the guest what they do in Node, and go only where they may. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../../../src/sandbox/index.ts';
import { rejection, token } from '../../support/sandbox.ts';
import { type LoopbackServer, loopbackServer } from '../loopback-server.ts';
import * as axios from './axios-tool.ts';
import * as got from './got-tool.ts';
import * as ky from './ky-tool.ts';
import * as nodeFetch from './node-fetch-tool.ts';
import * as octokit from './octokit-tool.ts';
import * as superagent from './superagent-tool.ts';

let sandbox: Sandbox;
let server: LoopbackServer;
beforeAll(async () => {
  server = await loopbackServer();
  sandbox = createSandbox({ maxWorkers: 2 });
});
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

describe.each([
  ['axios', axios],
  ['got', got],
  ['ky', ky],
  ['node-fetch', nodeFetch],
  ['superagent', superagent],
  ['octokit', octokit],
] as const)('%s', (name, { work }) => {
  const load = () => sandbox.load(join(import.meta.dirname, `${name}-tool.ts`));

  test('does its work', async () => {
    const tool = await load();
    const expected = await work({ base: server.base });
    const grant = { network: { allow: ['127.0.0.1'] } };
    const found = await tool.invoke({ base: server.base }, { token: token(), grant, tool: 'work' });
    expect(found).toEqual(JSON.parse(JSON.stringify(expected)));
  });

  test.each([[[]], [['example.com']], [['*']]])('is denied where the grant is %j', async (allow) => {
    const tool = await load();
    const before = server.requests.length;
    const input = { url: `${server.base}/echo` };
    const error = await rejection(tool.invoke(input, { token: token(), grant: { network: { allow } }, tool: 'one' }));
    expect(error['code']).toBe('ERR_ACCESS_DENIED');
    expect(server.requests.length).toBe(before);
  });
});
