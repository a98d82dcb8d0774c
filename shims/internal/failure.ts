/** Carries an error out of the guest: what a caller would read on it, as plain data. */
import type { Failure } from 'zora:node/tool-host@0.1.0';

const OWN = new Set(['name', 'message', 'stack', 'code', 'cause', 'errors']);
const MAX_DEPTH = 8;

/** The WIT form of anything that was thrown. */
export function toFailure(error: unknown): Failure {
  const { name, message, code, stack } = facts(error);
  return {
    name: name.toWellFormed(),
    message: message.toWellFormed(),
    code: code === undefined ? null : code.toWellFormed(),
    stack: stack === undefined ? null : stack.toWellFormed(),
    properties: JSON.stringify(properties(error, 0)).toWellFormed(),
  };
}

interface Facts {
  name: string;
  message: string;
  code: string | undefined;
  stack: string | undefined;
}

function facts(error: unknown): Facts {
  if (typeof error !== 'object' || error === null) {
    return { name: 'Error', message: `Uncaught ${describe(error)}`, code: undefined, stack: undefined };
  }
  const { name, message, code, stack } = error as Record<string, unknown>;
  const head = `${name === undefined ? 'Error' : String(name)}: ${String(message ?? '')}`;
  return {
    name: name === undefined ? 'Error' : String(name),
    message: message === undefined ? describe(error) : String(message),
    code: typeof code === 'string' ? code : undefined,
    // The engine's stack has no first line.
    stack: typeof stack !== 'string' ? undefined : /^\s+at /.test(stack) ? `${head}\n${stack}` : stack,
  };
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  try {
    return typeof value === 'object' ? (JSON.stringify(value) ?? 'object') : String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Own enumerable properties that have a JSON form, and `cause` and `errors` in the same form. */
function properties(error: unknown, depth: number): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return result;
  for (const key of Object.keys(error)) {
    if (OWN.has(key)) continue;
    const value = plain((error as Record<string, unknown>)[key]);
    if (value !== undefined) result[key] = value;
  }
  const { cause, code, errors } = error as { cause?: unknown; code?: unknown; errors?: unknown };
  // A DOMException's, for one.
  if (typeof code === 'number') result['code'] = code;
  if (cause !== undefined) result['cause'] = nested(cause, depth + 1);
  if (Array.isArray(errors)) result['errors'] = errors.slice(0, 32).map((item) => nested(item, depth + 1));
  return result;
}

function nested(value: unknown, depth: number): unknown {
  if (!(value instanceof Error)) return plain(value) ?? null;
  return { ...properties(value, depth), ...facts(value) };
}

function plain(value: unknown): unknown {
  try {
    const text = JSON.stringify(value);
    return text === undefined || text.length > 65536 ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
