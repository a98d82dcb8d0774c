/**
 * Checks of arguments that throw Node's errors, under the names of `lib/internal/validators`.
 * @see https://nodejs.org/api/errors.html#err_invalid_arg_type
 */
import {
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_THIS,
  ERR_OUT_OF_RANGE,
  ERR_SOCKET_BAD_PORT,
  ERR_UNKNOWN_SIGNAL,
} from './errors.ts';
import { signalNumbers } from './signals.ts';

/** Whether a value is a 32-bit integer. */
export function isInt32(value: unknown): value is number {
  return value === ((value as number) | 0);
}

/** Whether a value is an unsigned 32-bit integer. */
export function isUint32(value: unknown): value is number {
  return value === (value as number) >>> 0;
}

/**
 * The number of a file mode.
 * @param value a number or octal text.
 * @param name the argument.
 * @param fallback for `undefined` and `null`.
 */
export function parseFileMode(value: unknown, name: string, fallback?: number): number {
  value ??= fallback;
  if (typeof value === 'string') {
    if (!/^[0-7]+$/.test(value)) {
      throw new ERR_INVALID_ARG_VALUE(name, value, 'must be a 32-bit unsigned integer or an octal string');
    }
    value = Number.parseInt(value, 8);
  }
  validateUint32(value, name);
  return value + 0; // -0 is 0
}

function checkInteger(value: unknown, name: string, min: number, max: number): void {
  if (typeof value !== 'number') throw new ERR_INVALID_ARG_TYPE(name, 'number', value);
  if (!Number.isInteger(value)) throw new ERR_OUT_OF_RANGE(name, 'an integer', value);
  if (value < min || value > max) throw new ERR_OUT_OF_RANGE(name, `>= ${min} && <= ${max}`, value);
}

/** Checks for an integer in a range; all safe integers by default. */
export function validateInteger(
  value: unknown,
  name: string,
  min: number = Number.MIN_SAFE_INTEGER,
  max: number = Number.MAX_SAFE_INTEGER,
): asserts value is number {
  checkInteger(value, name, min, max);
}

/** Checks for a 32-bit integer in a range. */
export function validateInt32(
  value: unknown,
  name: string,
  min = -2147483648,
  max = 2147483647,
): asserts value is number {
  checkInteger(value, name, min, max);
}

/** Checks for an unsigned 32-bit integer, from 1 on where `positive`. */
export function validateUint32(value: unknown, name: string, positive = false): asserts value is number {
  checkInteger(value, name, positive ? 1 : 0, 4294967295);
}

/** Checks for a number, in a range where one is given. */
export function validateNumber(
  value: unknown,
  name: string,
  min?: number | null,
  max?: number | null,
): asserts value is number {
  if (typeof value !== 'number') throw new ERR_INVALID_ARG_TYPE(name, 'number', value);
  const limits: string[] = [];
  if (min != null) limits.push(`>= ${min}`);
  if (max != null) limits.push(`<= ${max}`);
  const below = min != null && value < min;
  const above = max != null && value > max;
  if (below || above || (limits.length > 0 && Number.isNaN(value))) {
    throw new ERR_OUT_OF_RANGE(name, limits.join(' && '), value);
  }
}

/** Checks for a string. */
export function validateString(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw new ERR_INVALID_ARG_TYPE(name, 'string', value);
}

/** Checks for a string that no system call would cut short. */
export function validateStringWithoutNullBytes(value: unknown, name: string): asserts value is string {
  validateString(value, name);
  if (value.includes('\0')) throw new ERR_INVALID_ARG_VALUE(name, value, 'must be a string without null bytes');
}

/** Checks for one of some values. */
export function validateOneOf<T>(value: unknown, name: string, oneOf: readonly T[]): asserts value is T {
  if (oneOf.includes(value as T)) return;
  const allowed = oneOf.map((v) => (typeof v === 'string' ? `'${v}'` : String(v))).join(', ');
  throw new ERR_INVALID_ARG_VALUE(name, value, `must be one of: ${allowed}`);
}

