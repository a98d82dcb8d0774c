/** `Readable.from`. https://nodejs.org/api/stream.html#streamreadablefromiterable-options */
import { Buffer } from '../buffer/buffer.ts';
import { ERR_INVALID_ARG_TYPE, ERR_STREAM_NULL_VALUES } from '../errors.ts';
import { nextTick } from '../loop.ts';
import type { MaybeError, NodeStream } from './types.ts';
import { isIterable } from './utils.ts';

type Constructor = new (options: object) => NodeStream & { push(chunk: unknown): boolean; _read(): void };

/**
 * A stream of what `iterable` gives, made by `Readable` (or a class like it).
 * @throws ERR_INVALID_ARG_TYPE
 */
export function from(Readable: Constructor, iterable: unknown, options?: object): NodeStream {
  if (typeof iterable === 'string' || iterable instanceof Buffer) {
    return new Readable({
      objectMode: true,
      ...options,
      read(this: { push(chunk: unknown): void }) {
        this.push(iterable);
        this.push(null);
      },
    });
  }
  if (!isIterable(iterable)) throw new ERR_INVALID_ARG_TYPE('iterable', ['Iterable'], iterable);
  const isAsync = isIterable(iterable, true);
  const iterator = (
    isAsync
      ? (iterable as AsyncIterable<unknown>)[Symbol.asyncIterator]()
      : (iterable as Iterable<unknown>)[Symbol.iterator]()
  ) as AsyncIterator<unknown>;

  const readable = new Readable({ objectMode: true, highWaterMark: 1, ...options });
  let reading = false;
  let isPlain = !isAsync;

  readable._read = () => {
    if (reading) return;
    reading = true;
    if (isPlain) pullSync();
    else void pull();
  };
  const destroy = readable._destroy;
  readable._destroy = (error, callback) => {
    destroy.call(readable, error, () => {
      close(error).then(
        () => nextTick(callback as never, error),
        (failure: MaybeError) => nextTick(callback as never, failure || error),
      );
    });
  };

  /** Lets the iterator clean up. */
  async function close(error: MaybeError): Promise<void> {
    const hasError = error !== undefined && error !== null;
    if (hasError && typeof iterator.throw === 'function') {
      const { value, done } = await iterator.throw(error);
      await value;
      if (done) return;
    }
    if (typeof iterator.return === 'function') {
      const { value } = await iterator.return();
      await value;
    }
  }

  /** Pushes; answers whether to go on. */
  function push(value: unknown): boolean {
    if (value === null) {
      reading = false;
      throw new ERR_STREAM_NULL_VALUES();
    }
    if (readable.push(value)) return true;
    reading = false;
    return false;
  }

  /** A plain iterable is read without waiting, until it gives a promise. */
  function pullSync(): void {
    while (true) {
      try {
        const { value, done } = (iterator as unknown as Iterator<unknown>).next();
        if (done) {
          readable.push(null);
          return;
        }
        if (typeof (value as PromiseLike<unknown> | null)?.then === 'function') {
          isPlain = false;
          void pull(value);
          return;
        }
        if (!push(value)) return;
      } catch (error) {
        readable.destroy(error as Error);
        return;
      }
    }
  }

  async function pull(first?: unknown): Promise<void> {
    let waiting = first;
    while (true) {
      try {
        let value: unknown;
        if (waiting !== undefined) {
          value = await waiting;
          waiting = undefined;
        } else {
          const result = isAsync ? await iterator.next() : (iterator as unknown as Iterator<unknown>).next();
          if (result.done) {
            readable.push(null);
            return;
          }
          value = result.value;
          if (typeof (value as PromiseLike<unknown> | null)?.then === 'function') value = await value;
        }
        if (!push(value)) return;
      } catch (error) {
        readable.destroy(error as Error);
        return;
      }
    }
  }
  return readable;
}
