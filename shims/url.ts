/**
 * node:url
 * https://nodejs.org/api/url.html
 */
import { domainToAscii, domainToUnicode as hostToUnicode } from 'zora:node/system@0.1.0';
import { ERR_MISSING_ARGS } from './internal/errors.ts';
import { fileURLToPath, fileURLToPathBuffer, pathToFileURL } from './internal/url/file-url.ts';
import { format } from './internal/url/format.ts';
import { urlToHttpOptions } from './internal/url/http-options.ts';
import { Url } from './internal/url/legacy.ts';
import { URLSearchParams } from './internal/url/search-params.ts';
import { URL } from './internal/url/url-class.ts';

/** The Punycode form of a domain; empty for an invalid one. https://nodejs.org/api/url.html#urldomaintoasciidomain */
export function domainToASCII(domain: string): string {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('domain');
  return domainToAscii(`${domain}`.toWellFormed());
}

/** The Unicode form of a domain; empty for an invalid one. https://nodejs.org/api/url.html#urldomaintounicodedomain */
export function domainToUnicode(domain: string): string {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('domain');
  return hostToUnicode(`${domain}`.toWellFormed());
}

/** https://nodejs.org/api/url.html#urlparseurlstring-parsequerystring-slashesdenotehost */
export function parse(url: string | Url, parseQueryString = false, slashesDenoteHost = false): Url {
  return url instanceof Url ? url : new Url().parse(url, parseQueryString, slashesDenoteHost);
}

/** https://nodejs.org/api/url.html#urlresolvefrom-to */
export function resolve(from: string, to: string): string {
  return parse(from, false, true).resolve(to);
}

/** `resolve` that gives the parsed form; the target itself where there is no source. */
export function resolveObject(from: string | Url, to: string): Url | string {
  return from ? parse(from as string, false, true).resolveObject(to) : to;
}

export { fileURLToPath, fileURLToPathBuffer, format, pathToFileURL, URL, URLSearchParams, Url, urlToHttpOptions };

export default {
  Url,
  parse,
  resolve,
  resolveObject,
  format,
  URL,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  pathToFileURL,
  fileURLToPath,
  fileURLToPathBuffer,
  urlToHttpOptions,
};
