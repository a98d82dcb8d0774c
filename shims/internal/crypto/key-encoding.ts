/** The options that say how a key is or shall be written. @see https://nodejs.org/api/crypto.html#keyobjectexportoptions */
import type { KeyEncoding, KeyFormat } from 'zora:node/crypto@0.1.0';
import { ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { validateObject } from '../validators.ts';
import { encodeText, isBytes, toBytes } from './bytes.ts';

/** Checked options. */
export interface ParsedEncoding {
  format: KeyFormat | 'jwk';
  type: KeyEncoding | undefined;
  cipher: string | undefined;
  passphrase: Uint8Array | undefined;
}

/** What is known of the key, and how the options are called in messages. */
export interface EncodingContext {
  /** The type of a key that is to be written; none for one that is to be read. */
  keyType?: string | undefined;
  /** Whether it is a public key; none where it may be either. */
  isPublic?: boolean | undefined;
  /** What the options are called. */
  name?: string | undefined;
}

type Options = Record<string, unknown>;

const option = (name: string, prefix: string | undefined): string => `${prefix ?? 'options'}.${name}`;

function formatOf(format: unknown, isInput: boolean, name: string | undefined): KeyFormat | 'jwk' {
  if (format === undefined && isInput) return 'pem';
  if (format === 'pem' || format === 'der' || format === 'jwk') return format;
  throw new ERR_INVALID_ARG_VALUE(option('format', name), format);
}

function typeOf(
  type: unknown,
  required: boolean,
  { keyType, isPublic, name }: EncodingContext,
): KeyEncoding | undefined {
  if (type === undefined && !required) return undefined;
  if (type === 'pkcs1') {
    if (keyType !== undefined && keyType !== 'rsa') {
      throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, 'can only be used for RSA keys');
    }
    return type;
  }
  if (type === 'spki' && isPublic !== false) return type;
  if (type === 'pkcs8' && isPublic !== true) return type;
  if (type === 'sec1' && isPublic !== true) {
    if (keyType !== undefined && keyType !== 'ec') {
      throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, 'can only be used for EC keys');
    }
    return type;
  }
  throw new ERR_INVALID_ARG_VALUE(option('type', name), type);
}

const isSecretText = (value: unknown): boolean => typeof value === 'string' || isBytes(value);

function checkCipher(
  options: Options,
  parsed: Pick<ParsedEncoding, 'format' | 'type'>,
  name: string | undefined,
): void {
  const { cipher, passphrase } = options;
  if (cipher == null) {
    if (passphrase === undefined) return;
    throw new ERR_INVALID_ARG_VALUE(option('cipher', name), cipher);
  }
  if (typeof cipher !== 'string') throw new ERR_INVALID_ARG_VALUE(option('cipher', name), cipher);
  const { format, type } = parsed;
  if (format === 'der' && (type === 'pkcs1' || type === 'sec1')) {
    throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, 'does not support encryption');
  }
}

function secretsOf(
  options: Options,
  parsed: Pick<ParsedEncoding, 'format' | 'type'>,
  isInput: boolean,
  name: string | undefined,
): Pick<ParsedEncoding, 'cipher' | 'passphrase'> {
  const { cipher, passphrase, encoding } = options;
  if (!isInput) checkCipher(options, parsed, name);
  const wanted = isInput ? passphrase !== undefined : cipher != null;
  if (wanted && !isSecretText(passphrase)) {
    throw new ERR_INVALID_ARG_VALUE(option('passphrase', name), passphrase);
  }
  const bytes = typeof passphrase === 'string' ? encodeText(passphrase, encoding) : passphrase;
  return {
    cipher: (cipher as string | null | undefined) ?? undefined,
    passphrase: bytes === undefined ? undefined : toBytes(bytes, 'passphrase'),
  };
}

/**
 * Checks options.
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS
 */
export function parseKeyEncoding(options: unknown, context: EncodingContext): ParsedEncoding {
  validateObject(options, 'options');
  const { keyType, isPublic, name } = context;
  const given = options as Options;
  const isInput = keyType === undefined;
  const format = formatOf(given['format'], isInput, name);
  const type = typeOf(given['type'], (!isInput || format === 'der') && format !== 'jwk', context);
  const secrets =
    isPublic === true
      ? { cipher: undefined, passphrase: undefined }
      : secretsOf(given, { format, type }, isInput, name);
  return { format, type, ...secrets };
}
