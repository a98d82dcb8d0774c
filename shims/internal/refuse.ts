/** What this platform does not offer: functions that throw Node's error for it, and can be told from those that work. */
import { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM } from './errors.ts';

/** The property of a function that only refuses; its value is the code of the error. The compatibility table looks for it. */
export const kRefuses: unique symbol = Symbol.for('wasi-node.refuses') as never;

/** The error of something that is not offered. @param what such as `cluster.fork()` */
export function refusal(what: string): Error {
  return new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(what);
}

/** Marks a function that always throws. @param code the code of what it throws */
export function markRefusing<F extends object>(refusing: F, code = 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM'): F {
  return Object.defineProperty(refusing, kRefuses, { value: code });
}

/**
 * A function (or class) in the place of one that is not offered.
 * @param module the builtin's name, such as `cluster`
 * @param name the export's name, dots within it for what lies deeper (`startupSnapshot.isBuildingSnapshot`)
 * @returns throws `ERR_FEATURE_UNAVAILABLE_ON_PLATFORM` when it is called or constructed
 */
export function refuse(module: string, name: string): (...args: unknown[]) => never {
  const isClass = /^[A-Z]/.test(name);
  function refused(): never {
    throw refusal(`${isClass ? 'new ' : ''}${module}.${name}()`);
  }
  Object.defineProperty(refused, 'name', { value: name.slice(name.lastIndexOf('.') + 1), configurable: true });
  return markRefusing(refused);
}

/** An object of functions that are not offered. */
export function refuseAll<Name extends string>(
  module: string,
  names: readonly Name[],
  path = '',
): Record<Name, (...args: unknown[]) => never> {
  return Object.fromEntries(names.map((name) => [name, refuse(module, path + name)])) as Record<
    Name,
    (...args: unknown[]) => never
  >;
}
