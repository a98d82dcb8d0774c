/** `t.assert`: the assertions of `node:assert`, and those that were registered. https://nodejs.org/api/test.html#contextassert */
import assert from '../../assert.ts';
import { refuse } from '../refuse.ts';
import { validateFunction, validateString } from '../validators.ts';

type Assertion = (...args: unknown[]) => unknown;

const registered = new Map<string, Assertion>();
const NO_ASSERTIONS = ['AssertionError', 'Assert', 'CallTracker', 'strict'];

/** `assert.register(name, fn)`: https://nodejs.org/api/test.html#assertregistername-fn */
export function register(name: unknown, fn: unknown): void {
  validateString(name, 'name');
  validateFunction(fn, 'fn');
  registered.set(name, fn as Assertion);
}

/** @param count called for each assertion */
export function makeAssert(context: object, count: () => void): Record<string, unknown> {
  const assertions: Record<string, unknown> = Object.create(null);
  const known = assert as unknown as Record<string, unknown>;
  const add = (name: string, run: Assertion) => {
    assertions[name] = (...args: unknown[]) => {
      count();
      return Reflect.apply(run, context, args);
    };
  };
  for (const name of Object.keys(known)) {
    if (typeof known[name] === 'function' && !NO_ASSERTIONS.includes(name)) add(name, known[name] as Assertion);
  }
  add('snapshot', refuse('test', 'TestContext.assert.snapshot'));
  add('fileSnapshot', refuse('test', 'TestContext.assert.fileSnapshot'));
  for (const [name, run] of registered) add(name, run);
  return assertions;
}
