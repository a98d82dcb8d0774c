/**
 * The host's side of `Intl` objects. An object keeps what opens its formatter; the formatters that are open are few, shared by objects with the same
 * locales and options, and opened again when an object has lost its own: nothing has to be told when an object is no longer used.
 */
import { type Failure, Formatter, type Kind, type OptionValue } from 'zora:node/intl@0.1.0';
import { ERR_LIMIT_EXCEEDED, ERR_TOKEN_EXPIRED } from '../errors.ts';
import { assertStarted } from '../instance.ts';

/** An option by its name. */
export type Option = [name: string, value: OptionValue];

/** What opens a formatter, and the formatter while it is open. */
export interface FormatterEntry {
  readonly key: string;
  readonly kind: Kind;
  readonly locales: string[];
  readonly options: Option[];
  host: Formatter | undefined;
}

/** The most formatters that are open; the host's limit is higher. */
const MOST_OPEN = 64;
/** Those that are open, the oldest first. */
const open = new Map<string, FormatterEntry>();

/** The engine's error for what a call of the host threw. */
function intlError(thrown: unknown): unknown {
  const payload = (thrown as { payload?: Failure } | null)?.payload;
  switch (payload?.tag) {
    case 'range':
      return new RangeError(payload.val);
    case 'type':
      return new TypeError(payload.val);
    case 'exceeded':
      return new ERR_LIMIT_EXCEEDED(payload.val.name, payload.val.maximum);
    case 'expired':
      return new ERR_TOKEN_EXPIRED();
    default:
      return thrown;
  }
}

/**
 * Calls the host.
 * @throws RangeError, TypeError as the host's engine; `ERR_LIMIT_EXCEEDED`
 */
export function callIntl<T>(call: () => T): T {
  assertStarted('Intl');
  try {
    return call();
  } catch (thrown) {
    throw intlError(thrown);
  }
}

/**
 * Opens a formatter, or finds one that is open with the same locales and options.
 * @throws RangeError, TypeError for what the host's engine does not accept
 */
export function openFormatter(kind: Kind, locales: string[], options: Option[]): FormatterEntry {
  const key = JSON.stringify([kind, locales, options]);
  const found = open.get(key);
  if (found !== undefined) return found;
  const entry: FormatterEntry = { key, kind, locales, options, host: undefined };
  hostOf(entry);
  return entry;
}

/** The host's formatter of an entry. */
export function hostOf(entry: FormatterEntry): Formatter {
  return entry.host ?? reopen(entry);
}

function reopen(entry: FormatterEntry): Formatter {
  const { key, kind, locales, options } = entry;
  const twin = open.get(key)?.host;
  if (twin !== undefined) return twin;
  if (open.size >= MOST_OPEN) closeOldest();
  const host = callIntl(() => Formatter.open(kind, locales, options));
  entry.host = host;
  open.set(key, entry);
  return host;
}

function closeOldest(): void {
  for (const entry of open.values()) {
    open.delete(entry.key);
    entry.host?.[Symbol.dispose]();
    entry.host = undefined;
    return;
  }
}
