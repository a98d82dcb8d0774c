/** Values between JavaScript and WebAssembly, and functions that are both. https://webassembly.github.io/spec/js-api/#tojsvalue */
import { RuntimeError } from './errors.ts';
import type { FunctionType, ValueType } from './types.ts';

/** A function of an instance, taking and giving values in their inner form; several results are an array. */
export type Inner = (...args: never[]) => unknown;

interface FunctionRecord {
  call: Inner;
  type: FunctionType;
}

const records = /* @__PURE__ */ new WeakMap<object, FunctionRecord>();

/** What is behind an exported function; undefined for any other value. */
export function recordOf(value: unknown): FunctionRecord | undefined {
  return typeof value === 'function' ? records.get(value) : undefined;
}

/** A JavaScript value as one of WebAssembly. @throws TypeError */
export function toWasm(value: unknown, type: ValueType): unknown {
  switch (type) {
    case 'i32':
      return (value as number) | 0;
    case 'i64':
      return BigInt.asIntN(64, value as bigint);
    case 'f32':
      return Math.fround(value as number);
    case 'f64':
      return +(value as number);
    case 'externref':
      return value;
    case 'funcref':
      if (value !== null && recordOf(value) === undefined) throw new TypeError('function-typed object expected');
      return value;
  }
}

let outOfBounds: string | undefined;

/** What the engine's own views say of an access beyond their end. */
function boundsMessage(): string {
  if (outOfBounds !== undefined) return outOfBounds;
  try {
    new DataView(new ArrayBuffer(0)).getInt32(0, true);
  } catch (error) {
    outOfBounds = (error as Error).message;
  }
  return (outOfBounds ??= '');
}

/** The trap that an error is, or the error. */
function asTrap(error: unknown): unknown {
  const isBounds = error instanceof RangeError && error.message === boundsMessage();
  return isBounds ? new RuntimeError('memory access out of bounds') : error;
}

/** Calls into an instance. @throws RuntimeError, and what imported functions throw */
export function enter<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw asTrap(error);
  }
}

/** The function that a program gets for one of an instance. */
export function exportFunction(call: Inner, type: FunctionType, index: number): (...args: unknown[]) => unknown {
  const { params } = type;
  const exported = (...args: unknown[]): unknown => {
    const given = params.map((param, i) => toWasm(args[i], param));
    return enter(() => (call as (...args: unknown[]) => unknown)(...given));
  };
  Object.defineProperty(exported, 'name', { value: String(index), configurable: true });
  Object.defineProperty(exported, 'length', { value: params.length, configurable: true });
  records.set(exported, { call, type });
  return exported;
}

/** A function of the program's as one of an instance. */
export function importFunction(given: (...args: unknown[]) => unknown, { results }: FunctionType): Inner {
  const [only] = results;
  if (only === undefined) {
    return (...args: unknown[]) => {
      given(...args);
    };
  }
  if (results.length === 1) return (...args: unknown[]) => toWasm(given(...args), only);
  return (...args: unknown[]) => {
    const values = [...(given(...args) as Iterable<unknown>)];
    if (values.length !== results.length) throw new TypeError('multi-return length mismatch');
    return results.map((type, i) => toWasm(values[i], type));
  };
}
