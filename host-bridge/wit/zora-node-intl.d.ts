// Generated from wit/ by `npm run wit`. Do not edit.
/** @module Interface zora:node/intl@0.1.0 **/
/**
 * The locales of `locales` that `kind` supports without falling back; `matcher` is the option `localeMatcher`.
 */
export function supportedLocalesOf(kind: Kind, locales: Array<string>, matcher: string | undefined): Array<string>;
/**
 * `Intl.getCanonicalLocales`.
 */
export function canonicalLocales(locales: Array<string>): Array<string>;
/**
 * `Intl.supportedValuesOf`.
 */
export function supportedValuesOf(key: string): Array<string>;
/**
 * The default locale.
 */
export function defaultLocale(): string;
/**
 * The time zone that a value of `TZ` stands for; `UTC` where it stands for none.
 */
export function timeZoneOf(tz: string): string;
/**
 * `new Intl.Locale(tag, options)`.
 */
export function parseLocale(tag: string, options: Array<[string, OptionValue]>): Locale;
/**
 * `maximize` of a locale.
 */
export function maximizeLocale(tag: string): Locale;
/**
 * `minimize` of a locale.
 */
export function minimizeLocale(tag: string): Locale;
/**
 * What the methods `get…` of a locale give.
 */
export function customsOfLocale(tag: string): Customs;
/**
 * `text` in upper case by the rules of a locale.
 */
export function toUpperCase(text: string, locale: string): string;
/**
 * `text` in lower case by the rules of a locale.
 */
export function toLowerCase(text: string, locale: string): string;
export type Limit = import('./zora-node-errors.js').Limit;
/**
 * The constructors of `Intl` that make something which formats, compares or divides.
 * # Variants
 *
 * ## `"collator"`
 *
 * `Intl.Collator`.
 * ## `"date-time-format"`
 *
 * `Intl.DateTimeFormat`.
 * ## `"display-names"`
 *
 * `Intl.DisplayNames`.
 * ## `"duration-format"`
 *
 * `Intl.DurationFormat`.
 * ## `"list-format"`
 *
 * `Intl.ListFormat`.
 * ## `"number-format"`
 *
 * `Intl.NumberFormat`.
 * ## `"plural-rules"`
 *
 * `Intl.PluralRules`.
 * ## `"relative-time-format"`
 *
 * `Intl.RelativeTimeFormat`.
 * ## `"segmenter"`
 *
 * `Intl.Segmenter`.
 */
export type Kind = 'collator' | 'date-time-format' | 'display-names' | 'duration-format' | 'list-format' | 'number-format' | 'plural-rules' | 'relative-time-format' | 'segmenter';
/**
 * The value of an option.
 */
export type OptionValue = OptionValueText | OptionValueNumber | OptionValueFlag | OptionValueTexts;
/**
 * A string.
 */
export interface OptionValueText {
  tag: 'text',
  val: string,
}
/**
 * A number.
 */
export interface OptionValueNumber {
  tag: 'number',
  val: number,
}
/**
 * A boolean.
 */
export interface OptionValueFlag {
  tag: 'flag',
  val: boolean,
}
/**
 * Several strings; only among resolved options.
 */
export interface OptionValueTexts {
  tag: 'texts',
  val: Array<string>,
}
/**
 * What is formatted.
 */
export type Operand = OperandNumber | OperandText | OperandTexts | OperandRelative | OperandDuration;
/**
 * A number; milliseconds since the epoch for a date.
 */
export interface OperandNumber {
  tag: 'number',
  val: number,
}
/**
 * A number in digits (of any length), a code of `display-names`, or a duration as ISO 8601 has it.
 */
export interface OperandText {
  tag: 'text',
  val: string,
}
/**
 * The items of a list.
 */
export interface OperandTexts {
  tag: 'texts',
  val: Array<string>,
}
/**
 * A relative time: how many of which unit.
 */
export interface OperandRelative {
  tag: 'relative',
  val: [number, string],
}
/**
 * A duration by its fields, such as `hours`.
 */
export interface OperandDuration {
  tag: 'duration',
  val: Array<[string, number]>,
}
/**
 * Why a call failed.
 */
