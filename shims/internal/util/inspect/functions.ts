import { isAsyncFunction, isGeneratorFunction } from '../types.ts';
import type { Context } from './options.ts';
import { stylizeNoColor } from './options.ts';
import { formatPrimitive } from './primitives.ts';

type AnyFunction = (...args: never[]) => unknown;

function isClass(source: string): boolean {
  if (!source.startsWith('class') || !source.endsWith('}')) return false;
  const head = source.slice(5, -1);
  const brace = head.indexOf('{');
  if (brace === -1) return false;
  if (!head.slice(0, brace).includes('(')) return true;
  const withoutComments = head.replace(/(\/\/.*?\n)|(\/\*(.|\n)*?\*\/)/g, '');
  return /^(\s+[^(]*?)\s*\{/.test(withoutComments);
}

function classText(value: AnyFunction, constructor: string | null, tag: string): string {
  const name = (Object.hasOwn(value, 'name') && value.name) || '(anonymous)';
  let text = `class ${name}`;
  if (constructor !== 'Function' && constructor !== null) text += ` [${constructor}]`;
  if (tag !== '' && constructor !== tag) text += ` [${tag}]`;
  if (constructor === null) text += ' extends [null prototype]';
  else {
    const base: unknown = Object.getPrototypeOf(value).name;
    if (base) text += ` extends ${base}`;
  }
  return `[${text}]`;
}

/**
 * A function: `[Function: name]`, `[class A extends B]`.
 * @param value the function.
 * @param constructor the name of its class.
 * @param tag its tag.
 */
export function functionText(value: AnyFunction, constructor: string | null, tag: string): string {
  if (isClass(Function.prototype.toString.call(value))) return classText(value, constructor, tag);
  const type = `${isAsyncFunction(value) ? 'Async' : ''}${isGeneratorFunction(value) ? 'Generator' : ''}Function`;
  let text = `[${type}`;
  if (constructor === null) text += ' (null prototype)';
  text += value.name === '' ? ' (anonymous)]' : `: ${String(value.name)}]`;
  if (constructor !== type && constructor !== null) text += ` ${constructor}`;
  if (tag !== '' && constructor !== tag) text += ` [${tag}]`;
  return text;
}

/**
 * An object around a primitive: `[Number: 3]`.
 * @param value the object.
 * @param primitive what it holds.
 * @param ctx the state.
 * @param keys the keys that are shown after it; those of a string's characters are taken out.
 * @param constructor the name of its class.
 * @param tag its tag.
 */
export function boxedText(
  value: object,
  primitive: unknown,
  ctx: Context,
  keys: PropertyKey[],
  constructor: string | null,
  tag: string,
): string {
  const kind = typeof primitive;
  const type = kind === 'bigint' ? 'BigInt' : kind.charAt(0).toUpperCase() + kind.slice(1);
  if (kind === 'string') keys.splice(0, (value as unknown as string).length);
  let text = `[${type}`;
  if (type !== constructor) text += constructor === null ? ' (null prototype)' : ` (${constructor})`;
  text += `: ${formatPrimitive(stylizeNoColor, primitive, ctx)}]`;
  if (tag !== '' && tag !== constructor) text += ` [${tag}]`;
  return keys.length !== 0 || ctx.stylize === stylizeNoColor ? text : ctx.stylize(text, type.toLowerCase());
}
