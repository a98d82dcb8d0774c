/**
 * Deep equality, as `assert.deepEqual`, `assert.deepStrictEqual`, `assert.partialDeepStrictEqual` and
 * `util.isDeepStrictEqual` see it.
 * @see https://nodejs.org/api/assert.html#assertdeepstrictequalactual-expected-message
 */
import { nonIndexKeys } from './inspect/property.ts';
import {
  isAnyArrayBuffer,
  isBoxedPrimitive,
  isCryptoKey,
  isDate,
  isError,
  isKeyObject,
  isMap,
  isPromise,
  isRegExp,
  isSet,
  isWeakMap,
  isWeakSet,
  typedArrayName,
} from './types.ts';

type Mode = 'loose' | 'strict' | 'strict-without-prototypes' | 'partial';

/** A comparison that is under way. */
interface State {
  /** The pairs that are being compared, one after the other, outer ones first: a pair inside itself is equal if the rest is. */
  readonly pairs: object[];
  /** How many levels of the engine's stack they take. */
  levels: number;
}

/** Deeper levels would overrun the engine's stack, which ends the instance; an error can be caught. */
const MAX_LEVELS = 500;

type Bag = Record<PropertyKey, unknown>;

const isURL = (value: object): value is URL => Object.prototype.toString.call(value) === '[object URL]';
const isEnumerable = (object: object, key: PropertyKey): boolean =>
  Object.prototype.propertyIsEnumerable.call(object, key);
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Compares any two values. */
function equal(a: unknown, b: unknown, mode: Mode, state: State): boolean {
  if (a === b) return a !== 0 || Object.is(a, b) || mode === 'loose';
  if (isObject(a) && isObject(b)) return equalObjects(a, b, mode, state);
  const isNaNPair = Number.isNaN(a) && Number.isNaN(b);
  if (mode !== 'loose') return isNaNPair;
  // biome-ignore lint/suspicious/noDoubleEquals: the loose mode is about this operator
  return !isObject(a) && !isObject(b) && (a == b || isNaNPair);
}

function equalPrototypes(a: object, b: object): boolean {
  const { constructor } = a as { constructor: unknown };
  // A constructor that is inherited stands for the prototype.
  if (constructor !== undefined && !Object.hasOwn(a, 'constructor')) {
    return constructor === (b as { constructor: unknown }).constructor;
  }
  return Object.getPrototypeOf(a) === Object.getPrototypeOf(b);
}

function equalTags(a: object, b: object): boolean {
  const own = (object: object): unknown => (object as Bag)[Symbol.toStringTag];
  if (own(a) !== undefined && own(b) !== undefined) return own(a) === own(b);
  return Object.prototype.toString.call(a) === Object.prototype.toString.call(b);
}

function bytesOf(value: ArrayBufferView | ArrayBufferLike): Uint8Array {
  return ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value);
}

/** Equal bytes, or in partial mode the bytes of `b` in their order among those of `a`. */
function equalBytes(a: Uint8Array, b: Uint8Array, mode: Mode): boolean {
  if (a.length !== b.length && (mode !== 'partial' || a.length < b.length)) return false;
  let at = 0;
  for (const byte of b) {
    if (a.length !== b.length) while (at < a.length && a[at] !== byte) at++;
    if (a[at++] !== byte) return false;
  }
  return true;
}

function equalViews(a: ArrayBufferView, b: object, mode: Mode): boolean {
  if (!ArrayBuffer.isView(b) || typedArrayName(a) !== typedArrayName(b)) return false;
  if (mode === 'loose' && typedArrayName(a)?.startsWith('Float')) {
    const [x, y] = [a as Float64Array, b as Float64Array];
    if (x.length !== y.length) return false;
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false; // 0 is -0, NaN is not NaN
    return true;
  }
  return equalBytes(bytesOf(a), bytesOf(b), mode);
}

function equalErrors(a: Error, b: object, mode: Mode, state: State): boolean {
  if (!isError(b)) return false;
  const [x, y] = [a as unknown as Bag, b as unknown as Bag];
  for (const key of ['message', 'name', 'cause', 'errors']) {
    if (isEnumerable(b, key)) continue; // compared with the other properties
    const isAbsent = mode === 'partial' && (y[key] === undefined || (key === 'message' && y[key] === ''));
    if (!isAbsent && !equal(x[key], y[key], mode, state)) return false;
  }
  const hasCause = Object.hasOwn(b, 'cause');
  return hasCause === Object.hasOwn(a, 'cause') || (mode === 'partial' && !hasCause);
}

