/** The methods of `OutgoingMessage` for header fields. https://nodejs.org/api/http.html#class-httpoutgoingmessage */
import {
  ERR_HTTP_HEADERS_SENT,
  ERR_HTTP_INVALID_HEADER_VALUE,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_CHAR,
} from '../errors.ts';
import { validateString } from '../validators.ts';
import { hasInvalidChar, validateHeaderName } from './field-syntax.ts';
import type { Outgoing, OutHeaders } from './outgoing.ts';
import { kOutHeaders, kUniqueHeaders } from './symbols.ts';

function check(message: Outgoing, verb: string, name: unknown, value: unknown): asserts name is string {
  if (message._header) throw new ERR_HTTP_HEADERS_SENT(verb);
  validateHeaderName(name);
  if (value === undefined) throw new ERR_HTTP_INVALID_HEADER_VALUE(value, name);
  if (hasInvalidChar(value, message._isLenientHeaderValidation())) {
    throw new ERR_INVALID_CHAR('header content', name as string);
  }
}

/** By lower-case name: the name as it was given, and the value. */
function outHeaders(message: Outgoing): OutHeaders {
  return (message[kOutHeaders] ??= Object.create(null) as OutHeaders);
}

export const headerMethods = {
  setHeader(this: Outgoing, name: unknown, value: unknown): Outgoing {
    check(this, 'set', name, value);
    outHeaders(this)[name.toLowerCase()] = [name, value];
    return this;
  },

  setHeaders(this: Outgoing, headers: unknown): Outgoing {
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('set');
    const given = headers as Iterable<[string, unknown]> & { keys?: unknown; get?: unknown };
    if (!given || Array.isArray(given) || typeof given.keys !== 'function' || typeof given.get !== 'function') {
      throw new ERR_INVALID_ARG_TYPE('headers', ['Headers', 'Map'], headers);
    }
    // Iterating `Headers` gives a cookie at a time.
    let cookies: unknown[] | undefined;
    for (const [name, value] of given) {
      if (name !== 'set-cookie') this.setHeader(name, value);
      else (cookies ??= []).push(...(Array.isArray(value) ? value : [value]));
    }
    if (cookies !== undefined) this.setHeader('set-cookie', cookies);
    return this;
  },

  appendHeader(this: Outgoing, name: unknown, value: unknown): Outgoing {
    check(this, 'append', name, value);
    const entry = this[kOutHeaders]?.[name.toLowerCase()];
    if (!entry) return this.setHeader(name, value);
    if (!Array.isArray(entry[1])) entry[1] = [entry[1]];
    if (Array.isArray(value)) (entry[1] as unknown[]).push(...value);
    else (entry[1] as unknown[]).push(value);
    return this;
  },

  getHeader(this: Outgoing, name: unknown): unknown {
    validateString(name, 'name');
    return this[kOutHeaders]?.[name.toLowerCase()]?.[1];
  },

  getHeaderNames(this: Outgoing): string[] {
    return Object.keys(this[kOutHeaders] ?? {});
  },

  getRawHeaderNames(this: Outgoing): string[] {
    return Object.values(this[kOutHeaders] ?? {}).map(([name]) => name);
  },

  getHeaders(this: Outgoing): Record<string, unknown> {
    const copy: Record<string, unknown> = Object.create(null);
    const headers = this[kOutHeaders];
    if (headers) for (const key of Object.keys(headers)) copy[key] = headers[key]?.[1];
    return copy;
  },

  hasHeader(this: Outgoing, name: unknown): boolean {
    validateString(name, 'name');
    return Boolean(this[kOutHeaders]?.[name.toLowerCase()]);
  },

  removeHeader(this: Outgoing, name: unknown): void {
    validateString(name, 'name');
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('remove');
    const key = name.toLowerCase();
    // What was removed is not added by itself, either.
    if (key === 'connection') this._removedConnection = true;
    else if (key === 'content-length') this._removedContLen = true;
    else if (key === 'transfer-encoding') this._removedTE = true;
    else if (key === 'date') this.sendDate = false;
    const headers = this[kOutHeaders];
    if (headers) delete headers[key];
  },

  addTrailers(this: Outgoing, headers: Record<string, unknown> | [string, unknown][]): void {
    this._trailer = '';
    const lenient = this._isLenientHeaderValidation();
    const entries = Array.isArray(headers) ? headers : Object.entries(headers);
    for (const [name, value] of entries) {
      validateHeaderName(name, 'Trailer name');
      const apart = Array.isArray(value) && value.length > 1 && !this[kUniqueHeaders]?.has(name.toLowerCase());
      const values = apart ? (value as unknown[]) : [Array.isArray(value) ? value.join('; ') : value];
      for (const one of values) {
        if (hasInvalidChar(one, lenient)) throw new ERR_INVALID_CHAR('trailer content', name);
        this._trailer += `${name}: ${one}\r\n`;
      }
    }
  },

  _renderHeaders(this: Outgoing): Record<string, unknown> {
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('render');
    return Object.fromEntries(Object.values(this[kOutHeaders] ?? {}));
  },
};
