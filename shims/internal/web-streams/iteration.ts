import { ERR_ARG_NOT_ITERABLE } from '../errors.ts';
import { cancelStream, type ReadableCore, type ReaderCore, readResult, releaseReader } from './readable-core.ts';
import type { ReadableAlgorithms } from './readable-default.ts';
import { attempt, promised, react } from './support.ts';

interface IterationResult {
  value: unknown;
  done: boolean;
}

const AsyncIteratorPrototype: object = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype));

/**
 * The async iterator of a stream: calls wait for one another; `return` cancels unless `preventCancel`.
 * Source: Streams Standard, 4.2.5 Asynchronous iteration; Web IDL, 3.7.10 Asynchronous iterable declarations.
 */
export function iterateReader(reader: ReaderCore, preventCancel: boolean): AsyncIterableIterator<unknown> {
  let ongoing: Promise<unknown> | undefined;
  let finished = false;

  const next = async (): Promise<IterationResult> => {
    if (finished) return { value: undefined, done: true };
    try {
      const result = await readResult(reader);
      if (result.done) finish();
      return result;
    } catch (error) {
      finish();
      throw error;
    }
  };
  const finish = () => {
    finished = true;
    releaseReader(reader);
  };
  const end = async (value: unknown): Promise<IterationResult> => {
    if (finished) return { value, done: true };
    finished = true;
    const cancelled = preventCancel ? undefined : cancelStream(reader.stream as ReadableCore, value);
    releaseReader(reader);
    await cancelled;
    return { value, done: true };
  };
  const queue = (step: () => Promise<IterationResult>): Promise<IterationResult> => {
    const result = ongoing ? react(ongoing, step, step) : step();
    ongoing = result;
    return result as Promise<IterationResult>;
  };
  const iterator = {
    next: () => queue(next),
    return: (value: unknown = undefined) => queue(() => end(value)),
  };
  return Object.setPrototypeOf(iterator, AsyncIteratorPrototype) as AsyncIterableIterator<unknown>;
}

/** The part of a controller that a source of an iterable needs. */
interface Sink {
  enqueue(chunk: unknown): void;
  close(): void;
}

/** Algorithms that pull from an iterable. Source: Streams Standard, ReadableStreamFromIterable. */
export function iterableSource(iterable: unknown, controllerOf: () => Sink): ReadableAlgorithms {
  const iterator = asyncIterator(iterable);
  const nextMethod = iterator.next;
  return {
    pull: () =>
      react(
        attempt(() => Reflect.apply(nextMethod, iterator, [])),
        async (result) => {
          if (!isObject(result))
            throw new TypeError('The promise returned by the iterator.next() method must fulfill with an object');
          const controller = controllerOf();
          if (result.done) controller.close();
          else controller.enqueue(await result.value);
        },
      ),
    cancel: async (reason) => {
      const returnMethod: unknown = iterator.return;
      if (returnMethod === undefined || returnMethod === null) return;
      const result: unknown = await promised(Reflect.apply(returnMethod as () => unknown, iterator, [reason]));
      if (!isObject(result))
        throw new TypeError('The promise returned by the iterator.return() method must fulfill with an object');
    },
  };
}

function isObject(value: unknown): value is { done?: boolean; value?: unknown } {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

interface LooseIterator {
  next: () => unknown;
  return?: unknown;
}

function asyncIterator(iterable: unknown): LooseIterator {
  const source = iterable as { [Symbol.asyncIterator]?: unknown; [Symbol.iterator]?: unknown } | null | undefined;
  const getter = source?.[Symbol.asyncIterator] ?? source?.[Symbol.iterator];
  if (typeof getter !== 'function') throw new ERR_ARG_NOT_ITERABLE('iterable');
  const iterator: unknown = Reflect.apply(getter, iterable, []);
  if (!isObject(iterator)) throw new TypeError('The iterator method must return an object');
  return iterator as LooseIterator;
}
