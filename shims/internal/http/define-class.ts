/**
 * Classes as Node's http has them: functions, which old packages call without `new` to extend them. Linked in one pure call, so that a
 * program without servers carries none, and one without requests no client.
 */

/**
 * Makes `constructor` a class.
 * @param name of the function
 * @param Base the class that it extends
 * @param members of the prototype, enumerable as Node's are
 * @param accessors of the prototype
 */
export function defineClass<C>(
  constructor: unknown,
  name: string,
  Base: unknown,
  members: object,
  accessors: PropertyDescriptorMap = {},
): C {
  const made = constructor as { prototype: object };
  const { prototype } = Base as { prototype: object };
  Object.defineProperty(made, 'name', { value: name, configurable: true });
  Object.setPrototypeOf(made.prototype, prototype);
  Object.setPrototypeOf(made, Base as object);
  Object.assign(made.prototype, members);
  Object.defineProperties(made.prototype, accessors);
  return made as C;
}
