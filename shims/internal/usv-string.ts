/**
 * A value as a string. Throws a TypeError for a symbol, in V8's words.
 * Source: Web IDL, 3.2.10 DOMString.
 */
export function domString(value: unknown): string {
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  return `${value}`;
}

/**
 * A value as a string of whole characters: lone surrogates become U+FFFD. Throws a TypeError for a symbol.
 * Source: Web IDL, 3.2.12 USVString.
 */
export function usvString(value: unknown): string {
  return domString(value).toWellFormed();
}