function equalBoxed(a: object, b: object): boolean {
  if (!isBoxedPrimitive(b)) return false;
  const [x, y] = [unbox(a), unbox(b)];
  return typeof x === typeof y && Object.is(x, y);
}

function unbox(value: object): unknown {
  for (const { prototype } of [Number, String, Boolean, BigInt, Symbol]) {
    try {
      return (prototype as { valueOf(): unknown }).valueOf.call(value);
    } catch {
      // It holds a primitive of another type.
    }
  }
  return undefined;
}

/** What a built-in object holds besides its properties; undefined where neither is one that holds anything. */
function equalContents(a: object, b: object, mode: Mode, state: State): boolean {
  if (ArrayBuffer.isView(a)) return equalViews(a, b, mode);
  if (isDate(a)) return isDate(b) && Object.is(Date.prototype.getTime.call(a), Date.prototype.getTime.call(b));
  if (isRegExp(a)) {
    return isRegExp(b) && a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex;
  }
  if (isAnyArrayBuffer(a)) return isAnyArrayBuffer(b) && equalBytes(bytesOf(a), bytesOf(b), mode);
  if (ArrayBuffer.isView(b) || isDate(b) || isRegExp(b) || isAnyArrayBuffer(b)) return false;
  if (isError(a)) return equalErrors(a, b, mode, state);
  if (isBoxedPrimitive(a)) return equalBoxed(a, b);
  if (isError(b) || isBoxedPrimitive(b)) return false;
  if (isURL(a)) return isURL(b) && a.href === b.href;
  if (isKeyObject(a)) return isKeyObject(b) && (a as unknown as { equals(key: unknown): boolean }).equals(b);
  // What these hold cannot be seen.
  return !isWeakMap(a) && !isWeakSet(a) && !isPromise(a) && !isCryptoKey(a);
}

function ownKeys(object: object, mode: Mode): PropertyKey[] {
  const keys: PropertyKey[] =
    Array.isArray(object) || ArrayBuffer.isView(object)
      ? nonIndexKeys(object as unknown as unknown[], false).filter((key) => typeof key === 'string')
      : Object.keys(object);
  if (mode === 'loose') return keys;
  for (const symbol of Object.getOwnPropertySymbols(object)) if (isEnumerable(object, symbol)) keys.push(symbol);
  return keys;
}

function equalObjects(a: object, b: object, mode: Mode, state: State): boolean {
  if (mode === 'strict' && !equalPrototypes(a, b)) return false;
  if (!equalTags(a, b)) return false;
  const isPlain = !(Symbol.toStringTag in a) && Object.prototype.toString.call(a) === '[object Object]';
  const isList = Array.isArray(a);
  if (isList !== Array.isArray(b)) return false;
  const isCollection = isList || (!isPlain && (isSet(a) || isMap(a)));
  if (!isPlain && !isList && (isSet(a) !== isSet(b) || isMap(a) !== isMap(b))) return false;
  const sizes = isCollection ? [sizeOf(a), sizeOf(b)] : [0, 0];
  if (mode === 'partial' ? sizes[0]! < sizes[1]! : sizes[0] !== sizes[1]) return false;

  const { pairs } = state;
  for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === a && pairs[i + 1] === b) return true;
  const levels = isList ? 2 : isCollection ? 5 : 1;
  if (state.levels + levels > MAX_LEVELS) throw new RangeError('Maximum call stack size exceeded');
  pairs.push(a, b);
  state.levels += levels;
  const result =
    (isPlain || isCollection || equalContents(a, b, mode, state)) &&
    equalProperties(a, b, mode, state) &&
    (!isCollection || equalItems(a, b, mode, state));
  pairs.length -= 2;
  state.levels -= levels;
  return result;
}

const sizeOf = (value: object): number => (Array.isArray(value) ? value.length : (value as Set<unknown>).size);

function equalProperties(a: object, b: object, mode: Mode, state: State): boolean {
  const keys = ownKeys(b, mode);
  if (mode !== 'partial' && ownKeys(a, mode).length !== keys.length) return false;
  for (const key of keys) {
    if (!isEnumerable(a, key) || !equal((a as Bag)[key], (b as Bag)[key], mode, state)) return false;
  }
  return true;
}

