/** `node:util`: https://nodejs.org/api/util.html */
import { TextDecoder, TextEncoder } from './globals/text-encoding.ts';
import { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM, errnoException, exceptionWithHostPort } from './internal/errors.ts';
import { emitWarning } from './internal/process/emit-warning.ts';
import { signalNumbers } from './internal/signals.ts';
import { aborted, transferableAbortController, transferableAbortSignal } from './internal/util/abort-helpers.ts';
import { type CallSiteInfo, getCallSites } from './internal/util/call-sites.ts';
import { isDeepStrictEqual } from './internal/util/comparisons.ts';
import { debuglog } from './internal/util/debuglog.ts';
import { deprecate } from './internal/util/deprecate.ts';
import { diff } from './internal/util/diff.ts';
import { format, formatWithOptions } from './internal/util/format.ts';
import { extend, inherits } from './internal/util/inherits.ts';
import { inspect } from './internal/util/inspect.ts';
import { MIMEParams, MIMEType } from './internal/util/mime.ts';
import { parseArgs } from './internal/util/parse-args.ts';
import { parseEnv } from './internal/util/parse-env.ts';
import { callbackify, promisify } from './internal/util/promisify.ts';
import { stripVTControlCharacters } from './internal/util/string-width.ts';
import { styleText } from './internal/util/style-text.ts';
import { getSystemErrorMap, getSystemErrorMessage, getSystemErrorName } from './internal/util/system-errors.ts';
import { validateOneOf } from './internal/validators.ts';
import types from './util/types.ts';

const debug = debuglog;

/** The old `Object.assign`: https://nodejs.org/api/util.html#util_extendtarget-source */
const _extend = /* @__PURE__ */ deprecate(
  extend,
  'The `util._extend` API is deprecated. Please use Object.assign() instead.',
  'DEP0060',
);

/** https://nodejs.org/api/util.html#utilisarrayobject */
const isArray = /* @__PURE__ */ deprecate(
  Array.isArray,
  'The `util.isArray` API is deprecated. Please use `Array.isArray()` instead.',
  'DEP0044',
);

let warnedOfGetCallSite = false;

/** The older name of `getCallSites`: https://nodejs.org/api/deprecations.html#DEP0186 */
function getCallSite(frameCount?: unknown, options?: unknown): CallSiteInfo[] {
  if (!warnedOfGetCallSite) {
    warnedOfGetCallSite = true;
    emitWarning('The `util.getCallSite` API has been renamed to `util.getCallSites()`.', 'ExperimentalWarning');
  }
  return getCallSites(frameCount, options);
}

/**
 * The text with lone surrogates replaced: https://nodejs.org/api/util.html#utiltousvstringstring
 * @param input any value, taken as text.
 */
function toUSVString(input: unknown): string {
  return `${input}`.toWellFormed();
}

/**
 * The exit code of a process that a signal ended: https://nodejs.org/api/util.html#utilconvertprocesssignaltoexitcodesignal
 * @param signal its name.
 */
function convertProcessSignalToExitCode(signal: string): number {
  validateOneOf(signal, 'signalCode', Object.keys(signalNumbers()));
  return 128 + signalNumbers()[signal]!;
}

/**
 * There is no `SIGINT` for an instance to trace: https://nodejs.org/api/util.html#utilsettracesigintenable
 * @throws ERR_FEATURE_UNAVAILABLE_ON_PLATFORM
 */
function setTraceSigInt(): never {
  throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('util.setTraceSigInt()');
}

export {
  _extend,
  aborted,
  callbackify,
  convertProcessSignalToExitCode,
  debug,
  debuglog,
  deprecate,
  diff,
  errnoException as _errnoException,
  exceptionWithHostPort as _exceptionWithHostPort,
  format,
  formatWithOptions,
  getCallSite,
  getCallSites,
  getSystemErrorMap,
  getSystemErrorMessage,
  getSystemErrorName,
  inherits,
  inspect,
  isArray,
  isDeepStrictEqual,
  MIMEParams,
  MIMEType,
  parseArgs,
  parseEnv,
  promisify,
  setTraceSigInt,
  stripVTControlCharacters,
  styleText,
  TextDecoder,
  TextEncoder,
  toUSVString,
  transferableAbortController,
  transferableAbortSignal,
  types,
};

/** The whole module. */
export default {
  _errnoException: errnoException,
  _exceptionWithHostPort: exceptionWithHostPort,
  _extend,
  aborted,
  callbackify,
  convertProcessSignalToExitCode,
  debug,
  debuglog,
  deprecate,
  diff,
  format,
  formatWithOptions,
  getCallSite,
  getCallSites,
  getSystemErrorMap,
  getSystemErrorMessage,
  getSystemErrorName,
  inherits,
  inspect,
  isArray,
  isDeepStrictEqual,
  MIMEParams,
  MIMEType,
  parseArgs,
  parseEnv,
  promisify,
  setTraceSigInt,
  stripVTControlCharacters,
  styleText,
  TextDecoder,
  TextEncoder,
  toUSVString,
  transferableAbortController,
  transferableAbortSignal,
  types,
};
