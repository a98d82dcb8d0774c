/**
 * The first line of a message, read as strictly as llhttp does.
 *
 * https://www.rfc-editor.org/rfc/rfc9112#section-3 and #section-4
 */
import { isHttpMethod, isMethodPrefix, isRtspMethod } from './methods.ts';
import { Malformed } from './parse-error.ts';

/** What of the rules a caller wants to be lenient about (`insecureHTTPParser`). */
export type Lenient = boolean;

export interface StartLine {
  major: number;
  minor: number;
  method: string;
  url: string;
  status: number;
  statusText: string;
}

const REQUEST = /^([A-Z_-]+) +([^ \r\n]+)(?: +HTTP\/([0-9])\.([0-9]))?\r\n$/;
const RESPONSE = /^HTTP\/([0-9])\.([0-9]) ([0-9]{3})(?: ([^\r\n]*))?\r\n$/;
/** What URLs almost always are; others are looked at in detail. */
const PLAIN_URL = /^[/*][!-~]*$/;
const VERSIONS: readonly string[] = ['1.1', '1.0', '0.9', '2.0'];

/**
 * @param line the line with its end, or as much as came of it: then `complete` is false, and only what cannot become
 * right any more is an error.
 * @throws Malformed
 */
export function readRequestLine(line: string, complete: boolean, lenient: Lenient): StartLine | undefined {
  const found = complete ? REQUEST.exec(line) : null;
  if (found !== null) {
    const method = found[1] as string;
    const url = found[2] as string;
    const major = found[3] ?? '0';
    const minor = found[4] ?? '9';
    if (
      isHttpMethod(method) &&
      (found[3] !== undefined ? lenient || VERSIONS.includes(`${major}.${minor}`) : line[line.length - 3] !== ' ') &&
      method !== 'CONNECT' &&
      PLAIN_URL.test(url)
    ) {
      return { method, url, major: +major, minor: +minor, status: 0, statusText: '' };
    }
  }
  return readRequestSlowly(line, complete, lenient);
}

/** Step by step: says what is wrong, or reads what is rare. */
function readRequestSlowly(line: string, complete: boolean, lenient: Lenient): StartLine | undefined {
  const method = (/^[A-Za-z_-]*/.exec(line) as RegExpExecArray)[0];
  let at = method.length;
  const known = isHttpMethod(method) || isRtspMethod(method) || method === 'PRI';
  if (at < line.length && known && line[at] !== ' ') {
    throw new Malformed('INVALID_METHOD', 'Expected space after method', at);
  }
  if (!known && (at < line.length || !isMethodPrefix(method))) throw badMethod(line, method);
  if (at >= line.length) return undefined;
  while (line[at] === ' ') at++;
  const urlAt = at;
  while (at < line.length && !' \r\n'.includes(line[at] as string)) at++;
  const url = line.slice(urlAt, at);
  if (url !== '' || complete) checkUrl(url, urlAt, method === 'CONNECT', complete || at < line.length);
  const urlEnd = at;
  while (line[at] === ' ') at++;
  if (at >= line.length) return undefined;
  if (line[at] === '\r' || line[at] === '\n') {
    if (line[at] === '\r' && at + 1 < line.length && line[at + 1] !== '\n') {
      throw new Malformed('LF_EXPECTED', 'Expected CRLF', at + 1);
    }
    // A line without a version is HTTP/0.9.
    if (complete && url !== '' && isHttpMethod(method)) {
      return { method, url: line.slice(urlAt, urlEnd), major: 0, minor: 9, status: 0, statusText: '' };
    }
    return undefined;
  }
  const rest = line.slice(at);
  const name = /^(?:HTTP|RTSP|ICE)\//.exec(rest)?.[0];
  if (name === undefined) {
    if (!complete && ['HTTP/', 'RTSP/', 'ICE/'].some((word) => word.startsWith(rest))) return undefined;
    throw new Malformed('INVALID_CONSTANT', 'Expected HTTP/, RTSP/ or ICE/', at);
  }
  at += name.length;
  if (name === 'HTTP/' && !isHttpMethod(method) && method !== 'PRI') {
    throw new Malformed('INVALID_CONSTANT', 'Invalid method for HTTP/x.x request', at);
  }
  if (name === 'RTSP/' && !isRtspMethod(method)) {
    throw new Malformed('INVALID_CONSTANT', 'Invalid method for RTSP/x.x request', at);
  }
  if (name === 'ICE/' && method !== 'SOURCE') {
    throw new Malformed('INVALID_CONSTANT', 'Expected SOURCE method for ICE/x.x request', at);
  }
  const version = readVersion(line, at, lenient);
  if (version === undefined) return undefined;
  at = version.end;
  if (at < line.length && line[at] !== '\r' && !(lenient && line[at] === '\n')) {
    throw new Malformed('INVALID_VERSION', 'Expected CRLF after version', at);
  }
  if (at + 1 < line.length && line[at] === '\r' && line[at + 1] !== '\n') {
    throw new Malformed('STRICT', 'Expected CRLF after version', at + 1);
  }
  if (!complete) return undefined;
  return { method, url, major: version.major, minor: version.minor, status: 0, statusText: '' };
}

function badMethod(line: string, method: string): Malformed {
  let right = 0;
  while (right < method.length && isMethodPrefix(line.slice(0, right + 1))) right++;
  const cut = line.slice(0, right);
  const isWhole = isHttpMethod(cut) || isRtspMethod(cut);
  return new Malformed('INVALID_METHOD', isWhole ? 'Expected space after method' : 'Invalid method encountered', right);
}

function readVersion(
  line: string,
  start: number,
  lenient: Lenient,
): { major: number; minor: number; end: number } | undefined {
  const [major, dot, minor] = [line[start], line[start + 1], line[start + 2]];
  if (major !== undefined && !/[0-9]/.test(major))
    throw new Malformed('INVALID_VERSION', 'Invalid major version', start);
  if (dot !== undefined && dot !== '.') throw new Malformed('INVALID_VERSION', 'Expected dot', start + 1);
  if (minor === undefined) return undefined;
  if (!/[0-9]/.test(minor)) throw new Malformed('INVALID_VERSION', 'Invalid minor version', start + 2);
  if (!lenient && !VERSIONS.includes(`${major}.${minor}`)) {
    throw new Malformed('INVALID_VERSION', 'Invalid HTTP version', start + 3);
  }
  return { major: Number(major), minor: Number(minor), end: start + 3 };
}

/** `ended`: nothing more of the URL will come. */
function checkUrl(url: string, at: number, isConnect: boolean, ended: boolean): void {
  if (PLAIN_URL.test(url)) return;
  const invalid = (reason: string, offset: number): never => {
    throw new Malformed('INVALID_URL', reason, at + offset);
  };
  let path = 0;
  if (!/^[/*]/.test(url)) {
    let server = 0;
    if (!isConnect) {
      const scheme = (/^[A-Za-z]*/.exec(url) as RegExpExecArray)[0].length;
      if (scheme === 0) invalid('Unexpected start char in url', 0);
      const slashes = url.slice(scheme, scheme + 3);
      if (!'://'.startsWith(slashes) || (ended && slashes.length < 3)) {
        const right = '://'.startsWith(slashes)
          ? slashes.length
          : [...slashes].findIndex((char, n) => char !== '://'[n]);
        if (scheme + right >= url.length) invalid('Invalid characters in url', scheme + right);
        invalid('Unexpected char in url schema', scheme + right);
      }
      if (slashes.length < 3) return;
      server = scheme + 3;
    }
    const length = (/^[A-Za-z0-9\-_.!~*'()%;:&=+$,[\]@]*/.exec(url.slice(server)) as RegExpExecArray)[0].length;
    path = server + length;
    if (path === url.length) {
      if (length === 0 && ended) invalid('Invalid characters in url', path);
      return;
    }
    if (url[path] !== '/' && url[path] !== '?') invalid('Unexpected char in url server', path);
  }
  const wrong = url.slice(path).search(/[^!-~]/);
  if (wrong === -1) return;
  const before = url.slice(path, path + wrong);
  const part = before.includes('#') ? 'fragment' : before.includes('?') ? 'query' : 'path';
  invalid(`Invalid char in url ${part}${before.endsWith('#') ? ' start' : ''}`, path + wrong);
}

/**
 * @param line as for {@link readRequestLine}.
 * @throws Malformed
 */
export function readStatusLine(line: string, complete: boolean, lenient: Lenient): StartLine | undefined {
  const found = complete ? RESPONSE.exec(line) : null;
  if (found !== null && (lenient || VERSIONS.includes(`${found[1]}.${found[2]}`))) {
    return {
      major: Number(found[1]),
      minor: Number(found[2]),
      status: Number(found[3]),
      statusText: found[4] ?? '',
      method: '',
      url: '',
    };
  }
  const name = /^(?:HTTP|RTSP|ICE)\//.exec(line)?.[0];
  if (name === undefined) {
    if (!complete && ['HTTP/', 'RTSP/', 'ICE/'].some((word) => word.startsWith(line))) return undefined;
    let right = 0;
    while (['HTTP/', 'RTSP/', 'ICE/'].some((word) => word.startsWith(line.slice(0, right + 1)))) right++;
    throw new Malformed('INVALID_CONSTANT', 'Expected HTTP/, RTSP/ or ICE/', right);
  }
  const version = readVersion(line, name.length, lenient);
  if (version === undefined) return undefined;
  let at = version.end;
  if (at < line.length && line[at] !== ' ') throw new Malformed('INVALID_VERSION', 'Expected space after version', at);
  at++;
  for (const end = at + 3; at < end; at++) {
    if (at >= line.length) return undefined;
    if (!/[0-9]/.test(line[at] as string)) throw new Malformed('INVALID_STATUS', 'Invalid status code', at);
  }
  if (at >= line.length) return undefined;
  const status = Number(line.slice(at - 3, at));
  let text = '';
  if (line[at] === ' ') {
    const end = line.slice(at + 1).search(/[\r\n]/);
    text = end === -1 ? line.slice(at + 1) : line.slice(at + 1, at + 1 + end);
    at += 1 + text.length;
    if (line[at] === '\n' && !lenient) {
      throw new Malformed('CR_EXPECTED', 'Missing expected CR after response line', at + 1);
    }
  } else if (line[at] !== '\r' && !(lenient && line[at] === '\n')) {
    throw new Malformed('INVALID_STATUS', 'Invalid response status', at);
  }
  if (line[at] === '\r' && at + 1 < line.length && line[at + 1] !== '\n') {
    throw new Malformed('STRICT', 'Expected LF after CR', at + 1);
  }
  if (!complete) return undefined;
  return { major: version.major, minor: version.minor, status, statusText: text, method: '', url: '' };
}
