/** Web streams: what the Web Platform Tests do not show in one look. */
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', () => import('../encoding/host.ts'));
vi.mock('zora:node/reactor-host@0.1.0', () => ({}));
vi.mock('zora:node/stdio@0.1.0', () => ({}));
const {
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  ReadableStream,
  TextDecoderStream,
  TextEncoderStream,
  TransformStream,
  WritableStream,
} = await import('../../../shims/globals/web-streams.ts');

type Controller = { enqueue(chunk: unknown): void; close(): void; error(reason: unknown): void; desiredSize: number };
type ByteController = Controller & { byobRequest: { view: Uint8Array; respond(count: number): void } | null };

async function collect<Chunk>(stream: AsyncIterable<Chunk>): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

describe('ReadableStream', () => {
  test('pulls no more than it is asked for', async () => {
    let pulled = 0;
    const pull = (controller: Controller) => controller.enqueue(++pulled);
    const stream = new ReadableStream({ pull }, new CountQueuingStrategy({ highWaterMark: 2 }));
    const reader = stream.getReader();
    expect(await reader.read()).toEqual({ value: 1, done: false });
    await new Promise(setImmediate);
    expect(pulled).toBe(3);
  });

  test('leaving a loop cancels, and frees the lock', async () => {
    const cancel = vi.fn();
    const stream = new ReadableStream({ pull: (controller: Controller) => controller.enqueue('x'), cancel });
    for await (const chunk of stream) {
      expect(chunk).toBe('x');
      break;
    }
    expect(cancel).toHaveBeenCalledOnce();
    expect(stream.locked).toBe(false);
  });

  test('tee gives both branches every chunk', async () => {
    const [a, b] = ReadableStream.from(['x', Promise.resolve('y')]).tee();
    expect(await Promise.all([collect(a), collect(b)])).toEqual([
      ['x', 'y'],
      ['x', 'y'],
    ]);
  });

  test('tee of bytes gives each branch memory of its own', async () => {
    const start = (controller: Controller) => {
      controller.enqueue(Uint8Array.of(1, 2));
      controller.close();
    };
    const [a, b] = new ReadableStream<Uint8Array>({ type: 'bytes', start }).tee();
    const [[one], [two]] = await Promise.all([collect(a), collect(b)]);
    expect([one, two]).toEqual([Uint8Array.of(1, 2), Uint8Array.of(1, 2)]);
    expect(one?.buffer).not.toBe(two?.buffer);
  });

  test('fills the caller’s buffers', async () => {
    const pull = (controller: ByteController) => {
      const { view } = controller.byobRequest as { view: Uint8Array };
      view.fill(7);
      controller.byobRequest?.respond(view.length);
    };
    const reader = new ReadableStream({ type: 'bytes', pull }).getReader({ mode: 'byob' });
    const given = new Uint16Array(3);
    const { value, done } = await reader.read(given);
    expect([value, done, given.length]).toEqual([Uint16Array.of(0x707, 0x707, 0x707), false, 0]);
  });

  test('gathers at least `min` elements', async () => {
    let next = 0;
    const pull = (controller: Controller) => controller.enqueue(Uint8Array.of(next++));
    const reader = new ReadableStream<Uint8Array>({ type: 'bytes', pull }).getReader({ mode: 'byob' });
    expect((await reader.read(new Uint8Array(10), { min: 3 })).value).toEqual(Uint8Array.of(0, 1, 2));
  });

  test('errors have Node’s codes', async () => {
    const stream = new ReadableStream();
    stream.getReader();
    await expect(stream.cancel()).rejects.toMatchObject({ code: 'ERR_INVALID_STATE', name: 'TypeError' });
    expect(() => new ReadableStream({ type: 'x' })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }));
    expect(() => ReadableStream.prototype.getReader.call({} as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_THIS' }),
    );
  });
});

describe('WritableStream', () => {
  test('pushes back by size', async () => {
    const writes: unknown[] = [];
    const release: (() => void)[] = [];
    const write = (chunk: unknown) => {
      writes.push(chunk);
      return new Promise<void>((resolve) => release.push(resolve));
    };
    const stream = new WritableStream({ write }, new ByteLengthQueuingStrategy({ highWaterMark: 4 }));
    const writer = stream.getWriter();
    await writer.ready;
    const written = writer.write(new Uint8Array(3));
    expect(writer.desiredSize).toBe(1);
    const second = writer.write(new Uint8Array(3));
    expect(writer.desiredSize).toBe(-2);
    let ready = false;
    const becameReady = writer.ready.then(() => {
      ready = true;
    });
    await new Promise(setImmediate);
    expect(ready).toBe(false);
    release.shift()?.();
    await written;
    await becameReady;
    release.shift()?.();
    await second;
    expect(writes).toHaveLength(2);
  });

  test('abort reaches the sink and its signal', async () => {
    const abort = vi.fn();
    let signal: AbortSignal | undefined;
    const start = (controller: { signal: AbortSignal }) => {
      signal = controller.signal;
    };
    const stream = new WritableStream({ start, abort });
    const reason = new Error('stop');
    await stream.abort(reason);
    expect(abort).toHaveBeenCalledWith(reason);
    expect(signal?.reason).toBe(reason);
  });
});

describe('pipes', () => {
  test('an error of the sink cancels the source', async () => {
    const cancel = vi.fn();
    const reason = new Error('sink');
    const source = new ReadableStream({ pull: (controller: Controller) => controller.enqueue(1), cancel });
    const sink = new WritableStream({
      write: () => {
        throw reason;
      },
    });
    await expect(source.pipeTo(sink)).rejects.toBe(reason);
    expect(cancel).toHaveBeenCalledWith(reason);
  });

  test('an error of the source aborts the sink, unless prevented', async () => {
    for (const preventAbort of [false, true]) {
      const abort = vi.fn();
      const source = new ReadableStream({ start: (controller: Controller) => controller.error('bad') });
      await expect(source.pipeTo(new WritableStream({ abort }), { preventAbort })).rejects.toBe('bad');
      expect(abort).toHaveBeenCalledTimes(preventAbort ? 0 : 1);
    }
  });

  test('a transform keeps order, flushes and pushes back', async () => {
    const upper = new TransformStream<string, string>({
      transform: (chunk: string, controller: Controller) => controller.enqueue(chunk.toUpperCase()),
      flush: (controller: Controller) => controller.enqueue('!'),
    });
    expect(await collect(ReadableStream.from(['a', 'b']).pipeThrough(upper))).toEqual(['A', 'B', '!']);
  });

  test('text in parts', async () => {
    const bytes = new Uint8Array(new globalThis.TextEncoder().encode('é€😀'));
    const decoded = ReadableStream.from([...bytes].map((byte) => Uint8Array.of(byte))).pipeThrough(
      new TextDecoderStream(),
    );
    expect((await collect(decoded as AsyncIterable<string>)).join('')).toBe('é€😀');
    const encoded = ReadableStream.from(['\ud83d', '\ude00']).pipeThrough(new TextEncoderStream());
    expect(Buffer.concat(await collect(encoded)).toString()).toBe('😀');
  });
});
