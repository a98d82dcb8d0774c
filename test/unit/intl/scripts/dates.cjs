'use strict';
const { show } = require('./show.cjs');

const LOCALES = [
  undefined,
  'en-GB',
  'de',
  'fr-CA',
  'ja-JP-u-ca-japanese',
  'ar-EG',
  'fa',
  'he',
  'th',
  'zh-TW',
  'en-u-hc-h23',
  'ko',
  ['xx', 'es'],
];
const OPTIONS = [
  undefined,
  { dateStyle: 'full', timeStyle: 'long', timeZone: 'Europe/Berlin' },
  { dateStyle: 'short' },
  { timeStyle: 'medium', timeZone: 'Asia/Kolkata' },
  { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  { era: 'short' },
  { hour: 'numeric', minute: '2-digit', hour12: true, dayPeriod: 'long' },
  { hour: '2-digit', hourCycle: 'h24' },
  { second: 'numeric', fractionalSecondDigits: 3 },
  { timeZone: 'America/New_York', timeZoneName: 'long' },
  { timeZone: '+05:30', timeZoneName: 'shortOffset', hour: 'numeric' },
  { month: 'narrow', calendar: 'hebrew' },
  { year: '2-digit', month: '2-digit', day: '2-digit', numberingSystem: 'arab' },
];
const DATES = [0, 1e12, -1e13, new Date(Date.UTC(2024, 1, 29, 12, 34, 56, 789)), 8.64e15, 1721952000000.9, null, true];

for (const locale of LOCALES) {
  for (const options of OPTIONS) {
    const name = `${locale} ${JSON.stringify(options)}`;
    show(name, () => DATES.map(new Intl.DateTimeFormat(locale, options).format));
    show(`${name} parts`, () => new Intl.DateTimeFormat(locale, options).formatToParts(1e12));
    show(`${name} resolved`, () => new Intl.DateTimeFormat(locale, options).resolvedOptions());
    show(`${name} range`, () => {
      const format = new Intl.DateTimeFormat(locale, options);
      return [format.formatRange(0, 1e10), format.formatRange(0, 0), format.formatRangeToParts(0, new Date(1e8))];
    });
    for (const method of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']) {
      show(`${name} ${method}`, () => DATES.slice(0, 4).map((date) => new Date(date)[method](locale, options)));
    }
  }
}

const date = new Date(0);
show('invalid', () => new Intl.DateTimeFormat().format(NaN));
show('too late', () => new Intl.DateTimeFormat().format(8.64e15 + 1));
show('not a number', () => new Intl.DateTimeFormat().format('1970'));
show('invalid date', () => [
  new Date(NaN).toLocaleString(),
  new Date(NaN).toLocaleDateString('de'),
  new Date(NaN).toLocaleTimeString(),
]);
show('range without end', () => new Intl.DateTimeFormat().formatRange(0));
show('zone', () => new Intl.DateTimeFormat('en', { timeZone: 'Mars/Base' }));
show('option', () => new Intl.DateTimeFormat('en', { month: 'tiny' }));
show('style and field', () => new Intl.DateTimeFormat('en', { dateStyle: 'short', month: 'long' }));
show('options', () => new Intl.DateTimeFormat('en', null));
show('method options', () => date.toLocaleString('en', null));
show('date with timeStyle', () => date.toLocaleDateString('en', { timeStyle: 'short' }));
show('time with dateStyle', () => date.toLocaleTimeString('en', { dateStyle: 'short' }));
show('date with hour', () => date.toLocaleDateString('en', { hour: 'numeric' }));
show('time with year', () => date.toLocaleTimeString('en', { year: 'numeric' }));
show('method option', () => [1, 2].toLocaleString('de', { style: 'x' }));
show('date option', () => date.toLocaleDateString('en', { month: 'tiny' }));
show('receiver', () => Date.prototype.toLocaleString.call(1));
show('not a format', () => Intl.DateTimeFormat.prototype.formatToParts.call({}));
show(
  'now',
  () =>
    Math.abs(
      Date.parse(
        `${new Intl.DateTimeFormat('en', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' }).format()} UTC`,
      ) - Date.now(),
    ) < 5000,
);
show('without new', () => Intl.DateTimeFormat('de', { timeZone: 'UTC' }).format(0));

for (const zone of ['America/New_York', ':Asia/Tokyo', 'Europe/Dublin', 'UTC']) {
  process.env.TZ = zone;
  show(`TZ=${zone}`, () => [
    date.toLocaleString('en-US', { timeZoneName: 'long' }),
    Intl.DateTimeFormat().resolvedOptions().timeZone,
    new Intl.DateTimeFormat('de', { timeStyle: 'full' }).format(0),
  ]);
}
