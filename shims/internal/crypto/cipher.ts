/** `Cipheriv` and `Decipheriv`. @see https://nodejs.org/api/crypto.html#class-cipheriv */
import { Cipher as HostCipher } from 'zora:node/crypto@0.1.0';
import { StringDecoder } from '../../string_decoder.ts';
import { Buffer } from '../buffer/buffer.ts';
import { bytesOf } from '../bytes.ts';
import { ERR_INTERNAL_ASSERTION, ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_ENCODING } from '../errors.ts';
import { validateEncoding, validateString } from '../validators.ts';
import { stringOption, toBuffer, toBytes, uintOption } from './bytes.ts';
import { callCrypto } from './failure.ts';
import { holdFor } from './held.ts';
import { prepareSecretKey, withKey } from './key-input.ts';
import { LazyTransform } from './lazy-transform.ts';

const kCipher: unique symbol = Symbol('kHandle') as never;

/** A cipher under way. */
export interface CipherObject extends LazyTransform {
  [kCipher]: HostCipher;
  /** Puts the characters together that a text encoding splits. */
  _decoder: Decoder | null;
  update(data: unknown, inputEncoding?: unknown, outputEncoding?: unknown): Buffer | string;
  final(outputEncoding?: unknown): Buffer | string;
  setAutoPadding(padding?: unknown): this;
  setAAD(data: unknown, options?: unknown): this;
  getAuthTag?(): Buffer;
  setAuthTag?(tag: unknown, encoding?: unknown): this;
}

interface CipherConstructor {
  new (cipher: unknown, key: unknown, iv: unknown, options?: unknown): CipherObject;
  (cipher: unknown, key: unknown, iv: unknown, options?: unknown): CipherObject;
  readonly prototype: CipherObject;
}

/** `encoding` is no part of its types. */
type Decoder = InstanceType<typeof StringDecoder> & { readonly encoding: string };

const makeDecoder = (encoding: unknown): Decoder => new StringDecoder(encoding as BufferEncoding) as Decoder;

/** Names of encodings that mean the same, as `StringDecoder` has them. */
function normalized(encoding: unknown): string | undefined {
  return Buffer.isEncoding(encoding as string) ? makeDecoder(encoding).encoding : undefined;
}

function decoderFor(cipher: CipherObject, encoding: unknown): Decoder {
  const name = normalized(encoding);
  if (name === undefined) throw new ERR_UNKNOWN_ENCODING(encoding as string);
  cipher._decoder ??= makeDecoder(name);
  const { encoding: first } = cipher._decoder;
  if (first === name) return cipher._decoder;
  throw new ERR_INTERNAL_ASSERTION('Cannot change encoding');
}

function setUp(
  cipher: CipherObject,
  encrypt: boolean,
  [name, key, iv, options]: readonly [unknown, unknown, unknown, unknown],
): void {
  validateString(name, 'cipher');
  const prepared = prepareSecretKey(key, stringOption(options, 'encoding'));
  const handle = withKey(prepared, (secret) => {
    const nonce = iv === null ? null : toBytes(iv, 'iv');
    const tagLength = uintOption(options, 'authTagLength') ?? null;
    return callCrypto(() => HostCipher.open(encrypt, name.toWellFormed(), secret, nonce, tagLength));
  });
  cipher[kCipher] = holdFor(cipher, handle);
  cipher._decoder = null;
  LazyTransform.call(cipher, options);
}

function inputBytes(data: unknown, encoding: unknown): Uint8Array {
  if (typeof data !== 'string') return bytesOf(data) as Uint8Array;
  return Buffer.from(data, Buffer.isEncoding(encoding as string) ? (encoding as BufferEncoding) : 'utf8');
}

