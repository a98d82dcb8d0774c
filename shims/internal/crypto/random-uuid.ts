import { randomUUID as webRandomUUID } from '../random-uuid.ts';
import { validateBoolean, validateObject } from '../validators.ts';

/**
 * A random UUID, version 4.
 * @param options `disableEntropyCache` is checked; there is no cache here.
 * @throws ERR_INVALID_ARG_TYPE
 * @see https://nodejs.org/api/crypto.html#cryptorandomuuidoptions
 */
export function randomUUID(options?: unknown): string {
  if (options !== undefined) {
    validateObject(options, 'options');
    const { disableEntropyCache = false } = options as { disableEntropyCache?: unknown };
    validateBoolean(disableEntropyCache, 'options.disableEntropyCache');
  }
  return webRandomUUID();
}
