/** `Intl.DateTimeFormat`: ECMA-402, section 11. */
import { callIntl, type FormatterEntry, hostOf, type Option, openFormatter } from './host.ts';
import { toLocaleList } from './locale-list.ts';
import { time, toParts } from './operands.ts';
import { flag, number, readOptions, text } from './options.ts';
import { makeConstructor, Service } from './service.ts';
import { currentTimeZone } from './time-zone.ts';

const OPTIONS = {
  localeMatcher: text,
  calendar: text,
  numberingSystem: text,
  hour12: flag,
  hourCycle: text,
  timeZone: text,
  weekday: text,
  era: text,
  year: text,
  month: text,
  day: text,
  dayPeriod: text,
  hour: text,
  minute: text,
  second: text,
  fractionalSecondDigits: number,
  timeZoneName: text,
  formatMatcher: text,
  dateStyle: text,
  timeStyle: text,
};

const dateTimeFormats = new Service({
  name: 'DateTimeFormat',
  kind: 'date-time-format',
  callable: true,
  options: OPTIONS,
  complete: withTimeZone,
});

/** `options` with the current time zone where they name none. */
function withTimeZone(options: Option[]): Option[] {
  if (options.some(([name]) => name === 'timeZone')) return options;
  const zone = currentTimeZone();
  return zone === undefined ? options : [...options, ['timeZone', text(zone)]];
}

const DATE = ['year', 'month', 'day'];
const TIME = ['hour', 'minute', 'second'];

/** What the `toLocale…String` methods of a date show, where the options do not say. */
const SHOWN = {
  any: {
    asked: ['weekday', ...DATE, 'dayPeriod', ...TIME, 'fractionalSecondDigits'],
    shown: [...DATE, ...TIME],
    barred: '',
  },
  date: { asked: ['weekday', ...DATE], shown: DATE, barred: 'timeStyle' },
  time: { asked: ['dayPeriod', ...TIME, 'fractionalSecondDigits'], shown: TIME, barred: 'dateStyle' },
};

/**
 * The formatter of `Date.prototype.toLocaleString` (`any`), `toLocaleDateString` or `toLocaleTimeString`.
 * @throws RangeError, TypeError
 */
export function openDateFormat(locales: unknown, options: unknown, what: keyof typeof SHOWN): FormatterEntry {
  const list = toLocaleList(locales);
  if (options === null) throw new TypeError('Intl.DateTimeFormat called on null or undefined');
  const read = readOptions(options, OPTIONS);
  const { asked, shown, barred } = SHOWN[what];
  const given = new Set(read.map(([name]) => name));
  if (given.has(barred)) throw new TypeError(`Invalid option : ${barred}`);
  if (!given.has('dateStyle') && !given.has('timeStyle') && !asked.some((name) => given.has(name))) {
    for (const name of shown) read.push([name, text('numeric')]);
  }
  return openFormatter('date-time-format', list, withTimeZone(read));
}

/** A point in time, formatted. @throws RangeError for an invalid one */
export function formatDate(entry: FormatterEntry, value: unknown): string {
  const operand = time(value);
  return callIntl(() => hostOf(entry).format(operand)) as string;
}

function assertEnds(start: unknown, end: unknown): void {
  if (start === undefined || end === undefined) throw new TypeError('Invalid time value');
}

export const DateTimeFormat = /* @__PURE__ */ makeConstructor(dateTimeFormats, {
  get format(): unknown {
    return dateTimeFormats.bound(this, 'format', (entry) => (date?: unknown) => formatDate(entry, date));
  },
  formatToParts(date?: unknown) {
    const operand = time(date);
    return toParts(dateTimeFormats.call(this, 'formatToParts', (formatter) => formatter.formatToParts(operand)));
  },
  formatRange(start: unknown, end: unknown) {
    assertEnds(start, end);
    const ends = [time(start), time(end)] as const;
    return dateTimeFormats.call(this, 'formatRange', (formatter) => formatter.formatRange(...ends));
  },
  formatRangeToParts(start: unknown, end: unknown) {
    assertEnds(start, end);
    const ends = [time(start), time(end)] as const;
    return toParts(
      dateTimeFormats.call(this, 'formatRangeToParts', (formatter) => formatter.formatRangeToParts(...ends)),
    );
  },
});
