/** `vm.compileFunction`. https://nodejs.org/api/vm.html#vmcompilefunctioncode-params-options */

import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import {
  kValidateObjectAllowObjects,
  validateArray,
  validateObject,
  validateString,
  validateStringArray,
} from '../validators.ts';
import { applyCache } from './cached-data.ts';
import { type Context, contextOf } from './context.ts';
import { cacheOptions, originOf } from './options.ts';
import { runGlobally, runInContext } from './run.ts';
import { scanScript } from './scan.ts';
import { checkBody, MAX_COLUMN_OFFSET, readSource } from './source.ts';

type Compiled = (...args: unknown[]) => unknown;

/**
 * A function of `params` with the body `code`, in the program's global scope or in `options.parsingContext`.
 * @throws SyntaxError
 */
export function compileFunction(code: unknown, params?: unknown, options: unknown = {}): Compiled {
  validateString(code, 'code');
  if (params !== undefined) validateStringArray(params, 'params');
  validateObject(options, 'options');
  const read = options as Record<string, unknown>;
  const origin = originOf(read, '<anonymous>');
  const cache = cacheOptions(read);
  const { parsingContext, contextExtensions = [] } = read as { parsingContext?: unknown; contextExtensions?: unknown };
  const context = parsingContext === undefined ? undefined : parsingContextOf(parsingContext);
  validateArray(contextExtensions, 'options.contextExtensions');
  for (const [index, extension] of contextExtensions.entries()) {
    validateObject(extension, `options.contextExtensions[${index}]`, kValidateObjectAllowObjects);
  }
  const list = ((params ?? []) as string[]).join(', ');
  if (scanScript(list).unbalanced) throw new SyntaxError("Unexpected token ')'");
  const scopes = contextExtensions.map((_, index) => `with (arguments[0][${index}]) `).join('');
  const indent = ' '.repeat(Math.min(Math.max(origin.columnOffset, 0), MAX_COLUMN_OFFSET));
  const text = `(function () { ${scopes}return (function (${list}) {\n${indent}${code}\n}); })`;
  // The text's first line is not the code's.
  const source = readSource(text, { ...origin, lineOffset: origin.lineOffset - 1, columnOffset: 0 });
  checkBody(code);
  const outer = (context === undefined ? runGlobally(source) : runInContext(source, context)) as (
    extensions: unknown[],
  ) => Compiled;
  const compiled: Compiled & object = outer(contextExtensions);
  applyCache(compiled as Parameters<typeof applyCache>[0], `${list}\n${code}`, cache.given, cache.wanted);
  return compiled;
}

function parsingContextOf(value: unknown): Context {
  const context = typeof value === 'object' && value !== null ? contextOf(value) : undefined;
  if (context === undefined) throw new ERR_INVALID_ARG_TYPE('options.parsingContext', 'Context', value);
  return context;
}
