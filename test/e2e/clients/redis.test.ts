/** `ioredis` and `redis` with a Redis server. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWith } from './servers/program.ts';
import { startRedis } from './servers/redis.ts';
import { clientRunner, expectDenied, LOOPBACK, serverFor } from './support.ts';

const clients = clientRunner();

describeWith('redis-server', 'with a Redis server', () => {
  const server = serverFor(startRedis);

  test.each(['ioredis', 'redis'])('%s as a script', async (name) => {
    await clients.expectScript(name, LOOPBACK, { port: server().port });
  });

  test.each(['ioredis', 'redis'])('%s as a tool', async (name) => {
    await clients.expectTool(name, LOOPBACK, { port: server().port });
  });

  test('ioredis through a Unix socket', async () => {
    const { folder } = server();
    await clients.expectTool('ioredis', { paths: [folder] }, { path: join(folder, 'redis.sock') });
  });

  test.each(['ioredis', 'redis'])('%s may not reach a server that is not granted', async (name) => {
    await expectDenied(clients, name, { port: server().port });
  });

  test('nor a socket below a path that is not allowed', async () => {
    const input = { path: join(server().folder, 'redis.sock') };
    await expectDenied(clients, 'ioredis', input, { rights: LOOPBACK, permission: 'FileSystemRead' });
  });

  test('a rule for another port is none for this one', async () => {
    const other = { grant: { network: { allow: [`127.0.0.1:${server().port - 1}`] } } };
    await expectDenied(clients, 'ioredis', { port: server().port }, { rights: other });
  });

  test('a server that is gone is an error of the connection', async () => {
    const { port } = server();
    await server()[Symbol.asyncDispose]();
    const { code, stderr } = await clients.script('ioredis', LOOPBACK, { port });
    expect(code).toBe(1);
    expect(stderr).toMatch(/ECONNREFUSED/);
  });
});
