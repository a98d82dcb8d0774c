/** Bytes that a guest lends for a call: what the system does not take at once is copied, whatever happens to the memory afterwards. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type OutputChannel, outputToWritable } from '../../../host-bridge/internal/output-channel.ts';

async function socketPair(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [[far]] = (await Promise.all([once(server, 'connection'), once(near, 'connect')])) as [[Socket], unknown];
  server.close();
  return { near, far };
}

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Writes through one piece of memory that is overwritten after each call. @returns the hash of what was written */
async function writeLent(channel: OutputChannel, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  const memory = new Uint8Array(100_003);
  for (let left = bytes; left > 0; ) {
    const data = memory.subarray(0, Math.min(left, memory.length));
    data.set(randomBytes(data.length));
    hash.update(data);
    left -= data.length;
    const room = channel.write(data, true);
    memory.fill(0);
    if (room === 0) await channel.drained();
  }
  channel.end();
  return hash.digest('hex');
}

async function readWhole(stream: Socket | PassThrough, pause: boolean): Promise<string> {
  const chunks: Buffer[] = [];
  // A reader that begins late: the system's buffers are full by then.
  if (pause) await new Promise((resolve) => setTimeout(resolve, 30));
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return sha(Buffer.concat(chunks));
}

describe('lent bytes', () => {
  test.each([
    ['to a reader that waits', false],
    ['to a reader that is late', true],
  ])('arrive as they were written, %s', async (_name, late) => {
    const { near, far } = await socketPair();
    const [written, read] = await Promise.all([writeLent(outputToWritable(near), 8_000_000), readWhole(far, late)]);
    expect(read).toBe(written);
    near.destroy();
  });

  test('arrive through a stream that keeps what it is given', async () => {
    const stream = new PassThrough();
    const [written, read] = await Promise.all([
      writeLent(outputToWritable(stream), 2_000_000),
      readWhole(stream, true),
    ]);
    expect(read).toBe(written);
  });

  test('to a reader that has gone are an error of the channel', async () => {
    const { near, far } = await socketPair();
    const channel = outputToWritable(near);
    far.resetAndDestroy();
    await new Promise((resolve) => near.once('close', resolve));
    expect(() => channel.write(new Uint8Array(10), true)).toThrow();
  });

  test('are not written past what waits', async () => {
    const { near, far } = await socketPair();
    const channel = outputToWritable(near);
    near.cork();
    near.write('first,');
    channel.write(Buffer.from('second'), true);
    near.uncork();
    channel.end();
    let text = '';
    for await (const chunk of far) text += String(chunk);
    expect(text).toBe('first,second');
    near.destroy();
  });
});
