/** `Intl.DurationFormat`: ECMA-402, section 13. */
import type { Operand } from 'zora:node/intl@0.1.0';
import { toNumber, toParts } from './operands.ts';
import { number, type OptionReaders, text } from './options.ts';
import { makeConstructor, Service } from './service.ts';

const UNITS = 'years months weeks days hours minutes seconds milliseconds microseconds nanoseconds'.split(' ');

const options: Record<string, OptionReaders[string]> = { localeMatcher: text, numberingSystem: text, style: text };
for (const unit of UNITS) {
  options[unit] = text;
  options[`${unit}Display`] = text;
}
options['fractionalDigits'] = number;

const durationFormats = new Service({ name: 'DurationFormat', kind: 'duration-format', objectOptions: true, options });

/** The fields of a duration; whether they make one is for the host to say. */
function duration(value: unknown): Operand {
  if (typeof value === 'string') return { tag: 'text', val: value.toWellFormed() };
  // No duration at all: the host's engine has the words.
  if (typeof value !== 'object' || value === null) return { tag: 'number', val: 0 };
  const fields: [string, number][] = [];
  for (const unit of UNITS.toSorted()) {
    const field = (value as Record<string, unknown>)[unit];
    if (field !== undefined) fields.push([unit, toNumber(field)]);
  }
  return { tag: 'duration', val: fields };
}

export const DurationFormat = /* @__PURE__ */ makeConstructor(durationFormats, {
  format(value: unknown) {
    const operand = duration(value);
    return durationFormats.call(this, 'format', (formatter) => formatter.format(operand));
  },
  formatToParts(value: unknown) {
    const operand = duration(value);
    return toParts(durationFormats.call(this, 'formatToParts', (formatter) => formatter.formatToParts(operand)));
  },
});
