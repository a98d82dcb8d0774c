/** `cp` and `cpSync`. https://nodejs.org/api/fs.html#fscpsrc-dest-options-callback */
import { ERR_INVALID_RETURN_VALUE } from '../../errors.ts';
import { nextTick } from '../../loop.ts';
import { toCallback } from '../completion.ts';
import { pathText, validatedPath } from '../paths.ts';
import { copyTree } from './copy.ts';
import { toCpOptions } from './options.ts';
import { copyLater } from './promise.ts';

/** https://nodejs.org/api/fs.html#fscpsrc-dest-options-callback */
export function cp(src: unknown, dest: unknown, options: unknown, callback?: unknown): void {
  const withOptions = typeof options !== 'function';
  const done = toCallback(withOptions ? callback : options);
  const given = toCpOptions(withOptions ? options : undefined);
  const from = pathText(validatedPath(src, 'src'));
  const to = pathText(validatedPath(dest, 'dest'));
  // In a tick: what the callback throws is an uncaught exception, not a rejection.
  copyLater(from, to, given).then(
    () => nextTick(done, null),
    (error) => nextTick(done, error),
  );
}

/** https://nodejs.org/api/fs.html#fscpsyncsrc-dest-options */
export function cpSync(src: unknown, dest: unknown, options?: unknown): void {
  const given = toCpOptions(options);
  const { filter } = given;
  const checked =
    filter === undefined
      ? given
      : {
          ...given,
          filter: (from: string, to: string) => {
            const answer = filter(from, to);
            if (answer instanceof Promise) throw new ERR_INVALID_RETURN_VALUE('boolean', 'filter', answer);
            return answer;
          },
        };
  const steps = copyTree(pathText(validatedPath(src, 'src')), pathText(validatedPath(dest, 'dest')), checked);
  let step = steps.next();
  while (!step.done) {
    let value: unknown;
    try {
      value = step.value();
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(value);
  }
}
