import {
  isAnyArrayBuffer,
  isArgumentsObject,
  isBoxedPrimitive,
  isDataView,
  isDate,
  isError,
  isMap,
  isMapIterator,
  isModuleNamespaceObject,
  isPromise,
  isRegExp,
  isSet,
  isSetIterator,
  isSharedArrayBuffer,
  isWeakMap,
  isWeakSet,
  typedArrayName,
} from '../types.ts';
import {
  formatArray,
  formatArrayBuffer,
  formatMap,
  formatSet,
  formatTypedArray,
  formatUnknown,
} from './collections.ts';
import { constructorName, objectPrefix, prefix } from './constructor-name.ts';
import { errorText } from './errors.ts';
import { boxedText, functionText } from './functions.ts';
import { type Extras, layOut } from './layout.ts';
import { type Context, inspectCustom, userOptions } from './options.ts';
import { formatNumber, formatPrimitive } from './primitives.ts';
import { formatProperty, nonIndexKeys, shownKeys } from './property.ts';

/** Deeper levels would overrun the engine's stack, which ends the instance. A collection counts as two levels. */
const MAX_LEVELS = 520;

/** After so many characters at one indentation, no more levels are shown. Node takes 2 ** 27, which takes this engine a minute. */
const MAX_WRITTEN = 2 ** 22;

/**
 * An object as a value of its own, away from the current output.
 * @param value the object.
 * @param options the options.
 */
export function formatIsolated(value: unknown, options: Context): string {
  return formatValue({ ...options, seen: [], budget: {}, indentationLvl: 0, currentDepth: 0, levels: 0 }, value, 0);
}

/** What a custom inspection function gives, or undefined where there is none. */
function customText(ctx: Context, value: object, depth: number): string | undefined {
  const custom = (value as Record<symbol, unknown>)[inspectCustom];
  if (typeof custom !== 'function' || custom === ctx.inspect) return undefined;
  // A prototype is no instance: its function would not find what it needs.
  const constructor: unknown = Object.getOwnPropertyDescriptor(value, 'constructor')?.value;
  if (typeof constructor === 'function' && constructor.prototype === value) return undefined;
  const remaining = ctx.depth === null ? null : ctx.depth - depth;
  const result: unknown = custom.call(value, remaining, userOptions(ctx), ctx.inspect);
  if (result === value) return undefined;
  if (typeof result !== 'string') return formatValue(ctx, result, depth);
  return result.replaceAll('\n', `\n${' '.repeat(ctx.indentationLvl)}`);
}

/** Whether this is a proxy that was revoked: then, and only then, this question throws. */
function isRevoked(value: object): boolean {
  try {
    return typeof Array.isArray(value) !== 'boolean';
  } catch {
    return true;
  }
}

/**
 * Any value.
 * @param ctx the state.
 * @param value the value.
 * @param depth how deep it is.
 * @param isViewed it is the buffer of a typed array that has been shown: its bytes are left out.
 */
export function formatValue(ctx: Context, value: unknown, depth: number, isViewed = false): string {
  if (value === null) return ctx.stylize('null', 'null');
  if (typeof value !== 'object' && typeof value !== 'function') return formatPrimitive(ctx.stylize, value, ctx);
  if (isRevoked(value)) return ctx.stylize('<Revoked Proxy>', 'special');
  if (ctx.customInspect) {
    const text = customText(ctx, value, depth);
    if (text !== undefined) return text;
  }
  if (ctx.seen.includes(value)) {
    ctx.circular ??= new Map();
    let index = ctx.circular.get(value);
    if (index === undefined) {
      index = ctx.circular.size + 1;
      ctx.circular.set(value, index);
    }
    return ctx.stylize(`[Circular *${index}]`, 'special');
  }
  return formatObject(ctx, value, depth, isViewed);
}

/** How an object is to be shown, before its entries are. */
interface Shape {
  base: string;
  braces: [string, string];
  keys: PropertyKey[];
  extras: Extras;
  entries?: (ctx: Context, depth: number) => string[];
  /** The whole text, where there is nothing to be put in braces. */
  text?: string;
}

/** What is known of an object when its shape is looked for. */
interface Subject {
  ctx: Context;
  value: object;
  constructor: string | null;
  tag: string;
  hasProtoProps: boolean;
  depth: number;
  isViewed: boolean;
}

