/**
 * The package `undici` itself, with its parser in WebAssembly, over `node:net`. In a tool its connections are the host's
 * (`test/e2e/http`): here it runs as a script.
 */
import { test } from 'vitest';
import { clientRunner, expectDenied, LOOPBACK } from './support.ts';

const clients = clientRunner();
const LISTENING = { grant: { network: { allow: ['127.0.0.1'], listen: ['127.0.0.1:0'] } } };
const LISTENING_ONLY = { grant: { network: { allow: [], listen: ['127.0.0.1:0'] } } };

test('as a script, as in Node', () => clients.expectScript('undici', LISTENING));
test('it may not reach a server that is not granted', () =>
  expectDenied(clients, 'undici', {}, { rights: LISTENING_ONLY }));
test('nor listen where that is not granted', () => expectDenied(clients, 'undici', {}, { rights: LOOPBACK }));
