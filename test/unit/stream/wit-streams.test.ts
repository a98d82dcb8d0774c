/** Node streams over WIT streams. */
import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).system);
vi.mock('zora:node/os@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).machine);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).stdio);
const { WitReadable, WitWritable } = await import('../../../shims/internal/streams/wit-streams.ts');
const { InputStream, OutputStream } = await import('../child_process/fake-host/index.ts');
const { runGuest, recordEvents } = await import('../child_process/fake-host/guest.ts');

const { setImmediate: nextTurn } = await import('../../../shims/timers.ts');

const input = (native: Readable) => new InputStream(native) as never;
const output = (native: Writable) => new OutputStream(native) as never;

describe('WitReadable', () => {
  test('reads all, ends, closes and disposes of the stream', async () => {
    const native = Readable.from([Buffer.alloc(70_000, 1), Buffer.alloc(5, 2)], { objectMode: false });
    const events: unknown[] = [];
    let size = 0;
    await runGuest(() => {
      const readable = new WitReadable(input(native));
      recordEvents(readable, ['end', 'close', 'error'], events);
      readable.on('data', (chunk) => {
        size += chunk.length;
      });
    });
    expect(size).toBe(70_005);
    expect(events).toEqual([['end'], ['close']]);
    expect(native.destroyed).toBe(true);
  });

  test('stops reading when nobody takes the data, and does not keep the loop alive then', async () => {
    const native = new PassThrough({ highWaterMark: 1 << 20 });
    native.write(Buffer.alloc(400_000));
    let readable: InstanceType<typeof WitReadable> | undefined;
    await runGuest(() => {
      readable = new WitReadable(input(native), { highWaterMark: 65536 });
      readable.read(0);
    });
    expect(readable?.bytesRead).toBeLessThanOrEqual(2 * 65536);
    readable?.destroy();
  });

  test('goes on where it was held back', async () => {
    const native = Readable.from(
      Array.from({ length: 40 }, () => Buffer.alloc(20_000)),
      { objectMode: false },
    );
    let size = 0;
    await runGuest(() => {
      const readable = new WitReadable(input(native));
      readable.on('data', (chunk) => {
        size += chunk.length;
        readable.pause();
        nextTurn(() => readable.resume());
      });
    });
    expect(size).toBe(800_000);
  });
});

describe('WitWritable', () => {
  test('writes all with back-pressure, and ends the stream', async () => {
    const chunks: Buffer[] = [];
    const native = new Writable({
      highWaterMark: 65536,
      write(chunk, _encoding, callback) {
        chunks.push(chunk);
        setTimeout(callback, 1);
      },
    });
    const events: unknown[] = [];
    await runGuest(() => {
      const writable = new WitWritable(output(native));
      recordEvents(writable, ['drain', 'finish', 'close', 'error'], events);
      for (let i = 0; i < 20; i++) writable.write(Buffer.alloc(30_000, i));
      writable.end('last');
    });
    await vi.waitFor(() => expect(native.writableFinished).toBe(true));
    expect(Buffer.concat(chunks).length).toBe(600_004);
    expect(events).toEqual([['finish'], ['close']]);
  });

  test('fails with EPIPE when the reader is gone', async () => {
    const native = new PassThrough();
    const handle = output(native);
    native.destroy();
    await new Promise((resolve) => native.once('close', resolve));
    const errors: unknown[] = [];
    await runGuest(() => {
      const writable = new WitWritable(handle);
      writable.on('error', (error) => errors.push(error));
      writable.write('x');
    });
    expect(errors).toEqual([expect.objectContaining({ code: 'EPIPE', syscall: 'write', message: 'write EPIPE' })]);
  });
});
