/** Errors between instances: with more of their own than a structured clone keeps. */
import { structuredClone } from '../structured-clone.ts';
import { inspect } from '../util/inspect.ts';
import type { SentError } from './protocol.ts';

const CONSTRUCTORS: Readonly<Record<string, new (message?: string) => Error>> = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

function isCloneable(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

/** What of an error can be sent. */
export function sendable(error: unknown): SentError {
  try {
    if (error instanceof Error) {
      const properties = new Map<string, { value: unknown; enumerable: boolean }>();
      const stack = Object.getOwnPropertyNames(error).includes('stack') ? [] : ['stack'];
      for (const key of [...stack, ...Object.getOwnPropertyNames(error)]) {
        const value = (error as unknown as Record<string, unknown>)[key];
        const { enumerable = false } = Object.getOwnPropertyDescriptor(error, key) ?? {};
        if (key === 'stack' && typeof value !== 'string') continue;
        if (isCloneable(value)) properties.set(key, { value, enumerable });
      }
      properties.set('name', { value: error.name, enumerable: false });
      return { kind: 'error', constructorName: constructorOf(error), properties };
    }
    if (isCloneable(error)) return { kind: 'value', value: error };
  } catch {
    // A getter of it throws: what can be shown of it.
  }
  return { kind: 'text', text: inspect(error) };
}

function constructorOf(error: Error): string {
  for (let at: unknown = error; at !== null; at = Object.getPrototypeOf(at)) {
    const name = (Object.getOwnPropertyDescriptor(at, 'constructor')?.value as { name?: unknown } | undefined)?.name;
    if (typeof name === 'string' && Object.hasOwn(CONSTRUCTORS, name)) return name;
  }
  return 'Error';
}

/** The error that was sent. */
export function received(sent: SentError): unknown {
  if (sent.kind === 'value') return sent.value;
  if (sent.kind === 'text') return sent.text;
  const error = new (CONSTRUCTORS[sent.constructorName] ?? Error)();
  // The stack is that of where it was thrown, or none.
  Object.defineProperty(error, 'stack', { value: undefined, writable: true, configurable: true });
  for (const [key, { value, enumerable }] of sent.properties) {
    if (key === 'name' && value === error.name) continue;
    Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
  }
  return error;
}
