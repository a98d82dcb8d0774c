import type { Url } from './legacy.ts';
import { isHostless, isSlashed } from './legacy-format.ts';

/**
 * What `relative` means seen from `result`, which is changed and comes back; both are the caller's to give away.
 * https://nodejs.org/api/url.html#urlresolvefrom-to
 */
export function resolveLegacy(result: Url, relative: Url): Url {
  result.hash = relative.hash;
  if (relative.href === '') return finish(result);
  if (relative.slashes && !relative.protocol) {
    // `//host/path`: everything but the scheme is the relative URL's.
    Object.assign(result, relative, { protocol: result.protocol });
    if (isSlashed(result.protocol) && result.hostname && !result.pathname) result.path = result.pathname = '/';
    return finish(result);
  }
  if (relative.protocol && relative.protocol !== result.protocol) return switchProtocol(result, relative);
  return resolvePath(result, relative);
}

function finish(result: Url): Url {
  result.href = result.format();
  return result;
}

/** Sets path from its parts, and closes the work. */
function finishPath(result: Url): Url {
  if (result.pathname !== null || result.search !== null) result.path = (result.pathname ?? '') + (result.search ?? '');
  return finish(result);
}

function switchProtocol(result: Url, relative: Url): Url {
  if (!isSlashed(relative.protocol)) return finish(Object.assign(result, relative));
  result.protocol = relative.protocol;
  result.pathname = relative.pathname;
  if (!relative.host && !relative.protocol?.startsWith('file') && !isHostless(relative.protocol)) {
    // `https:/a/b` has its host where the path should begin.
    const parts = (relative.pathname ?? '').split('/');
    while (parts.length > 0 && !relative.host) relative.host = parts.shift() as string;
    relative.host ||= '';
    relative.hostname ||= '';
    if (parts[0] !== '') parts.unshift('');
    if (parts.length < 2) parts.unshift('');
    result.pathname = parts.join('/');
  }
  result.search = relative.search;
  result.query = relative.query;
  result.host = relative.host || '';
  result.auth = relative.auth;
  result.hostname = relative.hostname || relative.host;
  result.port = relative.port;
  if (result.pathname || result.search) result.path = (result.pathname || '') + (result.search || '');
  result.slashes ||= relative.slashes;
  return finish(result);
}

function resolvePath(result: Url, relative: Url): Url {
  const sourceAbsolute = result.pathname?.startsWith('/') ?? false;
  const relativeAbsolute = Boolean(relative.host) || (relative.pathname?.startsWith('/') ?? false);
  let mustEndAbsolute = relativeAbsolute || sourceAbsolute || Boolean(result.host && relative.pathname);
  const removeAllDots = mustEndAbsolute;
  let parts = result.pathname?.split('/') ?? [];
  const relativeParts = relative.pathname?.split('/') ?? [];
  // Without slashes the host counts as the first part of the path, so that `..` can reach it.
  const slashless = Boolean(result.protocol) && !isSlashed(result.protocol);
  if (slashless) {
    hostIntoPath(result, parts);
    result.hostname = '';
    result.port = null;
    result.host = '';
    if (relative.protocol) {
      result.auth = null;
      hostIntoPath(relative, relativeParts);
      relative.host = relative.hostname = relative.port = null;
    }
    mustEndAbsolute &&= relativeParts[0] === '' || parts[0] === '';
  }

  if (relativeAbsolute) {
    takeHost(result, relative);
    parts = relativeParts;
  } else if (relativeParts.length > 0) {
    parts.pop();
    parts.push(...relativeParts);
  } else if (relative.search !== null && relative.search !== undefined) {
    if (slashless) hostFromPath(result, parts.shift() ?? '');
    result.search = relative.search;
    result.query = relative.query;
    return finishPath(result);
  }
  if (relativeAbsolute || relativeParts.length > 0) {
    result.search = relative.search;
    result.query = relative.query;
  }
  if (parts.length === 0) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    return finish(result);
  }

  const last = parts.at(-1) as string;
  const dots = last === '.' || last === '..';
  const trailingSlash = last === '' || (dots && Boolean(result.host || relative.host || parts.length > 1));
  removeDots(parts, !mustEndAbsolute && !removeAllDots);
  if (mustEndAbsolute && parts[0] !== '' && !parts[0]?.startsWith('/')) parts.unshift('');
  if (trailingSlash && !parts.join('/').endsWith('/')) parts.push('');
  const absolute = parts[0] === '' || (parts[0]?.startsWith('/') ?? false);
  if (slashless) hostFromPath(result, absolute ? '' : (parts.shift() ?? ''));
  mustEndAbsolute ||= Boolean(result.host) && parts.length > 0;
  if (mustEndAbsolute && !absolute) parts.unshift('');
  result.pathname = parts.length > 0 ? parts.join('/') : null;
  if (parts.length === 0) result.path = null;
  result.auth = relative.auth || result.auth;
  result.slashes ||= relative.slashes;
  return finishPath(result);
}

function takeHost(result: Url, relative: Url): void {
  if (typeof relative.host === 'string') {
    if (result.host !== relative.host) result.auth = null;
    result.host = relative.host;
    result.port = relative.port;
  }
  if (typeof relative.hostname === 'string') {
    if (result.hostname !== relative.hostname) result.auth = null;
    result.hostname = relative.hostname;
  }
}

function hostIntoPath(url: Url, parts: string[]): void {
  if (!url.host) return;
  if (parts[0] === '') parts[0] = url.host;
  else parts.unshift(url.host);
}

function hostFromPath(url: Url, host: string): void {
  url.host = url.hostname = host;
  const at = host.indexOf('@');
  if (at <= 0) return;
  url.auth = host.slice(0, at);
  url.host = url.hostname = host.slice(at + 1).split('@')[0] as string;
}

/** Takes `.` and `..` out; those that go above the start stay in front with `keepRest`. */
function removeDots(parts: string[], keepRest: boolean): void {
  let up = 0;
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at];
    if (part === '.') parts.splice(at, 1);
    else if (part === '..') {
      parts.splice(at, 1);
      up++;
    } else if (up > 0) {
      parts.splice(at, 1);
      up--;
    }
  }
  if (keepRest) for (; up > 0; up--) parts.unshift('..');
}
