/** Arguments of Web Crypto methods, converted as Web IDL says. */
import { bytesOf } from '../../bytes.ts';

/** A TypeError with Node's code and the method in its message. */
function idlError(code: string, method: string, words: string): TypeError {
  const error = new TypeError(`Failed to execute '${method}' on 'SubtleCrypto': ${words}`);
  return Object.assign(error, { code });
}

/** Checks the number of arguments. @throws ERR_MISSING_ARGS */
export function requireArguments(method: string, given: number, wanted: number): void {
  if (given >= wanted) return;
  const words = `${wanted} argument${wanted === 1 ? '' : 's'} required, but only ${given} present.`;
  throw idlError('ERR_MISSING_ARGS', method, words);
}

/** The error of an argument of the wrong type. */
export function wrongType(method: string, what: string, wanted: string): TypeError {
  return idlError('ERR_INVALID_ARG_TYPE', method, `${what} is not ${wanted}.`);
}

/** The bytes of an argument, which go over to the host before anything else happens to them. @throws ERR_INVALID_ARG_TYPE */
export function bufferSource(method: string, what: string, value: unknown): Uint8Array {
  const bytes = bytesOf(value);
  if (bytes !== undefined) return bytes;
  throw wrongType(method, what, 'instance of ArrayBuffer, Buffer, TypedArray, or DataView');
}

/** A number from 0 to 2^32-1 (`[EnforceRange] unsigned long`). @throws TypeError */
export function unsignedLong(method: string, what: string, value: unknown): number {
  const number = Math.trunc(Number(value));
  if (Number.isFinite(number) && number >= 0 && number <= 0xffffffff) return number + 0;
  throw idlError('ERR_INVALID_ARG_VALUE', method, `${what} is outside the expected range of 0 to 4294967295.`);
}

const FORMATS = ['raw', 'pkcs8', 'spki', 'jwk', 'raw-secret', 'raw-public', 'raw-seed'];

/** The format of a key. @throws ERR_INVALID_ARG_VALUE */
export function keyFormat(method: string, value: unknown): string {
  const format = String(value);
  if (FORMATS.includes(format)) return format;
  const words = `1st argument value '${format}' is not a valid enum value of type KeyFormat.`;
  throw idlError('ERR_INVALID_ARG_VALUE', method, words);
}

/** Texts from any iterable. @throws ERR_INVALID_ARG_TYPE */
export function sequence(method: string, what: string, value: unknown): string[] {
  const isIterable = typeof value === 'object' && value !== null && Symbol.iterator in value;
  if (!isIterable) throw wrongType(method, what, 'a sequence');
  return Array.from(value as Iterable<unknown>, (item) => String(item).toWellFormed());
}