/** Checks for a boolean. */
export function validateBoolean(value: unknown, name: string): asserts value is boolean {
  if (typeof value !== 'boolean') throw new ERR_INVALID_ARG_TYPE(name, 'boolean', value);
}

/** Flags of `validateObject`: what it takes besides plain objects. */
export const kValidateObjectNone = 0;
export const kValidateObjectAllowNullable = 1;
export const kValidateObjectAllowArray = 2;
export const kValidateObjectAllowFunction = 4;
export const kValidateObjectAllowObjects = 6;
export const kValidateObjectAllowObjectsAndNull = 7;

/** Checks for an object. */
export function validateObject(value: unknown, name: string, flags = kValidateObjectNone): asserts value is object {
  const bad =
    value === null
      ? (flags & kValidateObjectAllowNullable) === 0
      : typeof value === 'function'
        ? (flags & kValidateObjectAllowFunction) === 0
        : typeof value !== 'object' || (Array.isArray(value) && (flags & kValidateObjectAllowArray) === 0);
  if (bad) throw new ERR_INVALID_ARG_TYPE(name, 'Object', value);
}

/** Checks for what Web IDL takes as a dictionary: nothing, or any object. */
export function validateDictionary(value: unknown, name: string): void {
  if (value != null && typeof value !== 'object' && typeof value !== 'function') {
    throw new ERR_INVALID_ARG_TYPE(name, 'a dictionary', value);
  }
}

/** Checks for an array of at least so many items. */
export function validateArray(value: unknown, name: string, minLength = 0): asserts value is unknown[] {
  if (!Array.isArray(value)) throw new ERR_INVALID_ARG_TYPE(name, 'Array', value);
  if (value.length < minLength) {
    throw new ERR_INVALID_ARG_VALUE(name, value, `must have a length of at least ${minLength}`);
  }
}

/** Checks for an array of strings. */
export function validateStringArray(value: unknown, name: string): asserts value is string[] {
  validateArray(value, name);
  for (let i = 0; i < value.length; i++) validateString(value[i], `${name}[${i}]`);
}

/** Checks for an array of booleans. */
export function validateBooleanArray(value: unknown, name: string): asserts value is boolean[] {
  validateArray(value, name);
  for (let i = 0; i < value.length; i++) validateBoolean(value[i], `${name}[${i}]`);
}

/** Checks for an array of abort signals. */
export function validateAbortSignalArray(value: unknown, name: string): void {
  validateArray(value, name);
  for (let i = 0; i < value.length; i++) {
    const item = value[i];
    if (item == null) throw new ERR_INVALID_ARG_TYPE(`${name}[${i}]`, 'AbortSignal', item);
    validateAbortSignal(item, `${name}[${i}]`);
  }
}

/** Checks for the name of a signal. */
export function validateSignalName(signal: unknown, name = 'signal'): asserts signal is NodeJS.Signals {
  validateString(signal, name);
  const signals = signalNumbers();
  if (signals[signal] !== undefined) return;
  const hint = signals[signal.toUpperCase()] === undefined ? '' : ' (signals must use all capital letters)';
  throw new ERR_UNKNOWN_SIGNAL(signal + hint);
}

/** Checks for a view of bytes. */
export function validateBuffer(buffer: unknown, name = 'buffer'): asserts buffer is ArrayBufferView {
  if (!ArrayBuffer.isView(buffer)) {
    throw new ERR_INVALID_ARG_TYPE(name, ['Buffer', 'TypedArray', 'DataView'], buffer);
  }
}

/** Checks that text of an encoding has a length that the encoding can have. */
export function validateEncoding(data: string, encoding: unknown): void {
  if (typeof encoding === 'string' && encoding.toLowerCase() === 'hex' && data.length % 2 !== 0) {
    throw new ERR_INVALID_ARG_VALUE('encoding', encoding, `is invalid for data of length ${data.length}`);
  }
}

