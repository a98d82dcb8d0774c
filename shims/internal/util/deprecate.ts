import { emitWarning } from '../process/emit-warning.ts';
import { validateString } from '../validators.ts';

/** The codes that have been warned of: each is warned of once. */
const warned = new Set<string>();

type AnyFunction = (...args: never[]) => unknown;

/**
 * A function that warns when it is first called, and else does what the given one does.
 * @param fn the function or class.
 * @param message what to use instead.
 * @param code such as `DEP0001`; warned of once for all functions that share it.
 * @param options `modifyPrototype: false` leaves the wrapper a plain function.
 * @see https://nodejs.org/api/util.html#utildeprecatefn-msg-code-options
 */
export function deprecate<F extends AnyFunction>(
  fn: F,
  message: string,
  code?: string,
  options: { modifyPrototype?: boolean } = {},
): F {
  if (code !== undefined) validateString(code, 'code');
  let done = false;
  function deprecated(this: unknown, ...args: unknown[]): unknown {
    if (!done) {
      done = true;
      if (code === undefined) emitWarning(message, 'DeprecationWarning', deprecated);
      else if (!warned.has(code)) {
        warned.add(code);
        emitWarning(message, 'DeprecationWarning', code, deprecated);
      }
    }
    if (new.target) return Reflect.construct(fn, args, new.target);
    return Reflect.apply(fn, this, args);
  }
  if (options.modifyPrototype ?? true) {
    Object.setPrototypeOf(deprecated, fn);
    // An instance of the original is an instance of the wrapper, too.
    if (fn.prototype) deprecated.prototype = fn.prototype;
    const length = Object.getOwnPropertyDescriptor(fn, 'length');
    if (length !== undefined) Object.defineProperty(deprecated, 'length', length);
  }
  return deprecated as unknown as F;
}
