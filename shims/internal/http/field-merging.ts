/** How several fields of one name become one property of `message.headers`. https://nodejs.org/api/http.html#messageheaders */

/** Fields of which the first counts; the others are dropped. */
const SINGLE: ReadonlySet<string> = /* @__PURE__ */ new Set(
  'age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since last-modified location max-forwards proxy-authorization referer retry-after server user-agent'.split(
    ' ',
  ),
);

/**
 * Adds one field to `target`.
 * @param join also of those fields that may come only once.
 */
export function mergeField(target: Record<string, unknown>, name: string, value: string, join: boolean): void {
  const key = name.toLowerCase();
  const existing = target[key];
  if (key === 'set-cookie') {
    if (existing === undefined) target[key] = [value];
    else (existing as string[]).push(value);
  } else if (SINGLE.has(key)) {
    if (existing === undefined) target[key] = value;
    else if (join) target[key] = `${existing}, ${value}`;
  } else if (typeof existing === 'string') target[key] = `${existing}${key === 'cookie' ? '; ' : ', '}${value}`;
  else target[key] = value;
}

/** Adds one field to an object of lists. */
export function collectField(target: Record<string, string[]>, name: string, value: string): void {
  const key = name.toLowerCase();
  const existing = target[key];
  if (existing) existing.push(value);
  else target[key] = [value];
}
