/** `fsPromises.glob`. https://nodejs.org/api/fs.html#fspromisesglobpattern-options */
import { run } from '../completion.ts';
import type { Dirent } from '../dirent.ts';
import { Search, toGlobOptions, toPatterns } from './walk.ts';

/** Steps that are done in one callback of the loop. */
const STEPS = 16;

/** https://nodejs.org/api/fs.html#fspromisesglobpattern-options */
export async function* glob(pattern: unknown, options: unknown = {}): AsyncGenerator<string | Dirent> {
  const search = new Search(toPatterns(pattern), toGlobOptions(options));
  for (let more = true; more; ) {
    more = await run(() => {
      for (let i = 0; i < STEPS; i++) if (!search.step()) return false;
      return true;
    });
    yield* search.take();
  }
}
