/** How strict the parser and the checks of fields are. https://nodejs.org/api/http.html#httprequesturl-options-callback */
import { ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { validateOneOf } from '../validators.ts';

/** Checks the option `httpValidation`. @throws ERR_INVALID_ARG_VALUE */
export function checkHttpValidation(value: string | undefined, insecureHTTPParser: boolean | undefined): void {
  if (value === undefined) return;
  validateOneOf(value, 'options.httpValidation', ['strict', 'relaxed', 'insecure']);
  if (insecureHTTPParser !== undefined) {
    throw new ERR_INVALID_ARG_VALUE(
      'options.httpValidation',
      value,
      'cannot be used together with options.insecureHTTPParser',
    );
  }
}

/** As the standard says. */
export const STRICT = 0;
/** Control characters may be in field values. */
export const RELAXED_VALUES = 1;
/** Whatever can be understood. */
export const LENIENT = 2;

/** What `httpValidation` and `insecureHTTPParser` ask for. */
export function leniencyOf(httpValidation: string | undefined, insecureHTTPParser: boolean | undefined): number {
  if (httpValidation === 'relaxed') return RELAXED_VALUES;
  if (httpValidation !== undefined) return httpValidation === 'strict' ? STRICT : LENIENT;
  return insecureHTTPParser ? LENIENT : STRICT;
}
