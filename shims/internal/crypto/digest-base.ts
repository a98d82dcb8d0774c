/** What hashes and keyed hashes have in common. */
import { Buffer } from '../buffer/buffer.ts';
import { bytesOf } from '../bytes.ts';
import { ERR_CRYPTO_HASH_FINALIZED, ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { validateEncoding } from '../validators.ts';
import { callCrypto } from './failure.ts';

/** A hash of the host's, or a keyed one. */
export interface HostDigest extends Disposable {
  update(data: Uint8Array): void;
  updateText(text: string): void;
  digest(): Uint8Array;
}

/** The host's object behind an object of ours. Not a private field: the constructors may be called without `new`. */
export const kHandle: unique symbol = Symbol('kHandle') as never;
/** Whether the digest has been taken. */
export const kFinalized: unique symbol = Symbol('kFinalized') as never;

export interface DigestObject {
  [kHandle]: HostDigest;
  [kFinalized]: boolean;
}

/** Takes a chunk of a stream or of `update`. */
export function feed(handle: HostDigest, data: string | ArrayBufferView, encoding: unknown): void {
  if (typeof data !== 'string') {
    callCrypto(() => handle.update(bytesOf(data) as Uint8Array));
    return;
  }
  // What is no encoding is taken for UTF-8; so is `buffer`.
  const usual = encoding === undefined || encoding === 'utf8' || !Buffer.isEncoding(encoding as string);
  if (usual) callCrypto(() => handle.updateText(data.toWellFormed()));
  else callCrypto(() => handle.update(Buffer.from(data, encoding as BufferEncoding)));
}

/** `update` of both. @throws ERR_CRYPTO_HASH_FINALIZED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE */
export function update<T extends DigestObject>(this: T, data: unknown, encoding?: unknown): T {
  if (this[kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  if (typeof data === 'string') validateEncoding(data, encoding);
  else if (!ArrayBuffer.isView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  feed(this[kHandle], data as string | ArrayBufferView, encoding);
  return this;
}

/** `_transform` of both. */
export function transform(
  this: DigestObject,
  chunk: string | Uint8Array,
  encoding: string,
  callback: (error?: unknown) => void,
): void {
  try {
    feed(this[kHandle], chunk, encoding);
  } catch (error) {
    callback(error);
    return;
  }
  callback();
}
