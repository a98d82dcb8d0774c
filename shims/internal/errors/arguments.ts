/** Errors about arguments, return values and states, common to all builtins. */
import {
  determineSpecificType,
  formatList,
  invalidArgTypeMessage,
  invalidArgValueMessage,
  outOfRangeMessage,
} from './describe.ts';
import { defineHidden, makeNodeError, makeNodeErrorVariants } from './node-error.ts';

export const ERR_INVALID_ARG_TYPE = /* @__PURE__ */ makeNodeError(
  'ERR_INVALID_ARG_TYPE',
  invalidArgTypeMessage,
  TypeError,
);
export const ERR_INVALID_ARG_VALUE = /* @__PURE__ */ makeNodeErrorVariants(
  'ERR_INVALID_ARG_VALUE',
  invalidArgValueMessage,
  TypeError,
  { RangeError },
);
export const ERR_OUT_OF_RANGE = /* @__PURE__ */ makeNodeError('ERR_OUT_OF_RANGE', outOfRangeMessage, RangeError);
export const ERR_MISSING_ARGS = /* @__PURE__ */ makeNodeError<(string | readonly string[])[]>(
  'ERR_MISSING_ARGS',
  (...args) => {
    const names = args.map((arg) => (typeof arg === 'string' ? `"${arg}"` : arg.map((a) => `"${a}"`).join(' or ')));
    return `The ${formatList(names)} argument${args.length > 1 ? 's' : ''} must be specified`;
  },
  TypeError,
);
export const ERR_INVALID_RETURN_VALUE = /* @__PURE__ */ makeNodeErrorVariants<
  [input: string, name: string, value: unknown],
  'RangeError'
>(
  'ERR_INVALID_RETURN_VALUE',
  (input, name, value) =>
    `Expected ${input} to be returned from the "${name}" function but got ${determineSpecificType(value)}.`,
  TypeError,
  { RangeError },
);
export const ERR_INVALID_STATE = /* @__PURE__ */ makeNodeErrorVariants(
  'ERR_INVALID_STATE',
  'Invalid state: %s',
  Error,
  {
    TypeError,
    RangeError,
  },
);
export const ERR_OPERATION_FAILED = /* @__PURE__ */ makeNodeErrorVariants(
  'ERR_OPERATION_FAILED',
  'Operation failed: %s',
  Error,
  { TypeError },
);

