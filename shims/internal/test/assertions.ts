/** `t.assert`: the assertions of `node:assert`, and those that were registered. https://nodejs.org/api/test.html#contextassert */
import assert from '../../assert.ts';
import { refusal } from '../refuse.ts';
import { validateArray, validateFunction, validateObject, validateString } from '../validators.ts';

type Assertion = (...args: unknown[]) => unknown;

const registered = new Map<string, Assertion>();
const NO_ASSERTIONS = ['AssertionError', 'Assert', 'CallTracker', 'strict'];

/** `assert.register(name, fn)`: https://nodejs.org/api/test.html#assertregistername-fn */
export function register(name: unknown, fn: unknown): void {
  validateString(name, 'name');
  validateFunction(fn, 'fn');
  registered.set(name, fn as Assertion);
}

/** @throws ERR_INVALID_ARG_TYPE */
function checkSerializers(options: unknown): void {
  validateObject(options, 'options');
  const { serializers } = options as { serializers?: unknown };
  if (serializers === undefined) return;
  validateArray(serializers, 'options.serializers');
  for (const [index, serializer] of (serializers as unknown[]).entries()) {
    validateFunction(serializer, `options.serializers[${index}]`);
  }
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
  add('snapshot', (_value: unknown, options: unknown = {}) => {
    checkSerializers(options);
    throw refusal('test.TestContext.assert.snapshot()');
  });
  add('fileSnapshot', (_value: unknown, path: unknown, options: unknown = {}) => {
    validateString(path, 'path');
    checkSerializers(options);
    throw refusal('test.TestContext.assert.fileSnapshot()');
  });
  for (const [name, run] of registered) add(name, run);
  return assertions;
}
