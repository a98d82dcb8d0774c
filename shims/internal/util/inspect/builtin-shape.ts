/** The shapes of built-in objects that cannot be iterated. */
import {
  isAnyArrayBuffer,
  isBoxedPrimitive,
  isDataView,
  isDate,
  isError,
  isModuleNamespaceObject,
  isPromise,
  isRegExp,
  isSharedArrayBuffer,
  isWeakMap,
  isWeakSet,
} from '../types.ts';
import { formatArrayBuffer, formatUnknown } from './collections.ts';
import { prefix } from './constructor-name.ts';
import { errorText } from './errors.ts';
import { boxedText } from './functions.ts';
import { formatNumber } from './primitives.ts';
import { formatProperty } from './property.ts';
import type { Shape, Subject } from './shape.ts';

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
export function builtinShape(subject: Subject, shape: Shape): Shape | undefined {
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
