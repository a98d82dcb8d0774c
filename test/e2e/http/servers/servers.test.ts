/** HTTP servers that people use, unmodified, do in the guest what they do in Node, and listen only where they may. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileSandbox, rejection, token } from '../../support/sandbox.ts';
import * as fastify from './fastify-tool.ts';
import * as hono from './hono-tool.ts';

const sandbox = fileSandbox({ maxWorkers: 2 });

describe.each([
  ['fastify', fastify],
  ['hono', hono],
] as const)('%s', (name, { work }) => {
  const load = () => sandbox.load(join(import.meta.dirname, `${name}-tool.ts`));

  test('does its work', async () => {
    const tool = await load();
    const grant = { network: { allow: ['127.0.0.1'], listen: ['127.0.0.1:*'] } };
    const found = await tool.invoke(undefined, { token: token(), grant, tool: 'work' });
    expect(found).toEqual(JSON.parse(JSON.stringify(await work())));
  });

  test.each([[[]], [['127.0.0.1:1']], [['127.0.0.2:*']]])('may not listen with %j', async (listen) => {
    const tool = await load();
    const grant = { network: { allow: ['127.0.0.1'], listen } };
    const error = await rejection(tool.invoke(undefined, { token: token(), grant, tool: 'listen' }));
    expect(error['code']).toBe('ERR_ACCESS_DENIED');
  });
});
