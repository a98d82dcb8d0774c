import { isMap, isNativeError, isPromise, isRegExp, isSet, typedArrayName } from '../types.ts';
import type { Context } from './options.ts';
import { formatProperty } from './property.ts';
import { formatIsolated } from './value.ts';

/** The globals of the language, whose prototypes are not the program's own. */
const BUILTINS =
  ' Object Function Array Number Boolean String Symbol BigInt Date Promise RegExp Error AggregateError EvalError RangeError ' +
  'ReferenceError SyntaxError TypeError URIError SuppressedError InternalError ArrayBuffer SharedArrayBuffer Uint8Array Int8Array ' +
  'Uint16Array Int16Array Uint32Array Int32Array Float16Array Float32Array Float64Array Uint8ClampedArray BigUint64Array ' +
  'BigInt64Array DataView Map Set WeakMap WeakSet WeakRef FinalizationRegistry Proxy Reflect Iterator DisposableStack ' +
  'AsyncDisposableStack JSON Math Intl Atomics WebAssembly ';

/**
 * Whether this is the name of a class of the language.
 * @param name the name.
 */
export function isBuiltinName(name: string): boolean {
  return BUILTINS.includes(` ${name} `);
}

let prototypes: Map<object, string> | undefined;

/** The names of the prototypes that most objects have, whatever became of their `constructor`. */
function knownPrototypes(): Map<object, string> {
  prototypes ??= new Map(
    [Object, Array, Function, Map, Set, Error, TypeError, RangeError, AggregateError, RegExp, Date, Promise]
      .concat([Boolean, Number, String, ArrayBuffer, DataView, WeakMap, WeakSet] as never[])
      .map((constructor) => [constructor.prototype as object, constructor.name]),
  );
  return prototypes;
}

function isInstance(value: object, constructor: unknown): boolean {
  try {
    return value instanceof (constructor as () => void);
  } catch {
    return false;
  }
}

/**
 * The name of the class that the engine made a value as, where its prototype does not say.
 * @param value an object.
 */
export function engineName(value: object): string {
  if (typeof value === 'function') return 'Function';
  if (Array.isArray(value)) return 'Array';
  if (isMap(value)) return 'Map';
  if (isSet(value)) return 'Set';
  if (isNativeError(value)) return 'Error';
  if (isRegExp(value)) return 'RegExp';
  if (isPromise(value)) return 'Promise';
  return typedArrayName(value) ?? 'Object';
}

/**
 * Adds the data properties and accessors of the prototypes between the value and the classes of the language, at most
 * three layers: they are of interest where hidden properties are shown.
 */
function addPrototypeProperties(ctx: Context, main: object, first: object, depth: number, output: string[]): void {
  const known = new Set<PropertyKey>();
  let object: object | null = first;
  for (let layer = 0; layer < 3; layer++) {
    if (layer !== 0 || main === object) {
      object = Object.getPrototypeOf(object) as object | null;
      if (object === null) return;
      const constructor: unknown = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
      if (typeof constructor === 'function' && isBuiltinName(constructor.name)) return;
    }
    const keys = Reflect.ownKeys(object);
    ctx.seen.push(main);
    for (const key of keys) {
      if (key === 'constructor' || Object.hasOwn(main, key) || known.has(key)) continue;
      const descriptor = Object.getOwnPropertyDescriptor(object, key);
      if (descriptor === undefined || typeof descriptor.value === 'function') continue;
      const text = formatProperty(ctx, object, depth, key, 'object', descriptor, main);
      output.push(ctx.colors ? `\u001b[2m${text}\u001b[22m` : text);
    }
    ctx.seen.pop();
    for (const key of keys) known.add(key);
  }
}

/**
 * The name of the class of a value: of the first constructor in its prototype chain that it is an instance of.
 * @param value an object.
 * @param ctx the state.
 * @param depth how deep it is.
 * @param protoProps takes the properties of its prototypes, where they are wanted.
 * @returns null where there is no prototype.
 */
export function constructorName(value: object, ctx: Context, depth: number, protoProps?: string[]): string | null {
  let object: object | null = value;
  let first: object | null | undefined;
  while (object !== null) {
    const known = object === value ? undefined : knownPrototypes().get(object);
    if (known !== undefined) {
      if (protoProps !== undefined && first !== object)
        addPrototypeProperties(ctx, value, first ?? value, depth, protoProps);
      return known;
    }
    const constructor: unknown = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
    if (typeof constructor === 'function' && constructor.name !== '' && isInstance(value, constructor)) {
      if (protoProps !== undefined && (first !== object || !isBuiltinName(constructor.name))) {
        addPrototypeProperties(ctx, value, first ?? value, depth, protoProps);
      }
      return String(constructor.name);
    }
    object = Object.getPrototypeOf(object);
    if (first === undefined) first = object;
  }
  if (first === null || first === undefined) return null;
  const name = engineName(value);
  if (ctx.depth !== null && depth > ctx.depth) return `${name} <Complex prototype>`;
  const inherited = constructorName(first, ctx, depth + 1, protoProps);
  return `${name} <${inherited ?? formatIsolated(first, { ...ctx, customInspect: false, depth: -1 })}>`;
}

/**
 * What stands before the brace: the class, its size and tag, and a space.
 * @param constructor the class, null without a prototype.
 * @param tag `Symbol.toStringTag`, or nothing.
 * @param fallback the class that the engine made it as.
 * @param size such as `(3)`.
 */
export function prefix(constructor: string | null, tag: string, fallback: string, size = ''): string {
  if (constructor === null) {
    const shown = tag !== '' && fallback !== tag ? ` [${tag}]` : '';
    return `[${fallback}${size}: null prototype]${shown} `;
  }
  return tag !== '' && constructor !== tag ? `${constructor}${size} [${tag}] ` : `${constructor}${size} `;
}

/**
 * What stands before the brace of an object of no special kind.
 * @param value the object.
 * @param constructor its class.
 * @param tag its tag.
 */
export function objectPrefix(value: object, constructor: string | null, tag: string): string {
  if (constructor !== null) return prefix(constructor, tag, '');
  const name = engineName(value);
  return prefix(null, tag, name === tag ? 'Object' : name);
}
