/** Options, operands and parts between their WIT form and the engine's. */
import { LimitExceeded } from '../../capability/denial.ts';
import type * as Wit from '../../wit/zora-node-intl.d.ts';

/** The longest text of a call, in UTF-16 code units. */
const MAX_TEXT = 4 * 1024 * 1024;
/** The longest number in digits: what it costs grows with the square. */
const MAX_DIGITS = 64 * 1024;

/** @throws {LimitExceeded} for texts that are too long in all */
export function assertLength(texts: Iterable<string>, maximum: number = MAX_TEXT): void {
  let length = 0;
  for (const text of texts) {
    length += text.length + 1;
    if (length > maximum + 1) throw new LimitExceeded('intlText', maximum);
  }
}

type Options = readonly (readonly [name: string, value: Wit.OptionValue])[];

/** An object of options as a constructor reads it. */
export function toOptions(options: Options): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null);
  for (const [name, { val }] of options) result[name] = val;
  return result;
}

/** Resolved options, in their order. */
export function fromOptions(options: object): [string, Wit.OptionValue][] {
  return Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, toOptionValue(value)]);
}

function toOptionValue(value: unknown): Wit.OptionValue {
  if (typeof value === 'number') return { tag: 'number', val: value };
  if (typeof value === 'boolean') return { tag: 'flag', val: value };
  if (Array.isArray(value)) return { tag: 'texts', val: value.map(String) };
  return { tag: 'text', val: String(value) };
}

/** What the engine is given: a number, a string, strings, or an object of fields. */
export function toValue(operand: Wit.Operand): unknown {
  switch (operand.tag) {
    case 'number':
    case 'relative':
      return operand.val;
    case 'text':
      assertLength([operand.val], MAX_DIGITS);
      return operand.val;
    case 'texts':
      assertLength(operand.val);
      return operand.val;
    case 'duration':
      return Object.assign(Object.create(null), Object.fromEntries(operand.val));
  }
}

/** A part as the engine gives it. */
export interface EnginePart {
  type: string;
  value: string;
  source?: string;
  unit?: string;
}

/** Parts in their WIT form. */
export function toParts(parts: readonly EnginePart[]): Wit.Part[] {
  return parts.map(({ type, value, source, unit }) => ({ type, value, source, unit }));
}

/** The UTF-16 indices at which segments begin, and which are like words. */
export function toSegments(segmenter: Intl.Segmenter, text: string): Wit.Segments {
  const starts: number[] = [];
  const wordLike: number[] = [];
  for (const { index, isWordLike } of segmenter.segment(text)) {
    starts.push(index);
    if (isWordLike !== undefined) wordLike.push(isWordLike ? 1 : 0);
  }
  return { starts: Uint32Array.from(starts), wordLike: Uint8Array.from(wordLike) };
}