/**
 * The number of a port.
 * @param port a number or text.
 * @param name the argument.
 * @param allowZero whether 0 will do.
 */
export function validatePort(port: unknown, name = 'Port', allowZero = true): number {
  const text = typeof port === 'string' && port.trim().length > 0;
  const number = Number(typeof port === 'number' || text ? port : Number.NaN);
  if (number !== number >>> 0 || number > 0xffff || (number === 0 && !allowZero)) {
    throw new ERR_SOCKET_BAD_PORT(name, port, allowZero);
  }
  return number | 0;
}

/** Checks for an abort signal, or nothing. */
export function validateAbortSignal(signal: unknown, name: string): asserts signal is AbortSignal | undefined {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw new ERR_INVALID_ARG_TYPE(name, 'AbortSignal', signal);
  }
}

/** Checks for a function. */
export function validateFunction(value: unknown, name: string): asserts value is (...args: never[]) => unknown {
  if (typeof value !== 'function') throw new ERR_INVALID_ARG_TYPE(name, 'Function', value);
}

/** Checks for a function that is not async. */
export function validatePlainFunction(value: unknown, name: string): asserts value is (...args: never[]) => unknown {
  if (typeof value !== 'function' || Object.prototype.toString.call(value) === '[object AsyncFunction]') {
    throw new ERR_INVALID_ARG_TYPE(name, 'Function', value);
  }
}

/** Checks for `undefined`. */
export function validateUndefined(value: unknown, name: string): asserts value is undefined {
  if (value !== undefined) throw new ERR_INVALID_ARG_TYPE(name, 'undefined', value);
}

/** Checks for one of some values, as an error of type. */
export function validateUnion<T>(value: unknown, name: string, union: readonly T[]): asserts value is T {
  if (!union.includes(value as T)) throw new ERR_INVALID_ARG_TYPE(name, `('${union.join('|')}')`, value);
}

/** RFC 8288 section 3: a target in angle brackets and its parameters. */
const LINK_VALUE = /^(?:<[^>\r\n]*>)(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$/;
const LINK_REASON = 'must be an array or string of format "</styles.css>; rel=preload; as=style"';

/**
 * The value of a `Link` header.
 * @param hints one value, or several.
 */
export function validateLinkHeaderValue(hints: unknown): string {
  if (typeof hints !== 'string' && !Array.isArray(hints)) {
    throw new ERR_INVALID_ARG_VALUE('hints', hints, LINK_REASON);
  }
  const links: unknown[] = Array.isArray(hints) ? hints : [hints];
  for (const link of links) {
    if (link === undefined || !LINK_VALUE.test(String(link))) {
      throw new ERR_INVALID_ARG_VALUE('hints', link, LINK_REASON);
    }
  }
  return links.join(', ');
}

/** Checks that `this` has a field of its class. */
export function validateThisInternalField(object: unknown, field: PropertyKey, className: string): void {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, field)) {
    throw new ERR_INVALID_THIS(className);
  }
}

/** Whether a number is there and finite; `undefined` and `NaN` are not there, and infinity is an error. */
export function validateFiniteNumber(number: unknown, name: string): number is number {
  if (number === undefined || Number.isNaN(number)) return false;
  if (Number.isFinite(number)) return true;
  validateNumber(number, name);
  throw new ERR_OUT_OF_RANGE(name, 'a finite number', number);
}

/** A number in a range, or the default where it is not there. */
export function checkRangesOrGetDefault<D>(
  number: unknown,
  name: string,
  lower: number,
  upper: number,
  def: D,
): number | D {
  if (!validateFiniteNumber(number, name)) return def;
  if (number < lower || number > upper) throw new ERR_OUT_OF_RANGE(name, `>= ${lower} and <= ${upper}`, number);
  return number;
}
