/** How the entries of an object are set: on one line, in columns, or one a line. */
import { getStringWidth, stripVTControlCharacters } from '../string-width.ts';
import type { Context } from './options.ts';

/** What kind of entries an object has, which decides about columns and sorting. */
export type Extras = 'object' | 'array' | 'array-extras';

/** A character is taken to be so many times as high as it is wide. */
const CHARACTER_HEIGHT = 2.5;
const SEPARATOR = 2;

function countColumns(
  ctx: Context,
  lengths: readonly number[],
  total: number,
  longest: number,
  entries: number,
): number {
  const width = longest + SEPARATOR;
  const fits = width * 3 + ctx.indentationLvl < ctx.breakLength;
  // One entry much longer than the others would leave large gaps.
  if (!fits || (total / width <= 5 && longest > 6)) return 1;
  const bias = Math.sqrt(width - total / entries);
  const biased = Math.max(width - 3 - bias, 1);
  return Math.min(
    Math.round(Math.sqrt(CHARACTER_HEIGHT * biased * lengths.length) / biased),
    Math.floor((ctx.breakLength - ctx.indentationLvl) / width),
    (ctx.compact as number) * 4,
    15,
  );
}

function isNumeric(value: readonly unknown[] | undefined, count: number): boolean {
  if (value === undefined) return true;
  for (let i = 0; i < count; i++) if (typeof value[i] !== 'number' && typeof value[i] !== 'bigint') return false;
  return true;
}

/** Sets more than six array entries in columns: numbers to the right, all else to the left. */
function groupEntries(ctx: Context, output: string[], value: readonly unknown[] | undefined): string[] {
  const hasMore = ctx.maxArrayLength < output.length;
  const count = hasMore ? output.length - 1 : output.length; // "... more items" is no entry
  const lengths: number[] = [];
  let total = 0;
  let longest = 0;
  for (let i = 0; i < count; i++) {
    const length = getStringWidth(output[i]!, ctx.colors);
    lengths.push(length);
    total += length + SEPARATOR;
    if (length > longest) longest = length;
  }
  const columns = countColumns(ctx, lengths, total, longest, output.length);
  if (columns <= 1) return output;
  const widths: number[] = [];
  for (let i = 0; i < columns; i++) {
    let width = 0;
    for (let j = i; j < count; j += columns) width = Math.max(width, lengths[j]!);
    widths.push(width + SEPARATOR);
  }
  const right = isNumeric(value, output.length);
  const lines: string[] = [];
  for (let i = 0; i < count; i += columns) {
    const last = Math.min(i + columns, count) - 1;
    let line = '';
    for (let j = i; j <= last; j++) {
      const text = output[j]!;
      // Colours and wide characters make a text longer or shorter than its width.
      const width = widths[j - i]! + text.length - lengths[j]!;
      if (right) line += j < last ? `${text}, `.padStart(width) : text.padStart(width - SEPARATOR);
      else line += j < last ? `${text}, `.padEnd(width) : text;
    }
    lines.push(line);
  }
  if (hasMore) lines.push(output[count]!);
  return lines;
}

function isBelowBreakLength(ctx: Context, output: readonly string[], start: number, base: string): boolean {
  let total = output.length + start;
  if (total + output.length > ctx.breakLength) return false;
  for (const entry of output) {
    total += ctx.colors ? stripVTControlCharacters(entry).length : entry.length;
    if (total > ctx.breakLength) return false;
  }
  return !base.includes('\n');
}

/**
 * Joins an object's entries.
 * @param ctx the state.
 * @param output the entries.
 * @param base what comes before the brace, such as a function's or an error's own text.
 * @param braces the opening and closing brace.
 * @param extras the kind of entries.
 * @param depth how deep the object is.
 * @param value the array itself, where it is one.
 */
export function layOut(
  ctx: Context,
  output: string[],
  base: string,
  braces: readonly [string, string],
  extras: Extras,
  depth: number,
  value?: unknown,
): string {
  const [open, close] = braces;
  const indentation = ' '.repeat(ctx.indentationLvl);
  if (ctx.compact === true) {
    if (isBelowBreakLength(ctx, output, 0, base)) {
      return `${open}${base ? ` ${base}` : ''} ${output.join(', ')} ${close}`;
    }
    // The first entry starts beside a brace of one character, and below anything longer.
    const gap = base === '' && open.length === 1 ? ' ' : `${base ? ` ${base}` : ''}\n${indentation}  `;
    return `${open}${gap}${output.join(`,\n${indentation}  `)} ${close}`;
  }
  const before = base ? `${base} ` : '';
  if (typeof ctx.compact === 'number' && ctx.compact >= 1) {
    const entries = output.length;
    if (extras === 'array-extras' && entries > 6) {
      output = groupEntries(ctx, output, value as readonly unknown[] | undefined);
    }
    // Only the innermost `compact` levels go on one line.
    if (ctx.currentDepth - depth < ctx.compact && entries === output.length) {
      const start = output.length + ctx.indentationLvl + open.length + base.length + 10;
      if (isBelowBreakLength(ctx, output, start, base)) {
        const joined = output.join(', ');
        if (!joined.includes('\n')) return `${before}${open} ${joined} ${close}`;
      }
    }
  }
  return `${before}${open}\n${indentation}  ${output.join(`,\n${indentation}  `)}\n${indentation}${close}`;
}
