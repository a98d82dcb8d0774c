import { ERR_INVALID_URI } from '../errors.ts';
import { percentDecode } from './percent.ts';

/** What a query is parsed to: an array where a name comes more than once. */
export type ParsedQuery = Record<string, string | string[]>;

/** The names that are parsed at most, as node:querystring has it. */
const MAX_KEYS = 1000;

/** `querystring.parse` with its defaults. https://nodejs.org/api/querystring.html#querystringparsestr-sep-eq-options */
export function parseQuery(text: string): ParsedQuery {
  const query = Object.create(null) as ParsedQuery;
  const parts = text.split('&').filter((part) => part !== '');
  for (const part of parts.slice(0, MAX_KEYS)) {
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    const value = equals < 0 ? '' : decode(part.slice(equals + 1));
    const earlier = query[name];
    if (earlier === undefined) query[name] = value;
    else if (Array.isArray(earlier)) earlier.push(value);
    else query[name] = [earlier, value];
  }
  return query;
}

function decode(text: string): string {
  return percentDecode(text.replaceAll('+', ' '));
}

/** `querystring.stringify` with its defaults. Throws ERR_INVALID_URI for a lone surrogate. */
export function stringifyQuery(query: object): string {
  return Object.entries(query)
    .flatMap(([name, value]: [string, unknown]) => {
      const key = encode(name);
      return Array.isArray(value) ? value.map((item) => `${key}=${encode(item)}`) : [`${key}=${encode(value)}`];
    })
    .join('&');
}

function encode(value: unknown): string {
  const text = typeof value === 'number' && !Number.isFinite(value) ? '' : value;
  if (!['string', 'number', 'bigint', 'boolean'].includes(typeof text)) return '';
  const string = `${text}`;
  if (!string.isWellFormed()) throw new ERR_INVALID_URI();
  return encodeURIComponent(string);
}
