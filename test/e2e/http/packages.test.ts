/** Real packages over `node:http` do in the guest what they do in Node. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, type Sandbox, type Tool } from '../../../src/sandbox/index.ts';
import { token } from '../support/sandbox.ts';
import * as functions from './express-tool.ts';

const native = { ...functions };

let sandbox: Sandbox;
let tool: Tool;
beforeAll(async () => {
  sandbox = createSandbox({ maxWorkers: 1 });
  tool = await sandbox.load(join(import.meta.dirname, 'express-tool.ts'));
});
afterAll(() => sandbox[Symbol.asyncDispose]());

test.each(['withAxios'] as const)('%s', async (name) => {
  const expected = await native[name]();
  const grant = { network: { allow: ['127.0.0.1'], listen: ['127.0.0.1:*'] } };
  const found = await tool.invoke(undefined, { token: token(), grant, tool: name });
  expect(found).toEqual(JSON.parse(JSON.stringify(expected)));
});
