/** Reads the arguments of `test()`, `suite()` and hooks. https://nodejs.org/api/test.html#testname-options-fn */
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { validateAbortSignal, validateNumber, validateUint32 } from '../validators.ts';

export interface TestOptions {
  name?: unknown;
  concurrency?: unknown;
  only?: unknown;
  signal?: AbortSignal | undefined;
  skip?: string | boolean | undefined;
  todo?: string | boolean | undefined;
  timeout?: number | null | undefined;
  plan?: number | undefined;
  expectFailure?: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: the functions of tests take what they want.
export type TestFunction = (...args: any[]) => unknown;

const noop: TestFunction = () => undefined;
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Sorts out name, options and function, each of which may be missing. */
export function readArguments(
  name: unknown,
  options: unknown,
  fn: unknown,
  overrides: TestOptions = {},
): { name: string; options: TestOptions; fn: TestFunction } {
  let [title, read, body] = [name, options, fn];
  if (typeof title === 'function') [title, read, body] = [undefined, undefined, title];
  else if (title !== null && typeof title === 'object') [title, read, body] = [undefined, title, read];
  if (typeof read === 'function') [read, body] = [undefined, read];
  const merged = { ...((read ?? {}) as TestOptions), ...overrides };
  const isFunction = typeof body === 'function';
  const named = title ?? merged.name;
  return {
    name:
      typeof named === 'string' && named !== '' ? named : (isFunction && (body as TestFunction).name) || '<anonymous>',
    // A test without a body is one that is still to be written.
    options: merged,
    fn: isFunction ? (body as TestFunction) : noop,
  };
}

/** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function validateOptions({ timeout, concurrency, signal, plan }: TestOptions): void {
  if (timeout !== undefined && timeout !== null && timeout !== Number.POSITIVE_INFINITY) {
    validateNumber(timeout, 'options.timeout', 0, LONGEST_TIMEOUT);
  }
  if (typeof concurrency === 'number') validateUint32(concurrency, 'options.concurrency', true);
  else if (concurrency !== undefined && concurrency !== null && typeof concurrency !== 'boolean') {
    throw new ERR_INVALID_ARG_TYPE('options.concurrency', ['boolean', 'number'], concurrency);
  }
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  if (plan !== undefined) validateUint32(plan, 'options.plan');
}

/** How many subtests may run at once. */
export function concurrencyOf(option: unknown, inherited: number): number {
  if (typeof option === 'number') return option;
  if (option === true) return Number.POSITIVE_INFINITY;
  return option === false ? 1 : inherited;
}
