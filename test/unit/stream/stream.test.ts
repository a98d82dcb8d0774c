/** Node streams: order, back-pressure, errors, pipelines, iteration. */
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).system);
vi.mock('zora:node/os@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).machine);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).stdio);
const stream = await import('../../../shims/stream.ts');
const promises = await import('../../../shims/stream/promises.ts');
const { runGuest, recordEvents } = await import('../child_process/fake-host/guest.ts');
const { setImmediate } = await import('../../../shims/timers.ts');
const { Duplex, PassThrough, Readable, Transform, Writable } = stream;

const EVENTS = ['data', 'end', 'finish', 'error', 'close', 'pause', 'resume', 'drain'];

describe('Readable', () => {
  test('flows, ends and closes in Node’s order', async () => {
    const events: unknown[] = [];
    await runGuest(() => {
      recordEvents(Readable.from(['a', 'b']), EVENTS, events);
    });
    expect(events).toEqual([['resume'], ['data', 'a'], ['data', 'b'], ['end'], ['close']]);
  });

  test('reads no more than its high-water mark ahead', async () => {
    let pushed = 0;
    await runGuest(() => {
      const readable = new Readable({
        highWaterMark: 10,
        read() {
          this.push('xxxx');
          pushed++;
        },
      });
      readable.read(0);
    });
    expect(pushed).toBe(3);
  });

  test('iterates, and is destroyed when the loop is left', async () => {
    const readable = Readable.from([1, 2, 3]);
    const seen: number[] = [];
    await runGuest(() => {
      void (async () => {
        for await (const item of readable) {
          seen.push(item);
          if (item === 2) break;
        }
      })();
    });
    expect([seen, readable.destroyed]).toEqual([[1, 2], true]);
  });

  test('decodes across chunks', async () => {
    let text = '';
    await runGuest(() => {
      const readable = new Readable({ read() {} });
      readable.setEncoding('utf8');
      readable.on('data', (chunk) => {
        text += chunk;
      });
      for (const byte of Buffer.from('é€')) readable.push(Uint8Array.of(byte));
      readable.push(null);
    });
    expect(text).toBe('é€');
  });

  test('has the iterator helpers', async () => {
    let result: unknown;
    await runGuest(() => {
      void Readable.from([1, 2, 3, 4])
        .filter((x) => x > 1)
        .map(async (x) => x * 2, { concurrency: 2 })
        .toArray()
        .then((items) => {
          result = items;
        });
    });
    expect(result).toEqual([4, 6, 8]);
  });
});

describe('Writable', () => {
  test('buffers, asks to wait, drains, and finishes after the last write', async () => {
    const events: unknown[] = [];
    const written: string[] = [];
    await runGuest(() => {
      const writable = new Writable({
        highWaterMark: 3,
        write(chunk, _encoding, callback) {
          written.push(String(chunk));
          setImmediate(callback);
        },
      });
      recordEvents(writable, EVENTS, events);
      events.push(writable.write('ab'), writable.write('cd'));
      writable.once('drain', () => writable.end('ef'));
    });
    expect(written).toEqual(['ab', 'cd', 'ef']);
    expect(events).toEqual([true, false, ['drain'], ['finish'], ['close']]);
  });

  test('fails what waits when it is destroyed', async () => {
    const errors: unknown[] = [];
    await runGuest(() => {
      const writable = new Writable({ write: (_chunk, _encoding, callback) => void setImmediate(callback) });
      writable.on('error', (error) => errors.push(error.message));
      writable.write('a', (error) => errors.push(error));
      writable.write('b', (error) => errors.push(error?.message));
      writable.destroy(new Error('gone'));
    });
    expect(errors).toEqual(['gone', null, 'gone']);
  });

  test('cork gathers writes for writev', async () => {
    const batches: string[][] = [];
    await runGuest(() => {
      const writable = new Writable({
        writev(chunks, callback) {
          batches.push(chunks.map(({ chunk }) => String(chunk)));
          callback();
        },
      });
      writable.cork();
      writable.write('a');
      writable.write('b');
      writable.uncork();
    });
    expect(batches).toEqual([['a', 'b']]);
  });
});

describe('pipeline', () => {
  test('runs streams, generators and functions, and gives the last one’s value', async () => {
    let value: unknown;
    await runGuest(() => {
      void promises
        .pipeline(
          ['a', 'b'],
          async function* (source: AsyncIterable<string>) {
            for await (const chunk of source) yield chunk.toUpperCase();
          },
          new PassThrough({ objectMode: true }),
          async (source: AsyncIterable<string>) => {
            let text = '';
            for await (const chunk of source) text += chunk;
            return text;
          },
        )
        .then((result) => {
          value = result;
        });
    });
    expect(value).toBe('AB');
  });

  test('destroys every stream when one fails', async () => {
    const readable = new Readable({ read() {} });
    const through = new PassThrough();
    const writable = new Writable({ write: (_chunk, _encoding, callback) => callback(new Error('full')) });
    let error: unknown;
    await runGuest(() => {
      stream.pipeline(readable, through, writable, (failure) => {
        error = failure;
      });
      readable.push('x');
    });
    expect(error).toEqual(new Error('full'));
    expect([readable.destroyed, through.destroyed, writable.destroyed]).toEqual([true, true, true]);
  });

  test('is stopped by a signal', async () => {
    const controller = new AbortController();
    let error: NodeJS.ErrnoException | undefined;
    await runGuest(() => {
      promises
        .pipeline(new Readable({ read() {} }), new PassThrough(), { signal: controller.signal })
        .catch((failure) => {
          error = failure;
        });
      controller.abort();
    });
    expect(error?.code).toBe('ABORT_ERR');
  });
});

describe('the others', () => {
  test('a transform flushes at the end', async () => {
    const chunks: string[] = [];
    await runGuest(() => {
      const upper = new Transform({
        transform: (chunk, _encoding, callback) => callback(null, String(chunk).toUpperCase()),
        flush: (callback) => callback(null, '!'),
      });
      upper.on('data', (chunk) => chunks.push(String(chunk)));
      upper.end('hi');
    });
    expect(chunks).toEqual(['HI', '!']);
  });

  test('pipe holds a fast source back', async () => {
    let waiting = 0;
    let most = 0;
    await runGuest(() => {
      const slow = new Writable({
        highWaterMark: 4,
        write(chunk, _encoding, callback) {
          most = Math.max(most, (waiting += chunk.length));
          setImmediate(() => {
            waiting -= chunk.length;
            callback();
          });
        },
      });
      Readable.from(Array.from({ length: 50 }, () => Buffer.from('xx'))).pipe(slow);
    });
    expect(most).toBeLessThanOrEqual(4);
  });

  test('Duplex.from joins two streams, compose chains them', async () => {
    const chunks: string[] = [];
    await runGuest(() => {
      const joined = Duplex.from({ readable: Readable.from(['r']), writable: new PassThrough() } as never);
      joined.on('data', (chunk) => chunks.push(String(chunk)));
      const chain = stream.compose(new PassThrough(), async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) yield String(chunk).repeat(2);
      } as never);
      chain.on('data', (chunk: unknown) => chunks.push(String(chunk)));
      chain.end('c');
    });
    expect(chunks.sort()).toEqual(['cc', 'r']);
  });

  test('old constructors are called without new', () => {
    expect((Readable as unknown as () => unknown)()).toBeInstanceOf(Readable);
    expect((Duplex as unknown as () => unknown)()).toBeInstanceOf(Writable);
  });

  test('web streams and back', async () => {
    let text = '';
    await runGuest(() => {
      const web = Readable.toWeb(Readable.from([new Uint8Array([104]), new Uint8Array([105])]));
      Readable.fromWeb(web as never).on('data', (chunk) => {
        text += Buffer.from(chunk).toString();
      });
    });
    expect(text).toBe('hi');
  });
});
