/** `Intl.PluralRules`: ECMA-402, section 17. */
import { toNumber } from './operands.ts';
import { DIGIT_OPTIONS, text } from './options.ts';
import { makeConstructor, Service } from './service.ts';

const pluralRules = new Service({
  name: 'PluralRules',
  kind: 'plural-rules',
  options: { localeMatcher: text, type: text, notation: text, compactDisplay: text, ...DIGIT_OPTIONS },
});

export const PluralRules = /* @__PURE__ */ makeConstructor(pluralRules, {
  select(value: unknown) {
    const operand = toNumber(value);
    return pluralRules.call(this, 'select', (formatter) => formatter.select(operand));
  },
  selectRange(start: unknown, end: unknown) {
    if (start === undefined) throw new TypeError('Invalid start : undefined');
    if (end === undefined) throw new TypeError('Invalid end : undefined');
    const ends = [toNumber(start), toNumber(end)] as const;
    return pluralRules.call(this, 'selectRange', (formatter) => formatter.selectRange(...ends));
  },
});
