/** Paths among the arguments of node:child_process. */
import { Buffer } from '../buffer/buffer.ts';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { fileURLToPath } from '../url/file-url.ts';

function isURL(value: unknown): value is URL {
  const url = value as { href?: unknown; protocol?: unknown; auth?: unknown; path?: unknown } | null | undefined;
  return Boolean(url?.href && url.protocol && url.auth === undefined && url.path === undefined);
}

/**
 * The text of a path given as a string, bytes or a `file:` URL.
 *
 * @param name the argument's name in errors
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE (null bytes), ERR_INVALID_URL_SCHEME, ERR_INVALID_FILE_URL_HOST
 */
export function toPath(value: unknown, name: string): string {
  const path = isURL(value) ? fileURLToPath(value as never) : value;
  const text = path instanceof Uint8Array ? Buffer.from(path).toString() : path;
  if (typeof text !== 'string') throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'URL'], value);
  if (text.includes('\0')) {
    throw new ERR_INVALID_ARG_VALUE(name, value, 'must be a string, Uint8Array, or URL without null bytes');
  }
  return text;
}
