/**
 * The assertions. Each is a method of `Assert`, whose options it takes from `this`, and a function without.
 * @see https://nodejs.org/api/assert.html
 */
import { ERR_CONSTRUCT_CALL_REQUIRED, ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS } from '../errors.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { isDeepEqual, isDeepStrictEqual, isPartialStrictEqual } from '../util/comparisons.ts';
import { inspect } from '../util/inspect.ts';
import { isError, isRegExp } from '../util/types.ts';
import { validateOneOf } from '../validators.ts';
import { AssertionError } from './assertion-error.ts';
import type { DiffMode } from './error-diff.ts';
import { innerFail, innerOk } from './fail.ts';
import { unwantedError } from './if-error.ts';
import { type Assertion, expectsError, expectsNoError, rejectedBy, thrownBy } from './throws.ts';

/** Options of an `Assert`. */
export interface AssertOptions {
  /** Whether values are shown in full. */
  diff?: DiffMode;
  /** Whether `equal` is `strictEqual`, and so on. */
  strict?: boolean;
  /** Whether deep equality leaves out prototypes. */
  skipPrototype?: boolean;
}

const kOptions: unique symbol = Symbol('options');

/** What the functions are called on: an `Assert`, or anything else. */
type This = unknown;

const optionsOf = (self: This): AssertOptions => (self as { [kOptions]?: AssertOptions } | undefined)?.[kOptions] ?? {};

function requireTwo(args: ArrayLike<unknown>): void {
  if (args.length < 2) throw new ERR_MISSING_ARGS('actual', 'expected');
}

/** Fails a comparison. */
function unequal(
  self: This,
  operator: string,
  start: unknown,
  actual: unknown,
  expected: unknown,
  message: unknown,
): never {
  innerFail({ actual, expected, message, operator, stackStartFn: start, diff: optionsOf(self).diff });
}

/** `==`, with NaN equal to NaN. */
function isLooselyEqual(a: unknown, b: unknown): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: this is what the legacy assertions compare by
  return a == b || (Number.isNaN(a) && Number.isNaN(b));
}

export function ok(this: unknown, ...args: unknown[]): void {
  innerOk(ok, args);
}

export function equal(this: This, actual?: unknown, expected?: unknown, message?: unknown): void {
  requireTwo(arguments);
  if (!isLooselyEqual(actual, expected)) unequal(this, '==', equal, actual, expected, message);
}

export function notEqual(this: This, actual?: unknown, expected?: unknown, message?: unknown): void {
  requireTwo(arguments);
  if (isLooselyEqual(actual, expected)) unequal(this, '!=', notEqual, actual, expected, message);
}

export function deepEqual(this: This, actual?: unknown, expected?: unknown, message?: unknown): void {
  requireTwo(arguments);
  if (!isDeepEqual(actual, expected)) unequal(this, 'deepEqual', deepEqual, actual, expected, message);
}

export function notDeepEqual(this: This, actual?: unknown, expected?: unknown, message?: unknown): void {
  requireTwo(arguments);
  if (isDeepEqual(actual, expected)) unequal(this, 'notDeepEqual', notDeepEqual, actual, expected, message);
}

export function deepStrictEqual(this: This, actual?: unknown, expected?: unknown, message?: unknown): void {
  requireTwo(arguments);
  if (isDeepStrictEqual(actual, expected, optionsOf(this).skipPrototype)) return;
  unequal(this, 'deepStrictEqual', deepStrictEqual, actual, expected, message);
}

export function notDeepStrictEqual(this: This, actual?: unknown, expected?: unknown, message?: unknown): void {
  requireTwo(arguments);
  if (!isDeepStrictEqual(actual, expected, optionsOf(this).skipPrototype)) return;
  unequal(this, 'notDeepStrictEqual', notDeepStrictEqual, actual, expected, message);
}

export function strictEqual(this: This, actual?: unknown, expected?: unknown, message?: unknown): void {
  requireTwo(arguments);
  if (!Object.is(actual, expected)) unequal(this, 'strictEqual', strictEqual, actual, expected, message);
}

export function notStrictEqual(this: This, actual?: unknown, expected?: unknown, message?: unknown): void {
  requireTwo(arguments);
  if (Object.is(actual, expected)) unequal(this, 'notStrictEqual', notStrictEqual, actual, expected, message);
}

export function partialDeepStrictEqual(this: This, actual?: unknown, expected?: unknown, message?: unknown): void {
  requireTwo(arguments);
  if (isPartialStrictEqual(actual, expected)) return;
  unequal(this, 'partialDeepStrictEqual', partialDeepStrictEqual, actual, expected, message);
}

let warnedOfFail = false;

