/** Mock functions. https://nodejs.org/api/test.html#class-mocktracker */
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { refuse } from '../refuse.ts';
import { validateBoolean, validateFunction, validateInteger, validateObject } from '../validators.ts';
import { MockPropertyContext } from './mock-property.ts';
import { MockTimers } from './mock-timers.ts';

// biome-ignore lint/suspicious/noExplicitAny: mocks stand for any function.
type AnyFunction = (...args: any[]) => any;

/** One call of a mock. */
export interface MockCall {
  arguments: unknown[];
  error: unknown;
  result: unknown;
  stack: Error;
  target: unknown;
  this: unknown;
}

interface MockOptions {
  times?: number;
  getter?: boolean;
  setter?: boolean;
}

/** https://nodejs.org/api/test.html#class-mockfunctioncontext */
export class MockFunctionContext {
  #calls: MockCall[] = [];
  #implementation: AnyFunction;
  readonly #original: AnyFunction;
  readonly #once = new Map<number, AnyFunction>();
  #times: number;
  #restoreProperty: (() => void) | undefined;

  constructor(
    original: AnyFunction,
    implementation: AnyFunction,
    times = Number.POSITIVE_INFINITY,
    restoreProperty?: () => void,
  ) {
    this.#original = original;
    this.#implementation = implementation;
    this.#times = times;
    this.#restoreProperty = restoreProperty;
  }

  /** A copy of what is known of the calls. */
  get calls(): MockCall[] {
    return this.#calls.slice();
  }

  callCount(): number {
    return this.#calls.length;
  }

  mockImplementation(implementation: unknown): void {
    validateFunction(implementation, 'implementation');
    this.#implementation = implementation as AnyFunction;
  }

  mockImplementationOnce(implementation: unknown, onCall?: unknown): void {
    validateFunction(implementation, 'implementation');
    const next = this.#calls.length;
    const call = onCall ?? next;
    validateInteger(call, 'onCall', next);
    this.#once.set(call as number, implementation as AnyFunction);
  }

  resetCalls(): void {
    this.#calls = [];
  }

  restore(): void {
    if (this.#restoreProperty !== undefined) {
      this.#restoreProperty();
      this.#restoreProperty = undefined;
    }
    this.#implementation = this.#original;
    this.#once.clear();
  }

  /** What the next call does. */
  next(): AnyFunction {
    const call = this.#calls.length;
    const implementation = this.#once.get(call) ?? this.#implementation;
    this.#once.delete(call);
    if (call + 1 === this.#times) this.restore();
    return implementation;
  }

  track(call: MockCall): void {
    this.#calls.push(call);
  }
}
Object.defineProperties(MockFunctionContext.prototype, {
  next: { enumerable: false },
  track: { enumerable: false },
});

/** A function that does as `context` says and remembers its calls. */
function makeMock(shape: AnyFunction, context: MockFunctionContext): AnyFunction {
  const invoke = (target: unknown, thisArg: unknown, args: unknown[], run: (fn: AnyFunction) => unknown): unknown => {
    const implementation = context.next();
    let [result, error]: unknown[] = [];
    try {
      result = run(implementation);
      return result;
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      const self = target === undefined ? thisArg : result;
      context.track({ arguments: args, error, result, stack: new Error(), target, this: self });
    }
  };
  const mock = new Proxy(shape, {
    apply: (_, thisArg, args) => invoke(undefined, thisArg, args, (fn) => Reflect.apply(fn, thisArg, args)),
    construct: (target, args, newTarget) =>
      invoke(target, undefined, args, (fn) => Reflect.construct(fn, args, newTarget)) as object,
    get: (target, key, receiver) => (key === 'mock' ? context : Reflect.get(target, key, receiver)),
  });
  return mock;
}

/** https://nodejs.org/api/test.html#class-mocktracker */
export class MockTracker {
  #mocks: { context: { restore(): void } }[] = [];
  #timers: MockTimers | undefined;

  /** Mocked clocks and timers. */
  get timers(): MockTimers {
    this.#timers ??= new MockTimers();
    return this.#timers;
  }

  /** A mock function: `original` is what it does when it is restored, `implementation` what it does until then. */
  fn(original: unknown = () => {}, implementation: unknown = original, options: MockOptions = {}): AnyFunction {
    let [first, second, read] = [original, implementation, options];
    if (first !== null && typeof first === 'object') {
      [read, first, second] = [first as MockOptions, () => {}, undefined];
      second = first;
    } else if (second !== null && typeof second === 'object') {
      [read, second] = [second as MockOptions, first];
    }
    validateFunction(first, 'original');
    validateFunction(second, 'implementation');
    validateObject(read, 'options');
    const times = timesOf(read);
    const context = new MockFunctionContext(first as AnyFunction, second as AnyFunction, times);
    this.#mocks.push({ context });
    return makeMock(first as AnyFunction, context);
  }

