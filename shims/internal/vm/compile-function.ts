/** `vm.compileFunction`. https://nodejs.org/api/vm.html#vmcompilefunctioncode-params-options */
import {
  kValidateObjectAllowObjects,
  validateArray,
  validateObject,
  validateString,
  validateStringArray,
} from '../validators.ts';
import { cacheOptions, optionsOf, originOf } from './options.ts';
import { runGlobally, runInContext } from './run.ts';
import { scanScript } from './scan.ts';
import { validateContext } from './script.ts';
import { readSource } from './source.ts';

type Compiled = ((...args: unknown[]) => unknown) & { cachedDataProduced?: boolean; cachedDataRejected?: boolean };

/**
 * A function of `params` with the body `code`, in the program's global scope or in `options.parsingContext`.
 * @throws SyntaxError
 */
export function compileFunction(code: unknown, params?: unknown, options: unknown = {}): Compiled {
  validateString(code, 'code');
  if (params !== undefined) validateStringArray(params, 'params');
  const read = optionsOf(options);
  const origin = originOf(read, '');
  const cache = cacheOptions(read);
  const { parsingContext, contextExtensions = [] } = read as { parsingContext?: unknown; contextExtensions?: unknown };
  const context = parsingContext === undefined ? undefined : validateContext(parsingContext, 'options.parsingContext');
  validateArray(contextExtensions, 'options.contextExtensions');
  for (const [index, extension] of contextExtensions.entries()) {
    validateObject(extension, `options.contextExtensions[${index}]`, kValidateObjectAllowObjects);
  }
  const list = ((params ?? []) as string[]).join(', ');
  if (scanScript(code).unbalanced || scanScript(list).unbalanced) throw new SyntaxError("Unexpected token '}'");
  const scopes = contextExtensions.map((_, index) => `with (arguments[0][${index}]) `).join('');
  const text = `(function () { ${scopes}return (function (${list}) {\n${code}\n}); })`;
  // The text's first line is not the code's.
  const source = readSource(text, { ...origin, lineOffset: origin.lineOffset - 1, columnOffset: 0 }, () => compiled);
  const outer = (context === undefined ? runGlobally(source) : runInContext(source, context)) as (
    extensions: unknown[],
  ) => Compiled;
  const compiled = outer(contextExtensions);
  if (cache.wanted) compiled.cachedDataProduced = false;
  if (cache.given) compiled.cachedDataRejected = true;
  return compiled;
}
