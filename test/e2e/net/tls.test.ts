/** node:tls in a component, on both ends. */
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { CERTIFICATE, KEY } from '../../../contract/suites/tls-keys.ts';
import type { Tool } from '../../../src/index.ts';
import { fileSandbox, token } from '../support/sandbox.ts';
import * as native from './tls-tool.ts';

const sandbox = fileSandbox({ maxWorkers: 2 });
let tool: Tool;

beforeAll(async () => {
  tool = await sandbox.load(join(import.meta.dirname, 'tls-tool.ts'));
});

const keys = { key: KEY, cert: CERTIFICATE };
const network = { allow: ['127.0.0.1'], listen: ['127.0.0.1:0'] };
const call = (name: string, input: object = keys) =>
  tool.invoke(input, { token: token(), grant: { network }, tool: name });

test.each([1000, 200_000])('what was written arrives though the socket is destroyed then (%i bytes)', async (bytes) => {
  expect(await call('leave', { ...keys, bytes })).toBe(bytes);
});

test('failures of handshakes are Node’s, at both ends', async () => {
  expect(await call('failures')).toEqual(await native.failures(keys));
});

test('a peer that speaks something else', async () => {
  expect(await call('babble')).toBe(await native.babble(keys));
});

test('TLS on a socket that is connected afterwards', async () => {
  expect(await call('afterwards')).toEqual(await native.afterwards(keys));
});

test('a connection that is given up leaves nothing that keeps the program', async () => {
  expect(await call('abort')).toEqual(['AbortError', 'AbortError']);
});