const methods = {
  update(this: CipherObject, data: unknown, inputEncoding?: unknown, outputEncoding?: unknown): Buffer | string {
    if (typeof data === 'string') validateEncoding(data, inputEncoding);
    else if (!ArrayBuffer.isView(data)) {
      throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    }
    const output = toBuffer(callCrypto(() => this[kCipher].update(inputBytes(data, inputEncoding))));
    if (!outputEncoding || outputEncoding === 'buffer') return output;
    return decoderFor(this, outputEncoding).write(output);
  },

  final(this: CipherObject, outputEncoding?: unknown): Buffer | string {
    const output = toBuffer(callCrypto(() => this[kCipher].finish()));
    if (!outputEncoding || outputEncoding === 'buffer') return output;
    return decoderFor(this, outputEncoding).end(output);
  },

  setAutoPadding(this: CipherObject, padding?: unknown): CipherObject {
    // Without an argument it is turned off, as in Node's code and not in its documentation.
    callCrypto(() => this[kCipher].setAutoPadding(Boolean(padding)));
    return this;
  },

  setAAD(this: CipherObject, data: unknown, options?: unknown): CipherObject {
    const encoding = stringOption(options, 'encoding');
    const length = uintOption(options, 'plaintextLength') ?? null;
    const bytes = toBytes(data, 'aadbuf', encoding);
    callCrypto(() => this[kCipher].setAad(bytes, length));
    return this;
  },

  _transform(
    this: CipherObject,
    chunk: unknown,
    encoding: string,
    callback: (error?: unknown, data?: Uint8Array) => void,
  ): void {
    this.push(toBuffer(callCrypto(() => this[kCipher].update(inputBytes(chunk, encoding)))));
    callback();
  },

  _flush(this: CipherObject, callback: (error?: unknown) => void): void {
    try {
      this.push(toBuffer(callCrypto(() => this[kCipher].finish())));
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  },
};

function CipherivFunction(this: unknown, ...args: readonly [unknown, unknown, unknown, unknown]): unknown {
  if (!(this instanceof CipherivFunction)) return new Cipheriv(...args);
  setUp(this as unknown as CipherObject, true, args);
  return undefined;
}
Object.defineProperty(CipherivFunction, 'name', { value: 'Cipheriv' });
Object.setPrototypeOf(CipherivFunction.prototype, LazyTransform.prototype);
Object.setPrototypeOf(CipherivFunction, LazyTransform);
Object.assign(CipherivFunction.prototype, methods, {
  getAuthTag(this: CipherObject): Buffer {
    return toBuffer(callCrypto(() => this[kCipher].getAuthTag()));
  },
});

function DecipherivFunction(this: unknown, ...args: readonly [unknown, unknown, unknown, unknown]): unknown {
  if (!(this instanceof DecipherivFunction)) return new Decipheriv(...args);
  setUp(this as unknown as CipherObject, false, args);
  return undefined;
}
Object.defineProperty(DecipherivFunction, 'name', { value: 'Decipheriv' });
Object.setPrototypeOf(DecipherivFunction.prototype, LazyTransform.prototype);
Object.setPrototypeOf(DecipherivFunction, LazyTransform);
Object.assign(DecipherivFunction.prototype, methods, {
  setAuthTag(this: CipherObject, tag: unknown, encoding?: unknown): CipherObject {
    const bytes = toBytes(tag, 'buffer', encoding);
    callCrypto(() => this[kCipher].setAuthTag(bytes));
    return this;
  },
});

/** Encrypts; it may be called without `new`. */
export const Cipheriv = CipherivFunction as unknown as CipherConstructor;
/** Decrypts; it may be called without `new`. */
export const Decipheriv = DecipherivFunction as unknown as CipherConstructor;

/** https://nodejs.org/api/crypto.html#cryptocreatecipherivalgorithm-key-iv-options */
export function createCipheriv(cipher: unknown, key: unknown, iv: unknown, options?: unknown): CipherObject {
  return new Cipheriv(cipher, key, iv, options);
}

/** https://nodejs.org/api/crypto.html#cryptocreatedecipherivalgorithm-key-iv-options */
export function createDecipheriv(cipher: unknown, key: unknown, iv: unknown, options?: unknown): CipherObject {
  return new Decipheriv(cipher, key, iv, options);
}
