/** Errors of buffers, encodings, URLs, streams, compression and cryptography. */
import { makeNodeError } from './node-error.ts';

export const ERR_BUFFER_OUT_OF_BOUNDS = /* @__PURE__ */ makeNodeError<[name?: string]>(
  'ERR_BUFFER_OUT_OF_BOUNDS',
  (name) => (name ? `"${name}" is outside of buffer bounds` : 'Attempt to access memory outside buffer bounds'),
  RangeError,
);
export const ERR_BUFFER_TOO_LARGE = /* @__PURE__ */ makeNodeError(
  'ERR_BUFFER_TOO_LARGE',
  'Cannot create a Buffer larger than %s bytes',
  RangeError,
);
export const ERR_INVALID_BUFFER_SIZE = /* @__PURE__ */ makeNodeError(
  'ERR_INVALID_BUFFER_SIZE',
  'Buffer size must be a multiple of %s',
  RangeError,
);
export const ERR_STRING_TOO_LONG = /* @__PURE__ */ makeNodeError<[maximum: number]>(
  'ERR_STRING_TOO_LONG',
  (maximum) => `Cannot create a string longer than 0x${maximum.toString(16)} characters`,
);
export const ERR_ENCODING_INVALID_ENCODED_DATA = /* @__PURE__ */ makeNodeError<[encoding: string, errno?: number]>(
  'ERR_ENCODING_INVALID_ENCODED_DATA',
  function (encoding, errno) {
    this['errno'] = errno;
    return `The encoded data was not valid for encoding ${encoding}`;
  },
  TypeError,
);
export const ERR_ENCODING_NOT_SUPPORTED = /* @__PURE__ */ makeNodeError(
  'ERR_ENCODING_NOT_SUPPORTED',
  'The "%s" encoding is not supported',
  RangeError,
);
export const ERR_UNKNOWN_ENCODING = /* @__PURE__ */ makeNodeError(
  'ERR_UNKNOWN_ENCODING',
  'Unknown encoding: %s',
  TypeError,
);

export const ERR_INVALID_URL = /* @__PURE__ */ makeNodeError<[input: string, base?: string | null]>(
  'ERR_INVALID_URL',
  function (input, base = null) {
    this['input'] = input;
    if (base != null) this['base'] = base;
    return 'Invalid URL';
  },
  TypeError,
);
export const ERR_INVALID_URL_SCHEME = /* @__PURE__ */ makeNodeError<[expected: string | readonly string[]]>(
  'ERR_INVALID_URL_SCHEME',
  (expected) => {
    const schemes = typeof expected === 'string' ? [expected] : expected;
    return `The URL must be ${schemes.length === 2 ? 'one ' : ''}of scheme ${schemes.join(' or ')}`;
  },
  TypeError,
);
export const ERR_INVALID_FILE_URL_HOST = /* @__PURE__ */ makeNodeError(
  'ERR_INVALID_FILE_URL_HOST',
  'File URL host must be "localhost" or empty on %s',
  TypeError,
);
export const ERR_INVALID_FILE_URL_PATH = /* @__PURE__ */ makeNodeError<[reason: string, input?: unknown]>(
  'ERR_INVALID_FILE_URL_PATH',
  function (reason, input) {
    this['input'] = input;
    return `File URL path ${reason}`;
  },
  TypeError,
);
export const ERR_INVALID_URI = /* @__PURE__ */ makeNodeError('ERR_INVALID_URI', 'URI malformed', URIError);

export const ERR_STREAM_ALREADY_FINISHED = /* @__PURE__ */ makeNodeError(
  'ERR_STREAM_ALREADY_FINISHED',
  'Cannot call %s after a stream was finished',
);
export const ERR_STREAM_CANNOT_PIPE = /* @__PURE__ */ makeNodeError(
  'ERR_STREAM_CANNOT_PIPE',
  'Cannot pipe, not readable',
);
export const ERR_STREAM_DESTROYED = /* @__PURE__ */ makeNodeError(
  'ERR_STREAM_DESTROYED',
  'Cannot call %s after a stream was destroyed',
);
export const ERR_STREAM_NULL_VALUES = /* @__PURE__ */ makeNodeError(
  'ERR_STREAM_NULL_VALUES',
  'May not write null values to stream',
  TypeError,
);
export const ERR_STREAM_PREMATURE_CLOSE = /* @__PURE__ */ makeNodeError(
  'ERR_STREAM_PREMATURE_CLOSE',
  'Premature close',
);
export const ERR_STREAM_PUSH_AFTER_EOF = /* @__PURE__ */ makeNodeError(
  'ERR_STREAM_PUSH_AFTER_EOF',
  'stream.push() after EOF',
);
export const ERR_STREAM_UNABLE_TO_PIPE = /* @__PURE__ */ makeNodeError(
  'ERR_STREAM_UNABLE_TO_PIPE',
  'Cannot pipe to a closed or destroyed stream',
);
export const ERR_STREAM_UNSHIFT_AFTER_END_EVENT = /* @__PURE__ */ makeNodeError(
  'ERR_STREAM_UNSHIFT_AFTER_END_EVENT',
  'stream.unshift() after end event',
);
export const ERR_STREAM_WRAP = /* @__PURE__ */ makeNodeError(
  'ERR_STREAM_WRAP',
  'Stream has StringDecoder set or is in objectMode',
);
export const ERR_STREAM_WRITE_AFTER_END = /* @__PURE__ */ makeNodeError(
  'ERR_STREAM_WRITE_AFTER_END',
  'write after end',
);
export const ERR_STREAM_ITER_MISSING_FLAG = /* @__PURE__ */ makeNodeError(
  'ERR_STREAM_ITER_MISSING_FLAG',
  'The stream/iter API requires the --experimental-stream-iter flag',
  TypeError,
);

