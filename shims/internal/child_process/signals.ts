/** Signals as callers name them. */
import { ERR_UNKNOWN_SIGNAL } from '../errors.ts';
import { signalNumbers } from '../signals.ts';

/**
 * The name of a signal that a caller gave by name (in any case) or number.
 *
 * @throws ERR_UNKNOWN_SIGNAL
 */
export function toSignalName(signal: unknown): string {
  const numbers = signalNumbers();
  if (typeof signal === 'number') {
    const name = Object.keys(numbers).find((key) => numbers[key] === signal);
    if (name !== undefined) return name;
  } else if (typeof signal === 'string') {
    const name = signal.toUpperCase();
    if (numbers[name] !== undefined) return name;
  }
  throw new ERR_UNKNOWN_SIGNAL(signal as string);
}
