'use strict';
const { show } = require('./show.cjs');

const LOCALES = [
  undefined,
  'en',
  'de',
  'de-CH',
  'fr',
  'ja',
  'ar-EG',
  'hi',
  'pt-BR',
  'pl',
  'sv',
  'th-u-nu-thai',
  ['xx', 'es'],
  'en-u-nu-fullwide',
  'zh-Hans-CN-u-nu-hanidec',
];
const OPTIONS = [
  undefined,
  { style: 'percent' },
  { style: 'currency', currency: 'EUR' },
  { style: 'currency', currency: 'JPY', currencyDisplay: 'name' },
  { style: 'currency', currency: 'usd', currencySign: 'accounting', currencyDisplay: 'narrowSymbol' },
  { style: 'unit', unit: 'kilometer-per-hour', unitDisplay: 'long' },
  { style: 'unit', unit: 'byte', unitDisplay: 'narrow' },
  { notation: 'compact' },
  { notation: 'compact', compactDisplay: 'long' },
  { notation: 'scientific', maximumFractionDigits: 2 },
  { notation: 'engineering' },
  { minimumFractionDigits: 2 },
  { maximumSignificantDigits: 3, roundingMode: 'floor' },
  { minimumIntegerDigits: 4, useGrouping: false },
  { useGrouping: 'min2' },
  { useGrouping: true },
  { signDisplay: 'exceptZero' },
  { roundingIncrement: 5, maximumFractionDigits: 2, minimumFractionDigits: 2, trailingZeroDisplay: 'stripIfInteger' },
];
const VALUES = [
  0,
  -0,
  1,
  -1234.5678,
  1e21,
  0.000012345,
  NaN,
  Infinity,
  123456789012345678901234567890n,
  '12345678901234567890.123456789',
  '0x1f',
  ' 7 ',
  '',
  'seven',
  null,
  true,
  undefined,
  { valueOf: () => 42 },
  [5],
];

for (const locale of LOCALES) {
  for (const options of OPTIONS) {
    const name = `${locale} ${JSON.stringify(options)}`;
    show(name, () => {
      const format = new Intl.NumberFormat(locale, options);
      return VALUES.map(format.format);
    });
    show(`${name} parts`, () => new Intl.NumberFormat(locale, options).formatToParts(-1234567.891));
    show(`${name} resolved`, () => new Intl.NumberFormat(locale, options).resolvedOptions());
    show(`${name} method`, () => [
      (1234567.891).toLocaleString(locale, options),
      98765432109876543210n.toLocaleString(locale, options),
    ]);
  }
  show(`${locale} ranges`, () => {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
    return [
      format.formatRange(3, 5),
      format.formatRange(2.9, 3.1),
      format.formatRange('1', 10n),
      format.formatRangeToParts(3, 5),
    ];
  });
  for (const options of [
    undefined,
    { type: 'ordinal' },
    { minimumFractionDigits: 1 },
    { maximumSignificantDigits: 1 },
  ]) {
    show(`${locale} plural ${JSON.stringify(options)}`, () => {
      const rules = new Intl.PluralRules(locale, options);
      return [
        [0, 1, 2, 3, 4, 5, 11, 21, 100, 1.5, 1e6, NaN, '7'].map((value) => rules.select(value)),
        rules.selectRange(1, 2),
        rules.resolvedOptions(),
      ];
    });
  }
}

for (const options of [
  { style: 'x' },
  { style: 'currency' },
  { style: 'currency', currency: 'toolong' },
  { style: 'unit' },
  { style: 'unit', unit: 'stone-age' },
  { minimumFractionDigits: 101 },
  { minimumFractionDigits: NaN },
  { minimumFractionDigits: 3, maximumFractionDigits: 2 },
  { notation: 5 },
  { useGrouping: 'never' },
  { roundingIncrement: 3 },
  { localeMatcher: 'x' },
  { numberingSystem: 'a' },
  null,
  5,
  'x',
])
  show(`wrong ${JSON.stringify(options)}`, () => new Intl.NumberFormat('en', options).format(1));
for (const locale of [
  'x',
  'de_DE',
  '',
  'en-',
  null,
  5,
  true,
  [5],
  [null],
  [undefined],
  ['en', 'x'],
  {},
  { length: 1, 0: 'de' },
  ['de', 'de', 'en-US'],
  'i-klingon',
  'EN-latn-us',
  'zh-cmn',
  'en-u-ca-x',
])
  show(`locale ${JSON.stringify(locale)}`, () => [
    new Intl.NumberFormat(locale).resolvedOptions().locale,
    Intl.getCanonicalLocales(locale),
  ]);
show('supported', () =>
  Intl.NumberFormat.supportedLocalesOf(['de', 'xx', 'tlh', 'en-u-nu-thai'], { localeMatcher: 'lookup' }),
);
show('supported nothing', () => Intl.PluralRules.supportedLocalesOf());
show('supported wrong', () => Intl.Collator.supportedLocalesOf('en', { localeMatcher: 'x' }));
show('without new', () => [Intl.NumberFormat('de').format(1.5), Intl.NumberFormat('de') instanceof Intl.NumberFormat]);
show('plural without new', () => Intl.PluralRules());
show('same function', () => {
  const format = new Intl.NumberFormat();
  return [new Set([format.format, format.format]).size, format.format.name, format.format.length];
});
show('subclass', () => {
  class Mine extends Intl.NumberFormat {
    twice(value) {
      return this.format(value * 2);
    }
  }
  const mine = new Mine('de');
  return [mine.twice(0.75), mine instanceof Mine, mine instanceof Intl.NumberFormat];
});
show('options in order', () => {
  const seen = [];
  new Intl.NumberFormat('en', new Proxy({}, { get: (_, key) => void seen.push(key) }));
  return seen.sort();
});
show(
  'a getter that throws',
  () =>
    new Intl.NumberFormat('en', {
      get style() {
        throw new EvalError('mine');
      },
    }),
);
show('receivers', () => Intl.NumberFormat.prototype.formatToParts.call({}, 1));
show('receivers 2', () => Intl.PluralRules.prototype.select.call(5, 1));
show('bigint of plural', () => new Intl.PluralRules().select(1n));
show('range', () => new Intl.NumberFormat().formatRange(1));
show('range NaN', () => new Intl.NumberFormat().formatRange(1, NaN));
show('Number method', () => Number.prototype.toLocaleString.call('x'));
show('BigInt method', () => BigInt.prototype.toLocaleString.call(1));
show('Number object', () => Object(1234.5).toLocaleString('de'));
show('many', () =>
  Array.from(
    { length: 300 },
    (_, i) => new Intl.NumberFormat('de', { minimumFractionDigits: i % 100, minimumIntegerDigits: 1 + (i % 21) }),
  ).map((format) => format.format(1.25).length),
);
show('arrays', () => [
  [1234.5, null, undefined, 'x', new Date(0), [1.5, 2.5]].toLocaleString('de', { timeZone: 'UTC' }),
  new Float64Array([1234.5, -0, NaN]).toLocaleString('fr'),
  [].toLocaleString(),
  [1234].toLocaleString(),
]);
show('array cycle', () => {
  const list = [1];
  list.push(list, 2);
  return list.toLocaleString();
});
show('array of nothing', () => Array.prototype.toLocaleString.call(null));
show('array-like', () => Array.prototype.toLocaleString.call({ length: 2, 0: 1.5, 1: 'a' }, 'de'));
