import { Transform } from '../streams/transform.ts';

/** An object that is a stream as well, once somebody uses it as one: most hashes and ciphers never are. */
export interface LazyTransform extends InstanceType<typeof Transform> {
  _options: unknown;
}

/** Sets up the object, as the constructor of a base class. */
export function LazyTransform(this: LazyTransform, options: unknown): void {
  this._options = options;
}
Object.setPrototypeOf(LazyTransform.prototype, Transform.prototype);
Object.setPrototypeOf(LazyTransform, Transform);

function becomeStream(object: LazyTransform): void {
  Reflect.apply(Transform as unknown as (options: unknown) => void, object, [object._options]);
  // Texts arrive with their encoding.
  const state = (object as unknown as { _writableState: { decodeStrings: boolean } })._writableState;
  state.decodeStrings = false;
}

for (const name of ['_readableState', '_writableState'] as const) {
  Object.defineProperty(LazyTransform.prototype, name, {
    configurable: true,
    enumerable: true,
    get(this: LazyTransform): unknown {
      becomeStream(this);
      return Reflect.get(this, name);
    },
    set(this: LazyTransform, value: unknown) {
      Object.defineProperty(this, name, { value, enumerable: true, configurable: true, writable: true });
    },
  });
}
