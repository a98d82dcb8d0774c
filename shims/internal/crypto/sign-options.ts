/** The options of signing that come with the key. @see https://nodejs.org/api/crypto.html#signsignprivatekey-outputencoding */
import type { SignOptions } from 'zora:node/crypto@0.1.0';
import { bytesOf } from '../bytes.ts';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_MAX_SIGN } from './constants.ts';

function intOption(options: Record<string, unknown>, name: string): number | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  if (value !== (value as number) >> 0) throw new ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  return value as number;
}

function contextOf(context: unknown): Uint8Array | null {
  if (context === undefined) return null;
  if (!ArrayBuffer.isView(context)) {
    throw new ERR_INVALID_ARG_TYPE('options.context', ['Buffer', 'TypedArray', 'DataView'], context);
  }
  return bytesOf(context) as Uint8Array;
}

/** Checks the options on a key argument; a plain key has none. @throws ERR_INVALID_ARG_VALUE, ERR_INVALID_ARG_TYPE */
export function signOptionsOf(key: unknown): SignOptions {
  const options: Record<string, unknown> = typeof key === 'object' && key !== null ? (key as never) : {};
  const padding = intOption(options, 'padding');
  let saltLength = intOption(options, 'saltLength');
  if (padding === RSA_PKCS1_PSS_PADDING) saltLength ??= RSA_PSS_SALTLEN_MAX_SIGN;
  const { dsaEncoding = 'der' } = options;
  if (dsaEncoding !== 'der' && dsaEncoding !== 'ieee-p1363') {
    throw new ERR_INVALID_ARG_VALUE('options.dsaEncoding', dsaEncoding);
  }
  return {
    padding: padding ?? null,
    saltLength: saltLength ?? null,
    dsaEncoding,
    context: contextOf(options['context']),
  };
}
