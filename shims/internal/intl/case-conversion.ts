/** `toLocaleUpperCase` and `toLocaleLowerCase`: only a few languages differ from what the engine does. */
import { canonicalLocales, defaultLocale, toLowerCase, toUpperCase } from 'zora:node/intl@0.1.0';
import { callIntl } from './host.ts';
import { toLocaleList } from './locale-list.ts';

/** Source: Unicode, SpecialCasing.txt; Greek drops its accents in upper case. */
const SPECIAL = new Set(['az', 'el', 'lt', 'tr']);
const SIMPLE_TAG = /^[a-z]{2}(-[A-Z]{2})?$/;

let ownLanguage: string | undefined;

/** The language of the first of the locales. @throws RangeError for a locale that is not well formed */
function languageOf(locales: unknown): string {
  if (locales === undefined) return (ownLanguage ??= callIntl(defaultLocale).replace(/-.*/, ''));
  if (typeof locales === 'string' && SIMPLE_TAG.test(locales)) return locales.slice(0, 2);
  const list = toLocaleList(locales);
  const [first] = callIntl(() => canonicalLocales(list));
  return first === undefined ? languageOf(undefined) : first.replace(/-.*/, '');
}

/** `text` in upper case by the rules of the first locale. */
export function localeUpperCase(text: string, locales: unknown): string {
  const language = languageOf(locales);
  if (!SPECIAL.has(language)) return text.toUpperCase();
  return callIntl(() => toUpperCase(text.toWellFormed(), language));
}

/** `text` in lower case by the rules of the first locale. */
export function localeLowerCase(text: string, locales: unknown): string {
  const language = languageOf(locales);
  if (!SPECIAL.has(language)) return text.toLowerCase();
  return callIntl(() => toLowerCase(text.toWellFormed(), language));
}
