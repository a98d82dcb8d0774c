/**
 * The globals `fetch`, `Headers`, `Request` and `Response`.
 * https://nodejs.org/api/globals.html#fetch
 */
export { fetch } from '../internal/fetch/fetch.ts';
export { Headers } from '../internal/fetch/headers.ts';
export { Request } from '../internal/fetch/request.ts';
export { Response } from '../internal/fetch/response.ts';
