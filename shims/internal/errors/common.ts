import { ERR_INVALID_ARG_TYPE } from './arguments.ts';
import { kNodeErrorCode, setStackHeader } from './node-error.ts';

/**
 * The error of an aborted operation: `name` is `AbortError`, `code` is `ABORT_ERR`.
 * @see https://nodejs.org/api/errors.html#abort_err
 */
export class AbortError extends Error {
  code: string;
  constructor(message = 'The operation was aborted', options?: ErrorOptions) {
    if (options !== undefined && typeof options !== 'object') {
      throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
    setStackHeader(this, `AbortError: ${message}`);
  }
}

interface ErrorWithCode extends Error {
  code?: unknown;
}

/**
 * One error of two: the first that there is, or an `AggregateError` of both with the outer one's message and code.
 * @param inner the error that came first.
 * @param outer the error that happened while handling it.
 */
export function aggregateTwoErrors(inner: unknown, outer: unknown): unknown {
  if (!inner || !outer || inner === outer) return inner || outer;
  const list = (outer as { errors?: unknown }).errors;
  if (Array.isArray(list)) {
    list.push(inner);
    return outer;
  }
  const { message, code } = outer as ErrorWithCode;
  const error = new AggregateError([outer, inner], message) as ErrorWithCode;
  setStackHeader(error, `AggregateError: ${message}`);
  error.code = code;
  return error;
}

/** Several errors in one, with the code of the first: what a connection attempt to several addresses gives. */
export class NodeAggregateError extends AggregateError {
  declare code: unknown;
  constructor(errors: readonly unknown[], message?: string) {
    super(errors, message);
    this.code = (errors[0] as ErrorWithCode | undefined)?.code;
    setStackHeader(this, `AggregateError${this.code ? ` [${this.code}]` : ''}: ${this.message}`);
  }
  get [kNodeErrorCode](): unknown {
    return (this.errors[0] as ErrorWithCode | undefined)?.code;
  }
}
Object.defineProperty(NodeAggregateError.prototype, 'constructor', { value: AggregateError, configurable: true });

/**
 * An `Error` with more properties.
 * @param message its message.
 * @param properties what it has besides.
 */
export function genericNodeError<P extends object>(message: string, properties: P): Error & P {
  const error = new Error(message);
  setStackHeader(error, `Error: ${message}`);
  return Object.assign(error, properties);
}

/**
 * Node hides the frames of such functions from stacks. Here they are shown: the function itself comes back, with the
 * `withoutStackTrace` that callers of Node's form use.
 * @param fn the function.
 */
export function hideStackFrames<F extends (...args: never[]) => unknown>(fn: F): F & { withoutStackTrace: F } {
  return Object.assign(fn, { withoutStackTrace: fn });
}

/**
 * Whether a value has what the code of an error handler reads: a message and a name.
 * @param value any value.
 */
export function isErrorLike(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && 'name' in value;
}

/**
 * Whether an error says that the stack is used up, which Node rethrows rather than reports.
 * @param error any value.
 */
export function isStackOverflowError(error: unknown): boolean {
  if (!isErrorLike(error)) return false;
  // QuickJS and V8 say it in their own words.
  return /^(Maximum call stack size exceeded|stack overflow)$/i.test(error.message);
}
