'use strict';
const { show } = require('./show.cjs');

const WORDS = [
  'z',
  'a',
  'Z',
  'A',
  'ä',
  'Ä',
  'ae',
  'af',
  'ö',
  'o',
  'zebra',
  'Äpfel',
  'Apfel',
  'apfel',
  'résumé',
  'resume',
  'Resume',
  'a10',
  'a9',
  'a-b',
  'ab',
  'a b',
  '',
  ' ',
  '_',
  '-',
  '1',
  '10',
  '2',
  'ch',
  'cz',
  'll',
  'lz',
  'ß',
  'ss',
  'ı',
  'i',
  'I',
  'İ',
  '中',
  '文',
  'あ',
  'ア',
  '\u00e9',
  'e\u0301',
  '😀',
  '\ufb03',
  'ffi',
];
for (const locale of [
  undefined,
  'en',
  'de',
  'de-u-co-phonebk',
  'sv',
  'cs',
  'es-u-co-trad',
  'lt',
  'tr',
  'da',
  'ja',
  'zh',
  'zh-u-co-stroke',
  'en-u-kn',
  'en-u-kf-upper',
]) {
  for (const options of [
    undefined,
    { sensitivity: 'base' },
    { sensitivity: 'accent' },
    { sensitivity: 'case' },
    { numeric: true },
    { caseFirst: 'upper' },
    { ignorePunctuation: true },
    { usage: 'search' },
  ]) {
    const name = `${locale} ${JSON.stringify(options)}`;
    show(name, () => WORDS.toSorted(new Intl.Collator(locale, options).compare));
    show(`${name} resolved`, () => new Intl.Collator(locale, options).resolvedOptions());
    show(`${name} localeCompare`, () => WORDS.slice(0, 20).map((word) => word.localeCompare('apfel', locale, options)));
  }
  show(`${locale} matrix`, () =>
    WORDS.map((left) => WORDS.map((right) => '<=>'[Math.sign(left.localeCompare(right, locale)) + 1]).join('')),
  );
  show(`${locale} case`, () =>
    ['Iıİi ß ŉ ΑΣ άΐ ﬃ i̇ j̇ Ì', 'ΌΣΟΣ'].map((text) => [text.toLocaleUpperCase(locale), text.toLocaleLowerCase(locale)]),
  );
}
show('case of Greek', () => [
  'άέή ΐ'.toLocaleUpperCase('el'),
  'άέή ΐ'.toLocaleUpperCase(['el-GR', 'tr']),
  'ί'.toLocaleUpperCase(new Intl.Locale('el')),
]);
show('case wrong', () => 'a'.toLocaleUpperCase('x'));
show('case null', () => 'a'.toLocaleLowerCase(null));
show('case empty', () => 'A'.toLocaleLowerCase([]));
show('compare undefined', () => ['undefined'.localeCompare(), 'a'.localeCompare(undefined), 'a'.localeCompare(null)]);
show('compare wrong', () => 'a'.localeCompare('b', 'x'));
show('compare null', () => String.prototype.localeCompare.call(null, 'a'));
show('compare same wrong', () => 'a'.localeCompare('a', 'de', { sensitivity: 'x' }));
show('compare bound', () => {
  const collator = new Intl.Collator();
  return [new Set([collator.compare, collator.compare]).size, collator.compare.length, collator.compare(1, 2)];
});

