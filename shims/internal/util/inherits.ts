import { ERR_INVALID_ARG_TYPE } from '../errors.ts';

/**
 * Makes one constructor's prototype inherit from another's.
 * @param ctor the constructor.
 * @param superCtor what it inherits from.
 * @see https://nodejs.org/api/util.html#utilinheritsconstructor-superconstructor
 */
export function inherits(ctor: unknown, superCtor: unknown): void {
  if (ctor == null) throw new ERR_INVALID_ARG_TYPE('ctor', 'Function', ctor);
  if (superCtor == null) throw new ERR_INVALID_ARG_TYPE('superCtor', 'Function', superCtor);
  const { prototype } = superCtor as { prototype?: object };
  if (prototype === undefined) throw new ERR_INVALID_ARG_TYPE('superCtor.prototype', 'Object', prototype);
  Object.defineProperty(ctor, 'super_', { value: superCtor, writable: true, configurable: true });
  Object.setPrototypeOf((ctor as { prototype: object }).prototype, prototype);
}

/**
 * Copies an object's own properties to another: the old form of `Object.assign`.
 * @param target takes them.
 * @param source has them; anything else is passed over.
 */
export function extend<T, S>(target: T, source: S): T & S {
  if (source !== null && typeof source === 'object') {
    for (const key of Object.keys(source).reverse()) {
      (target as Record<string, unknown>)[key] = (source as Record<string, unknown>)[key];
    }
  }
  return target as T & S;
}
