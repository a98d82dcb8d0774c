/** Locale identifiers and what is customary in a locale. */
import type * as Wit from '../../wit/zora-node-intl.d.ts';

/** What the library's types lack or have in another form. */
type Younger = 'firstDayOfWeek' | 'maximize' | 'minimize' | `get${string}`;

/** `Intl.Locale` as the engine has it. */
export interface FullLocale extends Omit<Intl.Locale, Younger> {
  readonly firstDayOfWeek?: string | undefined;
  maximize(): FullLocale;
  minimize(): FullLocale;
  getCalendars(): string[];
  getCollations(): string[];
  getHourCycles(): string[];
  getNumberingSystems(): string[];
  getTimeZones(): string[] | undefined;
  getTextInfo(): { direction?: string };
  getWeekInfo(): { firstDay: number; weekend: number[] };
}

/** @throws {RangeError} for what is no locale identifier */
export function makeLocale(tag: string, options: object = {}): FullLocale {
  return new Intl.Locale(tag, options) as unknown as FullLocale;
}

/** A locale taken apart. */
export function describeLocale(full: FullLocale): Wit.Locale {
  return {
    tag: full.toString(),
    baseName: full.baseName,
    language: full.language,
    script: full.script,
    region: full.region,
    calendar: full.calendar,
    caseFirst: full.caseFirst,
    collation: full.collation,
    firstDayOfWeek: full.firstDayOfWeek,
    hourCycle: full.hourCycle,
    numeric: full.numeric ?? false,
    numberingSystem: full.numberingSystem,
  };
}

/** What the methods `get…` of a locale give. */
export function describeCustoms(tag: string): Wit.Customs {
  const locale = makeLocale(tag);
  const { firstDay, weekend } = locale.getWeekInfo();
  return {
    calendars: locale.getCalendars(),
    collations: locale.getCollations(),
    hourCycles: locale.getHourCycles(),
    numberingSystems: locale.getNumberingSystems(),
    timeZones: locale.getTimeZones(),
    direction: locale.getTextInfo().direction,
    firstDay,
    weekend: Uint8Array.from(weekend),
  };
}
