/** Paths among arguments. */
import { decodeUtf8 } from '../encoding/utf8.ts';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { currentDirectory } from '../process/cwd.ts';
import { fileURLToPath } from '../url/file-url.ts';

/** A path as the program gave it, for errors, and as the host takes it. */
export interface Path {
  readonly given: string;
  readonly host: string;
}

function isURL(value: unknown): boolean {
  const url = value as { href?: unknown; protocol?: unknown; auth?: unknown; path?: unknown } | null | undefined;
  return Boolean(url?.href && url.protocol && url.auth === undefined && url.path === undefined);
}

/** The path that a `file:` URL names; any other value as it is. */
export function fromFileURL(value: unknown): unknown {
  return isURL(value) ? fileURLToPath(value as never) : value;
}

const NULL_BYTES = 'must be a string, Uint8Array, or URL without null bytes';

/**
 * A path given as a string, bytes (UTF-8) or a `file:` URL, checked: a string or bytes.
 * @param name the argument's name in errors
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE (null bytes), ERR_INVALID_URL_SCHEME, ERR_INVALID_FILE_URL_HOST, ERR_INVALID_FILE_URL_PATH
 */
export function validatedPath(value: unknown, name = 'path'): string | Uint8Array {
  const path = typeof value === 'string' ? value : fromFileURL(value);
  if (typeof path === 'string') {
    if (path.includes('\0')) throw new ERR_INVALID_ARG_VALUE(name, path, NULL_BYTES);
    return path;
  }
  if (!(path instanceof Uint8Array)) throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'URL'], path);
  if (path.includes(0)) throw new ERR_INVALID_ARG_VALUE(name, path, NULL_BYTES);
  return path;
}

/** The text of a path. */
export function pathText(path: string | Uint8Array): string {
  if (typeof path === 'string') return path.toWellFormed();
  const text = decodeUtf8(path, true);
  if (text === undefined)
    throw new ERR_INVALID_ARG_VALUE('path', path, 'must be UTF-8: the sandbox has no other names');
  return text;
}

/** An absolute path: what the host takes. The empty path stays so: it names nothing. */
export function absolute(path: string): string {
  if (path === '' || path.startsWith('/')) return path;
  // Windows hosts: a drive or a UNC path.
  if (/^(?:[a-zA-Z]:[\\/]|\\\\)/.test(path) && !currentDirectory().startsWith('/')) return path;
  const cwd = currentDirectory();
  return cwd.endsWith('/') ? cwd + path : `${cwd}/${path}`;
}

/** As `validatedPath`, with the form for the host. */
export function toPath(value: unknown, name = 'path'): Path {
  const given = pathText(validatedPath(value, name));
  return { given, host: absolute(given) };
}

/** A directory and a name in it. */
export function join(directory: string, name: string): string {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}