for (const locale of [undefined, 'de', 'ja', 'ar', 'zh', 'es']) {
  for (const type of ['conjunction', 'disjunction', 'unit']) {
    for (const style of ['long', 'short', 'narrow']) {
      show(`list ${locale} ${type} ${style}`, () => {
        const format = new Intl.ListFormat(locale, { type, style });
        return [[], ['a'], ['a', 'b'], ['a', 'b', 'c'], 'xyz', new Set(['p', 'q'])]
          .map((list) => format.format(list))
          .concat(format.formatToParts(['a', 'b', 'c']), format.resolvedOptions());
      });
    }
  }
  for (const style of ['long', 'short', 'narrow']) {
    for (const numeric of ['always', 'auto']) {
      show(`relative ${locale} ${style} ${numeric}`, () => {
        const format = new Intl.RelativeTimeFormat(locale, { style, numeric });
        return [
          format.format(-1, 'day'),
          format.format(0, 'year'),
          format.format(-0, 'year'),
          format.format('3.5', 'hours'),
          format.format(-1234, 'quarter'),
          format.formatToParts(-12345.5, 'minute'),
          format.resolvedOptions(),
        ];
      });
    }
  }
  for (const type of ['language', 'region', 'script', 'currency', 'calendar', 'dateTimeField']) {
    show(`names ${locale} ${type}`, () => {
      const names = new Intl.DisplayNames(locale, { type });
      return [
        ...['de-AT', 'zh-Hant', 'US', 'Latn', 'EUR', 'gregory', 'year', 'xx', 'ZZ'].map((code) => {
          try {
            return names.of(code);
          } catch (error) {
            return `${error}`;
          }
        }),
        names.resolvedOptions(),
      ];
    });
  }
  show(`names none ${locale}`, () => new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' }).of('QX'));
  for (const style of ['long', 'short', 'narrow', 'digital']) {
    show(`duration ${locale} ${style}`, () => {
      const format = new Intl.DurationFormat(locale, { style, fractionalDigits: 2 });
      return [
        format.format({ hours: 1, minutes: 2, seconds: 3, milliseconds: 456 }),
        format.format({ years: 1, days: -0 }),
        format.format({ days: -3 }),
        format.formatToParts({ hours: 7, minutes: 8 }),
        format.resolvedOptions(),
      ];
    });
  }
  for (const granularity of ['grapheme', 'word', 'sentence']) {
    show(`segments ${locale} ${granularity}`, () => {
      const segmenter = new Intl.Segmenter(locale, { granularity });
      const texts = [
        'Hello, world. How are you? 3.14!',
        '吾輩は猫である。名前はたぬき。',
        '👨‍👩‍👧‍👦🇩🇪🇫🇷e\u0301x\r\ny',
        'สวัสดีครับ',
        '',
        'plain ascii',
        'a\ud800b',
        'a\r\nb',
      ];
      return texts.map((text) => [...segmenter.segment(text)]).concat(segmenter.resolvedOptions());
    });
    show(`containing ${locale} ${granularity}`, () => {
      const segments = new Intl.Segmenter(locale, { granularity }).segment('ab c🇩🇪d');
      return [undefined, 0, 1, 2.7, 5, 6, 8, 9, -1, Infinity, NaN, '3'].map((index) => segments.containing(index));
    });
  }
}
show('list wrong', () => new Intl.ListFormat().format([1]));
show('list nothing', () => new Intl.ListFormat().format());
show('list options', () => new Intl.ListFormat('en', 'x'));
show('relative unit', () => new Intl.RelativeTimeFormat().format(1));
show('relative infinite', () => new Intl.RelativeTimeFormat().format(Infinity, 'day'));
show('relative options', () => new Intl.RelativeTimeFormat('en', null));
show('names type', () => new Intl.DisplayNames('en'));
show('names options', () => new Intl.DisplayNames('en', {}));
show('duration fraction', () => new Intl.DurationFormat().format({ hours: 1.5 }));
show('duration signs', () => new Intl.DurationFormat().format({ hours: 1, days: -1 }));
show('duration empty', () => new Intl.DurationFormat().format({}));
show('duration number', () => new Intl.DurationFormat().format(5));
show('duration string', () => new Intl.DurationFormat().format('PT5H'));
show('segment options', () => new Intl.Segmenter('en', null));
show('segments receiver', () => Object.getPrototypeOf(new Intl.Segmenter().segment('a')).containing.call(1));
show('segment iterator', () => {
  const [iterator] = [new Intl.Segmenter().segment('ab')[Symbol.iterator]()];
  return [
    iterator.next().value.index,
    iterator.next().done,
    iterator.next().done,
    iterator[Symbol.iterator]() === iterator,
    Object.prototype.toString.call(iterator),
  ];
});