export const ERR_AMBIGUOUS_ARGUMENT = /* @__PURE__ */ makeNodeError(
  'ERR_AMBIGUOUS_ARGUMENT',
  'The "%s" argument is ambiguous. %s',
  TypeError,
);
export const ERR_ARG_NOT_ITERABLE = /* @__PURE__ */ makeNodeError(
  'ERR_ARG_NOT_ITERABLE',
  '%s must be iterable',
  TypeError,
);
export const ERR_ASSERTION = /* @__PURE__ */ makeNodeError('ERR_ASSERTION', '%s');
export const ERR_ASYNC_CALLBACK = /* @__PURE__ */ makeNodeError(
  'ERR_ASYNC_CALLBACK',
  '%s must be a function',
  TypeError,
);
export const ERR_ASYNC_TYPE = /* @__PURE__ */ makeNodeError(
  'ERR_ASYNC_TYPE',
  'Invalid name for async "type": %s',
  TypeError,
);
export const ERR_CONSOLE_WRITABLE_STREAM = /* @__PURE__ */ makeNodeError(
  'ERR_CONSOLE_WRITABLE_STREAM',
  'Console expects a writable stream instance for %s',
  TypeError,
);
export const ERR_CONSTRUCT_CALL_INVALID = /* @__PURE__ */ makeNodeError(
  'ERR_CONSTRUCT_CALL_INVALID',
  'Constructor cannot be called',
  TypeError,
);
export const ERR_CONSTRUCT_CALL_REQUIRED = /* @__PURE__ */ makeNodeError(
  'ERR_CONSTRUCT_CALL_REQUIRED',
  'Class constructor %s cannot be invoked without `new`',
  TypeError,
);
export const ERR_EVENT_RECURSION = /* @__PURE__ */ makeNodeError(
  'ERR_EVENT_RECURSION',
  'The event "%s" is already being dispatched',
);
export const ERR_FALSY_VALUE_REJECTION = /* @__PURE__ */ makeNodeError<[reason: unknown]>(
  'ERR_FALSY_VALUE_REJECTION',
  function (reason) {
    this['reason'] = reason;
    return 'Promise was rejected with falsy value';
  },
);
export const ERR_ILLEGAL_CONSTRUCTOR = /* @__PURE__ */ makeNodeError(
  'ERR_ILLEGAL_CONSTRUCTOR',
  'Illegal constructor',
  TypeError,
);
export const ERR_INCOMPATIBLE_OPTION_PAIR = /* @__PURE__ */ makeNodeError(
  'ERR_INCOMPATIBLE_OPTION_PAIR',
  'Option "%s" cannot be used in combination with option "%s"',
  TypeError,
);
export const ERR_INTERNAL_ASSERTION = /* @__PURE__ */ makeNodeError<[message?: string]>(
  'ERR_INTERNAL_ASSERTION',
  (message) =>
    `${message === undefined ? '' : `${message}\n`}This is a bug in wasi-node or a wrong use of its internals.\n`,
);
export const ERR_INVALID_ASYNC_ID = /* @__PURE__ */ makeNodeError(
  'ERR_INVALID_ASYNC_ID',
  'Invalid %s value: %s',
  RangeError,
);
export const ERR_INVALID_MIME_SYNTAX = /* @__PURE__ */ makeNodeError<[production: string, text: string, index: number]>(
  'ERR_INVALID_MIME_SYNTAX',
  (production, text, index) =>
    `The MIME syntax for a ${production} in "${text}" is invalid${index === -1 ? '' : ` at ${index}`}`,
  TypeError,
);
export const ERR_INVALID_THIS = /* @__PURE__ */ makeNodeError(
  'ERR_INVALID_THIS',
  'Value of "this" must be of type %s',
  TypeError,
);
export const ERR_INVALID_TUPLE = /* @__PURE__ */ makeNodeError(
  'ERR_INVALID_TUPLE',
  '%s must be an iterable %s tuple',
  TypeError,
);
export const ERR_METHOD_NOT_IMPLEMENTED = /* @__PURE__ */ makeNodeError(
  'ERR_METHOD_NOT_IMPLEMENTED',
  'The %s method is not implemented',
);
export const ERR_MISSING_OPTION = /* @__PURE__ */ makeNodeError('ERR_MISSING_OPTION', '%s is required', TypeError);
export const ERR_MULTIPLE_CALLBACK = /* @__PURE__ */ makeNodeError(
  'ERR_MULTIPLE_CALLBACK',
  'Callback called multiple times',
);
export const ERR_FEATURE_UNAVAILABLE_ON_PLATFORM = /* @__PURE__ */ makeNodeError(
  'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
  'The feature %s is unavailable on the current platform, which is being used to run Node.js',
  TypeError,
);
export const ERR_NO_ICU = /* @__PURE__ */ makeNodeError(
  'ERR_NO_ICU',
  '%s is not supported on Node.js compiled without ICU',
  TypeError,
);
export const ERR_PARSE_ARGS_INVALID_OPTION_VALUE = /* @__PURE__ */ makeNodeError(
  'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
  '%s',
  TypeError,
);
export const ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL = /* @__PURE__ */ makeNodeError(
  'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
  "Unexpected argument '%s'. This command does not take positional arguments",
  TypeError,
);
export const ERR_PARSE_ARGS_UNKNOWN_OPTION = /* @__PURE__ */ makeNodeError<[option: string, allowPositionals: boolean]>(
  'ERR_PARSE_ARGS_UNKNOWN_OPTION',
  (option, allowPositionals) =>
    `Unknown option '${option}'${
      allowPositionals
        ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- ${JSON.stringify(option)}`
        : ''
    }`,
  TypeError,
);
export const ERR_PERFORMANCE_INVALID_TIMESTAMP = /* @__PURE__ */ makeNodeError(
  'ERR_PERFORMANCE_INVALID_TIMESTAMP',
  '%d is not a valid timestamp',
  TypeError,
);
export const ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS = /* @__PURE__ */ makeNodeError(
  'ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS',
  '%s',
  TypeError,
);
export const ERR_UNHANDLED_ERROR = /* @__PURE__ */ makeNodeError<[error?: unknown]>('ERR_UNHANDLED_ERROR', (error) =>
  error === undefined ? 'Unhandled error.' : `Unhandled error. (${error})`,
);
export const ERR_UNKNOWN_BUILTIN_MODULE = /* @__PURE__ */ makeNodeError(
  'ERR_UNKNOWN_BUILTIN_MODULE',
  'No such built-in module: %s',
);
export const ERR_UNAVAILABLE_DURING_EXIT = /* @__PURE__ */ makeNodeError(
  'ERR_UNAVAILABLE_DURING_EXIT',
  'Cannot call function in process exit handler',
);
export const ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET = /* @__PURE__ */ makeNodeError(
  'ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET',
  '`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active',
);
export const ERR_USE_AFTER_CLOSE = /* @__PURE__ */ makeNodeError('ERR_USE_AFTER_CLOSE', '%s was closed');
export const ERR_VALID_PERFORMANCE_ENTRY_TYPE = /* @__PURE__ */ makeNodeError(
  'ERR_VALID_PERFORMANCE_ENTRY_TYPE',
  'At least one valid performance entry type is required',
);
export const ERR_INVALID_CURSOR_POS = /* @__PURE__ */ makeNodeError(
  'ERR_INVALID_CURSOR_POS',
  'Cannot set cursor row without setting its column',
  TypeError,
);
export const ERR_WORKER_UNSUPPORTED_OPERATION = /* @__PURE__ */ makeNodeError(
  'ERR_WORKER_UNSUPPORTED_OPERATION',
  '%s is not supported in workers',
  TypeError,
);
/** What a rejection without a handler is thrown as where its reason is no error. */
export class ERR_UNHANDLED_REJECTION extends Error {
  readonly code = 'ERR_UNHANDLED_REJECTION';
  constructor(reason: string) {
    super(
      'This error originated either by throwing inside of an async function without a catch block, or by rejecting a ' +
        `promise which was not handled with .catch(). The promise rejected with the reason "${reason}".`,
    );
    defineHidden(this, 'name', 'UnhandledPromiseRejection');
  }
}
export const ERR_MODULE_NOT_FOUND = /* @__PURE__ */ makeNodeError<[path: string, base: string]>(
  'ERR_MODULE_NOT_FOUND',
  (path, base) => `Cannot find package '${path}' imported from ${base}`,
);
