/** Parsers are plain objects here; the limit is kept for those who read it. */
import { validateInteger } from '../validators.ts';

/** `_http_common.parsers`. */
export const parsers = { max: 1000 };

/** https://nodejs.org/api/http.html#httpsetmaxidlehttpparsersmax */
export function setMaxIdleHTTPParsers(max: unknown): void {
  validateInteger(max, 'max', 1);
  parsers.max = max;
}
