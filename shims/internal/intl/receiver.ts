/** The error of a method that is called on what it is not for, in V8's words. */
export function incompatibleReceiver(method: string, receiver: unknown): TypeError {
  return new TypeError(`Method ${method} called on incompatible receiver ${describe(receiver)}`);
}

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { constructor } = value;
  return `#<${typeof constructor === 'function' && constructor.name !== '' ? constructor.name : 'Object'}>`;
}

/** Defines what `members` has (methods, accessors) as a class would: not enumerable. */
export function defineMembers(target: object, members: object): void {
  for (const key of Reflect.ownKeys(members)) {
    const descriptor = Object.getOwnPropertyDescriptor(members, key) as PropertyDescriptor;
    Object.defineProperty(target, key, { ...descriptor, enumerable: false });
  }
}

/** Sets `Symbol.toStringTag`. */
export function defineTag(target: object, value: string): void {
  Object.defineProperty(target, Symbol.toStringTag, { value, configurable: true });
}
