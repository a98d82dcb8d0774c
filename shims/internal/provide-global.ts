/** Puts `value` on `globalThis` as Node has its globals (writable, configurable, not enumerable) and gives it back. */
export function provideGlobal<T>(name: string, value: T): T {
  Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
  return value;
}
