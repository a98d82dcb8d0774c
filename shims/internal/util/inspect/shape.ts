/** How objects are shown: what stands before their braces, and which of their properties and entries inside. */
import { isArgumentsObject, isError } from '../types.ts';
import { builtinShape } from './builtin-shape.ts';
import { objectPrefix, prefix } from './constructor-name.ts';
import { functionText } from './functions.ts';
import { iterableShape } from './iterable-shape.ts';
import type { Extras } from './layout.ts';
import type { Context } from './options.ts';
import { shownKeys } from './property.ts';

/** How an object is to be shown, before its entries are. */
export interface Shape {
  base: string;
  braces: [string, string];
  keys: PropertyKey[];
  extras: Extras;
  entries?: (ctx: Context, depth: number) => string[];
  /** The whole text, where there is nothing to be put in braces. */
  text?: string;
}

/** What is known of an object when its shape is looked for. */
export interface Subject {
  ctx: Context;
  value: object;
  constructor: string | null;
  tag: string;
  hasProtoProps: boolean;
  depth: number;
  isViewed: boolean;
}

/** Whether an object is surely of no built-in kind, so that the many checks for one can be left out. */
function isPlain(value: object, constructor: string | null): boolean {
  return (
    constructor !== null &&
    Object.prototype.toString.call(value) === '[object Object]' &&
    !(Symbol.toStringTag in value)
  );
}

/**
 * Finds how an object is shown.
 * @param subject what is known of it.
 */
export function findShape(subject: Subject): Shape {
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
