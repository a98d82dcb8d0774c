import { randomBytes } from 'zora:node/system@0.1.0';
import {
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM,
  ERR_ILLEGAL_CONSTRUCTOR,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_THIS,
  ERR_MISSING_ARGS,
} from './errors.ts';
import { randomUUID } from './random-uuid.ts';
import { webInterface } from './web-class.ts';

/** The most bytes of one `getRandomValues`, by the standard; the host's own bound is the same. */
const MAX_BYTES = 65536;

const construct = Symbol('construct');
let checkCrypto: (value: unknown) => void;

/** Source: Web Cryptography API, 10 Crypto interface. */
export class Crypto {
  readonly #brand = true;

  constructor(key: unknown = undefined) {
    if (key !== construct) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  /** Fills an integer array with random values. Throws a TypeMismatchError or a QuotaExceededError. */
  getRandomValues<View extends ArrayBufferView>(array: View): View {
    checkCrypto(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('typedArray');
    if (!ArrayBuffer.isView(array) || !/^(?:Big)?(?:Int|Uint)/.test(kindOf(array))) {
      throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    }
    const { byteLength } = array;
    if (byteLength > MAX_BYTES) {
      throw new DOMException('The requested length exceeds 65,536 bytes', 'QuotaExceededError');
    }
    if (byteLength > 0) {
      const target = new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, byteLength);
      target.set(randomBytes(byteLength));
    }
    return array;
  }

  /** A random UUID, version 4. */
  randomUUID(options: { disableEntropyCache?: boolean } | undefined = undefined): string {
    checkCrypto(this);
    if (options !== undefined && (typeof options !== 'object' || options === null)) {
      throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    return randomUUID();
  }

  get subtle(): never {
    checkCrypto(this);
    throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('crypto.subtle');
  }

  static {
    checkCrypto = (value) => {
      if (typeof value !== 'object' || value === null || !(#brand in value)) throw new ERR_INVALID_THIS('Crypto');
    };
  }
}

webInterface(Crypto, 'subtle', 'getRandomValues', 'randomUUID');

export const crypto: Crypto = new Crypto(construct);

function kindOf(view: ArrayBufferView): string {
  return Object.prototype.toString.call(view).slice('[object '.length, -1);
}
