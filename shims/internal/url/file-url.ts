import { domainToUnicode } from 'zora:node/system@0.1.0';
import { Buffer } from '../../buffer.ts';
import {
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_FILE_URL_HOST,
  ERR_INVALID_FILE_URL_PATH,
  ERR_INVALID_URL_SCHEME,
} from '../errors.ts';
import { instanceInfo } from '../instance.ts';
import { currentDirectory } from '../process/cwd.ts';
import { percentDecodeBytes, percentEncode } from './percent.ts';
import { URL } from './url-class.ts';

/** Which system's paths are meant; the host's own by default. */
export interface FileUrlOptions {
  windows?: boolean | undefined;
}

/** A URL object, whichever class it is of. */
export interface UrlLike {
  readonly href: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly pathname: string;
}

// All that Node encodes in a path, so that the URL parser changes none of it.
const FILE_PATH_SET = /[^!$&-;=@A-Z_a-z]+/g;

function isWindows(options: FileUrlOptions | null | undefined): boolean {
  return options?.windows ?? instanceInfo().platform === 'win32';
}

function toUrl(value: unknown): UrlLike {
  const url = typeof value === 'string' ? new URL(value) : value;
  const fields = url as { href?: unknown; protocol?: unknown; auth?: unknown; path?: unknown } | null | undefined;
  if (!fields?.href || !fields.protocol || fields.auth !== undefined || fields.path !== undefined) {
    throw new ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], value);
  }
  if (fields.protocol !== 'file:') throw new ERR_INVALID_URL_SCHEME('file');
  return url as UrlLike;
}

/**
 * The path that a `file:` URL names.
 * Throws ERR_INVALID_ARG_TYPE, ERR_INVALID_URL_SCHEME, ERR_INVALID_FILE_URL_HOST or ERR_INVALID_FILE_URL_PATH.
 * https://nodejs.org/api/url.html#urlfileurltopathurl-options
 */
export function fileURLToPath(url: string | UrlLike, options?: FileUrlOptions): string {
  const parsed = toUrl(url);
  if (!isWindows(options)) return decodeURIComponent(posixPath(parsed));
  return windowsPath(parsed, (text) => decodeURIComponent(text));
}

/** As `fileURLToPath`, for paths that are no UTF-8. https://nodejs.org/api/url.html#urlfileurltopathbufferurl-options */
export function fileURLToPathBuffer(url: string | UrlLike, options?: FileUrlOptions): Buffer {
  const parsed = toUrl(url);
  const text = isWindows(options) ? windowsPath(parsed, (part) => part) : posixPath(parsed);
  return Buffer.from(percentDecodeBytes(text).buffer);
}

function posixPath(url: UrlLike): string {
  if (url.hostname !== '') throw new ERR_INVALID_FILE_URL_HOST(instanceInfo().platform);
  if (/%2f/i.test(url.pathname)) throw new ERR_INVALID_FILE_URL_PATH('must not include encoded / characters', url);
  return url.pathname;
}

function windowsPath(url: UrlLike, decode: (text: string) => string): string {
  if (/%2f|%5c/i.test(url.pathname)) {
    throw new ERR_INVALID_FILE_URL_PATH('must not include encoded \\ or / characters', url);
  }
  const decoded = decode(url.pathname.replaceAll('/', '\\'));
  if (url.hostname !== '') return `\\\\${domainToUnicode(url.hostname)}${decoded}`;
  if (!/^.[a-zA-Z]:/.test(decoded)) throw new ERR_INVALID_FILE_URL_PATH('must be absolute', url);
  return decoded.slice(1);
}

/**
 * The `file:` URL of a path, made absolute first.
 * Throws ERR_INVALID_ARG_TYPE, or ERR_INVALID_ARG_VALUE for a malformed UNC path.
 * https://nodejs.org/api/url.html#urlpathtofileurlpath-options
 */
export function pathToFileURL(filePath: string, options?: FileUrlOptions): URL {
  if (typeof filePath !== 'string') throw new ERR_INVALID_ARG_TYPE('path', 'string', filePath);
  const windows = isWindows(options);
  if (windows && /^\\\\(?!\?\\[a-zA-Z]:)/.test(filePath)) return uncToFileUrl(filePath);
  const plain = windows ? filePath.replace(/^\\\\\?\\/, '') : filePath;
  const resolved = windows ? resolveWindows(plain) : resolvePosix(plain);
  return new URL(`file://${percentEncodeAll(resolved)}`);
}

/** `path.posix.resolve`, with the slash at the end kept. */
function resolvePosix(filePath: string): string {
  const parts: string[] = [];
  for (const part of (filePath.startsWith('/') ? filePath : `${currentDirectory()}/${filePath}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}${filePath.endsWith('/') && parts.length > 0 ? '/' : ''}`;
}

/** `path.win32.resolve` in slashes; a path without drive belongs to the working directory's. */
function resolveWindows(filePath: string): string {
  const slashed = filePath.replaceAll('\\', '/');
  if (/^[a-zA-Z]:\//.test(slashed)) return `/${slashed.slice(0, 2)}${resolvePosix(slashed.slice(2))}`;
  const here = currentDirectory().replaceAll('\\', '/');
  const [drive = ''] = /^[a-zA-Z]:/.exec(slashed) ?? /^[a-zA-Z]:/.exec(here) ?? [];
  const path = slashed.replace(/^[a-zA-Z]:/, '');
  const base = here.startsWith(drive) ? here.slice(drive.length) : '';
  return `${drive && `/${drive}`}${resolvePosix(path.startsWith('/') ? path : `${base}/${path}`)}`;
}

function uncToFileUrl(filePath: string): URL {
  const start = filePath.toUpperCase().startsWith('\\\\?\\UNC\\') ? 8 : 2;
  const end = filePath.indexOf('\\', start);
  if (end < 0) throw new ERR_INVALID_ARG_VALUE('path', filePath, 'Missing UNC resource path');
  if (end === 2) throw new ERR_INVALID_ARG_VALUE('path', filePath, 'Empty UNC servername');
  const url = new URL(`file://${percentEncodeAll(filePath.slice(end).replaceAll('\\', '/'))}`);
  url.hostname = filePath.slice(start, end);
  return url;
}

/** encodeURIComponent leaves `~` alone, which Node's set has. */
function percentEncodeAll(text: string): string {
  return percentEncode(text.toWellFormed(), FILE_PATH_SET).replaceAll('~', '%7E');
}
