/** Arguments of Web Crypto methods, converted as Web IDL says. */
import { bytesOf } from '../../bytes.ts';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS } from '../../errors.ts';

/** A TypeError with Node's code and the method in its message. */
function idlError(code: string, method: string, words: string): TypeError {
  const error = new TypeError(`Failed to execute '${method}' on 'SubtleCrypto': ${words}`);
  return Object.assign(error, { code });
}

const codeOf = (Kind: new (...args: never[]) => Error): string => {
  if (Kind === (ERR_MISSING_ARGS as never)) return 'ERR_MISSING_ARGS';
  return Kind === (ERR_INVALID_ARG_VALUE as never) ? 'ERR_INVALID_ARG_VALUE' : 'ERR_INVALID_ARG_TYPE';
};

/** Checks the number of arguments. @throws ERR_MISSING_ARGS */
export function requireArguments(method: string, given: number, wanted: number): void {
  if (given >= wanted) return;
  const words = `${wanted} argument${wanted === 1 ? '' : 's'} required, but only ${given} present.`;
  throw idlError(codeOf(ERR_MISSING_ARGS as never), method, words);
}

/** The error of an argument of the wrong type. */
export function wrongType(method: string, what: string, wanted: string): TypeError {
  return idlError(codeOf(ERR_INVALID_ARG_TYPE as never), method, `${what} is not ${wanted}.`);
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

/** Texts from any iterable. @throws ERR_INVALID_ARG_TYPE */
export function sequence(method: string, what: string, value: unknown): string[] {
  const isIterable = typeof value === 'object' && value !== null && Symbol.iterator in value;
  if (!isIterable) throw wrongType(method, what, 'a sequence');
  return Array.from(value as Iterable<unknown>, (item) => String(item).toWellFormed());
}
