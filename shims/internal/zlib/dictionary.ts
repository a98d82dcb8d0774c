import { bytesOf } from '../bytes.ts';
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';

/** The preset dictionary of the options, none where there is none. @throws ERR_INVALID_ARG_TYPE */
export function dictionaryOf(dictionary: unknown): Uint8Array | null {
  if (dictionary === undefined) return null;
  const bytes = bytesOf(dictionary);
  if (bytes !== undefined) return bytes;
  const types = ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'];
  throw new ERR_INVALID_ARG_TYPE('options.dictionary', types, dictionary);
}
