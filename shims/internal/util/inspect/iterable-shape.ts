/** The shapes of arrays, typed arrays, sets, maps and their iterators. */
import { isMap, isMapIterator, isSet, isSetIterator, typedArrayName } from '../types.ts';
import { formatArray, formatMap, formatSet, formatTypedArray, formatUnknown } from './collections.ts';
import { prefix } from './constructor-name.ts';
import { nonIndexKeys, shownKeys } from './property.ts';
import type { Shape, Subject } from './shape.ts';

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
export function iterableShape(subject: Subject): Shape | undefined {
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
