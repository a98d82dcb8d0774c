/** `Intl.NumberFormat`: ECMA-402, section 16. */
import { callIntl, type FormatterEntry, hostOf } from './host.ts';
import { numeric, toParts } from './operands.ts';
import { DIGIT_OPTIONS, grouping, text } from './options.ts';
import { makeConstructor, Service } from './service.ts';

/** The objects; `Number.prototype.toLocaleString` formats by it, too. */
export const numberFormats = new Service({
  name: 'NumberFormat',
  kind: 'number-format',
  callable: true,
  options: {
    localeMatcher: text,
    numberingSystem: text,
    style: text,
    currency: text,
    currencyDisplay: text,
    currencySign: text,
    unit: text,
    unitDisplay: text,
    notation: text,
    ...DIGIT_OPTIONS,
    compactDisplay: text,
    useGrouping: grouping,
    signDisplay: text,
  },
});

/** A number, formatted. */
export function formatNumber(entry: FormatterEntry, value: unknown): string {
  const operand = numeric(value);
  return callIntl(() => hostOf(entry).format(operand)) as string;
}

function assertEnds(start: unknown, end: unknown): void {
  if (start === undefined) throw new TypeError('Invalid start : undefined');
  if (end === undefined) throw new TypeError('Invalid end : undefined');
}

export const NumberFormat = /* @__PURE__ */ makeConstructor(numberFormats, {
  get format(): unknown {
    return numberFormats.bound(this, 'format', (entry) => (value?: unknown) => formatNumber(entry, value));
  },
  formatToParts(value?: unknown) {
    const operand = numeric(value);
    return toParts(numberFormats.call(this, 'formatToParts', (formatter) => formatter.formatToParts(operand)));
  },
  formatRange(start: unknown, end: unknown) {
    assertEnds(start, end);
    const ends = [numeric(start), numeric(end)] as const;
    return numberFormats.call(this, 'formatRange', (formatter) => formatter.formatRange(...ends));
  },
  formatRangeToParts(start: unknown, end: unknown) {
    assertEnds(start, end);
    const ends = [numeric(start), numeric(end)] as const;
    return toParts(
      numberFormats.call(this, 'formatRangeToParts', (formatter) => formatter.formatRangeToParts(...ends)),
    );
  },
});
