/** `zora:node/intl`: ECMA-402 by the host's engine and its ICU. */
import type { Clock } from './capability/clock.ts';
import { LimitExceeded } from './capability/denial.ts';
import type { Implementation } from './internal/implementation.ts';
import { defaultLocale, timeZoneOf } from './internal/intl/defaults.ts';
import { guardIntl } from './internal/intl/failure.ts';
import { describeCustoms, describeLocale, makeLocale } from './internal/intl/locale.ts';
import { type Service, serviceOf } from './internal/intl/services.ts';
import { assertLength, fromOptions, toOptions, toParts, toSegments, toValue } from './internal/intl/values.ts';
import type * as Wit from './wit/zora-node-intl.d.ts';

/** The parts of an authority that the interface needs. */
export interface IntlAuthority {
  readonly clock: Pick<Clock, 'assertAlive'>;
  /** The host variables that the guest may see. */
  readonly visibleEnvironment: Readonly<Record<string, string | undefined>>;
}

/** The most objects that one instance holds at a time: each has up to some 100 KB of the host's memory. */
const MAX_FORMATTERS = 256;
/** The longest list of locales, and all of it in characters. */
const MAX_LOCALES = 4096;

/** The interface for one invocation. `Formatter` is a class of this invocation's own: its instances count against its limits. */
export function createIntl(authority: IntlAuthority): Implementation<typeof Wit> {
  const locale = defaultLocale(authority.visibleEnvironment);
  const timeZone = timeZoneOf(authority.visibleEnvironment['TZ'] ?? '');
  let held = 0;

  class Formatter implements Wit.Formatter {
    readonly #kind: Wit.Kind;
    readonly #service: Service;
    readonly #locales: readonly string[];
    #open = true;

    private constructor(kind: Wit.Kind, service: Service, locales: readonly string[]) {
      this.#kind = kind;
      this.#service = service;
      this.#locales = locales;
    }

    static open(kind: Wit.Kind, locales: string[], options: [string, Wit.OptionValue][]): Formatter {
      return guardIntl(() => {
        authority.clock.assertAlive();
        assertLength(locales, MAX_LOCALES);
        if (held >= MAX_FORMATTERS) throw new LimitExceeded('intlFormatters', MAX_FORMATTERS);
        const given = toOptions(options);
        // What the engine would take from the host's own settings.
        if (kind === 'date-time-format') given['timeZone'] ??= timeZone;
        const service = new (serviceOf(kind))([...locales, locale], given);
        held++;
        return new Formatter(kind, service, locales);
      });
    }

    resolvedOptions(): [string, Wit.OptionValue][] {
      return guardIntl(() => {
        const options = Formatter.#live(this).#service.resolvedOptions();
        // The default locale is named as it is, even where the data are those of its language.
        const supported = serviceOf(this.#kind).supportedLocalesOf(this.#locales);
        return fromOptions(supported.length > 0 ? options : { ...options, locale });
      });
    }

    format(operand: Wit.Operand): string | undefined {
      return guardIntl(() => {
        const service = Formatter.#live(this).#service;
        const value = toValue(operand);
        if (this.#kind === 'display-names') return service.of?.(value);
        return method(service, 'format')(...(operand.tag === 'relative' ? (value as unknown[]) : [value]));
      });
    }

    formatToParts(operand: Wit.Operand): Wit.Part[] {
      return guardIntl(() => {
        const value = toValue(operand);
        const format = method(Formatter.#live(this).#service, 'formatToParts');
        return toParts(format(...(operand.tag === 'relative' ? (value as unknown[]) : [value])));
      });
    }

    formatRange(start: Wit.Operand, end: Wit.Operand): string {
      return guardIntl(() => method(Formatter.#live(this).#service, 'formatRange')(toValue(start), toValue(end)));
    }

    formatRangeToParts(start: Wit.Operand, end: Wit.Operand): Wit.Part[] {
      return guardIntl(() =>
        toParts(method(Formatter.#live(this).#service, 'formatRangeToParts')(toValue(start), toValue(end))),
      );
    }

    select(value: number): string {
      return guardIntl(() => method(Formatter.#live(this).#service, 'select')(value));
    }

    selectRange(start: number, end: number): string {
      return guardIntl(() => method(Formatter.#live(this).#service, 'selectRange')(start, end));
    }

    compare(left: string, right: string): number {
      return guardIntl(() => {
        assertLength([left, right]);
        return method(Formatter.#live(this).#service, 'compare')(left, right);
      });
    }

    segment(text: string): Wit.Segments {
      return guardIntl(() => {
        assertLength([text]);
        const service: unknown = Formatter.#live(this).#service;
        if (!(service instanceof Intl.Segmenter)) throw new TypeError(`A ${this.#kind} has no segment`);
        return toSegments(service, text);
      });
    }

    [Symbol.dispose](): void {
      if (!(#open in this) || !this.#open) return;
      this.#open = false;
      held--;
    }

    static #live(formatter: Formatter): Formatter {
      if (!(#open in formatter) || !formatter.#open) throw new TypeError('The formatter is closed');
      return formatter;
    }
  }

  return {
    Formatter,
    supportedLocalesOf: (kind: Wit.Kind, locales: string[], matcher: string | undefined): string[] =>
      guardIntl(() => {
        assertLength(locales, MAX_LOCALES);
        return serviceOf(kind).supportedLocalesOf(locales, matcher === undefined ? {} : { localeMatcher: matcher });
      }),
    canonicalLocales: (locales: string[]): string[] =>
      guardIntl(() => {
        assertLength(locales, MAX_LOCALES);
        return Intl.getCanonicalLocales(locales);
      }),
    supportedValuesOf: (key: string): string[] => guardIntl(() => Intl.supportedValuesOf(key as 'calendar')),
    defaultLocale: (): string => locale,
    timeZoneOf,
    parseLocale: (tag: string, options: [string, Wit.OptionValue][]): Wit.Locale =>
      guardIntl(() => {
        assertLength([tag], MAX_LOCALES);
        return describeLocale(makeLocale(tag, toOptions(options)));
      }),
    maximizeLocale: (tag: string): Wit.Locale =>
      guardIntl(() => {
        assertLength([tag], MAX_LOCALES);
        return describeLocale(makeLocale(tag).maximize());
      }),
    minimizeLocale: (tag: string): Wit.Locale =>
      guardIntl(() => {
        assertLength([tag], MAX_LOCALES);
        return describeLocale(makeLocale(tag).minimize());
      }),
    customsOfLocale: (tag: string): Wit.Customs =>
      guardIntl(() => {
        assertLength([tag], MAX_LOCALES);
        return describeCustoms(tag);
      }),
    toUpperCase: (text: string, tag: string): string =>
      guardIntl(() => {
        assertLength([text]);
        return text.toLocaleUpperCase(tag);
      }),
    toLowerCase: (text: string, tag: string): string =>
      guardIntl(() => {
        assertLength([text]);
        return text.toLocaleLowerCase(tag);
      }),
  };
}

type Methods = Required<Omit<Service, 'resolvedOptions'>>;

/** A method of the engine's object, bound to it. @throws {TypeError} where the kind has none */
function method<K extends keyof Methods>(service: Service, name: K): Methods[K] {
  const found: unknown = service[name];
  if (typeof found !== 'function') throw new TypeError(`This kind of formatter has no ${name}`);
  return found.bind(service) as Methods[K];
}
