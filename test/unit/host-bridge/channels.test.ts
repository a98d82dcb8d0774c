import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { LimitExceeded } from '../../../host-bridge/capability/denial.ts';
import { INPUT_HIGH_WATER, InputChannel, inputFromReadable } from '../../../host-bridge/internal/input-channel.ts';
import {
  OUTPUT_HIGH_WATER,
  OutputChannel,
  outputToShared,
  outputToWritable,
} from '../../../host-bridge/internal/output-channel.ts';
import { drainInto, feedFrom } from '../../../host-bridge/internal/pump.ts';

function producer() {
  const calls: string[] = [];
  return {
    calls,
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
    cancel: () => calls.push('cancel'),
  };
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const payload = (call: () => unknown) => {
  try {
    return call();
  } catch (error) {
    return (error as { payload: unknown }).payload;
  }
};

describe('an input channel', () => {
  test('gives a chunk as it came, without a copy, where there is no other', () => {
    const channel = new InputChannel(producer());
    const chunk = new Uint8Array(64 * 1024);
    channel.push(chunk);
    channel.push(new Uint8Array(10));
    expect(channel.read(64 * 1024)).toBe(chunk);
  });

  test('puts whole chunks together, up to what was asked for', () => {
    const channel = new InputChannel(producer());
    for (const part of ['ab', 'cd', 'ef']) channel.push(Buffer.from(part));
    expect(text(channel.read(5))).toBe('abcd');
    expect(text(channel.read(1))).toBe('e');
    expect(text(channel.read(5))).toBe('f');
    expect(channel.read(5).length).toBe(0);
  });

  test('keeps every byte in order whatever the sizes', () => {
    const channel = new InputChannel(producer());
    const sent: number[] = [];
    for (let i = 0; i < 500; i++) {
      const chunk = Uint8Array.from({ length: (i * 37) % 300 }, (_, at) => (i + at) % 256);
      sent.push(...chunk);
      channel.push(chunk);
    }
    channel.end();
    const received: number[] = [];
    for (let size = 1; !channel.drained; size = (size * 13) % 997) received.push(...channel.read(size));
    expect(received).toEqual(sent);
  });

  test('pauses its producer when the guest is behind and resumes it when half is read', () => {
    const source = producer();
    const channel = new InputChannel(source);
    const chunk = new Uint8Array(INPUT_HIGH_WATER / 4);
    for (let i = 0; i < 3; i++) channel.push(chunk);
    expect(source.calls).toEqual([]);
    channel.push(chunk);
    expect(source.calls).toEqual(['pause']);
    channel.read(chunk.length);
    channel.read(chunk.length);
    expect(source.calls).toEqual(['pause']);
    channel.read(chunk.length);
    expect(source.calls).toEqual(['pause', 'resume']);
  });

  test('gives what is queued before its end, and its error before that of a later end', () => {
    const channel = new InputChannel(producer());
    channel.push(Buffer.from('last'));
    channel.fail(Object.assign(new Error(), { payload: { tag: 'failed' } }) as never);
    channel.end();
    expect(text(channel.read(10))).toBe('last');
    expect(payload(() => channel.read(10))).toEqual({ tag: 'failed' });
  });

  test('stops its producer at a limit', () => {
    const source = producer();
    const channel = new InputChannel(source, () => {
      throw new LimitExceeded('bodyBytes', 1);
    });
    channel.push(Buffer.from('xx'));
    expect(payload(() => channel.read(1))).toEqual({ tag: 'exceeded', val: 'bodyBytes' });
    expect(source.calls).toEqual(['cancel']);
  });

  test('reports what a stream fails with', async () => {
    const stream = new PassThrough();
    const channel = inputFromReadable(stream);
    stream.destroy(
      Object.assign(new Error('ECONNRESET: connection reset by peer, read'), { code: 'ECONNRESET', syscall: 'read' }),
    );
    await expect
      .poll(() => payload(() => channel.read(1)))
      .toEqual({ tag: 'failed', val: { code: 'ECONNRESET', syscall: 'read', message: 'connection reset by peer' } });
  });

  test('leaves a stream alone until somebody wants to read', async () => {
    let reads = 0;
    const stream = new Readable({
      read() {
        reads++;
        if (reads === 1) this.push('x');
      },
    });
    const channel = inputFromReadable(stream, { keep: true, lazy: true });
    await new Promise((resolve) => setImmediate(resolve));
    expect(reads).toBe(0);
    expect(channel.read(1).length).toBe(0);
    await expect.poll(() => channel.readiness.ready).toBe(true);
    expect(text(channel.read(1))).toBe('x');
    channel.cancel();
    expect(stream.destroyed).toBe(false);
    expect(stream.listenerCount('data')).toBe(0);
  });
});

/** A consumer whose writes are done when the test says so. */
function consumer() {
  const pending: ((error?: Error) => void)[] = [];
  const channel = new OutputChannel({
    write: (_, done) => pending.push(done),
    end: (done) => pending.push(done),
    cancel() {},
  });
  return { channel, pending };
}

describe('an output channel', () => {
  test('counts what is under way and lets go when it has gone', () => {
    const { channel, pending } = consumer();
    expect(channel.checkWrite()).toBe(OUTPUT_HIGH_WATER);
    expect(channel.write(new Uint8Array(OUTPUT_HIGH_WATER - 1))).toBe(1);
    expect(channel.write(new Uint8Array(1))).toBe(0);
    expect(channel.checkWrite()).toBe(0);
    expect(channel.readiness.ready).toBe(false);
    expect(channel.flushed()).toBe(false);
    for (const done of pending) done();
    expect(channel.checkWrite()).toBe(OUTPUT_HIGH_WATER);
    expect(channel.flushed()).toBe(true);
  });

  test('stops a guest that writes on and on before it fills the host', () => {
    const { channel } = consumer();
    const chunk = new Uint8Array(1024 * 1024);
    const results = Array.from({ length: 100 }, () => payload(() => channel.write(chunk)));
    expect(results[0]).toBe(0);
    expect(results.at(-1)).toMatchObject({ tag: 'failed', val: { code: 'ENOBUFS' } });
  });

  test('reports the failure of a write from then on', () => {
    const { channel, pending } = consumer();
    channel.write(new Uint8Array(1));
    pending[0]?.(Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' }));
    const failure = { tag: 'failed', val: { code: 'EPIPE', syscall: 'write', message: 'write EPIPE' } };
    expect(payload(() => channel.write(new Uint8Array(1)))).toEqual(failure);
    expect(payload(() => channel.checkWrite())).toEqual(failure);
    expect(payload(() => channel.flushed())).toEqual(failure);
    expect(channel.readiness.ready).toBe(true);
  });

  test('is flushed only when its end has gone through', () => {
    const { channel, pending } = consumer();
    channel.end();
    expect(channel.flushed()).toBe(false);
    for (const done of pending) done();
    expect(channel.flushed()).toBe(true);
  });

  test('is closed when its reader goes', async () => {
    const stream = new Writable({ write: (_chunk, _encoding, done) => done() });
    const channel = outputToWritable(stream);
    stream.destroy();
    await expect.poll(() => payload(() => channel.checkWrite())).toEqual({ tag: 'closed' });
  });

  test('shares a stream of the host with one listener, and leaves none behind', () => {
    const stream = new PassThrough();
    const channels = Array.from({ length: 50 }, () => outputToShared(stream));
    expect(stream.listenerCount('error')).toBe(1);
    for (const channel of channels) channel.cancel();
    expect(stream.listenerCount('error')).toBe(0);
    expect(stream.destroyed).toBe(false);
  });

  test('survives the end of a stream of the host', async () => {
    const stream = new PassThrough();
    const [first, second] = [outputToShared(stream), outputToShared(stream)];
    stream.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' }));
    await expect.poll(() => payload(() => first.checkWrite())).toMatchObject({ tag: 'failed' });
    expect(payload(() => second.checkWrite())).toMatchObject({ tag: 'failed', val: { code: 'EPIPE' } });
  });
});

describe('pumps', () => {
  test('feed a stream from a channel and end it', async () => {
    const channel = new InputChannel(producer());
    const stream = new PassThrough({ highWaterMark: 16 });
    const done = feedFrom(channel, stream);
    const received: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => received.push(chunk));
    for (let i = 0; i < 100; i++) {
      channel.push(Buffer.from(`${i},`));
      await new Promise((resolve) => setImmediate(resolve));
    }
    channel.end();
    await done;
    await expect.poll(() => Buffer.concat(received).toString().split(',').length).toBe(101);
  });

  test('let go of a channel when the stream closes, and take nothing more', async () => {
    const channel = new InputChannel(producer());
    const stream = new PassThrough();
    const done = feedFrom(channel, stream);
    stream.destroy();
    await done;
    channel.push(Buffer.from('kept'));
    expect(text(channel.read(10))).toBe('kept');
  });

  test('drain a stream into a channel, at the pace of the channel', async () => {
    const { channel, pending } = consumer();
    const stream = new PassThrough();
    drainInto(stream, channel);
    const chunk = new Uint8Array(OUTPUT_HIGH_WATER);
    stream.write(chunk);
    stream.write(chunk);
    await expect.poll(() => pending.length).toBe(1);
    expect(stream.isPaused()).toBe(true);
    pending[0]?.();
    await expect.poll(() => pending.length).toBe(2);
  });

  test('close a stream whose channel is closed', async () => {
    const { channel } = consumer();
    const stream = new PassThrough();
    drainInto(stream, channel);
    channel.cancel();
    stream.write('x');
    await expect.poll(() => stream.destroyed).toBe(true);
  });
});
