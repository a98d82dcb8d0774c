/** `Intl.RelativeTimeFormat`: ECMA-402, section 18. */
import type { Operand } from 'zora:node/intl@0.1.0';
import { toNumber, toParts } from './operands.ts';
import { text } from './options.ts';
import { makeConstructor, Service } from './service.ts';

const relativeTimeFormats = new Service({
  name: 'RelativeTimeFormat',
  kind: 'relative-time-format',
  options: { localeMatcher: text, numberingSystem: text, style: text, numeric: text },
});

function relative(value: unknown, unit: unknown): Operand {
  return { tag: 'relative', val: [toNumber(value), `${unit}`.toWellFormed()] };
}

export const RelativeTimeFormat = /* @__PURE__ */ makeConstructor(relativeTimeFormats, {
  format(value: unknown, unit: unknown) {
    const operand = relative(value, unit);
    return relativeTimeFormats.call(this, 'format', (formatter) => formatter.format(operand));
  },
  formatToParts(value: unknown, unit: unknown) {
    const operand = relative(value, unit);
    return toParts(relativeTimeFormats.call(this, 'formatToParts', (formatter) => formatter.formatToParts(operand)));
  },
});