  /** Puts a mock in the place of a method. */
  method(object: unknown, name: unknown, implementation?: unknown, options: MockOptions = {}): AnyFunction {
    if (typeof object !== 'function') validateObject(object, 'object');
    validateName(name, 'methodName');
    let [second, read] = [implementation, options];
    if (second !== null && typeof second === 'object') [read, second] = [second as MockOptions, undefined];
    validateObject(read, 'options');
    const { getter = false, setter = false } = read;
    validateBoolean(getter, 'options.getter');
    validateBoolean(setter, 'options.setter');
    if (getter && setter) {
      throw new ERR_INVALID_ARG_VALUE('options.setter', setter, "cannot be used with 'options.getter'");
    }
    const target = object as Record<PropertyKey, unknown>;
    const key: PropertyKey = name;
    const descriptor = findDescriptor(target, key);
    const original = getter ? descriptor?.get : setter ? descriptor?.set : descriptor?.value;
    if (typeof original !== 'function') {
      throw new ERR_INVALID_ARG_VALUE('methodName', original, 'must be a method');
    }
    const replacement = second ?? original;
    validateFunction(replacement, 'implementation');
    const own = Object.hasOwn(target, key);
    if (own && !descriptor?.configurable) throw new TypeError(`Cannot redefine property: ${String(key)}`);
    // As in Node: an inherited method is the object's own from then on.
    const restore = () => Object.defineProperty(target, key, descriptor as PropertyDescriptor);
    const context = new MockFunctionContext(
      original as AnyFunction,
      replacement as AnyFunction,
      timesOf(read),
      restore,
    );
    const mock = makeMock(original as AnyFunction, context);
    const { configurable, enumerable } = descriptor as PropertyDescriptor;
    const replaced: PropertyDescriptor = { configurable: configurable ?? true, enumerable: enumerable ?? false };
    if (getter) Object.assign(replaced, { get: mock, set: descriptor?.set });
    else if (setter) Object.assign(replaced, { get: descriptor?.get, set: mock });
    else Object.assign(replaced, { value: mock, writable: descriptor?.writable ?? true });
    Object.defineProperty(target, key, replaced);
    this.#mocks.push({ context });
    return mock;
  }

  /** `method` for a getter. */
  getter(object: unknown, name: unknown, implementation?: unknown, options: MockOptions = {}): AnyFunction {
    return this.#accessor(object, name, implementation, options, 'getter');
  }

  /** `method` for a setter. */
  setter(object: unknown, name: unknown, implementation?: unknown, options: MockOptions = {}): AnyFunction {
    return this.#accessor(object, name, implementation, options, 'setter');
  }

  /** Puts a mock in the place of a property's value; it remembers what reads and writes it. */
  property(object: unknown, name: unknown, ...value: [] | [unknown]): object {
    if (typeof object !== 'function') validateObject(object, 'object');
    validateName(name, 'propertyName');
    const context = new MockPropertyContext(object as object, name, value);
    this.#mocks.push({ context });
    return new Proxy(object as object, {
      get: (target, key, receiver) => (key === 'mock' ? context : Reflect.get(target, key, receiver)),
    });
  }

  #accessor(object: unknown, name: unknown, implementation: unknown, options: MockOptions, kind: 'getter' | 'setter') {
    const isOptions = implementation !== null && typeof implementation === 'object';
    const read = isOptions ? (implementation as MockOptions) : options;
    validateObject(read, 'options');
    if (read[kind] === false) throw new ERR_INVALID_ARG_VALUE(`options.${kind}`, false, 'cannot be false');
    return this.method(object, name, isOptions ? undefined : implementation, { ...read, [kind]: true });
  }

  /** Forgets the mocks; those of properties are undone. */
  reset(): void {
    this.restoreAll();
    this.#timers?.reset();
    this.#mocks = [];
  }

  restoreAll(): void {
    for (const { context } of this.#mocks) context.restore();
  }
}

/** Modules are loaded by the program's own loader, which has no mocks. */
Object.assign(MockTracker.prototype, {
  module: refuse('test', 'MockTracker.module'),
});

function validateName(name: unknown, argument: string): asserts name is string | symbol {
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw new ERR_INVALID_ARG_TYPE(argument, ['string', 'symbol'], name);
  }
}

function timesOf({ times = Number.POSITIVE_INFINITY }: MockOptions): number {
  if (times === Number.POSITIVE_INFINITY) return times;
  validateInteger(times, 'options.times', 1);
  return times;
}

function findDescriptor(object: object, key: PropertyKey): PropertyDescriptor | undefined {
  for (let at: object | null = object; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const descriptor = Object.getOwnPropertyDescriptor(at, key);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}
