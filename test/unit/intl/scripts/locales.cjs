'use strict';
const { show } = require('./show.cjs');

const FIELDS = [
  'baseName',
  'language',
  'script',
  'region',
  'calendar',
  'caseFirst',
  'collation',
  'firstDayOfWeek',
  'hourCycle',
  'numeric',
  'numberingSystem',
];
const METHODS = [
  'toString',
  'maximize',
  'minimize',
  'getCalendars',
  'getCollations',
  'getHourCycles',
  'getNumberingSystems',
  'getTimeZones',
  'getTextInfo',
  'getWeekInfo',
];
const describe = (locale) => [
  FIELDS.map((field) => [field, locale[field]]),
  METHODS.map((method) => [method, method.endsWith('imize') ? locale[method]().toString() : locale[method]()]),
  `${locale}`,
  JSON.stringify(locale),
];
for (const tag of [
  'en',
  'EN-us',
  'de-Latn-DE-1996',
  'zh-Hant-TW',
  'ar',
  'he-IL',
  'en-u-ca-buddhist-co-phonebk-hc-h12-kf-lower-kn-nu-thai',
  'sr-Latn',
  'und',
  'und-US',
  'iw',
  'i-klingon',
  'en-x-private',
  'fa-IR',
  'ja-JP',
  'en-u-fw-mon',
  'sl-rozaj-biske-1994',
])
  show(tag, () => describe(new Intl.Locale(tag)));
for (const options of [
  { region: 'GB' },
  { script: 'Cyrl', language: 'sr' },
  { calendar: 'gregory', numeric: true, hourCycle: 'h23' },
  { caseFirst: false },
  { numberingSystem: 'latn', collation: 'emoji' },
  { firstDayOfWeek: 'tue' },
  { language: 'x' },
  { region: '' },
  { hourCycle: 'h99' },
  { calendar: 'a' },
  null,
  5,
  'x',
])
  show(JSON.stringify(options), () => describe(new Intl.Locale('en-US', options)));
for (const tag of [undefined, null, 5, '', 'x', 'en_US', {}, ['de'], new Intl.Locale('fr')])
  show(`tag ${String(tag)}`, () => new Intl.Locale(tag).toString());
show('receiver', () => Intl.Locale.prototype.maximize.call({}));
show('as locales', () => [
  new Intl.NumberFormat(new Intl.Locale('de')).format(1.5),
  new Intl.NumberFormat([new Intl.Locale('fr')]).resolvedOptions().locale,
  (1.5).toLocaleString(new Intl.Locale('de-u-nu-thai')),
]);
show('canonical', () => Intl.getCanonicalLocales(['EN-us', 'zh-cmn-Hans', 'en-us', 'iw', 'de-u-nu-latn-ca-gregory']));
show('canonical nothing', () => [Intl.getCanonicalLocales(), Intl.getCanonicalLocales('')]);
for (const key of ['calendar', 'collation', 'currency', 'numberingSystem', 'timeZone', 'unit', 'x', undefined])
  show(`supported ${key}`, () => Intl.supportedValuesOf(key));
show('subclass', () => {
  class Mine extends Intl.Locale {}
  const mine = new Mine('de');
  return [mine instanceof Mine, mine.language, mine.maximize() instanceof Mine];
});
