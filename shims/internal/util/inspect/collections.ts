/** The entries of arrays, typed arrays, sets, maps and buffers. */
import type { Context } from './options.ts';
import { formatBigInt, formatNumber } from './primitives.ts';
import { formatProperty } from './property.ts';
import { formatValue } from './value.ts';

const moreItems = (count: number): string => `... ${count} more item${count > 1 ? 's' : ''}`;

const limit = (ctx: Context, length: number): number => Math.min(Math.max(0, ctx.maxArrayLength), length);

/** The rest of an array from its first hole on. */
function formatSparseArray(
  ctx: Context,
  array: readonly unknown[],
  depth: number,
  output: string[],
  from: number,
): string[] {
  const max = limit(ctx, array.length);
  const keys = Object.keys(array);
  const empty = (count: number): string => ctx.stylize(`<${count} empty item${count > 1 ? 's' : ''}>`, 'undefined');
  let index = from;
  for (let i = from; i < keys.length && output.length < max; i++) {
    const key = keys[i]!;
    const next = Number(key);
    if (!/^(0|[1-9]\d*)$/.test(key) || next > 4294967294) break;
    if (next !== index) {
      output.push(empty(next - index));
      index = next;
      if (output.length === max) break;
    }
    output.push(formatProperty(ctx, array, depth, key, 'array'));
    index++;
  }
  const remaining = array.length - index;
  if (remaining > 0) output.push(output.length === max ? moreItems(remaining) : empty(remaining));
  return output;
}

/** The elements of an array. */
export function formatArray(ctx: Context, array: readonly unknown[], depth: number): string[] {
  const max = limit(ctx, array.length);
  const output: string[] = [];
  for (let i = 0; i < max; i++) {
    const descriptor = Object.getOwnPropertyDescriptor(array, i);
    if (descriptor === undefined) return formatSparseArray(ctx, array, depth, output, i);
    output.push(formatProperty(ctx, array, depth, i, 'array', descriptor));
  }
  if (array.length > max) output.push(moreItems(array.length - max));
  return output;
}

/** The elements of a typed array and, where hidden properties are shown, what it is a view of. */
export function formatTypedArray(ctx: Context, array: NodeJS.TypedArray, length: number, depth: number): string[] {
  const max = limit(ctx, length);
  const output: string[] = [];
  for (let i = 0; i < max; i++) {
    const value = array[i]!;
    output.push(
      typeof value === 'bigint'
        ? formatBigInt(ctx.stylize, value, ctx.numericSeparator)
        : formatNumber(ctx.stylize, value, ctx.numericSeparator),
    );
  }
  if (length > max) output.push(moreItems(length - max));
  if (ctx.showHidden) {
    ctx.indentationLvl += 2;
    for (const key of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer'] as const) {
      output.push(`[${key}]: ${formatValue(ctx, array[key], depth, true)}`);
    }
    ctx.indentationLvl -= 2;
  }
  return output;
}

/** The values of a set. */
export function formatSet(ctx: Context, set: Set<unknown>, depth: number): string[] {
  const max = limit(ctx, set.size);
  const output: string[] = [];
  ctx.indentationLvl += 2;
  for (const value of Set.prototype.values.call(set)) {
    if (output.length >= max) break;
    output.push(formatValue(ctx, value, depth));
  }
  if (set.size > max) output.push(moreItems(set.size - max));
  ctx.indentationLvl -= 2;
  return output;
}

/** The entries of a map. */
export function formatMap(ctx: Context, map: Map<unknown, unknown>, depth: number): string[] {
  const max = limit(ctx, map.size);
  const output: string[] = [];
  ctx.indentationLvl += 2;
  for (const [key, value] of Map.prototype.entries.call(map)) {
    if (output.length >= max) break;
    output.push(`${formatValue(ctx, key, depth)} => ${formatValue(ctx, value, depth)}`);
  }
  if (map.size > max) output.push(moreItems(map.size - max));
  ctx.indentationLvl -= 2;
  return output;
}

/** The bytes of a buffer. */
export function formatArrayBuffer(ctx: Context, buffer: ArrayBufferLike): string[] {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(buffer);
  } catch {
    return [ctx.stylize('(detached)', 'special')];
  }
  const max = limit(ctx, bytes.length);
  const shown: string[] = [];
  for (let i = 0; i < max; i++) shown.push(bytes[i]!.toString(16).padStart(2, '0'));
  const remaining = bytes.length - max;
  const more = remaining > 0 ? ` ... ${remaining} more byte${remaining > 1 ? 's' : ''}` : '';
  return [`${ctx.stylize('[Uint8Contents]', 'special')}: <${shown.join(' ')}${more}>`];
}

/** What the engine does not show: the entries of weak collections and iterators, the state of a promise. */
export const formatUnknown =
  (text: string) =>
  (ctx: Context): string[] => [ctx.stylize(text, 'special')];