function arrayShape({ ctx, value, constructor, tag, hasProtoProps }: Subject, array: unknown[]): Shape {
  const open = constructor !== 'Array' || tag !== '' ? prefix(constructor, tag, 'Array', `(${array.length})`) : '';
  const keys = nonIndexKeys(array, ctx.showHidden);
  const shape: Shape = { base: '', braces: [`${open}[`, ']'], keys, extras: 'array-extras' };
  if (array.length === 0 && keys.length === 0 && !hasProtoProps) shape.text = `${open}[]`;
  shape.entries = (c, depth) => formatArray(c, value as unknown[], depth);
  return shape;
}

function collectionShape(
  subject: Subject,
  size: number,
  fallback: string,
  entries: NonNullable<Shape['entries']>,
): Shape {
  const { ctx, value, constructor, tag, hasProtoProps } = subject;
  const open = prefix(constructor, tag, fallback, `(${size})`);
  const keys = shownKeys(value, ctx.showHidden);
  const shape: Shape = { base: '', braces: [`${open}{`, '}'], keys, extras: 'object', entries };
  if (size === 0 && keys.length === 0 && !hasProtoProps) shape.text = `${open}{}`;
  return shape;
}

function typedArrayShape({ ctx, value, constructor, tag }: Subject, name: string): Shape {
  const array = value as NodeJS.TypedArray;
  const length = Reflect.get(Object.getPrototypeOf(Uint8Array.prototype), 'length', array) as number;
  const keys = nonIndexKeys(array, ctx.showHidden);
  const open = prefix(constructor, tag, constructor === null ? name : '', `(${length})`);
  const shape: Shape = { base: '', braces: [`${open}[`, ']'], keys, extras: 'array-extras' };
  if (length === 0 && keys.length === 0 && !ctx.showHidden) shape.text = `${open}[]`;
  // Without its prototype, an array has no accessors.
  const whole =
    constructor === null
      ? new (globalThis as unknown as Record<string, new (a: unknown) => NodeJS.TypedArray>)[name]!(array)
      : array;
  shape.entries = (c, depth) => formatTypedArray(c, whole, length, depth);
  return shape;
}

function iteratorShape({ ctx, value, tag }: Subject, kind: string): Shape {
  const name = tag === `${kind} Iterator` ? tag : `${tag === '' ? '' : `${tag}] [`}${kind} Iterator`;
  return {
    base: '',
    braces: [`[${name}] {`, '}'],
    keys: shownKeys(value, ctx.showHidden),
    extras: 'object',
    entries: formatUnknown('<items unknown>'),
  };
}

/** The shape of what can be iterated; without a prototype, anything may be. */
function iterableShape(subject: Subject): Shape | undefined {
  const { value } = subject;
  if (Array.isArray(value)) return arrayShape(subject, value);
  if (isSet(value)) {
    const size = Reflect.get(Set.prototype, 'size', value) as number;
    return collectionShape(subject, size, 'Set', (ctx, depth) => formatSet(ctx, value, depth));
  }
  if (isMap(value)) {
    const size = Reflect.get(Map.prototype, 'size', value) as number;
    return collectionShape(subject, size, 'Map', (ctx, depth) => formatMap(ctx, value, depth));
  }
  const name = typedArrayName(value);
  if (name !== undefined) return typedArrayShape(subject, name);
  if (isMapIterator(value)) return iteratorShape(subject, 'Map');
  if (isSetIterator(value)) return iteratorShape(subject, 'Set');
  return undefined;
}

function namespaceEntries(value: object, keys: PropertyKey[]): NonNullable<Shape['entries']> {
  const names = keys.splice(0);
  return (ctx, depth) =>
    names.map((key) => {
      try {
        return formatProperty(ctx, value, depth, key, 'object');
      } catch {
        // A binding that is still to be initialized cannot be read.
        const text = formatProperty(ctx, { [key]: '' }, depth, key, 'object');
        return text.slice(0, text.lastIndexOf(' ') + 1) + ctx.stylize('<uninitialized>', 'special');
      }
    });
}

function bufferShape({ ctx, value, constructor, tag, isViewed, hasProtoProps }: Subject, shape: Shape): Shape {
  const buffer = value as ArrayBufferLike;
  const open = prefix(constructor, tag, isSharedArrayBuffer(value) ? 'SharedArrayBuffer' : 'ArrayBuffer');
  if (!isViewed) shape.entries = (c) => formatArrayBuffer(c, buffer);
  else if (shape.keys.length === 0 && !hasProtoProps) {
    shape.text = `${open}{ byteLength: ${formatNumber(ctx.stylize, buffer.byteLength, false)} }`;
  }
  shape.braces[0] = `${open}{`;
  shape.keys.unshift('byteLength');
  return shape;
}

