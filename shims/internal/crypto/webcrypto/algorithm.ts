/** Algorithm arguments. Which members an algorithm needs is for the host to say; here they get their types. */
import type { Algorithm } from 'zora:node/webcrypto@0.1.0';
import { checkHash } from './checks.ts';
import { hostKeyOf } from './crypto-key.ts';
import { bufferSource, unsignedLong, wrongType } from './idl.ts';

type Members = Record<string, unknown>;

const BYTES = ['iv', 'counter', 'additionalData', 'label', 'salt', 'info', 'context'] as const;
const NUMBERS = ['length', 'tagLength', 'modulusLength', 'saltLength', 'iterations'] as const;

function nameOf(method: string, algorithm: unknown): string {
  // What is no object is a text, whatever it is.
  if (typeof algorithm !== 'object' || algorithm === null) return String(algorithm).toWellFormed();
  const { name } = algorithm as Members;
  if (name === undefined) throw wrongType(method, "'name' of the algorithm", 'there');
  return String(name).toWellFormed();
}

function publicKey(method: string, value: unknown) {
  const key = hostKeyOf(value);
  if (key === undefined) throw wrongType(method, "'public' of the algorithm", 'of type CryptoKey');
  return key;
}

/**
 * An algorithm in the host's form.
 * @param method for messages
 * @throws TypeError
 */
export function toWitAlgorithm(method: string, algorithm: unknown): Algorithm {
  const name = nameOf(method, algorithm);
  if (typeof algorithm !== 'object' || algorithm === null) return { name };
  const given = algorithm as Members;
  const result: Algorithm = { name };
  for (const member of BYTES) {
    const value = given[member];
    if (value !== undefined) result[member] = bufferSource(method, `'${member}' of the algorithm`, value);
  }
  for (const member of NUMBERS) {
    const value = given[member];
    if (value !== undefined) result[member] = unsignedLong(method, `'${member}' of the algorithm`, value);
  }
  const { hash, namedCurve, publicExponent, public: other } = given;
  if (hash !== undefined) {
    result.hash = nameOf(method, hash);
    checkHash(result.hash);
  }
  if (namedCurve !== undefined) result.namedCurve = String(namedCurve).toWellFormed();
  if (publicExponent !== undefined) {
    if (!(publicExponent instanceof Uint8Array)) {
      throw wrongType(method, "'publicExponent' of the algorithm", 'instance of Uint8Array');
    }
    result.publicExponent = publicExponent;
  }
  if (other !== undefined) result.public = publicKey(method, other);
  return result;
}
