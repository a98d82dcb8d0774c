/** What there is: ciphers, hashes, curves. */
import {
  getCipherInfo as hostCipherInfo,
  getCiphers as hostCiphers,
  getCurves as hostCurves,
  getHashes as hostHashes,
} from 'zora:node/crypto@0.1.0';
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { validateObject, validateUint32 } from '../validators.ts';
import { callCrypto } from './failure.ts';

let ciphers: string[] | undefined;
let hashes: string[] | undefined;
let curves: string[] | undefined;

/** https://nodejs.org/api/crypto.html#cryptogetciphers */
export function getCiphers(): string[] {
  ciphers ??= hostCiphers();
  return [...ciphers];
}

/** https://nodejs.org/api/crypto.html#cryptogethashes */
export function getHashes(): string[] {
  hashes ??= hostHashes();
  return [...hashes];
}

/** https://nodejs.org/api/crypto.html#cryptogetcurves */
export function getCurves(): string[] {
  curves ??= hostCurves();
  return [...curves];
}

/** What is known of a cipher. */
export interface CipherInfo {
  name: string;
  nid: number;
  mode: string;
  keyLength: number;
  ivLength?: number;
  blockSize?: number;
}

function lengthOption(value: unknown, name: string): number | null {
  if (value === undefined) return null;
  validateUint32(value, name);
  return value;
}

/**
 * A cipher by its name or number, where it takes keys and nonces of these lengths.
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 * @see https://nodejs.org/api/crypto.html#cryptogetcipherinfonameornid-options
 */
export function getCipherInfo(nameOrNid: unknown, options: unknown = {}): CipherInfo | undefined {
  if (typeof nameOrNid !== 'string' && typeof nameOrNid !== 'number') {
    throw new ERR_INVALID_ARG_TYPE('nameOrNid', ['string', 'number'], nameOrNid);
  }
  validateObject(options, 'options');
  const { keyLength, ivLength } = options as Record<string, unknown>;
  const lengths = [lengthOption(keyLength, 'options.keyLength'), lengthOption(ivLength, 'options.ivLength')] as const;
  const isName = typeof nameOrNid === 'string';
  if (isName ? nameOrNid === '' : !Number.isInteger(nameOrNid) || nameOrNid < 1 || nameOrNid > 0x7fffffff) {
    return undefined;
  }
  const name = isName ? nameOrNid.toWellFormed() : null;
  const info = callCrypto(() => hostCipherInfo(name, isName ? 0 : nameOrNid, ...lengths));
  if (info == null) return undefined;
  const present = Object.entries(info).filter(([, value]) => value != null);
  return Object.fromEntries(present) as unknown as CipherInfo;
}