/** The shape of dates, patterns and objects around primitives: a text, and properties in braces where there are any. */
function scalarShape({ ctx, value, constructor, tag, hasProtoProps, depth }: Subject, shape: Shape): Shape | undefined {
  const isBare = (): boolean => shape.keys.length === 0 && !hasProtoProps;
  if (isRegExp(value)) {
    const text = RegExp.prototype.toString.call(constructor === null ? new RegExp(value) : value);
    const before = prefix(constructor, tag, 'RegExp');
    shape.base = ctx.stylize(before === 'RegExp ' ? text : before + text, 'regexp');
    if (isBare() || (ctx.depth !== null && depth > ctx.depth)) shape.text = shape.base;
    return shape;
  }
  if (isDate(value)) {
    const isInvalid = Number.isNaN(Date.prototype.getTime.call(value));
    const text = isInvalid ? Date.prototype.toString.call(value) : Date.prototype.toISOString.call(value);
    const before = prefix(constructor, tag, 'Date');
    shape.base = before === 'Date ' ? text : before + text;
    if (isBare()) shape.text = ctx.stylize(shape.base, 'date');
    return shape;
  }
  if (isBoxedPrimitive(value)) {
    const primitive = primitiveOf(value);
    shape.base = boxedText(value, primitive, ctx, shape.keys, constructor, tag);
    if (isBare()) shape.text = shape.base;
    return shape;
  }
  return undefined;
}

function primitiveOf(value: object): unknown {
  for (const prototype of [Number, String, Boolean, BigInt, Symbol].map((c) => c.prototype as { valueOf(): unknown })) {
    try {
      return prototype.valueOf.call(value);
    } catch {
      // It holds a primitive of another type.
    }
  }
  return undefined;
}

/** The shape of objects whose entries the engine hides. */
function hiddenShape({ value, constructor, tag }: Subject, shape: Shape): Shape | undefined {
  let fallback: string;
  if (isPromise(value)) {
    fallback = 'Promise';
    shape.entries = formatUnknown('<state unknown>');
  } else if (isWeakSet(value) || isWeakMap(value)) {
    fallback = isWeakSet(value) ? 'WeakSet' : 'WeakMap';
    shape.entries = formatUnknown('<items unknown>');
  } else return undefined;
  shape.braces[0] = `${prefix(constructor, tag, fallback)}{`;
  return shape;
}

/** The shape of a built-in object that cannot be iterated. */
function builtinShape(subject: Subject, shape: Shape): Shape | undefined {
  const { ctx, value, constructor, tag, hasProtoProps } = subject;
  if (isError(value)) {
    shape.base = errorText(value, constructor, tag, ctx, shape.keys);
    if (shape.keys.length === 0 && !hasProtoProps) shape.text = shape.base;
    return shape;
  }
  const scalar = scalarShape(subject, shape);
  if (scalar !== undefined) return scalar;
  if (isAnyArrayBuffer(value)) return bufferShape(subject, shape);
  if (isDataView(value)) {
    shape.braces[0] = `${prefix(constructor, tag, 'DataView')}{`;
    shape.keys.unshift('byteLength', 'byteOffset', 'buffer');
    return shape;
  }
  if (tag === 'URL' && typeof (value as URL).href === 'string' && (ctx.depth === null || subject.depth <= ctx.depth)) {
    shape.base = (value as URL).href;
    if (shape.keys.length === 0 && !hasProtoProps) shape.text = shape.base;
    return shape;
  }
  const hidden = hiddenShape(subject, shape);
  if (hidden !== undefined) return hidden;
  if (isModuleNamespaceObject(value)) {
    shape.braces[0] = `${prefix(constructor, tag, 'Module')}{`;
    shape.entries = namespaceEntries(value, shape.keys);
    return shape;
  }
  return undefined;
}

/** Whether an object is surely of no built-in kind, so that the many checks for one can be left out. */
function isPlain(value: object, constructor: string | null): boolean {
  return (
    constructor !== null &&
    Object.prototype.toString.call(value) === '[object Object]' &&
    !(Symbol.toStringTag in value)
  );
}

