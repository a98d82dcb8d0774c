/** Options as ECMA-402 reads them: each property once, in order, turned into its type. */
import type { OptionValue } from 'zora:node/intl@0.1.0';
import type { Option } from './host.ts';

/** Makes the value of an option. */
type Reader = (value: unknown) => OptionValue;

/** The options of a constructor, in the order in which they are read. */
export type OptionReaders = Readonly<Record<string, Reader>>;

export const text: Reader = (value) => ({ tag: 'text', val: `${value}`.toWellFormed() });
export const flag: Reader = (value) => ({ tag: 'flag', val: Boolean(value) });
/** BigInts and symbols are a TypeError. */
export const number: Reader = (value) => ({ tag: 'number', val: +(value as number) });
/** `useGrouping`: a boolean or a string. */
export const grouping: Reader = (value) => (value === true || !value ? flag(value) : text(value));

/** The options of numbers with digits: `Intl.NumberFormat` and `Intl.PluralRules`. */
export const DIGIT_OPTIONS = {
  minimumIntegerDigits: number,
  minimumFractionDigits: number,
  maximumFractionDigits: number,
  minimumSignificantDigits: number,
  maximumSignificantDigits: number,
  roundingIncrement: number,
  roundingMode: text,
  roundingPriority: text,
  trailingZeroDisplay: text,
} satisfies OptionReaders;

/** The options that are there. */
export function readOptions(options: unknown, readers: OptionReaders): Option[] {
  const result: Option[] = [];
  if (options === undefined) return result;
  const source = Object(options) as Record<string, unknown>;
  for (const name in readers) {
    const value = source[name];
    if (value !== undefined) result.push([name, (readers[name] as Reader)(value)]);
  }
  return result;
}

/** Resolved options as an object. */
export function toObject(options: readonly Option[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, { val }] of options) result[name] = val;
  return result;
}

/** Options that may be left out, but are nothing else than an object. @throws TypeError */
export function assertOptionsObject(options: unknown): void {
  if (options === undefined || typeof options === 'function' || (typeof options === 'object' && options !== null))
    return;
  throw new TypeError('invalid_argument');
}
