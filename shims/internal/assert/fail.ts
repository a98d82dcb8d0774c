import { isError } from '../util/types.ts';
import { AssertionError, type AssertionErrorOptions } from './assertion-error.ts';

/** Throws the caller's error, where the message is one, or an `AssertionError`. */
export function innerFail(options: AssertionErrorOptions): never {
  if (isError(options.message)) throw options.message;
  throw new AssertionError(options);
}

/**
 * Checks that a value is truthy. Node shows the source of the expression where it can read it; a guest cannot.
 * @param start the function that was called.
 * @param args the value and the message.
 */
export function innerOk(start: unknown, args: readonly unknown[]): void {
  const [value, given] = args;
  if (value) return;
  let message = given;
  let generated = false;
  if (args.length === 0) {
    generated = true;
    message = 'No value argument passed to `assert.ok()`';
  } else if (given == null) generated = true;
  else if (isError(given)) throw given;
  const error = new AssertionError({ actual: value, expected: true, message, operator: '==', stackStartFn: start });
  error.generatedMessage = generated;
  throw error;
}
