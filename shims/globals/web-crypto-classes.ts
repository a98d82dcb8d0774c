/**
 * The globals `CryptoKey` and `SubtleCrypto`; with either of them the global `crypto` has its `subtle`.
 * https://nodejs.org/api/webcrypto.html#class-cryptokey
 */
export { CryptoKey, SubtleCrypto } from '../internal/crypto/webcrypto/classes.ts';
