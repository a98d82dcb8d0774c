/** Runs guest code on the fake host: the loop is driven until nothing keeps it alive. */
import { start } from '../../../../shims/internal/instance.ts';
import { enter, setUncaughtHandler, turn } from '../../../../shims/internal/loop.ts';
import { drive } from './reactor.ts';

/**
 * Runs `program` and then the loop, to its end.
 *
 * @throws what left a callback of the loop
 */
export async function runGuest(program: () => void): Promise<void> {
  start();
  const uncaught: unknown[] = [];
  setUncaughtHandler((error) => uncaught.push(error));
  enter(program);
  await drive(turn);
  if (uncaught.length > 0) throw uncaught[0];
}

/** The events of an emitter as they come, each with its arguments. */
export function recordEvents(
  emitter: object,
  names: readonly string[],
  into: unknown[] = [],
  label?: string,
): unknown[] {
  for (const name of names) {
    (emitter as NodeJS.EventEmitter).on(name, (...args: unknown[]) => {
      into.push(label === undefined ? [name, ...args] : [`${label} ${name}`, ...args]);
    });
  }
  return into;
}
