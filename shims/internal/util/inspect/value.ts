import { constructorName, objectPrefix } from './constructor-name.ts';
import { type Extras, layOut } from './layout.ts';
import { type Context, inspectCustom, userOptions } from './options.ts';
import { formatPrimitive } from './primitives.ts';
import { formatProperty } from './property.ts';
import { findShape } from './shape.ts';

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
