/** A `Date` whose clock is given. */

const kMock: unique symbol = Symbol('MockDate') as never;

/** @param now milliseconds since 1970 */
export function makeMockDate(now: () => number): DateConstructor {
  const Real = globalThis.Date as DateConstructor & { [kMock]?: DateConstructor };
  const Native = Real[kMock] ?? Real;
  function MockDate(...args: unknown[]): unknown {
    if (!new.target) return new Native(now()).toString();
    const values = args.length === 0 ? [now()] : args;
    return Reflect.construct(Native, values, new.target === MockDate ? Native : new.target);
  }
  Object.defineProperties(MockDate, Object.getOwnPropertyDescriptors(Native));
  Object.defineProperties(MockDate, {
    now: { value: () => now(), writable: true, configurable: true, enumerable: false },
    isMock: { value: true, enumerable: true, configurable: true },
    [kMock]: { value: Native },
    toString: { value: () => 'function Date() { [native code] }', writable: true, configurable: true },
  });
  return MockDate as unknown as DateConstructor;
}
