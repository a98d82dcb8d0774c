/**
 * Which kind of built-in object a value is, whatever its prototype or tag say: `util.types`.
 *
 * The engine shows neither proxies, nor external values, nor the inner slots of promises, generators, iterators and module
 * namespaces: those five are told by their prototype and tag, and `isExternal` is always false.
 * @see https://nodejs.org/api/util.html#utiltypes
 */
import { proxyDetails } from '../proxy.ts';

type Check = (value: unknown) => boolean;

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** Whether a method or accessor of a built-in prototype takes the value as `this`. */
function accepts(call: () => unknown): boolean {
  try {
    call();
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether an object may be of a built-in class: its prototype says so, or says nothing of value. It spares most objects a
 * thrown error.
 */
function maybe(value: unknown, constructor: () => void): value is object {
  return isObject(value) && (value instanceof constructor || !(value instanceof Object));
}

function getter(prototype: object, key: PropertyKey): (value: unknown) => unknown {
  const get = Object.getOwnPropertyDescriptor(prototype, key)?.get;
  return (value) => get!.call(value);
}

/** The tag of a value; none where a proxy or accessor throws. */
function tagOf(value: unknown): string {
  try {
    return Object.prototype.toString.call(value).slice(8, -1);
  } catch {
    return '';
  }
}

const typedArrayTag = /* @__PURE__ */ getter(
  /* @__PURE__ */ Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
);
const mapSize = /* @__PURE__ */ getter(Map.prototype, 'size');
const setSize = /* @__PURE__ */ getter(Set.prototype, 'size');
const bufferLength = /* @__PURE__ */ getter(ArrayBuffer.prototype, 'byteLength');
const regExpSource = /* @__PURE__ */ getter(RegExp.prototype, 'source');

/** The name of a typed array's class, or `undefined`. */
export function typedArrayName(value: unknown): string | undefined {
  return isObject(value) ? (typedArrayTag(value) as string | undefined) : undefined;
}

export const isMap = (value: unknown): value is Map<unknown, unknown> =>
  maybe(value, Map as never) && accepts(() => mapSize(value));
export const isSet = (value: unknown): value is Set<unknown> =>
  maybe(value, Set as never) && accepts(() => setSize(value));
export const isWeakMap = (value: unknown): value is WeakMap<WeakKey, unknown> =>
  maybe(value, WeakMap as never) &&
  accepts(() => WeakMap.prototype.has.call(value as WeakMap<WeakKey, unknown>, value));
export const isWeakSet = (value: unknown): value is WeakSet<WeakKey> =>
  maybe(value, WeakSet as never) && accepts(() => WeakSet.prototype.has.call(value as WeakSet<WeakKey>, value));
export const isDate = (value: unknown): value is Date =>
  maybe(value, Date as never) && accepts(() => Date.prototype.getTime.call(value));
export const isRegExp = (value: unknown): value is RegExp =>
  maybe(value, RegExp as never) && value !== RegExp.prototype && accepts(() => regExpSource(value));
export const isArrayBuffer = (value: unknown): value is ArrayBuffer =>
  maybe(value, ArrayBuffer as never) && accepts(() => bufferLength(value));
export const isSharedArrayBuffer = (value: unknown): value is SharedArrayBuffer =>
  typeof SharedArrayBuffer === 'function' &&
  maybe(value, SharedArrayBuffer as never) &&
  accepts(() => getter(SharedArrayBuffer.prototype, 'byteLength')(value));
export const isAnyArrayBuffer = (value: unknown): value is ArrayBuffer | SharedArrayBuffer =>
  isArrayBuffer(value) || isSharedArrayBuffer(value);
export const isArrayBufferView = (value: unknown): value is ArrayBufferView => ArrayBuffer.isView(value);
export const isTypedArray = (value: unknown): value is NodeJS.TypedArray => typedArrayName(value) !== undefined;
export const isDataView = (value: unknown): value is DataView => ArrayBuffer.isView(value) && !isTypedArray(value);

const typed =
  (name: string) =>
  (value: unknown): boolean =>
    typedArrayName(value) === name;
export const isUint8Array = /* @__PURE__ */ typed('Uint8Array') as (value: unknown) => value is Uint8Array;
export const isUint8ClampedArray: Check = /* @__PURE__ */ typed('Uint8ClampedArray');
export const isUint16Array: Check = /* @__PURE__ */ typed('Uint16Array');
export const isUint32Array: Check = /* @__PURE__ */ typed('Uint32Array');
export const isInt8Array: Check = /* @__PURE__ */ typed('Int8Array');
export const isInt16Array: Check = /* @__PURE__ */ typed('Int16Array');
export const isInt32Array: Check = /* @__PURE__ */ typed('Int32Array');
export const isFloat16Array: Check = /* @__PURE__ */ typed('Float16Array');
export const isFloat32Array: Check = /* @__PURE__ */ typed('Float32Array');
export const isFloat64Array: Check = /* @__PURE__ */ typed('Float64Array');
export const isBigInt64Array: Check = /* @__PURE__ */ typed('BigInt64Array');
export const isBigUint64Array: Check = /* @__PURE__ */ typed('BigUint64Array');

const boxed =
  (constructor: { prototype: { valueOf(): unknown } }) =>
  (value: unknown): boolean =>
    maybe(value, constructor as never) && accepts(() => constructor.prototype.valueOf.call(value));
export const isNumberObject: Check = /* @__PURE__ */ boxed(Number);
export const isStringObject: Check = /* @__PURE__ */ boxed(String);
export const isBooleanObject: Check = /* @__PURE__ */ boxed(Boolean);
export const isBigIntObject: Check = /* @__PURE__ */ boxed(BigInt);
export const isSymbolObject: Check = /* @__PURE__ */ boxed(Symbol);
export const isBoxedPrimitive: Check = (value) =>
  isNumberObject(value) ||
  isStringObject(value) ||
  isBooleanObject(value) ||
  isBigIntObject(value) ||
  isSymbolObject(value);

/** Whether the value was made by a constructor of errors of any realm. */
export const isNativeError = (value: unknown): value is Error => {
  const { isError } = Error as { isError?: (value: unknown) => boolean };
  return isError === undefined ? tagOf(value) === 'Error' : isError(value);
};
/** Whether this is an error of any realm, or inherits from one. */
export const isError = (value: unknown): value is Error => isNativeError(value) || value instanceof Error;
export const isPromise = (value: unknown): value is Promise<unknown> =>
  isObject(value) && value !== Promise.prototype && (value instanceof Promise || tagOf(value) === 'Promise');
export const isArgumentsObject: Check = (value) =>
  isObject(value) && !(Symbol.toStringTag in value) && tagOf(value) === 'Arguments';
export const isMapIterator: Check = (value) => isObject(value) && tagOf(value) === 'Map Iterator';
export const isSetIterator: Check = (value) => isObject(value) && tagOf(value) === 'Set Iterator';
export const isGeneratorObject: Check = (value) =>
  isObject(value) && typeof value !== 'function' && /^(Async)?Generator$/.test(tagOf(value));
export const isModuleNamespaceObject: Check = (value) => {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== null) return false;
  const tag = Object.getOwnPropertyDescriptor(value, Symbol.toStringTag);
  return tag?.value === 'Module' && tag.configurable === false && tag.writable === false;
};

const sourceOf = (value: object): string => Function.prototype.toString.call(value as () => unknown);
/** `async` as a keyword, and not as the name of a method or parameter. */
const ASYNC = /^async(?:\s+function\b|\s*\*|\s+[\w$[#'"])/;
export const isAsyncFunction: Check = (value) => {
  if (typeof value !== 'function') return false;
  const source = sourceOf(value);
  return ASYNC.test(source) || (/^async\s*\(/.test(source) && tagOf(value).startsWith('Async'));
};
export const isGeneratorFunction: Check = (value) =>
  typeof value === 'function' && /^(async\s*)?(function\s*)?\*/.test(sourceOf(value));

export const isProxy: Check = (value) => isObject(value) && proxyDetails(value) !== undefined;
export const isExternal: Check = () => false;
export const isKeyObject: Check = (value) => {
  const { equals, export: exports, type } = (isObject(value) ? value : {}) as Record<string, unknown>;
  return typeof equals === 'function' && typeof exports === 'function' && typeof type === 'string';
};
export const isCryptoKey: Check = (value) => isObject(value) && tagOf(value) === 'CryptoKey';
