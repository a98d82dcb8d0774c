/** What `throws`, `rejects` and their opposites expect of an error. */
import {
  ERR_AMBIGUOUS_ARGUMENT,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_RETURN_VALUE,
} from '../errors.ts';
import { isDeepStrictEqual } from '../util/comparisons.ts';
import { inspect } from '../util/inspect.ts';
import { isError, isPromise, isRegExp } from '../util/types.ts';
import { validateFunction } from '../validators.ts';
import { AssertionError } from './assertion-error.ts';
import type { DiffMode } from './error-diff.ts';
import { innerFail } from './fail.ts';

/** Stands for no error. */
export const NO_ERROR: unique symbol = Symbol('no error');

type NamedFunction = (...args: never[]) => unknown;
type Bag = Record<PropertyKey, unknown>;

/** Which assertion is at work. */
export interface Assertion {
  /** The function that was called. */
  fn: NamedFunction;
  /** Whether it is about a promise. */
  isAsync: boolean;
  diff?: DiffMode | undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What a function throws. */
export function thrownBy(fn: unknown): unknown {
  validateFunction(fn, 'fn');
  try {
    (fn as NamedFunction)();
  } catch (error) {
    return error;
  }
  return NO_ERROR;
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  if (isPromise(value)) return true;
  const { then, catch: catches } = (isObject(value) ? value : {}) as Bag;
  return typeof then === 'function' && typeof catches === 'function';
}

/** What a promise, or the one that a function gives, is rejected with. */
export async function rejectedBy(promiseOrFunction: unknown): Promise<unknown> {
  let promise = promiseOrFunction;
  if (typeof promiseOrFunction === 'function') {
    promise = promiseOrFunction();
    if (!isPromiseLike(promise)) throw new ERR_INVALID_RETURN_VALUE('instance of Promise', 'promiseFn', promise);
  } else if (!isPromiseLike(promise)) {
    throw new ERR_INVALID_ARG_TYPE('promiseFn', ['Function', 'Promise'], promise);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return NO_ERROR;
}

/** The properties of an error that are compared, for the message; a pattern that matches is shown as what it matches. */
class Comparison {
  [key: PropertyKey]: unknown;
  constructor(source: object, keys: readonly PropertyKey[], actual?: Bag) {
    for (const key of keys) {
      if (!(key in source)) continue;
      const value = (source as Bag)[key];
      this[key] = actual !== undefined && matches(value, actual[key]) ? actual[key] : value;
    }
  }
}

function matches(pattern: unknown, text: unknown): boolean {
  return typeof text === 'string' && isRegExp(pattern) && pattern.exec(text) !== null;
}

function expectProperties(actual: object, expected: object, message: unknown, assertion: Assertion): void {
  const keys: PropertyKey[] = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  else if (keys.length === 0) throw new ERR_INVALID_ARG_VALUE('error', expected, 'may not be an empty object');
  const { fn, diff } = assertion;
  for (const key of keys) {
    const [has, wants] = [(actual as Bag)[key], (expected as Bag)[key]];
    if (matches(wants, has) || (key in actual && isDeepStrictEqual(has, wants))) continue;
    if (message) innerFail({ actual, expected, message, operator: fn.name, stackStartFn: fn, diff });
    const error = new AssertionError({
      actual: new Comparison(actual, keys),
      expected: new Comparison(expected, keys, actual as Bag),
      operator: 'deepStrictEqual',
      stackStartFn: fn,
      diff,
    });
    Object.assign(error, { actual, expected, operator: fn.name });
    throw error;
  }
}

/** Says why an error is not of a class. */
function wrongClass(actual: unknown, expected: NamedFunction): string {
  let message = `The error is expected to be an instance of "${expected.name}". Received `;
  if (!isError(actual)) return `${message}"${inspect(actual, { depth: -1 })}"`;
  const name = actual.constructor?.name || actual.name;
  message += expected.name === name ? 'an error with identical name but a different prototype.' : `"${name}"`;
  return actual.message ? `${message}\n\nError message:\n\n${actual.message}` : message;
}

/** Checks an error with a class or a function: the message of a failure, or undefined. */
function checkByFunction(actual: unknown, expected: NamedFunction): string | undefined {
  if (expected.prototype !== undefined && actual instanceof (expected as unknown as () => void)) return undefined;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return wrongClass(actual, expected);
  const result: unknown = Reflect.apply(expected, {}, [actual]);
  if (result === true) return undefined;
  const name = expected.name ? `"${expected.name}" ` : '';
  const message = `The ${name}validation function is expected to return "true". Received ${inspect(result)}`;
  return isError(actual) ? `${message}\n\nCaught error:\n\n${actual}` : message;
}

function expectError(actual: unknown, expected: unknown, message: unknown, assertion: Assertion): void {
  const { fn, diff } = assertion;
  let generated: string | undefined;
  if (typeof expected === 'function') generated = checkByFunction(actual, expected as NamedFunction);
  else if (isRegExp(expected)) {
    const text = String(actual);
    if (expected.exec(text) === null) {
      generated = `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`;
    }
  } else if (isObject(actual)) {
    expectProperties(actual, expected as object, message, assertion);
    return;
  } else {
    const error = new AssertionError({
      actual,
      expected,
      message,
      operator: 'deepStrictEqual',
      stackStartFn: fn,
      diff,
    });
    error.operator = fn.name;
    throw error;
  }
  if (generated === undefined) return;
  if (isError(message)) throw message;
  const error = new AssertionError({
    actual,
    expected,
    message: message || generated,
    operator: fn.name,
    stackStartFn: fn,
    diff,
  });
  error.generatedMessage = !message;
  throw error;
}

const ERROR_KINDS = ['Object', 'Error', 'Function', 'RegExp'];

/**
 * Checks that there is an error, and that it is as expected.
 * @param assertion the assertion.
 * @param actual the error, or `NO_ERROR`.
 * @param args what is expected, and the message.
 */
export function expectsError(assertion: Assertion, actual: unknown, args: readonly unknown[]): void {
  let [error, message] = args;
  if (typeof error === 'string') {
    if (args.length === 2) throw new ERR_INVALID_ARG_TYPE('error', ERROR_KINDS, error);
    if (isObject(actual)) {
      const text = (actual as Bag)['message'];
      if (text === error) {
        throw new ERR_AMBIGUOUS_ARGUMENT('error/message', `The error message "${text}" is identical to the message.`);
      }
    } else if (actual === error) {
      throw new ERR_AMBIGUOUS_ARGUMENT('error/message', `The error "${actual}" is identical to the message.`);
    }
    [error, message] = [undefined, error];
  } else if (error != null && typeof error !== 'object' && typeof error !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('error', ERROR_KINDS, error);
  }
  if (actual === NO_ERROR) {
    const name = (error as { name?: string } | null | undefined)?.name;
    const details = `${name ? ` (${name})` : ''}${message ? `: ${message}` : '.'}`;
    innerFail({
      actual: undefined,
      expected: error,
      operator: assertion.fn.name,
      message: `Missing expected ${assertion.isAsync ? 'rejection' : 'exception'}${details}`,
      stackStartFn: assertion.fn,
      diff: assertion.diff,
    });
  }
  if (error) expectError(actual, error, message, assertion);
}

function isExpected(actual: unknown, expected: unknown): boolean {
  if (typeof expected === 'function') {
    if (expected.prototype !== undefined && actual instanceof (expected as () => void)) return true;
    return !Object.prototype.isPrototypeOf.call(Error, expected) && Reflect.apply(expected, {}, [actual]) === true;
  }
  if (isRegExp(expected)) return expected.exec(String(actual)) !== null;
  throw new ERR_INVALID_ARG_TYPE('expected', ['Function', 'RegExp'], expected);
}

/**
 * Checks that there is no error; one that is not of the kind in question is thrown as it is.
 * @param assertion the assertion.
 * @param actual the error, or `NO_ERROR`.
 * @param args the kind of error, and the message.
 */
export function expectsNoError(assertion: Assertion, actual: unknown, args: readonly unknown[]): void {
  if (actual === NO_ERROR) return;
  let [error, message] = args;
  if (typeof error === 'string') [error, message] = [undefined, error];
  if (error && !isExpected(actual, error)) throw actual;
  const text = (actual as { message?: unknown } | null | undefined)?.message;
  innerFail({
    actual,
    expected: error,
    operator: assertion.fn.name,
    message: `Got unwanted ${assertion.isAsync ? 'rejection' : 'exception'}${message ? `: ${message}` : '.'}\nActual message: "${text}"`,
    stackStartFn: assertion.fn,
    diff: assertion.diff,
  });
}
