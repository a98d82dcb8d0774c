import { ERR_FALSY_VALUE_REJECTION } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { validateFunction } from '../validators.ts';
import { isPromise } from './types.ts';

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** The key of a function's own promise form. */
export const promisifyCustom: unique symbol = Symbol.for('nodejs.util.promisify.custom') as never;

/** The key of the names of a callback's values, where there are several: the promise gives an object. */
export const customPromisifyArgs: unique symbol = Symbol('customPromisifyArgs');

function copyProperties(target: AnyFunction, descriptors: PropertyDescriptorMap): AnyFunction {
  return Object.defineProperties(target, descriptors);
}

/**
 * The promise form of a function that takes a callback as its last argument.
 * @param original the function.
 * @see https://nodejs.org/api/util.html#utilpromisifyoriginal
 */
export function promisify(original: unknown): (...args: unknown[]) => Promise<unknown> {
  validateFunction(original, 'original');
  const source = original as unknown as AnyFunction & Record<symbol, unknown>;
  const own = { enumerable: false, writable: false, configurable: true };
  const custom = source[promisifyCustom];
  if (custom) {
    validateFunction(custom, 'util.promisify.custom');
    Object.defineProperty(custom, promisifyCustom, { value: custom, ...own });
    return custom as unknown as (...args: unknown[]) => Promise<unknown>;
  }
  const names = source[customPromisifyArgs] as readonly string[] | undefined;

  function promisified(this: unknown, ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const callback = (error: unknown, ...values: unknown[]): void => {
        if (error) reject(error);
        else if (names !== undefined && values.length > 1) {
          resolve(Object.fromEntries(names.map((name, i) => [name, values[i]])));
        } else resolve(values[0]);
      };
      if (isPromise(source.call(this, ...args, callback))) {
        emitWarning(
          'Calling promisify on a function that returns a Promise is likely a mistake.',
          'DeprecationWarning',
          'DEP0174',
        );
      }
    });
  }
  Object.setPrototypeOf(promisified, Object.getPrototypeOf(source));
  Object.defineProperty(promisified, promisifyCustom, { value: promisified, ...own });
  copyProperties(promisified, Object.getOwnPropertyDescriptors(source));
  return promisified;
}
promisify.custom = promisifyCustom;

/** Callbacks take a falsy error for none, so such a reason is put into an error. */
function callRejected(reason: unknown, callback: (error: unknown) => void): void {
  callback(reason || new ERR_FALSY_VALUE_REJECTION(reason));
}

/**
 * The callback form of a function that returns a promise. The callback is called in a tick of its own, so that what it
 * throws is an uncaught exception and no rejection.
 * @param original the function.
 * @see https://nodejs.org/api/util.html#utilcallbackifyoriginal
 */
export function callbackify(original: unknown): (...args: unknown[]) => void {
  validateFunction(original, 'original');
  const source = original as unknown as AnyFunction;
  function callbackified(this: unknown, ...args: unknown[]): void {
    const callback = args.pop();
    validateFunction(callback, 'last argument');
    const bound = (callback as unknown as AnyFunction).bind(this) as (...args: unknown[]) => void;
    (source.apply(this, args) as PromiseLike<unknown>).then(
      (value) => nextTick(bound, null, value),
      (reason) => nextTick(callRejected, reason, bound),
    );
  }
  const descriptors = Object.getOwnPropertyDescriptors(source) as PropertyDescriptorMap;
  const { length, name } = descriptors;
  if (typeof length?.value === 'number') length.value++;
  if (typeof name?.value === 'string') name.value += 'Callbackified';
  copyProperties(callbackified, descriptors);
  return callbackified;
}
