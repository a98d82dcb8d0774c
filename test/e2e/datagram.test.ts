/** node:dgram in a component, against real sockets. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Tool } from '../../src/index.ts';
import * as native from './fixtures/datagrams.ts';
import { FIXTURES, fileSandbox, token } from './support/sandbox.ts';

const sandbox = fileSandbox({ maxWorkers: 2 });
let tool: Tool;

beforeAll(async () => {
  tool = await sandbox.load(join(FIXTURES, 'datagrams.ts'));
});

const network = { allow: ['127.0.0.0/8', '::1'], listen: ['127.0.0.1:*', '[::1]:0'] };
const call = (name: string, input: unknown = {}, grant: object = { network }) =>
  tool.invoke(input, { token: token(), grant, tool: name });

/** A socket for one test, which answers everything with the same. */
async function serve(answer: string): Promise<number> {
  const socket = createSocket('udp4', (_, { address, port }) => socket.send(answer, port, address));
  onTestFinished(() => {
    socket.close();
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket.address().port;
}

describe('what a program sees is what it sees in Node', () => {
  test.each([
    { type: 'udp4' as const, address: '127.0.0.1', count: 40 },
    { type: 'udp6' as const, address: '::1', count: 3 },
  ])('$type', async (input) => {
    expect(await call('talk', input)).toEqual(await native.talk(input));
  });

  test('a connected socket', async () => {
    const input = { port: await serve('welcome'), address: '127.0.0.1' };
    expect(await call('ask', input)).toEqual(await native.ask(input));
  });

  test('a socket that is closed before it is known what has become of what it sent', async () => {
    const input = { port: await serve(''), address: '127.0.0.1', count: 5 };
    expect(await call('leave', input)).toEqual(await native.leave(input));
  });

  test('nobody there', async () => {
    const input = { port: 1, address: '127.0.0.1' };
    expect(await call('ask', input)).toEqual(await native.ask(input));
  });

  test('failures', async () => {
    const input = { busy: await serve('') };
    expect(await call('failures', input)).toEqual(await native.failures(input));
  });

  test('a socket that nobody waits for', async () => {
    expect(await call('unwaited')).toBe('done');
  });
});

describe('what is denied', () => {
  test.each([true, false])('is the callback’s, else an event (callback: %s)', async (callback) => {
    const port = await serve('');
    const input = { address: '127.0.0.1', port, callback };
    expect(await call('leak', input, {})).toEqual({
      code: 'ERR_ACCESS_DENIED',
      permission: 'Net',
      resource: `127.0.0.1:${port}`,
    });
  });

  test('a name that is not allowed is not looked up', async () => {
    const input = { address: 'secret.example', port: 53, callback: true };
    expect(await call('leak', input)).toEqual({
      code: 'ERR_ACCESS_DENIED',
      permission: 'Net',
      resource: 'secret.example',
    });
  });
});
