/** The checks that several functions of node:child_process share, with Node's codes and messages. */
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE } from '../errors.ts';
import { toSignalName } from './signals.ts';

/** Refuses a string with a null byte, which would end it early on the host. */
export function checkNoNullBytes(value: unknown, name: string): void {
  if (typeof value === 'string' && value.includes('\0')) {
    throw new ERR_INVALID_ARG_VALUE(name, value, 'must be a string without null bytes');
  }
}

/** {@link checkNoNullBytes} for each item. */
export function checkAllNoNullBytes(values: ArrayLike<unknown>, name: string): void {
  for (let i = 0; i < values.length; i++) checkNoNullBytes(values[i], `${name}[${i}]`);
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** A time-out in milliseconds, or nothing. */
export function validateTimeout(timeout: unknown): void {
  if (isGiven(timeout) && !(Number.isInteger(timeout) && (timeout as number) >= 0)) {
    throw new ERR_OUT_OF_RANGE('timeout', 'an unsigned integer', timeout);
  }
}

/** A number of bytes (`Infinity` too), or nothing. */
export function validateMaxBuffer(maxBuffer: unknown): void {
  if (isGiven(maxBuffer) && !(typeof maxBuffer === 'number' && maxBuffer >= 0)) {
    throw new ERR_OUT_OF_RANGE('options.maxBuffer', 'a positive number', maxBuffer);
  }
}

/** The name of the signal in `options.killSignal`; undefined where there is none. */
export function normalizeKillSignal(killSignal: unknown): string | undefined {
  if (typeof killSignal === 'string' || typeof killSignal === 'number') return toSignalName(killSignal);
  if (!isGiven(killSignal)) return undefined;
  throw new ERR_INVALID_ARG_TYPE('options.killSignal', ['string', 'number'], killSignal);
}
