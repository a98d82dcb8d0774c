/** Async iteration over a readable stream. https://nodejs.org/api/stream.html#readablesymbolasynciterator */
import { aggregateTwoErrors } from '../errors.ts';
import { validateObject } from '../validators.ts';
import { destroyer } from './destroy.ts';
import { eos } from './end-of-stream.ts';
import type { NodeStream } from './types.ts';

interface IteratorOptions {
  destroyOnReturn?: boolean;
}

/**
 * An iterator over the chunks of `stream`. Leaving it destroys the stream, unless `destroyOnReturn` is false.
 * @param validate whether the options are checked.
 */
export function createIterator(
  stream: NodeStream,
  options: IteratorOptions | undefined,
  validate = false,
): AsyncIterableIterator<unknown> {
  if (validate && options !== undefined) validateObject(options, 'options');
  const place = { atYield: false };
  const iterator = chunks(stream, options, place) as AsyncGenerator<unknown> & { stream?: NodeStream };
  iterator.stream = stream;
  const leave = iterator.return;
  Object.defineProperty(iterator, 'return', {
    value(value: unknown) {
      // At once: the engine does not wait for it where an error leaves the loop.
      if (place.atYield && options?.destroyOnReturn !== false) destroyer(stream, null);
      return leave.call(iterator, value);
    },
    writable: true,
    configurable: true,
  });
  return iterator;
}

async function* chunks(
  stream: NodeStream,
  options: IteratorOptions | undefined,
  place: { atYield: boolean },
): AsyncGenerator<unknown> {
  let wake: () => void = () => {};
  const onReadable = (): void => {
    const now = wake;
    wake = () => {};
    now();
  };
  stream.on('readable', onReadable);
  // Undefined: still open; null: ended well.
  let error: unknown;
  const cleanUp = eos(stream, { writable: false }, (failure) => {
    error = failure ? aggregateTwoErrors(error, failure) : null;
    onReadable();
  });
  try {
    while (true) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) {
        place.atYield = true;
        yield chunk;
        place.atYield = false;
      } else if (error) throw error;
      else if (error === null) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } catch (failure) {
    error = aggregateTwoErrors(error, failure);
    throw error;
  } finally {
    if ((error || options?.destroyOnReturn !== false) && (error === undefined || stream._readableState?.autoDestroy)) {
      destroyer(stream, null);
    } else {
      stream.off('readable', onReadable);
      cleanUp();
    }
  }
}
