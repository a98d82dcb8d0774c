/** What is formatted, as it goes to the host, and what comes back. */
import type { Operand, Part } from 'zora:node/intl@0.1.0';

/** A part as programs get it. */
export interface FormattedPart {
  type: string;
  value: string;
  source?: string;
  unit?: string;
}

/**
 * A number, BigInt or string with digits: nothing of its value is lost.
 * @throws TypeError for a symbol
 * Source: ECMA-402, ToIntlMathematicalValue
 */
export function numeric(value: unknown): Operand {
  const primitive = typeof value === 'object' && value !== null ? toPrimitive(value) : value;
  if (typeof primitive === 'bigint') return { tag: 'text', val: primitive.toString() };
  if (typeof primitive === 'string') return { tag: 'text', val: primitive.toWellFormed() };
  return { tag: 'number', val: Number(primitive) };
}

/** The primitive of an object, preferring a number. */
function toPrimitive(value: object): unknown {
  const convert = (value as { [Symbol.toPrimitive]?: (hint: string) => unknown })[Symbol.toPrimitive];
  if (convert !== undefined && convert !== null) return convert.call(value, 'number');
  const own = value.valueOf();
  return typeof own === 'object' && own !== null ? String(value) : own;
}

/** A point in time: now, where it is left out. */
export function time(value: unknown): Operand {
  return { tag: 'number', val: value === undefined ? Date.now() : toNumber(value) };
}

/** @throws TypeError for a BigInt or a symbol */
export function toNumber(value: unknown): number {
  if (typeof value === 'bigint') throw new TypeError('Cannot convert a BigInt value to a number');
  return +(value as number);
}

/** Parts as programs get them. */
export function toParts(parts: readonly Part[]): FormattedPart[] {
  return parts.map(({ type, value, source, unit }) => {
    const part: FormattedPart = { type, value };
    if (source != null) part.source = source;
    if (unit != null) part.unit = unit;
    return part;
  });
}
