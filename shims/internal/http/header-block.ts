/** The head of a message that goes out: its fields, and how its end will be told. */
import { Buffer } from '../buffer/buffer.ts';
import { ERR_HTTP_TRAILER_INVALID, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { httpDate } from './date.ts';
import { chunkExpression, validateHeaderName, validateHeaderValue } from './field-syntax.ts';
import type { Outgoing, OutHeaders } from './outgoing.ts';
import { kOutHeaders, kUniqueHeaders } from './symbols.ts';

const CLOSE = /(?:^|\W)close(?:$|\W)/i;

/** What the fields say that the program set. */
interface Seen {
  connection: boolean;
  contentLength: boolean;
  transferEncoding: boolean;
  date: boolean;
  expect: boolean;
  trailer: boolean;
  text: string;
}

/** The fields of `writeHead` and of a request: an object, a flat list, or a list of pairs. */
export type GivenHeaders = OutHeaders | Record<string, unknown> | readonly unknown[] | null | undefined;

/**
 * Calls `each` for every field of a list, flat or of pairs.
 * @throws ERR_INVALID_ARG_VALUE
 */
export function eachListed(headers: readonly unknown[], each: (name: string, value: unknown) => void): void {
  if (headers.length && Array.isArray(headers[0])) {
    for (const pair of headers as unknown[][]) each(pair[0] as string, pair[1]);
    return;
  }
  if (headers.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', headers);
  for (let n = 0; n < headers.length; n += 2) each(headers[n] as string, headers[n + 1]);
}

/**
 * Forms the head of `message` from its first line and its fields, and decides how the body ends and whether the
 * connection stays.
 * @throws ERR_INVALID_HTTP_TOKEN, ERR_HTTP_INVALID_HEADER_VALUE, ERR_INVALID_CHAR, ERR_HTTP_TRAILER_INVALID
 */
export function storeHeader(message: Outgoing, firstLine: string, headers: GivenHeaders): void {
  const seen: Seen = {
    connection: false,
    contentLength: false,
    transferEncoding: false,
    date: false,
    expect: false,
    trailer: false,
    text: firstLine,
  };
  const lenient = message._isLenientHeaderValidation();
  const add = (name: string, value: unknown): void => addGiven(message, seen, name, value, true, lenient);
  if (headers) {
    if (headers === message[kOutHeaders]) {
      for (const [name, value] of Object.values(headers as OutHeaders)) {
        addGiven(message, seen, name, value, false, lenient);
      }
    } else if (Array.isArray(headers)) eachListed(headers, add);
    else for (const name of Object.keys(headers)) add(name, (headers as Record<string, unknown>)[name]);
  }
  if (message.sendDate && !seen.date) seen.text += `Date: ${httpDate()}\r\n`;
  const status = (message as { statusCode?: number }).statusCode;
  if (message.chunkedEncoding && (status === 204 || status === 304)) {
    // There must be no body, so not even its end.
    message.chunkedEncoding = false;
    message.shouldKeepAlive = false;
  }
  decideConnection(message, seen);
  decideFraming(message, seen);
  if (!message.chunkedEncoding && seen.trailer) throw new ERR_HTTP_TRAILER_INVALID();
  message._header = `${seen.text}\r\n`;
  message._headerSent = false;
  // Who expects leave to go on waits for it before the body.
  if (seen.expect) message._send('');
}

function decideConnection(message: Outgoing, seen: Seen): void {
  if (message._removedConnection) {
    message._last = !message.shouldKeepAlive;
    return;
  }
  if (seen.connection) return;
  const stays =
    message.shouldKeepAlive && (seen.contentLength || message.useChunkedEncodingByDefault || Boolean(message.agent));
  if (stays && message.maxRequestsOnConnectionReached) seen.text += 'Connection: close\r\n';
  else if (stays) {
    seen.text += 'Connection: keep-alive\r\n';
    if (message._keepAliveTimeout && message._defaultKeepAlive) {
      const max = ~~(message._maxRequestsPerSocket ?? 0) > 0 ? `, max=${message._maxRequestsPerSocket}` : '';
      seen.text += `Keep-Alive: timeout=${Math.floor(message._keepAliveTimeout / 1000)}${max}\r\n`;
    }
  } else {
    message._last = true;
    seen.text += 'Connection: close\r\n';
  }
}

function decideFraming(message: Outgoing, seen: Seen): void {
  if (seen.contentLength || seen.transferEncoding) return;
  if (!message._hasBody) message.chunkedEncoding = false;
  else if (!message.useChunkedEncodingByDefault) message._last = true;
  else if (!seen.trailer && !message._removedContLen && typeof message._contentLength === 'number') {
    seen.text += `Content-Length: ${message._contentLength}\r\n`;
  } else if (!message._removedTE) {
    seen.text += 'Transfer-Encoding: chunked\r\n';
    message.chunkedEncoding = true;
  } else {
    // Only the end of the connection tells the end of the body.
    message._last = true;
  }
}

function addGiven(
  message: Outgoing,
  seen: Seen,
  name: string,
  value: unknown,
  validate: boolean,
  lenient: boolean,
): void {
  if (validate) validateHeaderName(name);
  if (name.length === 19 && message._contentLength && name.toLowerCase() === 'content-disposition') {
    // File names are counted as they are sent.
    if (Array.isArray(value)) for (let n = 0; n < value.length; n++) value[n] = Buffer.from(value[n], 'latin1');
    else value = Buffer.from(value as string, 'latin1');
  }
  if (Array.isArray(value)) {
    const isCookie = name.length === 6 && name.toLowerCase() === 'cookie';
    if ((value.length < 2 || !isCookie) && !message[kUniqueHeaders]?.has(name.toLowerCase())) {
      for (const one of value) addLine(message, seen, name, one, validate, lenient);
      return;
    }
    value = value.join('; ');
  }
  addLine(message, seen, name, value, validate, lenient);
}

function addLine(
  message: Outgoing,
  seen: Seen,
  name: string,
  value: unknown,
  validate: boolean,
  lenient: boolean,
): void {
  if (validate) validateHeaderValue(name, value, lenient);
  seen.text += `${name}: ${value}\r\n`;
  if (name.length < 4 || name.length > 17) return;
  switch (name.toLowerCase()) {
    case 'connection':
      seen.connection = true;
      message._removedConnection = false;
      if (CLOSE.test(value as string)) message._last = true;
      else message.shouldKeepAlive = true;
      break;
    case 'transfer-encoding':
      seen.transferEncoding = true;
      message._removedTE = false;
      if (chunkExpression.test(value as string)) message.chunkedEncoding = true;
      break;
    case 'content-length':
      seen.contentLength = true;
      message._contentLength = Number(value);
      message._removedContLen = false;
      break;
    case 'date':
      seen.date = true;
      break;
    case 'expect':
      seen.expect = true;
      break;
    case 'trailer':
      seen.trailer = true;
      break;
    case 'keep-alive':
      message._defaultKeepAlive = false;
  }
}