/** The older form takes `actual, expected, message, operator, stackStartFn`. */
export function fail(this: This, ...args: unknown[]): never {
  let actual = args[0];
  let message = args[2];
  let operator = args[3];
  const isBare = args.length <= 1 && actual == null;
  if (isBare) message = 'Failed';
  else if (args.length === 1) {
    message = actual;
    actual = undefined;
  } else {
    if (!warnedOfFail) {
      warnedOfFail = true;
      emitWarning(
        'assert.fail() with more than one argument is deprecated. Please use assert.strictEqual() instead or only pass a message.',
        'DeprecationWarning',
        'DEP0094',
      );
    }
    if (args.length === 2) operator = '!=';
  }
  if (isError(message)) throw message;
  const error = new AssertionError({
    actual,
    expected: args[1],
    message,
    operator: (operator as string | undefined) ?? 'fail',
    stackStartFn: args[4] ?? fail,
    diff: optionsOf(this).diff,
  });
  if (isBare) error.generatedMessage = true;
  throw error;
}

export function ifError(this: This, value: unknown): void {
  if (value != null) throw unwantedError(value, ifError, optionsOf(this).diff);
}

function assertion(self: This, fn: Assertion['fn'], isAsync: boolean): Assertion {
  return { fn, isAsync, diff: optionsOf(self).diff };
}

export function throws(this: This, fn: unknown, ...args: unknown[]): void {
  expectsError(assertion(this, throws, false), thrownBy(fn), args);
}

export function doesNotThrow(this: This, fn: unknown, ...args: unknown[]): void {
  expectsNoError(assertion(this, doesNotThrow, false), thrownBy(fn), args);
}

export async function rejects(this: This, promise: unknown, ...args: unknown[]): Promise<void> {
  expectsError(assertion(this, rejects, true), await rejectedBy(promise), args);
}

export async function doesNotReject(this: This, promise: unknown, ...args: unknown[]): Promise<void> {
  expectsNoError(assertion(this, doesNotReject, true), await rejectedBy(promise), args);
}

function expectMatch(
  self: This,
  fn: Assertion['fn'],
  wanted: boolean,
  text: unknown,
  pattern: unknown,
  message: unknown,
): void {
  if (!isRegExp(pattern)) throw new ERR_INVALID_ARG_TYPE('regexp', 'RegExp', pattern);
  if (typeof text === 'string' && (pattern.exec(text) !== null) === wanted) return;
  if (isError(message)) throw message;
  const expectation = wanted
    ? 'The input did not match the regular expression '
    : 'The input was expected to not match the regular expression ';
  const generated =
    typeof text === 'string'
      ? `${expectation}${inspect(pattern)}. Input:\n\n${inspect(text)}\n`
      : `The "string" argument must be of type string. Received type ${typeof text} (${inspect(text)})`;
  const error = new AssertionError({
    actual: text,
    expected: pattern,
    message: message || generated,
    operator: fn.name,
    stackStartFn: fn,
    diff: optionsOf(self).diff,
  });
  error.generatedMessage = !message;
  throw error;
}

export function match(this: This, text?: unknown, pattern?: unknown, message?: unknown): void {
  expectMatch(this, match, true, text, pattern, message);
}

export function doesNotMatch(this: This, text?: unknown, pattern?: unknown, message?: unknown): void {
  expectMatch(this, doesNotMatch, false, text, pattern, message);
}

/** All assertions by name. */
export const methods = {
  fail,
  ok,
  equal,
  notEqual,
  deepEqual,
  notDeepEqual,
  deepStrictEqual,
  notDeepStrictEqual,
  strictEqual,
  notStrictEqual,
  partialDeepStrictEqual,
  throws,
  rejects,
  doesNotThrow,
  doesNotReject,
  ifError,
  match,
  doesNotMatch,
};

/**
 * A set of assertions with options of its own.
 * @see https://nodejs.org/api/assert.html#class-assertassert
 */
export const Assert = function Assert(this: Record<PropertyKey, unknown>, options?: AssertOptions): void {
  if (!new.target) throw new ERR_CONSTRUCT_CALL_REQUIRED('Assert');
  const settings: AssertOptions = { strict: true, skipPrototype: false, ...options };
  if (settings.diff !== undefined) validateOneOf(settings.diff, 'options.diff', ['simple', 'full']);
  this['AssertionError'] = AssertionError;
  Object.defineProperty(this, kOptions, { value: settings });
  if (settings.strict) Object.assign(this, { equal: strictEqual, deepEqual: deepStrictEqual });
  if (settings.strict) Object.assign(this, { notEqual: notStrictEqual, notDeepEqual: notDeepStrictEqual });
} as unknown as new (
  options?: AssertOptions,
) => typeof methods;
Object.assign(Assert.prototype as object, methods);
