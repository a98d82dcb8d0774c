/** `fsPromises.cp`. https://nodejs.org/api/fs.html#fspromisescpsrc-dest-options */
import { run } from '../completion.ts';
import { pathText, validatedPath } from '../paths.ts';
import { copyTree, type Steps } from './copy.ts';
import { type CpOptions, toCpOptions } from './options.ts';

/** Does each step in a callback of the loop. */
async function runSteps(steps: Steps<void>): Promise<void> {
  let step = steps.next();
  while (!step.done) {
    let value: unknown;
    try {
      value = await run(step.value);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(value);
  }
}

/** Copies with arguments that are checked. */
export function copyLater(src: string, dest: string, options: CpOptions): Promise<void> {
  return runSteps(copyTree(src, dest, options));
}

/** https://nodejs.org/api/fs.html#fspromisescpsrc-dest-options */
export async function cp(src: unknown, dest: unknown, options?: unknown): Promise<void> {
  const given = toCpOptions(options);
  return copyLater(pathText(validatedPath(src, 'src')), pathText(validatedPath(dest, 'dest')), given);
}
