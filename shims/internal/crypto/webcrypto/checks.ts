/** What is wrong with a key for an operation: told here, where the key's algorithm and usages are at hand, as Node tells it. */
import type { CryptoKey } from './crypto-key.ts';

const CIPHERS = /^(RSA-OAEP|AES-(CTR|CBC|GCM))$/i;
const SIGNATURES = /^(RSASSA-PKCS1-v1_5|RSA-PSS|ECDSA|HMAC|Ed25519|Ed448)$/i;
const AGREEMENTS = /^(ECDH|X25519|X448)$/i;
const HASHES = /^SHA(-(1|256|384|512)|3-(256|384|512))$/i;

const refused = (words: string): DOMException => new DOMException(words, 'InvalidAccessError');

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Whether a key may not be used for this, or belongs to another algorithm. */
const mismatched = (key: CryptoKey, usage: string, algorithm: string): boolean =>
  !key.usages.includes(usage) || !same(key.algorithm.name, algorithm);

/** An algorithm that there is no such thing as is the host's to refuse. */
export function checkCipherKey(usage: 'encrypt' | 'decrypt', algorithm: string, key: CryptoKey): void {
  if (CIPHERS.test(algorithm) && mismatched(key, usage, algorithm)) {
    throw refused('The requested operation is not valid for the provided key');
  }
}

/** See `checkCipherKey`. */
export function checkSignatureKey(usage: 'sign' | 'verify', algorithm: string, key: CryptoKey): void {
  if (SIGNATURES.test(algorithm) && mismatched(key, usage, algorithm)) {
    throw refused(`Unable to use this key to ${usage}`);
  }
}

/** Checks the two keys of an agreement. */
export function checkAgreement(usage: string, algorithm: string, baseKey: CryptoKey, other: unknown): void {
  if (!AGREEMENTS.test(algorithm)) return;
  const key = other as CryptoKey;
  if (!baseKey.usages.includes(usage)) throw refused(`baseKey does not have ${usage} usage`);
  if (key === undefined) return;
  if (key.type !== 'public') throw refused('algorithm.public must be a public key');
  if (baseKey.type !== 'private') throw refused('baseKey must be a private key');
  if (!AGREEMENTS.test(baseKey.algorithm.name) || !AGREEMENTS.test(key.algorithm.name)) {
    throw refused('Keys must be ECDH, X25519, or X448 keys');
  }
  if (key.algorithm.name !== baseKey.algorithm.name) {
    throw refused('The public and private keys must be of the same type');
  }
  if (key.algorithm.namedCurve !== baseKey.algorithm.namedCurve) throw refused('Named curve mismatch');
}

/** Checks the name of a hash. */
export function checkHash(name: string): void {
  if (!HASHES.test(name)) throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
}