function findShape(subject: Subject): Shape {
  const { ctx, value, constructor, tag, hasProtoProps } = subject;
  if (Symbol.iterator in value || constructor === null) {
    const shape = iterableShape(subject);
    if (shape !== undefined) return shape;
  }
  const keys = shownKeys(value, ctx.showHidden);
  const shape: Shape = { base: '', braces: ['{', '}'], keys, extras: 'object' };
  const isBare = keys.length === 0 && !hasProtoProps;
  if (typeof value === 'function') {
    shape.base = functionText(value as () => unknown, constructor, tag);
    if (isBare) shape.text = ctx.stylize(shape.base, 'special');
    return shape;
  }
  if (constructor === 'Object' && !isError(value)) {
    if (isArgumentsObject(value)) shape.braces[0] = '[Arguments] {';
    else if (tag !== '') shape.braces[0] = `${prefix(constructor, tag, 'Object')}{`;
    if (isBare) shape.text = `${shape.braces[0]}}`;
    return shape;
  }
  if (isError(value) || !isPlain(value, constructor)) {
    const builtin = builtinShape(subject, shape);
    if (builtin !== undefined) return builtin;
  }
  const open = objectPrefix(value, constructor, tag);
  if (isBare) shape.text = `${open}{}`;
  shape.braces[0] = `${open}{`;
  return shape;
}

/** `Symbol.toStringTag`, unless it is shown among the properties. */
function tagOf(value: object, showHidden: boolean): string {
  let tag: unknown;
  try {
    tag = (value as Record<symbol, unknown>)[Symbol.toStringTag];
  } catch {
    return '';
  }
  if (typeof tag !== 'string' || tag === '') return '';
  const isShown = showHidden
    ? Object.hasOwn(value, Symbol.toStringTag)
    : Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag);
  return isShown ? '' : tag;
}

function interrupted(ctx: Context, name: string): string {
  return ctx.stylize(`[${name}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`, 'special');
}

function sortEntries(ctx: Context, output: string[], extras: Extras, keys: number): void {
  const compare = ctx.sorted === true ? undefined : (ctx.sorted as (a: string, b: string) => number);
  if (extras === 'object') output.sort(compare);
  else if (keys > 1) output.push(...output.splice(output.length - keys, keys).sort(compare));
}

function formatObject(ctx: Context, value: object, depth: number, isViewed: boolean): string {
  const tooDeep = ctx.depth !== null && depth > ctx.depth;
  const protoProps: string[] | undefined = ctx.showHidden && !tooDeep ? [] : undefined;
  const constructor = constructorName(value, ctx, depth, protoProps);
  const hasProtoProps = protoProps !== undefined && protoProps.length > 0;
  const tag = tagOf(value, ctx.showHidden);
  const shape = findShape({ ctx, value, constructor, tag, hasProtoProps, depth, isViewed });
  if (shape.text !== undefined) return shape.text;
  const name = (): string => objectPrefix(value, constructor, tag).slice(0, -1);
  if (tooDeep) return ctx.stylize(constructor === null ? name() : `[${name()}]`, 'special');
  const levels = shape.entries === undefined ? 1 : 2;
  if (ctx.levels + levels > MAX_LEVELS) return interrupted(ctx, name());

  ctx.seen.push(value);
  ctx.currentDepth = depth + 1;
  ctx.levels += levels;
  const output = shape.entries?.(ctx, depth + 1) ?? [];
  for (const key of shape.keys) output.push(formatProperty(ctx, value, depth + 1, key, shape.extras));
  if (hasProtoProps) output.push(...protoProps);
  ctx.seen.pop();
  ctx.levels -= levels;

  const reference = ctx.circular?.get(value);
  if (reference !== undefined) {
    const mark = ctx.stylize(`<ref *${reference}>`, 'special');
    if (ctx.compact === true) shape.braces[0] = `${mark} ${shape.braces[0]}`;
    else shape.base = shape.base === '' ? mark : `${mark} ${shape.base}`;
  }
  if (ctx.sorted) sortEntries(ctx, output, shape.extras, shape.keys.length);

  const text = layOut(ctx, output, shape.base, shape.braces, shape.extras, depth + 1, value);
  const written = (ctx.budget[ctx.indentationLvl] ?? 0) + text.length;
  ctx.budget[ctx.indentationLvl] = written;
  if (written > MAX_WRITTEN) ctx.depth = -1;
  return text;
}
