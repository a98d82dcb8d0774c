import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import type { ZlibOptions } from './types.ts';

/**
 * The numbered parameters of Brotli or Zstandard, in the host's form.
 * @param most the greatest number that there is
 * @param Invalid the error for another one
 * @throws ERR_BROTLI_INVALID_PARAM, ERR_ZSTD_INVALID_PARAM, ERR_INVALID_ARG_TYPE
 */
export function parametersOf(
  options: ZlibOptions | undefined,
  most: number,
  Invalid: new (key: string) => Error,
): [key: number, value: number][] {
  const given = new Map<number, number>();
  for (const [name, value] of Object.entries(options?.params ?? {})) {
    const key = +name;
    if (!(key >= 0 && key <= most) || given.has(key)) throw new Invalid(name);
    if (typeof value !== 'number' && typeof value !== 'boolean') {
      throw new ERR_INVALID_ARG_TYPE('options.params[key]', 'number', value);
    }
    given.set(key, Number(value) | 0);
  }
  return [...given];
}
