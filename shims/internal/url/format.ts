import { domainToUnicode } from 'zora:node/system@0.1.0';
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { Url } from './legacy.ts';
import { formatLegacy, type LegacyFields } from './legacy-format.ts';
import { serialize } from './record.ts';
import { type URL, urlRecord } from './url-class.ts';

/** Which parts of a URL object `url.format` shows. */
export interface FormatOptions {
  fragment?: unknown;
  unicode?: unknown;
  search?: unknown;
  auth?: unknown;
}

/**
 * The text of a URL: of a string (normalized), of a legacy object, or of a URL object with options.
 * Throws ERR_INVALID_ARG_TYPE.
 * https://nodejs.org/api/url.html#urlformaturl-options
 */
export function format(url: string | URL | LegacyFields, options?: FormatOptions): string {
  if (typeof url === 'string') return new Url().parse(url).format();
  if (typeof url !== 'object' || url === null) throw new ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], url);
  const record = urlRecord(url);
  if (!record) return formatLegacy(url as LegacyFields);
  if (options === undefined) return serialize(record);
  if (options === null || typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  const { fragment = true, unicode = false, search = true, auth = true } = options;
  const shown = { ...record };
  if (!fragment) shown.fragment = null;
  if (!search) shown.query = null;
  if (!auth) shown.username = shown.password = '';
  if (unicode && shown.host) shown.host = domainToUnicode(shown.host) || shown.host;
  return serialize(shown);
}
