/**
 * `node:querystring`.
 *
 * https://nodejs.org/api/querystring.html
 */
import { escape, unescape, unescapeBuffer } from './internal/querystring/escape.ts';

type Encode = (text: string) => string;
type Decode = (text: string) => string;

/** A value as text: objects and what has no text are empty. */
function primitiveText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return `${value}`;
  if (typeof value === 'bigint' || typeof value === 'boolean') return `${value}`;
  return '';
}

/**
 * The query string of an object; an array gives its key once for each item.
 *
 * https://nodejs.org/api/querystring.html#querystringstringifyobj-sep-eq-options
 */
export function stringify(
  object?: unknown,
  separator?: string | null,
  equals?: string | null,
  options?: { encodeURIComponent?: Encode },
): string {
  if (object === null || typeof object !== 'object') return '';
  const sep = separator || '&';
  const eq = equals || '=';
  const given = options?.encodeURIComponent;
  const encode = typeof given === 'function' ? given : (module.escape as Encode);
  const isOwn = encode === escape;
  // Node's own escape is not asked for what needs none, and is given no more than strings.
  const encoded = (value: unknown): string => {
    if (isOwn) {
      if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e21) return `${value}`;
      if (typeof value === 'boolean') return `${value}`;
    }
    return encode(primitiveText(value));
  };
  const fields: string[] = [];
  for (const key of Object.keys(object)) {
    const value = (object as Record<string, unknown>)[key];
    const start = encode(key) + eq;
    if (Array.isArray(value)) for (const item of value) fields.push(start + encoded(item));
    else fields.push(start + encoded(value));
  }
  return fields.join(sep);
}

function decodeWith(text: string, decode: Decode): string {
  try {
    return decode(text);
  } catch {
    return unescape(text, true);
  }
}

/**
 * The object of a query string (without a prototype).
 * @param options `maxKeys`: how many keys are read, default 1000, 0 for all.
 *
 * https://nodejs.org/api/querystring.html#querystringparsestr-sep-eq-options
 */
export function parse(
  query?: unknown,
  separator?: string | null,
  equals?: string | null,
  options?: { maxKeys?: number; decodeURIComponent?: Decode } | null,
): Record<string, string | string[]> {
  const result = Object.create(null) as Record<string, string | string[]>;
  if (typeof query !== 'string' || query.length === 0) return result;
  const sep = separator ? `${separator}` : '&';
  const eq = equals ? `${equals}` : '=';
  const maxKeys = typeof options?.maxKeys === 'number' ? options.maxKeys : 1000;
  const given = options?.decodeURIComponent;
  const decode = typeof given === 'function' ? given : (module.unescape as Decode);
  const isOwn = decode === (unescape as Decode);
  const decoded = (text: string): string => {
    const spaced = text.replace(/\+/g, isOwn ? ' ' : '%20');
    if (isOwn && !/%[\da-f]{2}/i.test(spaced)) return spaced;
    return spaced.length > 0 ? decodeWith(spaced, decode) : spaced;
  };
  let left = maxKeys > 0 ? maxKeys : -1;
  for (const pair of query.split(sep)) {
    if (left === 0) break;
    left--;
    if (pair.length === 0) continue;
    const position = pair.indexOf(eq);
    const key = decoded(position < 0 ? pair : pair.slice(0, position));
    const value = position < 0 ? '' : decoded(pair.slice(position + eq.length));
    const existing = result[key];
    if (existing === undefined) result[key] = value;
    else if (typeof existing === 'string') result[key] = [existing, value];
    else existing.push(value);
  }
  return result;
}

export { escape, parse as decode, stringify as encode, unescape, unescapeBuffer };

/** The functions look here for `escape` and `unescape`, which a program may replace. */
const module = {
  unescapeBuffer,
  unescape: (text: string, decodeSpaces?: boolean) => unescape(text, decodeSpaces),
  escape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};
module.unescape = unescape;
export default module;