export const ERR_BROTLI_INVALID_PARAM = /* @__PURE__ */ makeNodeError(
  'ERR_BROTLI_INVALID_PARAM',
  '%s is not a valid Brotli parameter',
  RangeError,
);
export const ERR_ZSTD_INVALID_PARAM = /* @__PURE__ */ makeNodeError(
  'ERR_ZSTD_INVALID_PARAM',
  '%s is not a valid zstd parameter',
  RangeError,
);
export const ERR_ZLIB_INITIALIZATION_FAILED = /* @__PURE__ */ makeNodeError(
  'ERR_ZLIB_INITIALIZATION_FAILED',
  'Initialization failed',
);
export const ERR_TRAILING_JUNK_AFTER_STREAM_END = /* @__PURE__ */ makeNodeError(
  'ERR_TRAILING_JUNK_AFTER_STREAM_END',
  'Trailing junk found after the end of the compressed stream',
  TypeError,
);

export const ERR_CRYPTO_ECDH_INVALID_FORMAT = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_ECDH_INVALID_FORMAT',
  'Invalid ECDH format: %s',
  TypeError,
);
export const ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY',
  'Public key is not valid for specified curve',
);
export const ERR_CRYPTO_HASH_FINALIZED = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_HASH_FINALIZED',
  'Digest already called',
);
export const ERR_CRYPTO_HASH_UPDATE_FAILED = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_HASH_UPDATE_FAILED',
  'Hash update failed',
);
export const ERR_CRYPTO_INCOMPATIBLE_KEY = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_INCOMPATIBLE_KEY',
  'Incompatible %s: %s',
);
export const ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS',
  'The selected key encoding %s %s.',
);
export const ERR_CRYPTO_INVALID_AUTH_TAG = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_INVALID_AUTH_TAG',
  '%s',
  TypeError,
);
export const ERR_CRYPTO_INVALID_DIGEST = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_INVALID_DIGEST',
  'Invalid digest: %s',
  TypeError,
);
export const ERR_CRYPTO_INVALID_JWK = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_INVALID_JWK',
  'Invalid JWK data',
  TypeError,
);
export const ERR_CRYPTO_INVALID_KEYLEN = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_INVALID_KEYLEN',
  'Invalid key length',
  RangeError,
);
export const ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE',
  'Invalid key object type %s, expected %s.',
  TypeError,
);
export const ERR_CRYPTO_INVALID_SCRYPT_PARAMS = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_INVALID_SCRYPT_PARAMS',
  'Invalid scrypt params: %s',
  RangeError,
);
export const ERR_CRYPTO_INVALID_STATE = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_INVALID_STATE',
  'Invalid state for operation %s',
);
export const ERR_CRYPTO_PBKDF2_ERROR = /* @__PURE__ */ makeNodeError('ERR_CRYPTO_PBKDF2_ERROR', 'PBKDF2 error');
export const ERR_CRYPTO_SIGN_KEY_REQUIRED = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_SIGN_KEY_REQUIRED',
  'No key provided to sign',
);
export const ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
  'Input buffers must have the same byte length',
  RangeError,
);
export const ERR_CRYPTO_UNKNOWN_CIPHER = /* @__PURE__ */ makeNodeError('ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher');
export const ERR_CRYPTO_UNKNOWN_DH_GROUP = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_UNKNOWN_DH_GROUP',
  'Unknown DH group',
);
export const ERR_CRYPTO_UNSUPPORTED_OPERATION = /* @__PURE__ */ makeNodeError(
  'ERR_CRYPTO_UNSUPPORTED_OPERATION',
  'Unsupported crypto operation',
);
