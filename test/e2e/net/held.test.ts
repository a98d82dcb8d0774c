/** Whatever a program is in the middle of when it is ended: no descriptor, handle or timer of it is left with the host. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { InlineComponent } from '../../../bench/inline.ts';
import { CERTIFICATE, KEY } from '../../../contract/suites/tls-keys.ts';
import { compileTool, heldSince, InlineRun, queuedBytes, spinUntil } from '../support/inline.ts';
import { scratchFolder } from '../support/sandbox.ts';
import { deafServer } from './deaf-server.ts';

const folder = scratchFolder();
let tool: InlineComponent;

beforeAll(async () => {
  tool = await compileTool(join(import.meta.dirname, 'held-tool.ts'));
});

const start = (name: string, input: object = {}) =>
  InlineRun.start(
    tool,
    name,
    { key: KEY, certificate: CERTIFICATE, path: join(folder, `${name}.sock`), ...input },
    {
      token: { allowedPaths: [folder], allowedCommands: ['yes', 'sleep', 'cat'] },
      grant: { confinement: 'off', network: { allow: ['127.0.0.1'], listen: ['127.0.0.1:0'] } },
    },
  );

async function silentNameServer(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => {
    socket.close();
  });
  return socket.address().port;
}

async function serve(handler: Parameters<typeof createServer>[1]): Promise<{ server: Server; port: number }> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return { server, port: (server.address() as AddressInfo).port };
}

describe('ended while it is', () => {
  test.each([
    ['connecting', async () => (await deafServer()).port],
    ['handshaking', undefined],
    ['secure', undefined],
    ['halfOpen', undefined],
    ['listening', undefined],
    ['inFlight', undefined],
    ['asking', silentNameServer],
    ['children', undefined],
  ] as const)('%s', async (state, peer) => {
    const input = peer ? { port: await peer() } : {};
    const left = await heldSince();
    const run = await start(state, input);
    run.result.catch(() => {});
    expect(await run.said).toBe('there\n');
    expect(left()).not.toEqual([]);
    await run[Symbol.asyncDispose]();
    await spinUntil(() => left().length === 0);
    expect(left()).toEqual([]);
  });
});

test('10,000 connections that are refused: each is told so, and nothing is left', async () => {
  const { server, port } = await serve(() => {});
  server.close();
  await once(server, 'close');
  const left = await heldSince();
  await using run = await start('refusals', { port, count: 10_000 });
  expect(await run.result).toEqual({ ECONNREFUSED: 10_000 });
  await run[Symbol.asyncDispose]();
  await spinUntil(() => left().length === 0);
  expect(left()).toEqual([]);
});

describe('a slow peer: the host holds', () => {
  test('little of what is sent to it', async () => {
    const { port } = await serve((socket) => socket.on('error', () => {}).pause());
    const bytes = 24 * 1024 * 1024;
    await using run = await start('floods', { port, bytes });
    run.result.catch(() => {});
    const taken = Number(await run.said);
    expect(taken).toBeLessThan(bytes);
    const queued = queuedBytes();
    expect(queued).toBeGreaterThan(0);
    expect(queued).toBeLessThan(1024 * 1024);
  });

  test('little of what it does not read', async () => {
    let offered = 0;
    const { port } = await serve((socket) => {
      const send = (error?: Error | null) => {
        if (error) return;
        offered += 65_536;
        socket.write(Buffer.alloc(65_536), send);
      };
      socket.on('error', () => {});
      send();
    });
    await using run = await start('reads', { port });
    run.result.catch(() => {});
    await run.said;
    expect(offered).toBeGreaterThan(0);
    expect(queuedBytes()).toBeLessThan(1024 * 1024);
  });
});
