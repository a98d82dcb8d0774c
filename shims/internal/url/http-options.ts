import { kValidateObjectAllowObjects, validateObject } from '../validators.ts';
import type { URL } from './url-class.ts';

/**
 * The options of `http.request` for a URL.
 * https://nodejs.org/api/url.html#urlurltohttpoptionsurl
 */
export function urlToHttpOptions(url: URL): Record<string, unknown> {
  validateObject(url, 'url', kValidateObjectAllowObjects);
  const { hostname, pathname, port, username, password, search } = url;
  const options: Record<string, unknown> = {
    __proto__: null,
    ...url, // What the caller has put onto the URL itself goes along.
    protocol: url.protocol,
    hostname: hostname?.startsWith('[') ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options['port'] = Number(port);
  if (username || password) options['auth'] = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}
