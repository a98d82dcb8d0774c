/** What an invocation can end with besides a result. */

/** Why an invocation ended without the tool's own answer. */
export type SandboxErrorCode =
  /** `maxExecutionTime` is used up. */
  | 'ERR_TOOL_TIMEOUT'
  /** The token has expired. */
  | 'ERR_TOKEN_EXPIRED'
  /** The tool called `process.exit`. */
  | 'ERR_TOOL_EXIT'
  /** The instance trapped: too deep a recursion, no memory, an engine fault. */
  | 'ERR_TOOL_TRAPPED'
  /** The tool's promise can never settle: nothing keeps its event loop alive. */
  | 'ERR_TOOL_UNSETTLED'
  /** As many calls wait as may. */
  | 'ERR_SANDBOX_OVERLOADED'
  /** The worker thread died. */
  | 'ERR_WORKER_LOST'
  /** A limit of the grant ended the instance. */
  | 'ERR_LIMIT_EXCEEDED'
  /** The caller's signal was aborted. */
  | 'ABORT_ERR'
  /** The sandbox was disposed. */
  | 'ERR_SANDBOX_CLOSED'
  /** The input has no JSON form. */
  | 'ERR_TOOL_INPUT';

/** The sandbox ended an invocation. */
export class SandboxError extends Error {
  readonly code: SandboxErrorCode;
  /** The exit code of `ERR_TOOL_EXIT`. */
  readonly exitCode: number | undefined;
  constructor(code: SandboxErrorCode, message: string, options: ErrorOptions & { exitCode?: number | undefined } = {}) {
    super(message, options);
    this.name = code === 'ABORT_ERR' ? 'AbortError' : 'SandboxError';
    this.code = code;
    this.exitCode = options.exitCode;
  }
}

/** An error as it left a tool, as plain data. */
export interface FailureData {
  name: string;
  message: string;
  code: string | undefined;
  stack: string | undefined;
  /** JSON of own enumerable properties, and `cause` and `errors` in this form. */
  properties: string;
}

/** An error that a tool threw: name, message, code, cause and own properties are those of the guest's error. */
export class ToolError extends Error {
  /** The guest error's `code`. */
  declare code: string | undefined;
  /** The denied permission, where the tool let an `ERR_ACCESS_DENIED` pass. */
  declare permission?: string;
  /** What was denied. */
  declare resource?: string;
}

/** Errors within errors, at most so deep: what is beneath is left out. */
const MAX_DEPTH = 16;
/** Errors in one failure, at most. */
const MAX_ERRORS = 1000;

/** Everything in here was chosen by the guest. */
interface Reviver {
  mapStack: (stack: string) => string;
  /** How many more errors are made. */
  left: number;
}

/** The host's form of a guest error. @param mapStack gives its stack the names of the original files */
export function toToolError(failure: FailureData, mapStack: (stack: string) => string = (stack) => stack): ToolError {
  return makeError(failure, parseProperties(failure.properties), { mapStack, left: MAX_ERRORS }, 0);
}

function makeError(
  { name, message, code, stack }: Omit<FailureData, 'properties'>,
  { cause, errors, ...properties }: Record<string, unknown>,
  reviver: Reviver,
  depth: number,
): ToolError {
  const error = new ToolError(message);
  for (const [key, value] of Object.entries(properties)) {
    // Not what every object and error has: a `toString` that is a number, or another prototype for who copies it.
    if (!(key in ToolError.prototype) && key !== 'stack') define(error, key, value, true);
  }
  if (code !== undefined) define(error, 'code', code, true);
  if (cause !== undefined) define(error, 'cause', revive(cause, reviver, depth + 1), false);
  if (Array.isArray(errors) && depth < MAX_DEPTH) {
    const items = errors.slice(0, Math.max(0, reviver.left)).map((item) => revive(item, reviver, depth + 1));
    define(error, 'errors', items, false);
  }
  define(error, 'name', name, false);
  if (stack !== undefined) define(error, 'stack', reviver.mapStack(stack), false);
  return error;
}

function define(error: Error, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
}

/** What is no JSON was not made by the shims, and says nothing. */
function parseProperties(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A nested error comes as `{ name, message, code?, stack?, … }`; any other cause as it is. */
function revive(value: unknown, reviver: Reviver, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { name, message, stack, ...rest } = value as Record<string, unknown>;
  if (typeof name !== 'string' || typeof message !== 'string') return value;
  if (depth > MAX_DEPTH || reviver.left-- <= 0) return undefined;
  const data = { name, message, code: undefined, stack: typeof stack === 'string' ? stack : undefined };
  return makeError(data, rest, reviver, depth);
}
