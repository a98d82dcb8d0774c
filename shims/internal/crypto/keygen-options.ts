/** The options of `generateKeyPair`. @see https://nodejs.org/api/crypto.html#cryptogeneratekeypairtype-options-callback */
import type { KeyPairTask } from 'zora:node/crypto@0.1.0';
import { bytesOf } from '../bytes.ts';
import { ERR_INCOMPATIBLE_OPTION_PAIR, ERR_INVALID_ARG_VALUE, ERR_MISSING_OPTION } from '../errors.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { validateBuffer, validateInt32, validateObject, validateString, validateUint32 } from '../validators.ts';
import { type ParsedEncoding, parseKeyEncoding } from './key-encoding.ts';

type Options = Record<string, unknown>;

/** How each of the two keys is wanted: none is a `KeyObject`. */
export interface PairEncoding {
  publicKey: ParsedEncoding | undefined;
  privateKey: ParsedEncoding | undefined;
}

function encodingOf(type: string, options: Options, isPublic: boolean): ParsedEncoding | undefined {
  const name = isPublic ? 'options.publicKeyEncoding' : 'options.privateKeyEncoding';
  const encoding = options[name.slice('options.'.length)];
  if (encoding == null) return undefined;
  if (typeof encoding !== 'object') throw new ERR_INVALID_ARG_VALUE(name, encoding);
  return parseKeyEncoding(encoding, { keyType: type, isPublic, name });
}

/** @throws ERR_INVALID_ARG_VALUE, ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS */
export function pairEncodingOf(type: string, options: unknown): PairEncoding {
  const given = (options ?? {}) as Options;
  return { publicKey: encodingOf(type, given, true), privateKey: encodingOf(type, given, false) };
}

function modulusLengthOf(options: Options): number {
  const { modulusLength } = options;
  validateUint32(modulusLength, 'options.modulusLength');
  return modulusLength + 0;
}

function rsa(type: string, options: Options): KeyPairTask {
  const modulusLength = modulusLengthOf(options);
  const { publicExponent } = options;
  if (publicExponent != null) validateUint32(publicExponent, 'options.publicExponent');
  return { type, modulusLength, publicExponent: (publicExponent as number | null | undefined) ?? 0x10001 };
}

function rsaPss(type: string, options: Options): KeyPairTask {
  const task = rsa(type, options);
  const { saltLength, hashAlgorithm, mgf1HashAlgorithm, hash, mgf1Hash } = options;
  if (saltLength !== undefined) validateInt32(saltLength, 'options.saltLength', 0);
  if (hashAlgorithm !== undefined) validateString(hashAlgorithm, 'options.hashAlgorithm');
  if (mgf1HashAlgorithm !== undefined) validateString(mgf1HashAlgorithm, 'options.mgf1HashAlgorithm');
  if (hash !== undefined) oldOption('hash', 'hashAlgorithm');
  if (hash !== undefined) validateString(hash, 'options.hash');
  if (mgf1Hash !== undefined) oldOption('mgf1Hash', 'mgf1HashAlgorithm');
  if (mgf1Hash !== undefined) validateString(mgf1Hash, 'options.mgf1Hash');
  // The older names of the two hashes.
  const main = renamed(hash, hashAlgorithm, 'hash', 'hashAlgorithm');
  const mask = renamed(mgf1Hash, mgf1HashAlgorithm, 'mgf1Hash', 'mgf1HashAlgorithm');
  return {
    ...task,
    hashAlgorithm: main ?? null,
    mgf1HashAlgorithm: mask ?? null,
    saltLength: (saltLength as number | undefined) ?? null,
  };
}

function oldOption(name: string, newName: string): void {
  emitWarning(`"options.${name}" is deprecated, use "options.${newName}" instead.`, 'DeprecationWarning', 'DEP0154');
}

function renamed(old: unknown, current: unknown, oldName: string, name: string): string | undefined {
  if (old !== undefined && current !== undefined && old !== current) {
    throw new ERR_INVALID_ARG_VALUE(`options.${oldName}`, old, `must not be used together with options.${name}`);
  }
  return ((current ?? old) as string | undefined)?.toWellFormed();
}

function dsa(type: string, options: Options): KeyPairTask {
  const modulusLength = modulusLengthOf(options);
  const { divisorLength } = options;
  if (divisorLength != null) validateInt32(divisorLength, 'options.divisorLength', 0);
  return { type, modulusLength, divisorLength: (divisorLength as number | null | undefined) ?? null };
}

function ec(type: string, options: Options): KeyPairTask {
  const { namedCurve, paramEncoding } = options;
  validateString(namedCurve, 'options.namedCurve');
  if (paramEncoding != null && paramEncoding !== 'named' && paramEncoding !== 'explicit') {
    throw new ERR_INVALID_ARG_VALUE('options.paramEncoding', paramEncoding);
  }
  return { type, namedCurve: namedCurve.toWellFormed(), paramEncoding: paramEncoding ?? null };
}

function dh(type: string, options: Options): KeyPairTask {
  const { group, prime, primeLength, generator } = options;
  const exclude = (first: string, ...others: string[]): void => {
    for (const other of others) if (options[other] != null) throw new ERR_INCOMPATIBLE_OPTION_PAIR(first, other);
  };
  if (group != null) {
    exclude('group', 'prime', 'primeLength', 'generator');
    validateString(group, 'options.group');
    return { type, group: group.toWellFormed() };
  }
  if (prime != null) {
    exclude('prime', 'primeLength');
    validateBuffer(prime, 'options.prime');
  } else if (primeLength != null) {
    validateInt32(primeLength, 'options.primeLength', 0);
  } else {
    throw new ERR_MISSING_OPTION('At least one of the group, prime, or primeLength options');
  }
  if (generator != null) validateInt32(generator, 'options.generator', 0);
  return {
    type,
    prime: bytesOf(prime) ?? null,
    primeLength: prime == null ? (primeLength as number) : null,
    generator: (generator as number | null | undefined) ?? null,
  };
}

const FAMILIES: Record<string, (type: string, options: Options) => KeyPairTask> = {
  rsa,
  'rsa-pss': rsaPss,
  dsa,
  ec,
  dh,
};

/** Types that have no options of their own. */
const PLAIN = /^(ed25519|ed448|x25519|x448|ml-dsa-(44|65|87)|ml-kem-(512|768|1024)|slh-dsa-(sha2|shake)-\d+[fs])$/;

/** The task of a type and its options. @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE and the like */
export function keyPairTaskOf(type: string, options: unknown): KeyPairTask {
  const family = Object.hasOwn(FAMILIES, type) ? FAMILIES[type] : undefined;
  if (family !== undefined) {
    validateObject(options, 'options');
    return family(type, options as Options);
  }
  if (!PLAIN.test(type)) throw new ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  return { type };
}
