/** `glob` and `globSync`. https://nodejs.org/api/fs.html#fsglobpattern-options-callback */
import { nextTick } from '../../loop.ts';
import { toCallback } from '../completion.ts';
import type { Dirent } from '../dirent.ts';
import { glob as globPromise } from './promise.ts';
import { Search, toGlobOptions, toPatterns } from './walk.ts';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** https://nodejs.org/api/fs.html#fsglobpattern-options-callback */
export function glob(pattern: unknown, options: unknown, callback?: unknown): void {
  const withOptions = typeof options !== 'function';
  const done = toCallback(withOptions ? callback : options);
  collect(globPromise(pattern, withOptions ? options : {})).then(
    (found) => nextTick(done, null, found),
    (error) => nextTick(done, error),
  );
}

/** https://nodejs.org/api/fs.html#fsglobsyncpattern-options */
export function globSync(pattern: unknown, options: unknown = {}): (string | Dirent)[] {
  const search = new Search(toPatterns(pattern), toGlobOptions(options));
  while (search.step());
  return search.take();
}
