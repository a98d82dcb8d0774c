/**
 * The package `undici` itself, with its parser in WebAssembly, over `node:net`. Under its own name its connections are the bridge's
 * (`test/e2e/http/undici`): here it is a folder of another name.
 */
import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { scratchFolder } from '../support/sandbox.ts';
import { clientRunner, expectDenied } from './support.ts';

const clients = clientRunner();
const folder = join(scratchFolder(), 'plain-undici');
const input = { undici: join(folder, 'index.js') };
const rights = (network: object) => ({ paths: [folder], grant: { network } });

beforeAll(() => {
  cpSync(dirname(createRequire(import.meta.url).resolve('undici')), folder, { recursive: true });
});

test('as a script, as in Node', async () => {
  await clients.expectScript('undici', rights({ allow: ['127.0.0.1'], listen: ['127.0.0.1:0'] }), input);
  expect(await clients.native('undici', input)).toMatchObject({ overNet: true });
});

test('it may not reach a server that is not granted', () =>
  expectDenied(clients, 'undici', input, { rights: rights({ allow: [], listen: ['127.0.0.1:0'] }) }));

test('nor listen where that is not granted', () =>
  expectDenied(clients, 'undici', input, { rights: rights({ allow: ['127.0.0.1'] }) }));
