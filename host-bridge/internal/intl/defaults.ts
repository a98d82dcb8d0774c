/** The default locale and time zone of an instance: what its own environment says, never the host's. */

const DEFAULT_LOCALE = 'en-US';
const DEFAULT_TIME_ZONE = 'UTC';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The locale that the variables of POSIX name (`de_DE.UTF-8`), in the order in which the C library and ICU look at them; `en-US` where they name none
 * that is supported.
 */
export function defaultLocale(environment: Environment): string {
  const value = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  const name = value.replace(/[.@].*$/, '').replaceAll('_', '-');
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(name === '' ? [] : name)[0] ?? DEFAULT_LOCALE;
  } catch {
    // `C` and `POSIX` are no language tags.
    return DEFAULT_LOCALE;
  }
}

/** The time zone that a value of `TZ` names (`Europe/Berlin`, `:Europe/Berlin`); `UTC` where it names none. */
export function timeZoneOf(tz: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: tz.replace(/^:/, '') || DEFAULT_TIME_ZONE }).resolvedOptions()
      .timeZone;
  } catch {
    return DEFAULT_TIME_ZONE;
  }
}
