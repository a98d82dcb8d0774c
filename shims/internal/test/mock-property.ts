/** Mocked properties. https://nodejs.org/api/test.html#class-mockpropertycontext */
import { ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { validateInteger } from '../validators.ts';

/** One reading or writing of a mocked property. */
export interface MockAccess {
  type: 'get' | 'set';
  value: unknown;
  stack: Error;
}

export class MockPropertyContext {
  #accesses: MockAccess[] = [];
  #value: unknown;
  readonly #once = new Map<number, unknown>();
  readonly #object: object;
  readonly #name: PropertyKey;
  readonly #original: PropertyDescriptor;

  /** Puts the mock in the property's place. @param value what it has; that of the property where it is left out */
  constructor(object: object, name: PropertyKey, value: [] | [unknown]) {
    const descriptor = Object.getOwnPropertyDescriptor(object, name);
    if (descriptor === undefined)
      throw new ERR_INVALID_ARG_VALUE('propertyName', name, 'is not a property of the object');
    if (!descriptor.configurable)
      throw new ERR_INVALID_ARG_VALUE('propertyName', name, 'must be a configurable property');
    this.#object = object;
    this.#name = name;
    this.#original = descriptor;
    this.#value = value.length === 0 ? (object as Record<PropertyKey, unknown>)[name] : value[0];
    Object.defineProperty(object, name, {
      configurable: true,
      enumerable: descriptor.enumerable ?? false,
      get: () => this.#access('get', this.#value),
      set: (next: unknown) => {
        this.#value = this.#access('set', next);
      },
    });
  }

  #access(type: MockAccess['type'], value: unknown): unknown {
    const index = this.#accesses.length;
    const used = this.#once.has(index) ? this.#once.get(index) : value;
    this.#once.delete(index);
    this.#accesses.push({ type, value: used, stack: new Error() });
    return used;
  }

  /** A copy of what is known of the accesses. */
  get accesses(): MockAccess[] {
    return this.#accesses.slice();
  }

  accessCount(): number {
    return this.#accesses.length;
  }

  mockImplementation(value: unknown): void {
    this.#value = value;
  }

  mockImplementationOnce(value: unknown, onAccess: unknown = this.#accesses.length): void {
    validateInteger(onAccess, 'onAccess', this.#accesses.length);
    this.#once.set(onAccess as number, value);
  }

  resetAccesses(): void {
    this.#accesses = [];
  }

  /** The property is what it was. */
  restore(): void {
    Object.defineProperty(this.#object, this.#name, this.#original);
  }
}
