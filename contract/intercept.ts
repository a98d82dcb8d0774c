/**
 * Puts a hook around every function of a host: the functions of an instance's imports, the static functions of its
 * classes, and the methods of each handle that a call gives. The handles stay the host's own objects, so that the guest
 * can pass them back.
 */
import { type OnHandle, problemOf } from './values.ts';
import { camel, pascal, type WitFunction, type WitInterface, type WitPackage } from './wit/types.ts';

/** One call of a host's function. */
export interface HostCall {
  /** Such as `zora:node/io#[method]input-stream.read`. */
  readonly id: string;
  readonly home: WitInterface;
  readonly wit: WitFunction;
  /** The handle of a method. */
  readonly self: unknown;
  readonly args: readonly unknown[];
  /** Calls the host. */
  proceed(self?: unknown, args?: readonly unknown[]): unknown;
}

/** What happens instead of a call: its value is what the guest gets. */
export type Hook = (call: HostCall) => unknown;

type Callable = (this: unknown, ...args: unknown[]) => unknown;
type Class = Record<string, unknown> & { prototype: Record<string, unknown> };

/** A function's name in the whole package. */
export const idOf = (wit: WitPackage, home: WitInterface, { id }: WitFunction): string =>
  `${wit.name}/${home.name}#${id}`;

/**
 * `imports` with `hook` around its functions. Interfaces stay as lazy as they are.
 * @param onNew told of each handle that a call gives, once
 */
export function intercept(wit: WitPackage, imports: object, hook: Hook, onNew?: OnHandle): Record<string, object> {
  const wrapped = new WeakSet<object>();
  const onHandle: OnHandle = (resource, home, handle) => {
    if (wrapped.has(handle)) return;
    wrapped.add(handle);
    onNew?.(resource, home, handle);
    for (const method of home.functions) {
      if (method.resource !== resource || method.kind !== 'method') continue;
      const original = (handle as Record<string, unknown>)[camel(method.name)];
      if (typeof original !== 'function') continue;
      const value = around(home, method, original as Callable);
      Object.defineProperty(handle, camel(method.name), { value, configurable: true, writable: true });
    }
  };
  const around = (home: WitInterface, f: WitFunction, original: Callable): Callable =>
    function (this: unknown, ...args) {
      const proceed: HostCall['proceed'] = (self = this, given = args) => original.apply(self, [...given]);
      const result = hook({ id: idOf(wit, home, f), home, wit: f, self: this, args, proceed });
      const found = (value: unknown): unknown => {
        const type = f.result?.name === 'result' ? f.result.of[0] : f.result;
        if (type !== undefined) problemOf(value, type, home, onHandle);
        return value;
      };
      return result instanceof Promise ? result.then(found) : found(result);
    };

  const result: Record<string, object> = {};
  for (const name of Object.keys(imports)) {
    const home = wit.interfaces.get(name.slice(`${wit.name}/`.length));
    let made: object | undefined;
    const make = (): object => {
      const original = (imports as Record<string, Record<string, unknown>>)[name] as Record<string, unknown>;
      return home === undefined ? original : wrapInterface(home, original, around);
    };
    Object.defineProperty(result, name, { enumerable: true, get: () => (made ??= make()) });
  }
  return result;
}

function wrapInterface(
  home: WitInterface,
  original: Record<string, unknown>,
  around: (home: WitInterface, f: WitFunction, original: Callable) => Callable,
): object {
  const result: Record<string, unknown> = { ...original };
  for (const f of home.functions) {
    if (f.kind === 'free') {
      const call = original[camel(f.name)];
      if (typeof call === 'function') result[camel(f.name)] = around(home, f, (...args) => call.apply(original, args));
    } else if (f.kind === 'static') {
      const name = pascal(f.resource as string);
      const class_ = original[name] as Class | undefined;
      const call = class_?.[camel(f.name)];
      if (class_ === undefined || typeof call !== 'function') continue;
      const value = around(home, f, (...args) => call.apply(class_, args));
      // Still the class of its instances, for who asks what a handle is.
      const get = (target: Class, key: string | symbol) =>
        key === camel(f.name) ? value : (Reflect.get(target, key) as unknown);
      result[name] = new Proxy(result[name] as Class, { get });
    }
  }
  return result;
}
