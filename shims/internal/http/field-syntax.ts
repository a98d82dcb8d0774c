/**
 * What names and values of header fields may hold.
 *
 * https://www.rfc-editor.org/rfc/rfc9110#section-5 and https://fetch.spec.whatwg.org/#header-value for the lenient form.
 */
import { ERR_HTTP_INVALID_HEADER_VALUE, ERR_INVALID_CHAR, ERR_INVALID_HTTP_TOKEN, hideStackFrames } from '../errors.ts';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const STRICT = /[^\t\x20-\x7e\x80-\xff]/;
const LENIENT = /[\0\n\r]|[^\0-\xff]/;

export const chunkExpression = /(?:^|\W)chunked(?:$|\W)/i;
export const continueExpression = /(?:^|\W)100-continue(?:$|\W)/i;

/** Whether `text` is a token: the form of methods and field names. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Whether `value` (made a string) has a character that a field value may not have. */
export function hasInvalidChar(value: unknown, lenient = false): boolean {
  return (lenient ? LENIENT : STRICT).test(value as string);
}

/**
 * https://nodejs.org/api/http.html#httpvalidateheadernamename-label
 * @throws ERR_INVALID_HTTP_TOKEN
 */
export const validateHeaderName = /* @__PURE__ */ hideStackFrames(function validateHeaderName(
  name: unknown,
  label?: string,
): void {
  if (typeof name !== 'string' || !TOKEN.test(name)) throw new ERR_INVALID_HTTP_TOKEN(label || 'Header name', name);
});

/**
 * https://nodejs.org/api/http.html#httpvalidateheadervaluename-value
 * @throws ERR_HTTP_INVALID_HEADER_VALUE, ERR_INVALID_CHAR
 */
export const validateHeaderValue = /* @__PURE__ */ hideStackFrames(function validateHeaderValue(
  name: string,
  value: unknown,
  lenient?: boolean,
): void {
  if (value === undefined) throw new ERR_HTTP_INVALID_HEADER_VALUE(value, name);
  if (hasInvalidChar(value, lenient)) throw new ERR_INVALID_CHAR('header content', name);
});
