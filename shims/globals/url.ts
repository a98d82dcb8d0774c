/**
 * The globals `URL` and `URLSearchParams`.
 * https://nodejs.org/api/url.html#the-whatwg-url-api
 */
export { URLSearchParams } from '../internal/url/search-params.ts';
export { URL } from '../internal/url/url-class.ts';
