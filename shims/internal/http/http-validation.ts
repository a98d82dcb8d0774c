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

/** Whether `httpValidation` or `insecureHTTPParser` ask for leniency. */
export function isLenient(httpValidation: string | undefined, insecureHTTPParser: boolean | undefined): boolean {
  if (httpValidation !== undefined) return httpValidation !== 'strict';
  return insecureHTTPParser ?? false;
}
