import { expect } from 'vitest';
import type * as Intl from '../../host-bridge/wit/zora-node-intl.d.ts';
import { drop, errorOf, type Instance, type OpenInstance, type Rights } from '../host.ts';
import type { Registrar } from '../registrar.ts';

type Options = [string, Intl.OptionValue][];

const text = (val: string): Intl.OptionValue => ({ tag: 'text', val });
const number = (val: number): { tag: 'number'; val: number } => ({ tag: 'number', val });

/** The contract of `zora:node/intl`. What is formatted how is for the host's ICU: these are values that do not change from version to version. */
export function intlContract(openInstance: OpenInstance, { afterEach, describe, test }: Registrar): void {
  describe('zora:node/intl', () => {
    let instance: Instance | undefined;
    const start = async (rights: Rights = {}): Promise<typeof Intl> => {
      instance = await openInstance({ hostEnv: { LANG: 'de_DE.UTF-8', TZ: 'Asia/Tokyo' }, ...rights });
      return instance.imports['zora:node/intl'];
    };
    const resolved = (formatter: Intl.Formatter) => Object.fromEntries(formatter.resolvedOptions());
    afterEach(async () => {
      await instance?.dispose();
      instance = undefined;
    });

    test('takes locale and time zone from nowhere where the grant names no variables', async () => {
      const { Formatter, defaultLocale } = await start();
      expect(defaultLocale()).toBe('en-US');
      expect(resolved(Formatter.open('number-format', [], []))).toMatchObject({ locale: text('en-US') });
      const dates = Formatter.open('date-time-format', [], [['timeStyle', text('short')]]);
      expect(resolved(dates)).toMatchObject({ locale: text('en-US'), timeZone: text('UTC') });
    });

    test('takes them from the variables that the grant names', async () => {
      const { Formatter, defaultLocale } = await start({ env: ['LANG', 'TZ'] });
      expect(defaultLocale()).toBe('de-DE');
      expect(resolved(Formatter.open('date-time-format', [], []))).toMatchObject({
        locale: text('de-DE'),
        timeZone: text('Asia/Tokyo'),
      });
      expect(Formatter.open('number-format', ['xx'], []).format(number(1.5))).toBe('1,5');
    });

    test.each([
      [{ LANG: 'C' }, 'en-US'],
      [{ LANG: 'de', LC_ALL: 'fr_CA@euro' }, 'fr-CA'],
      [{ LANG: '..', LC_MESSAGES: '' }, 'en-US'],
      [{ LANG: 'tlh' }, 'en-US'],
    ])('the locale of %j is %s', async (hostEnv, locale) => {
      const { defaultLocale } = await start({ env: ['LANG', 'LC_ALL', 'LC_MESSAGES'], hostEnv });
      expect(defaultLocale()).toBe(locale);
    });

    test('knows time zones', async () => {
      const { timeZoneOf } = await start();
      expect(['Europe/Berlin', ':Europe/Berlin', '', 'Mars/Base'].map(timeZoneOf)).toEqual([
        'Europe/Berlin',
        'Europe/Berlin',
        'UTC',
        'UTC',
      ]);
    });

    test('formats numbers of any length', async () => {
      const { Formatter } = await start();
      const formatter = Formatter.open('number-format', ['de'], []);
      expect(formatter.format(number(1234.5))).toBe('1.234,5');
      expect(formatter.format({ tag: 'text', val: '12345678901234567890.5' })).toBe('12.345.678.901.234.567.890,5');
      expect(formatter.formatToParts(number(-1.5)).map(({ type, value }) => [type, value])).toEqual([
        ['minusSign', '-'],
        ['integer', '1'],
        ['decimal', ','],
        ['fraction', '5'],
      ]);
      expect(formatter.formatRange(number(1), number(2))).toBe('1–2');
      expect(formatter.formatRangeToParts(number(1), number(2))[0]).toMatchObject({
        type: 'integer',
        source: 'startRange',
      });
    });

    test('formats the other kinds', async () => {
      const { Formatter } = await start();
      const open = (kind: Intl.Kind, options: Options = []) => Formatter.open(kind, ['en'], options);
      expect(open('date-time-format', [['dateStyle', text('short')]]).format(number(0))).toBe('1/1/70');
      expect(open('list-format').format({ tag: 'texts', val: ['a', 'b', 'c'] })).toBe('a, b, and c');
      expect(open('relative-time-format').format({ tag: 'relative', val: [-2, 'day'] })).toBe('2 days ago');
      expect(open('relative-time-format').formatToParts({ tag: 'relative', val: [-2, 'day'] })[0]).toMatchObject({
        unit: 'day',
      });
      expect(
        open('duration-format').format({
          tag: 'duration',
          val: [
            ['hours', 2],
            ['minutes', 5],
          ],
        }),
      ).toBe('2 hr, 5 min');
      const names = open('display-names', [
        ['type', text('region')],
        ['fallback', text('none')],
      ]);
      expect([names.format(text('DE') as Intl.Operand), names.format(text('QX') as Intl.Operand)]).toEqual([
        'Germany',
        undefined,
      ]);
      expect([1, 2].map((value) => open('plural-rules').select(value))).toEqual(['one', 'other']);
      expect(open('plural-rules').selectRange(1, 2)).toBe('other');
    });

    test('compares', async () => {
      const { Formatter } = await start();
      const compare = (options: Options, left: string, right: string) =>
        Math.sign(Formatter.open('collator', ['en'], options).compare(left, right));
      expect([
        compare([], 'ä', 'z'),
        compare([], 'a10', 'a9'),
        compare([['numeric', { tag: 'flag', val: true }]], 'a10', 'a9'),
      ]).toEqual([-1, -1, 1]);
    });

    test('divides texts', async () => {
      const { Formatter } = await start();
      const graphemes = Formatter.open('segmenter', ['en'], []).segment('e\u0301x🇩🇪');
      expect([...graphemes.starts]).toEqual([0, 2, 3]);
      expect(graphemes.wordLike.length).toBe(0);
      const words = Formatter.open('segmenter', ['en'], [['granularity', text('word')]]).segment('hi, you');
      expect([[...words.starts], [...words.wordLike]]).toEqual([
        [0, 2, 3, 4],
        [1, 0, 0, 1],
      ]);
    });

    test('knows locales', async () => {
      const { canonicalLocales, customsOfLocale, maximizeLocale, minimizeLocale, parseLocale, supportedLocalesOf } =
        await start();
      expect(canonicalLocales(['EN-us', 'iw'])).toEqual(['en-US', 'he']);
      expect(supportedLocalesOf('collator', ['de', 'xx'], 'lookup')).toEqual(['de']);
      expect(parseLocale('en-u-hc-h12', [['region', text('GB')]])).toMatchObject({
        tag: 'en-GB-u-hc-h12',
        baseName: 'en-GB',
        region: 'GB',
        hourCycle: 'h12',
        numeric: false,
      });
      expect(maximizeLocale('zh').script).toBe('Hans');
      expect(minimizeLocale('zh-Hans-CN').tag).toBe('zh');
      expect(customsOfLocale('ar-EG')).toMatchObject({ direction: 'rtl', firstDay: 6, timeZones: ['Africa/Cairo'] });
      expect(customsOfLocale('en').timeZones).toBeUndefined();
    });

    test('converts case by language', async () => {
      const { toLowerCase, toUpperCase } = await start();
      expect([toUpperCase('i', 'tr'), toLowerCase('I', 'tr'), toUpperCase('ß', 'de')]).toEqual(['İ', 'ı', 'SS']);
    });

    test('gives the errors of the engine', async () => {
      const locales = await start();
      const { Formatter, canonicalLocales, supportedValuesOf } = locales;
      const failure = (tag: string, words: RegExp) => ({ tag, val: expect.stringMatching(words) });
      expect(await errorOf(() => canonicalLocales(['x']))).toEqual(failure('range', /language tag: x/));
      expect(supportedValuesOf('calendar')).toContain('gregory');
      for (const call of [
        () => locales.supportedLocalesOf('collator', ['x'], undefined),
        () => locales.parseLocale('x', []),
        () => locales.maximizeLocale('x'),
        () => locales.minimizeLocale('x'),
        () => locales.customsOfLocale('x'),
        () => locales.toLowerCase('a', 'x'),
      ]) {
        expect(await errorOf(call)).toEqual(failure('range', /./));
      }
      expect(await errorOf(() => supportedValuesOf('x'))).toEqual(failure('range', /x/));
      expect(await errorOf(() => Formatter.open('number-format', [], [['style', text('x')]]))).toEqual(
        failure('range', /style/),
      );
      expect(await errorOf(() => Formatter.open('number-format', [], [['style', text('currency')]]))).toEqual(
        failure('type', /[Cc]urrency/),
      );
      const formatter = Formatter.open('number-format', [], []);
      expect(await errorOf(() => formatter.select(1))).toEqual(failure('type', /select/));
      expect(await errorOf(() => formatter.segment('a'))).toEqual(failure('type', /segment/));
      const dates = Formatter.open('date-time-format', [], []);
      expect(await errorOf(() => dates.format(number(Number.NaN)))).toEqual(failure('range', /time/));
      drop(formatter);
      expect(await errorOf(() => formatter.format(number(1)))).toEqual(failure('type', /closed/));
    });

    test('holds 256 formatters, and more when some are dropped', async () => {
      const { Formatter } = await start();
      const open = () => Formatter.open('list-format', [], []);
      const held = Array.from({ length: 256 }, open);
      const exceeded = { tag: 'exceeded', val: { name: 'intlFormatters', maximum: 256 } };
      expect(await errorOf(open)).toEqual(exceeded);
      drop(held[0] as object);
      drop(held[0] as object);
      open();
      expect(await errorOf(open)).toEqual(exceeded);
    });

    test('limits texts', async () => {
      const { Formatter, canonicalLocales, toUpperCase } = await start();
      const limit = (maximum: number) => ({ tag: 'exceeded', val: { name: 'intlText', maximum } });
      const long = 'a'.repeat(4 * 1024 * 1024 + 1);
      expect(await errorOf(() => toUpperCase(long, 'tr'))).toEqual(limit(4194304));
      expect(await errorOf(() => Formatter.open('segmenter', [], []).segment(long))).toEqual(limit(4194304));
      expect(await errorOf(() => Formatter.open('collator', [], []).compare(long, ''))).toEqual(limit(4194304));
      expect(await errorOf(() => Formatter.open('list-format', [], []).format({ tag: 'texts', val: [long] }))).toEqual(
        limit(4194304),
      );
      const digits = '1'.repeat(65537);
      expect(await errorOf(() => Formatter.open('number-format', [], []).format({ tag: 'text', val: digits }))).toEqual(
        limit(65536),
      );
      expect(await errorOf(() => canonicalLocales(Array.from({ length: 5000 }, () => 'en')))).toEqual(limit(4096));
    });

    test('takes no option for a property of its own objects', async () => {
      const { Formatter } = await start();
      const formatter = Formatter.open(
        'number-format',
        ['en'],
        [
          ['__proto__', text('x')],
          ['constructor', text('x')],
        ],
      );
      expect(formatter.format(number(1))).toBe('1');
      const durations = Formatter.open('duration-format', ['en'], []);
      expect(
        durations.format({
          tag: 'duration',
          val: [
            ['__proto__', 1],
            ['hours', 1],
          ],
        }),
      ).toBe('1 hr');
    });

    test('makes nothing after the token has expired', async () => {
      const { Formatter } = await start({ maxExecutionTime: 20 });
      const end = Date.now() + 50;
      while (Date.now() < end);
      expect(await errorOf(() => Formatter.open('collator', [], []))).toEqual({ tag: 'expired' });
    });
  });
}
