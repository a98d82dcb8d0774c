import { tagOfLocale } from './locale.ts';

/**
 * The identifiers of a `locales` argument; whether they are well formed is for the host to say.
 * @throws TypeError for what is no string or object
 * Source: ECMA-402, CanonicalizeLocaleList
 */
export function toLocaleList(locales: unknown): string[] {
  if (locales === undefined) return [];
  if (typeof locales === 'string') return [locales.toWellFormed()];
  if (locales === null) throw new TypeError('Cannot convert undefined or null to object');
  const tag = tagOfLocale(locales);
  if (tag !== undefined) return [tag];
  const list = Object(locales) as ArrayLike<unknown>;
  const length = Math.min(Math.trunc(Number(list.length)) || 0, Number.MAX_SAFE_INTEGER);
  const result: string[] = [];
  for (let i = 0; i < length; i++) if (i in list) result.push(toIdentifier(list[i]));
  return result;
}

function toIdentifier(value: unknown): string {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null) && typeof value !== 'function') {
    throw new TypeError('Language ID should be string or object.');
  }
  return tagOfLocale(value) ?? `${value}`.toWellFormed();
}