function equalItems(a: object, b: object, mode: Mode, state: State): boolean {
  if (Array.isArray(a)) {
    return mode === 'partial' ? partialArray(a, b as unknown[], state) : equalArrays(a, b as unknown[], mode, state);
  }
  return isSet(a)
    ? equalSets(a, b as Set<unknown>, mode, state)
    : equalMaps(a as Map<unknown, unknown>, b as Map<unknown, unknown>, mode, state);
}

function equalArrays(a: unknown[], b: unknown[], mode: Mode, state: State): boolean {
  for (let i = 0; i < a.length; i++) {
    const isHole = a[i] === undefined && !Object.hasOwn(a, i);
    if (isHole !== (b[i] === undefined && !Object.hasOwn(b, i))) return false;
    // Holes may be very many: go on with the keys that there are.
    if (isHole) return equalSparse(a, b, mode, state);
    if (!equal(a[i], b[i], mode, state)) return false;
  }
  return true;
}

function equalSparse(a: unknown[], b: unknown[], mode: Mode, state: State): boolean {
  const keys = Object.keys(b);
  if (Object.keys(a).length !== keys.length) return false;
  const [x, y] = [a as unknown as Bag, b as unknown as Bag];
  return keys.every((key) => Object.hasOwn(a, key) && equal(x[key], y[key], mode, state));
}

/** Whether the items of `b` are among those of `a`, in their order. */
function partialArray(a: unknown[], b: unknown[], state: State): boolean {
  let at = 0;
  const candidates = Object.keys(a).filter((key) => String(Number(key) >>> 0) === key);
  for (const key of Object.keys(b)) {
    if (String(Number(key) >>> 0) !== key) continue;
    while (at < candidates.length && !equal(a[Number(candidates[at])], b[Number(key)], 'partial', state)) at++;
    if (at++ >= candidates.length) return false;
  }
  return true;
}

/** Finds for each item of `wanted` another item of `candidates` that is equal to it. */
function matchAll<T>(wanted: T[], candidates: T[], isEqual: (candidate: T, wanted: T) => boolean): boolean {
  const left = [...candidates];
  for (const item of wanted) {
    const index = left.findIndex((candidate) => isEqual(candidate, item));
    if (index === -1) return false;
    left.splice(index, 1);
  }
  return true;
}

function equalSets(a: Set<unknown>, b: Set<unknown>, mode: Mode, state: State): boolean {
  const wanted: unknown[] = [];
  for (const value of b) {
    if (a.has(value)) continue;
    // A primitive that is not there is not equal to any other, unless loosely.
    if (!isObject(value) && mode !== 'loose') return false;
    wanted.push(value);
  }
  if (wanted.length === 0) return true;
  const candidates = [...a].filter((value) => (isObject(value) || mode === 'loose') && !b.has(value));
  return candidates.length >= wanted.length && matchAll(wanted, candidates, (x, y) => equal(x, y, mode, state));
}

function equalMaps(a: Map<unknown, unknown>, b: Map<unknown, unknown>, mode: Mode, state: State): boolean {
  const wanted: unknown[] = [];
  const matched = new Set<unknown>();
  for (const [key, value] of b) {
    if (a.has(key) && equal(a.get(key), value, mode, state)) matched.add(key);
    else if (isObject(key) || mode === 'loose') wanted.push(key);
    else return false;
  }
  if (wanted.length === 0) return true;
  const candidates = [...a.keys()].filter((key) => (isObject(key) || mode === 'loose') && !matched.has(key));
  return (
    candidates.length >= wanted.length &&
    matchAll(wanted, candidates, (x, y) => equal(x, y, mode, state) && equal(a.get(x), b.get(y), mode, state))
  );
}

/** Deep equality by `==`. */
export function isDeepEqual(a: unknown, b: unknown): boolean {
  return equal(a, b, 'loose', { pairs: [], levels: 0 });
}

/**
 * Deep equality by `Object.is`, prototypes included.
 * @param a a value.
 * @param b another value.
 * @param skipPrototype leaves out prototypes.
 * @see https://nodejs.org/api/util.html#utilisdeepstrictequalval1-val2-options
 */
export function isDeepStrictEqual(a: unknown, b: unknown, skipPrototype = false): boolean {
  return equal(a, b, skipPrototype ? 'strict-without-prototypes' : 'strict', { pairs: [], levels: 0 });
}

/** Whether all that is in `expected` is in `actual`. */
export function isPartialStrictEqual(actual: unknown, expected: unknown): boolean {
  return equal(actual, expected, 'partial', { pairs: [], levels: 0 });
}
