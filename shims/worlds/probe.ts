/**
 * The world of a probe: evaluates the modules of a program one after the other and tells which of them touched what only a running
 * instance has. It runs in an instance of its own that is thrown away (src/build/snapshot.ts).
 */
import { setAmbientListener } from '../internal/instance.ts';
import { installRandom } from '../internal/random.ts';

/** @returns for each module `null`, or what it touched. */
export function probe(
  modules: readonly (() => unknown)[],
  hostCalls: { listener: ((what: string) => void) | undefined },
): (string | null)[] {
  let touched: string | null = null;
  const touch = (what: string) => {
    touched ??= what;
  };
  installRandom();
  setAmbientListener(touch);
  hostCalls.listener = touch;
  watchClocks(touch);
  return modules.map((evaluate) => {
    touched = null;
    try {
      const result = evaluate();
      if (result instanceof Promise) {
        result.catch(() => {});
        touch('top-level await');
      }
    } catch (error) {
      touch(`threw ${error instanceof Error ? error.message : String(error)}`);
    }
    return touched;
  });
}

function watchClocks(touch: (what: string) => void): void {
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct(target, args, newTarget) {
      if (args.length === 0) touch('the clock');
      return Reflect.construct(target, args, newTarget);
    },
    apply(target, self, args) {
      touch('the clock');
      return Reflect.apply(target, self, args);
    },
    get(target, key, receiver) {
      return key === 'now'
        ? () => {
            touch('the clock');
            return RealDate.now();
          }
        : Reflect.get(target, key, receiver);
    },
  });
}
