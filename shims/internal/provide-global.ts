/** Those that Node lets a program see when it lists its globals. */
const ENUMERABLE: ReadonlySet<string> = new Set(
  'atob btoa clearImmediate clearInterval clearTimeout crypto fetch global navigator performance queueMicrotask setImmediate setInterval setTimeout structuredClone'.split(
    ' ',
  ),
);
/** Those that are accessors; the last of them take no other value. */
const ACCESSORS: ReadonlySet<string> = new Set(['process', 'Buffer', 'performance', 'crypto', 'navigator']);
const CONSTANT: ReadonlySet<string> = new Set(['crypto', 'navigator']);

/** Puts `value` on `globalThis` as Node has that global, and gives it back. */
export function provideGlobal<T>(name: string, value: T): T {
  const enumerable = ENUMERABLE.has(name);
  Object.defineProperty(
    globalThis,
    name,
    ACCESSORS.has(name)
      ? { ...accessor(name, value), enumerable, configurable: true }
      : { value, writable: true, enumerable, configurable: true },
  );
  return value;
}

function accessor(name: string, value: unknown): PropertyDescriptor {
  let current = value;
  const { get, set } = Object.getOwnPropertyDescriptor(
    {
      get [name]() {
        return current;
      },
      set [name](next: unknown) {
        current = next;
      },
    },
    name,
  ) as Required<Pick<PropertyDescriptor, 'get' | 'set'>>;
  return CONSTANT.has(name) ? { get } : { get, set };
}
