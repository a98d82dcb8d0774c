import { inspect } from '../util/inspect.ts';
import { AssertionError } from './assertion-error.ts';
import type { DiffMode } from './error-diff.ts';

/** The frames of the new error up to where those of the old one begin, and then those of the old one. */
function joinStacks(own: string, original: string): string {
  const start = original.indexOf('\n    at');
  if (start === -1) return own;
  const frames = original.slice(start + 1).split('\n');
  let lines = own.split('\n');
  for (const frame of frames) {
    const position = lines.indexOf(frame);
    if (position === -1) continue;
    lines = lines.slice(0, position);
    break;
  }
  return `${lines.join('\n')}\n${frames.join('\n')}`;
}

/**
 * The error that says that there was one.
 * @param value the error, or what a callback got in its place.
 * @param start the function that was called.
 * @param diff how much of it is shown.
 */
export function unwantedError(value: unknown, start: unknown, diff: DiffMode | undefined): AssertionError {
  const { message, stack } = (typeof value === 'object' ? value : {}) as Partial<Error>;
  const name = (value as object).constructor?.name;
  const text = typeof message !== 'string' ? inspect(value) : message.length === 0 && name ? name : message;
  const error = new AssertionError({
    actual: value,
    expected: null,
    operator: 'ifError',
    message: `ifError got unwanted exception: ${text}`,
    stackStartFn: start,
    diff,
  });
  if (typeof stack === 'string') error.stack = joinStacks(String(error.stack), stack);
  return error;
}
