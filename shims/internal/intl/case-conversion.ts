/** `toLocaleUpperCase` and `toLocaleLowerCase`: only a few languages differ from what the engine does. */
import { canonicalLocales, defaultLocale, toLowerCase, toUpperCase } from 'zora:node/intl@0.1.0';
import { callIntl } from './host.ts';
import { toLocaleList } from './locale-list.ts';

/** Source: Unicode, SpecialCasing.txt; Greek drops its accents in upper case. */
const SPECIAL = new Set(['az', 'el', 'lt', 'tr']);
const SIMPLE_TAG = /^[a-z]{2}(-[A-Z]{2})?$/;

let ownLanguage: string | undefined;

/** The first of the locales, canonical. @throws RangeError for one that is not well formed */
function languageOf(locales: unknown): string {
  const list = toLocaleList(locales);
  const canonical = list.every((tag) => SIMPLE_TAG.test(tag)) ? list : callIntl(() => canonicalLocales(list));
  return (canonical[0] ?? (ownLanguage ??= callIntl(defaultLocale))).replace(/-.*/, '');
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
