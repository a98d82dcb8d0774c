import { getStringWidth } from '../string-width.ts';
import type { Extras } from './layout.ts';
import type { Context } from './options.ts';
import { escapeText, formatPrimitive, quote } from './primitives.ts';
import { formatValue } from './value.ts';

/**
 * The keys that are shown: enumerable ones, or all.
 * @param value an object.
 * @param showHidden all of them.
 */
export function shownKeys(value: object, showHidden: boolean): PropertyKey[] {
  if (showHidden) return Reflect.ownKeys(value);
  let keys: PropertyKey[];
  try {
    keys = Object.keys(value);
  } catch {
    // The namespace of a module that is still to be evaluated.
    keys = Object.getOwnPropertyNames(value);
  }
  for (const symbol of Object.getOwnPropertySymbols(value)) {
    if (Object.prototype.propertyIsEnumerable.call(value, symbol)) keys.push(symbol);
  }
  return keys;
}

/** Beyond so many elements, further properties of a typed array are not looked for: it would make a string of every index. */
const MAX_LISTED_ELEMENTS = 10_000;

const isIndex = (key: PropertyKey): boolean => typeof key === 'string' && /^(0|[1-9]\d{0,9})$/.test(key);

/**
 * As `shownKeys`, without the indices of an array.
 * @param value an array or typed array.
 * @param showHidden all of them.
 */
export function nonIndexKeys(value: ArrayLike<unknown> & object, showHidden: boolean): PropertyKey[] {
  if (ArrayBuffer.isView(value) && value.length > MAX_LISTED_ELEMENTS) {
    const symbols = Object.getOwnPropertySymbols(value);
    return showHidden ? symbols : symbols.filter((key) => Object.prototype.propertyIsEnumerable.call(value, key));
  }
  const keys = shownKeys(value, showHidden);
  // Indices come first.
  let start = 0;
  while (start < keys.length && isIndex(keys[start]!) && Number(keys[start]) < 4294967295) start++;
  return start === 0 ? keys : keys.slice(start);
}

function formatGetter(ctx: Context, descriptor: PropertyDescriptor, depth: number, receiver: unknown): string {
  const label = descriptor.set === undefined ? 'Getter' : 'Getter/Setter';
  const special = (text: string): string => ctx.stylize(text, 'special');
  const wanted =
    ctx.getters === true ||
    (ctx.getters === 'get' ? descriptor.set === undefined : ctx.getters === 'set' && descriptor.set);
  if (!wanted) return special(`[${label}]`);
  ctx.indentationLvl += 2;
  let text: string;
  try {
    const value: unknown = descriptor.get!.call(receiver);
    if (value !== null && (typeof value === 'object' || typeof value === 'function')) {
      text = `${special(`[${label}]`)} ${formatValue(ctx, value, depth)}`;
    } else {
      const shown = value === null ? ctx.stylize('null', 'null') : formatPrimitive(ctx.stylize, value, ctx);
      text = `${special(`[${label}:`)} ${shown}${special(']')}`;
    }
  } catch (error) {
    const message = `<Inspection threw (${(error as Error).message})>`;
    text = `${special(`[${label}:`)} ${message}${special(']')}`;
  }
  ctx.indentationLvl -= 2;
  return text;
}

function formatKey(ctx: Context, key: PropertyKey, enumerable: boolean): string {
  if (typeof key === 'symbol') return `[${ctx.stylize(escapeText(key.toString()), 'symbol')}]`;
  const name = String(key);
  if (name === '__proto__') return "['__proto__']";
  if (!enumerable) return `[${escapeText(name)}]`;
  return /^[a-zA-Z_][a-zA-Z_0-9]*$/.test(name) ? ctx.stylize(name, 'name') : ctx.stylize(quote(name), 'string');
}

/**
 * One property: `key: value`, or the value alone in an array.
 * @param ctx the state.
 * @param object the object that has it.
 * @param depth how deep its value is.
 * @param key its key.
 * @param extras the kind of entries around it.
 * @param descriptor its descriptor.
 * @param receiver the object that getters are called on.
 */
export function formatProperty(
  ctx: Context,
  object: object,
  depth: number,
  key: PropertyKey,
  extras: Extras,
  descriptor: PropertyDescriptor = Object.getOwnPropertyDescriptor(object, key) ?? {
    value: (object as Record<PropertyKey, unknown>)[key],
    configurable: true,
    enumerable: true,
  },
  receiver: unknown = object,
): string {
  let text: string;
  let gap = ' ';
  if (descriptor.value !== undefined) {
    const indentation = ctx.compact !== true || extras !== 'object' ? 2 : 3;
    ctx.indentationLvl += indentation;
    text = formatValue(ctx, descriptor.value, depth);
    if (indentation === 3 && ctx.breakLength < getStringWidth(text, ctx.colors)) {
      gap = `\n${' '.repeat(ctx.indentationLvl)}`;
    }
    ctx.indentationLvl -= indentation;
  } else if (descriptor.get !== undefined) text = formatGetter(ctx, descriptor, depth, receiver);
  else if (descriptor.set !== undefined) text = ctx.stylize('[Setter]', 'special');
  else text = ctx.stylize('undefined', 'undefined');
  return extras === 'array' ? text : `${formatKey(ctx, key, descriptor.enumerable !== false)}:${gap}${text}`;
}
