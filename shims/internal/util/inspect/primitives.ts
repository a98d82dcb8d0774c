import type { Context, Stylize } from './options.ts';

/** The escapes of characters that have a letter. */
const LETTERS: Record<string, string> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
  "'": "\\'",
};

const ESCAPE = /[\x00-\x1f\x27\x5c\x7f-\x9f]/g;
const ESCAPE_BUT_QUOTE = /[\x00-\x1f\x5c\x7f-\x9f]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function escapeCharacter(char: string): string {
  const letter = LETTERS[char];
  if (letter !== undefined) return letter;
  const code = char.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).toUpperCase().padStart(2, '0')}` : `\\u${code.toString(16)}`;
}

/**
 * Escapes control characters, backslashes, single quotes and lone surrogates.
 * @param text any text.
 * @param pattern the characters.
 */
export function escapeText(text: string, pattern: RegExp = ESCAPE): string {
  const escaped = text.replace(pattern, escapeCharacter);
  return escaped.isWellFormed() ? escaped : escaped.replace(LONE_SURROGATE, escapeCharacter);
}

/**
 * A string as a literal: in single quotes, or in those of the others that need no escape.
 * @param text any text.
 */
export function quote(text: string): string {
  if (!text.includes("'")) return `'${escapeText(text, ESCAPE_BUT_QUOTE)}'`;
  let mark = "'";
  if (!text.includes('"')) mark = '"';
  else if (!text.includes('`') && !text.includes('${')) mark = '`';
  return mark + escapeText(text, mark === "'" ? ESCAPE : ESCAPE_BUT_QUOTE) + mark;
}

/**
 * Puts `_` between the thousands of an integer.
 * @param digits its decimal digits.
 */
function separate(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, '_');
}

/**
 * A number as a literal.
 * @param stylize colours it.
 * @param value the number.
 * @param separator whether thousands are separated.
 */
export function formatNumber(stylize: Stylize, value: number, separator: boolean): string {
  if (Object.is(value, -0)) return stylize('-0', 'number');
  const text = String(value);
  if (!separator || !Number.isFinite(value) || text.includes('e')) return stylize(text, 'number');
  const [integer = '', fraction] = text.split('.');
  const grouped = fraction?.replace(/\d{3}(?=\d)/g, '$&_');
  return stylize(separate(integer) + (grouped === undefined ? '' : `.${grouped}`), 'number');
}

/**
 * A BigInt as a literal.
 * @param stylize colours it.
 * @param value the BigInt.
 * @param separator whether thousands are separated.
 */
export function formatBigInt(stylize: Stylize, value: bigint, separator: boolean): string {
  return stylize(`${separator ? separate(String(value)) : value}n`, 'bigint');
}

/** Shorter strings are never broken into lines. */
const MIN_LINE_LENGTH = 16;

function formatString(stylize: Stylize, value: string, ctx: Context): string {
  let trailer = '';
  if (value.length > ctx.maxStringLength) {
    const remaining = value.length - ctx.maxStringLength;
    value = value.slice(0, ctx.maxStringLength);
    trailer = `... ${remaining} more character${remaining > 1 ? 's' : ''}`;
  }
  const isLong = value.length > MIN_LINE_LENGTH && value.length > ctx.breakLength - ctx.indentationLvl - 4;
  if (ctx.compact !== true && isLong) {
    const lines = value.split(/(?<=\n)/).map((line) => stylize(quote(line), 'string'));
    return lines.join(` +\n${' '.repeat(ctx.indentationLvl + 2)}`) + trailer;
  }
  return stylize(quote(value), 'string') + trailer;
}

/**
 * Any primitive value but null.
 * @param stylize colours it.
 * @param value the value.
 * @param ctx the state.
 */
export function formatPrimitive(stylize: Stylize, value: unknown, ctx: Context): string {
  switch (typeof value) {
    case 'string':
      return formatString(stylize, value, ctx);
    case 'number':
      return formatNumber(stylize, value, ctx.numericSeparator);
    case 'bigint':
      return formatBigInt(stylize, value, ctx.numericSeparator);
    case 'symbol':
      return stylize(Symbol.prototype.toString.call(value), 'symbol');
    default:
      return stylize(String(value), typeof value);
  }
}
