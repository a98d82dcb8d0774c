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
  const iterator = chunks(stream, options) as AsyncGenerator<unknown> & { stream?: NodeStream };
  iterator.stream = stream;
  return iterator;
}

async function* chunks(stream: NodeStream, options: IteratorOptions | undefined): AsyncGenerator<unknown> {
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
      if (chunk !== null) yield chunk;
      else if (error) throw error;
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