export type Failure = FailureRange | FailureType | FailureExceeded | FailureExpired;
/**
 * The engine's `RangeError`, with its message.
 */
export interface FailureRange {
  tag: 'range',
  val: string,
}
/**
 * The engine's `TypeError`, with its message.
 */
export interface FailureType {
  tag: 'type',
  val: string,
}
/**
 * A limit of the host's is reached.
 */
export interface FailureExceeded {
  tag: 'exceeded',
  val: Limit,
}
/**
 * The token has expired or the execution time is used up; the instance is being stopped.
 */
export interface FailureExpired {
  tag: 'expired',
}
/**
 * One part of a formatted value.
 */
export interface Part {
  /**
   * What it is, such as `integer` or `literal`.
   */
  type: string,
  /**
   * Its text.
   */
  value: string,
  /**
   * In a range: `startRange`, `endRange` or `shared`.
   */
  source?: string | undefined,
  /**
   * In a relative time or a duration: its unit.
   */
  unit?: string | undefined,
}
/**
 * Where a text divides.
 */
export interface Segments {
  /**
   * The UTF-16 index at which each segment begins.
   */
  starts: Uint32Array,
  /**
   * For words: whether each is like a word (1) or not (0). Else empty.
   */
  wordLike: Uint8Array,
}
/**
 * A locale identifier, taken apart.
 */
export interface Locale {
  /**
   * All of it, canonical.
   */
  tag: string,
  /**
   * Without extensions.
   */
  baseName: string,
  /**
   * The language.
   */
  language: string,
  /**
   * The script.
   */
  script?: string | undefined,
  /**
   * The region.
   */
  region?: string | undefined,
  /**
   * The extension's key `ca`.
   */
  calendar?: string | undefined,
  /**
   * `kf`.
   */
  caseFirst?: string | undefined,
  /**
   * `co`.
   */
  collation?: string | undefined,
  /**
   * `fw`.
   */
  firstDayOfWeek?: string | undefined,
  /**
   * `hc`.
   */
  hourCycle?: string | undefined,
  /**
   * `kn`.
   */
  numeric: boolean,
  /**
   * `nu`.
   */
  numberingSystem?: string | undefined,
}
/**
 * What is customary in a locale.
 */
export interface Customs {
  /**
   * Calendars, the usual one first.
   */
  calendars: Array<string>,
  /**
   * Collations.
   */
  collations: Array<string>,
  /**
   * Hour cycles (`h12`, `h23`, …).
   */
  hourCycles: Array<string>,
  /**
   * Numbering systems.
   */
  numberingSystems: Array<string>,
  /**
   * None where the locale names no region.
   */
  timeZones?: Array<string> | undefined,
  /**
   * `ltr` or `rtl`; none where it is not known.
   */
  direction?: string | undefined,
  /**
   * The first day of the week, 1 (Monday) to 7.
   */
  firstDay: number,
  /**
   * The days of the weekend.
   */
  weekend: Uint8Array,
}

export class Formatter {
  /**
  * Makes one. Where no locale of `locales` is supported, the default locale is taken. Options have their names and types of ECMA-402.
  */
  static open(kind: Kind, locales: Array<string>, options: Array<[string, OptionValue]>): Formatter;
  /**
  * `resolvedOptions`, in its order.
  */
  resolvedOptions(): Array<[string, OptionValue]>;
  /**
  * `format`, and `of` of `display-names` (none: it has no name).
  */
  format(value: Operand): string | undefined;
  /**
  * `formatToParts`.
  */
  formatToParts(value: Operand): Array<Part>;
  /**
  * `formatRange` of numbers and dates.
  */
  formatRange(start: Operand, end: Operand): string;
  /**
  * `formatRangeToParts` of numbers and dates.
  */
  formatRangeToParts(start: Operand, end: Operand): Array<Part>;
  /**
  * `select` of `plural-rules`.
  */
  select(value: number): string;
  /**
  * `selectRange` of `plural-rules`.
  */
  selectRange(start: number, end: number): string;
  /**
  * `compare` of `collator`: negative, 0 or positive.
  */
  compare(left: string, right: string): number;
  /**
  * All segments of a text at once.
  */
  segment(text: string): Segments;
}
