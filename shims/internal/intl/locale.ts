/** `Intl.Locale`: ECMA-402, section 15. */
import {
  type Customs,
  customsOfLocale,
  type Locale as HostLocale,
  maximizeLocale,
  minimizeLocale,
  parseLocale,
} from 'zora:node/intl@0.1.0';
import { callIntl } from './host.ts';
import { flag, readOptions, text } from './options.ts';
import { defineTag, incompatibleReceiver } from './receiver.ts';

const OPTIONS = {
  language: text,
  script: text,
  region: text,
  calendar: text,
  collation: text,
  firstDayOfWeek: text,
  hourCycle: text,
  caseFirst: text,
  numeric: flag,
  numberingSystem: text,
};

/** What the objects were parsed to, and what is customary there. */
const parsed = new WeakMap<object, HostLocale>();
const customs = new WeakMap<object, Customs>();

/** The identifier of an `Intl.Locale`; undefined for anything else. */
export function tagOfLocale(value: unknown): string | undefined {
  return parsed.get(value as object)?.tag;
}

function infoOf(self: unknown, method: string): HostLocale {
  const info = parsed.get(self as object);
  if (info === undefined) throw incompatibleReceiver(`Intl.Locale.prototype.${method}`, self);
  return info;
}

function customsOf(self: Locale, method: string): Customs {
  const { tag } = infoOf(self, method);
  let found = customs.get(self);
  if (found === undefined) customs.set(self, (found = callIntl(() => customsOfLocale(tag))));
  return found;
}

function wrap(info: HostLocale): Locale {
  const locale: Locale = Object.create(Locale.prototype);
  parsed.set(locale, info);
  return locale;
}

export class Locale {
  /** @throws TypeError, RangeError for what is no locale identifier */
  constructor(tag: unknown, options?: unknown) {
    if (typeof tag !== 'string' && (typeof tag !== 'object' || tag === null) && typeof tag !== 'function')
      throw new TypeError("First argument to Intl.Locale constructor can't be empty or missing");
    const identifier = tagOfLocale(tag) ?? `${tag}`.toWellFormed();
    if (options === null) throw new TypeError('Intl.Locale called on null or undefined');
    const read = readOptions(options, OPTIONS);
    parsed.set(
      this,
      callIntl(() => parseLocale(identifier, read)),
    );
  }

  toString(): string {
    return infoOf(this, 'toString').tag;
  }

  maximize(): Locale {
    const { tag } = infoOf(this, 'maximize');
    return wrap(callIntl(() => maximizeLocale(tag)));
  }

  minimize(): Locale {
    const { tag } = infoOf(this, 'minimize');
    return wrap(callIntl(() => minimizeLocale(tag)));
  }

  get language(): string {
    return infoOf(this, 'language').language;
  }

  get script(): string | undefined {
    return infoOf(this, 'script').script ?? undefined;
  }

  get region(): string | undefined {
    return infoOf(this, 'region').region ?? undefined;
  }

  get baseName(): string {
    return infoOf(this, 'baseName').baseName;
  }

  get calendar(): string | undefined {
    return infoOf(this, 'calendar').calendar ?? undefined;
  }

  get caseFirst(): string | undefined {
    return infoOf(this, 'caseFirst').caseFirst ?? undefined;
  }

  get collation(): string | undefined {
    return infoOf(this, 'collation').collation ?? undefined;
  }

  get firstDayOfWeek(): string | undefined {
    return infoOf(this, 'firstDayOfWeek').firstDayOfWeek ?? undefined;
  }

  get hourCycle(): string | undefined {
    return infoOf(this, 'hourCycle').hourCycle ?? undefined;
  }

  get numeric(): boolean {
    return infoOf(this, 'numeric').numeric;
  }

  get numberingSystem(): string | undefined {
    return infoOf(this, 'numberingSystem').numberingSystem ?? undefined;
  }

  getCalendars(): string[] {
    return [...customsOf(this, 'getCalendars').calendars];
  }

  getCollations(): string[] {
    return [...customsOf(this, 'getCollations').collations];
  }

  getHourCycles(): string[] {
    return [...customsOf(this, 'getHourCycles').hourCycles];
  }

  getNumberingSystems(): string[] {
    return [...customsOf(this, 'getNumberingSystems').numberingSystems];
  }

  getTimeZones(): string[] | undefined {
    const { timeZones } = customsOf(this, 'getTimeZones');
    return timeZones == null ? undefined : [...timeZones];
  }

  getTextInfo(): { direction: string | undefined } {
    return { direction: customsOf(this, 'getTextInfo').direction ?? undefined };
  }

  getWeekInfo(): { firstDay: number; weekend: number[] } {
    const { firstDay, weekend } = customsOf(this, 'getWeekInfo');
    return { firstDay, weekend: [...weekend] };
  }
}
Object.defineProperty(Locale, 'length', { value: 1, configurable: true });
defineTag(Locale.prototype, 'Intl.Locale');
