import { domainToAscii } from 'zora:node/system@0.1.0';
import { parse as parseQuery } from '../../querystring.ts';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_URL } from '../errors.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { formatLegacy, isBracketed, isHostless, isSlashed } from './legacy-format.ts';
import { resolveLegacy } from './legacy-resolve.ts';

const SIMPLE_PATH = /^(\/\/?(?!\/)[^?\s]*)(\?\S*)?$/;
const FORBIDDEN_HOST = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const FORBIDDEN_IPV6_HOST = /[\0\t\n\r #%/<>?@\\^|]/;

/**
 * What `url.parse` gives: the legacy form of a URL.
 * https://nodejs.org/api/url.html#legacy-urlobject
 */
export class Url {
  protocol: string | null = null;
  slashes: boolean | null = null;
  auth: string | null = null;
  host: string | null = null;
  port: string | null = null;
  hostname: string | null = null;
  hash: string | null = null;
  search: string | null = null;
  query: string | Record<string, string | string[]> | null = null;
  pathname: string | null = null;
  path: string | null = null;
  href: string | null = null;

  /** Takes a URL apart. Throws ERR_INVALID_ARG_TYPE, ERR_INVALID_URL or URIError. */
  parse(url: string, parseQueryString = false, slashesDenoteHost = false): this {
    if (typeof url !== 'string') throw new ERR_INVALID_ARG_TYPE('url', 'string', url);
    let rest = slashForward(url.replace(/^[\0-\x20\xa0\ufeff]+|[\0-\x20\xa0\ufeff]+$/g, ''));
    if (!slashesDenoteHost && !/[#@]/.test(rest) && this.#parseSimplePath(rest, parseQueryString)) return this;

    const protocol = /^[a-z0-9.+-]+:/i.exec(rest)?.[0].toLowerCase();
    if (protocol !== undefined) {
      this.protocol = protocol;
      rest = rest.slice(protocol.length);
    }
    const hostless = isHostless(protocol);
    let slashes = false;
    if (slashesDenoteHost || protocol !== undefined || /^\/\/[^@/]+@[^@/]+/.test(rest)) {
      slashes = rest.startsWith('//') && !hostless;
      if (slashes) {
        rest = rest.slice(2);
        this.slashes = true;
      }
    }
    if (!hostless && (slashes || (protocol !== undefined && !isSlashed(protocol))))
      rest = this.#parseAuthority(rest, url);
    if (!hostless) rest = escapeUnsafe(rest);
    this.#parseTail(rest, parseQueryString);
    if (isSlashed(protocol) && this.hostname && !this.pathname) this.pathname = '/';
    if (this.pathname || this.search) this.path = (this.pathname ?? '') + (this.search ?? '');
    this.href = this.format();
    return this;
  }

  format(): string {
    return formatLegacy(this);
  }

  resolve(relative: string): string {
    return this.resolveObject(relative).format();
  }

  resolveObject(relative: string | Url): Url {
    const target = typeof relative === 'string' ? new Url().parse(relative, false, true) : relative;
    return resolveLegacy(Object.assign(new Url(), this), Object.assign(new Url(), target));
  }

  /** A path with nothing but perhaps a query: by far the most frequent case. */
  #parseSimplePath(rest: string, parseQueryString: boolean): boolean {
    const simple = SIMPLE_PATH.exec(rest);
    if (!simple) return false;
    this.path = this.href = rest;
    this.pathname = simple[1] as string;
    if (simple[2]) {
      this.search = simple[2];
      const query = simple[2].slice(1);
      this.query = parseQueryString ? parseQuery(query) : query;
    } else if (parseQueryString) this.query = parseQuery('');
    return true;
  }

  /** Takes user information, host and port off the front of `rest`. */
  #parseAuthority(rest: string, url: string): string {
    // Tabs and line ends go, as in WHATWG URLs.
    let end = rest.search(/[/?#]|$/);
    rest = rest.slice(0, end).replace(/[\t\n\r]+/g, '') + rest.slice(end);
    end = rest.search(/[/?#]|$/);
    const at = rest.lastIndexOf('@', end - 1);
    if (at >= 0) this.auth = decodeURIComponent(rest.slice(0, at));
    const start = at + 1;
    const hostEnd = start + rest.slice(start).search(/[ "%';<>\\^`{|}/?#]|$/);
    const port = /:(\d*)$/.exec(rest.slice(start, hostEnd));
    let hostname = rest.slice(start, port ? start + port.index : hostEnd);
    rest = rest.slice(hostEnd);
    if (port?.[1]) this.port = port[1];
    const bracketed = isBracketed(hostname);
    const invalid = bracketed ? -1 : hostname.search(/[/\\#?:]/);
    if (invalid >= 0) {
      warnInvalidPort(url);
      rest = `/${hostname.slice(invalid)}${rest}`;
      hostname = hostname.slice(0, invalid);
    }
    this.hostname = hostname.length > 255 ? '' : checkHostname(hostname.toLowerCase(), bracketed, url);
    this.host = this.hostname + (this.port ? `:${this.port}` : '');
    if (bracketed) {
      this.hostname = this.hostname.slice(1, -1);
      if (!rest.startsWith('/')) rest = `/${rest}`;
    }
    return rest;
  }

  #parseTail(rest: string, parseQueryString: boolean): void {
    const hash = rest.indexOf('#');
    if (hash >= 0) {
      this.hash = rest.slice(hash);
      rest = rest.slice(0, hash);
    }
    const mark = rest.indexOf('?');
    if (mark >= 0) {
      this.search = rest.slice(mark);
      const query = rest.slice(mark + 1);
      this.query = parseQueryString ? parseQuery(query) : query;
      rest = rest.slice(0, mark);
    } else if (parseQueryString) this.query = parseQuery('');
    if (rest !== '') this.pathname = rest;
  }
}

/** Backslashes before the query are slashes, as browsers have it. */
function slashForward(url: string): string {
  const end = url.search(/[?#]|$/);
  return url.slice(0, end).replaceAll('\\', '/') + url.slice(end);
}

function escapeUnsafe(text: string): string {
  return text.replace(/[\t\n\r "'<>\\^`{|}]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
    return `%${code}`;
  });
}

/** The ASCII form of a host name. Throws ERR_INVALID_URL where characters that end a host come out of the conversion. */
function checkHostname(hostname: string, bracketed: boolean, url: string): string {
  if (hostname === '') return '';
  if (bracketed) {
    if (FORBIDDEN_IPV6_HOST.test(hostname)) throw new ERR_INVALID_URL(url);
    return hostname;
  }
  // A plain name stays as it is: the conversion also reads numbers as addresses, which the legacy parser does not.
  const ascii = /^[\x21-\x7e]*$/.test(hostname) ? hostname : domainToAscii(hostname);
  if (ascii === '' || FORBIDDEN_HOST.test(ascii)) throw new ERR_INVALID_URL(url);
  return ascii;
}

let warned = false;

function warnInvalidPort(url: string): void {
  if (warned) return;
  warned = true;
  const message = `The URL ${url} is invalid. Future versions of Node.js will throw an error.`;
  emitWarning(message, 'DeprecationWarning', 'DEP0170');
}
