/**
 * `node:crypto`: the host's own cryptography.
 *
 * https://nodejs.org/api/crypto.html
 */
import { diffieHellman } from './internal/crypto/agree.ts';
import { argon2, argon2Sync } from './internal/crypto/argon2.ts';
import { Cipheriv, createCipheriv, createDecipheriv, Decipheriv } from './internal/crypto/cipher.ts';
import { makeConstants } from './internal/crypto/constants.ts';
import { createPrivateKey, createPublicKey, createSecretKey } from './internal/crypto/create-key.ts';
import {
  createDiffieHellman,
  createDiffieHellmanGroup,
  DiffieHellman,
  DiffieHellmanGroup,
} from './internal/crypto/diffie-hellman.ts';
import { createECDH, ECDH } from './internal/crypto/ecdh.ts';
import { createHash, Hash as HashClass } from './internal/crypto/hash.ts';
import { hash } from './internal/crypto/hash-once.ts';
import { hkdf, hkdfSync } from './internal/crypto/hkdf.ts';
import { createHmac, Hmac as HmacClass } from './internal/crypto/hmac.ts';
import { decapsulate, encapsulate } from './internal/crypto/kem.ts';
import { KeyObject } from './internal/crypto/key-object.ts';
import { generateKey, generateKeyPair, generateKeyPairSync, generateKeySync } from './internal/crypto/keygen.ts';
import { getCipherInfo, getCiphers, getCurves, getHashes } from './internal/crypto/lists.ts';
import { pbkdf2, pbkdf2Sync } from './internal/crypto/pbkdf2.ts';
import { checkPrime, checkPrimeSync, generatePrime, generatePrimeSync } from './internal/crypto/prime.ts';
import { getFips, secureHeapUsed, setEngine, setFips } from './internal/crypto/process-state.ts';
import { randomBytes, randomFill, randomFillSync } from './internal/crypto/random.ts';
import { randomInt } from './internal/crypto/random-int.ts';
import { randomUUID } from './internal/crypto/random-uuid.ts';
import { privateDecrypt, privateEncrypt, publicDecrypt, publicEncrypt } from './internal/crypto/rsa.ts';
import { scrypt, scryptSync } from './internal/crypto/scrypt.ts';
import { createSign, createVerify, Sign, Verify } from './internal/crypto/sign.ts';
import { sign, verify } from './internal/crypto/sign-once.ts';
import { Certificate } from './internal/crypto/spkac.ts';
import { timingSafeEqual } from './internal/crypto/timing-safe-equal.ts';
import { getRandomValues, subtle, webcrypto } from './internal/crypto/webcrypto/crypto.ts';
import { X509Certificate } from './internal/crypto/x509.ts';
import { deprecate } from './internal/util/deprecate.ts';

const constants = /* @__PURE__ */ makeConstants();
const getDiffieHellman = createDiffieHellmanGroup;
/** The older names of `randomBytes`. */
const pseudoRandomBytes = randomBytes;
const prng = randomBytes;
const rng = randomBytes;
const Hash = /* @__PURE__ */ deprecate(
  HashClass as never,
  'crypto.Hash constructor is deprecated.',
  'DEP0179',
) as unknown as typeof HashClass;
const Hmac = /* @__PURE__ */ deprecate(
  HmacClass as never,
  'crypto.Hmac constructor is deprecated.',
  'DEP0181',
) as unknown as typeof HmacClass;

export {
  argon2,
  argon2Sync,
  Certificate,
  Cipheriv,
  checkPrime,
  checkPrimeSync,
  constants,
  createCipheriv,
  createDecipheriv,
  createDiffieHellman,
  createDiffieHellmanGroup,
  createECDH,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  createSign,
  createVerify,
  Decipheriv,
  DiffieHellman,
  DiffieHellmanGroup,
  decapsulate,
  diffieHellman,
  ECDH,
  encapsulate,
  generateKey,
  generateKeyPair,
  generateKeyPairSync,
  generateKeySync,
  generatePrime,
  generatePrimeSync,
  getCipherInfo,
  getCiphers,
  getCurves,
  getDiffieHellman,
  getFips,
  getHashes,
  getRandomValues,
  Hash,
  Hmac,
  hash,
  hkdf,
  hkdfSync,
  KeyObject,
  pbkdf2,
  pbkdf2Sync,
  privateDecrypt,
  privateEncrypt,
  prng,
  pseudoRandomBytes,
  publicDecrypt,
  publicEncrypt,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  rng,
  Sign,
  scrypt,
  scryptSync,
  secureHeapUsed,
  setEngine,
  setFips,
  sign,
  subtle,
  timingSafeEqual,
  Verify,
  verify,
  webcrypto,
  X509Certificate,
};

function makeDefault() {
  const crypto = {
    argon2,
    argon2Sync,
    checkPrime,
    checkPrimeSync,
    createCipheriv,
    createDecipheriv,
    createDiffieHellman,
    createDiffieHellmanGroup,
    createECDH,
    createHash,
    createHmac,
    createPrivateKey,
    createPublicKey,
    createSecretKey,
    createSign,
    createVerify,
    diffieHellman,
    generatePrime,
    generatePrimeSync,
    getCiphers,
    getCipherInfo,
    getCurves,
    getDiffieHellman,
    getHashes,
    hkdf,
    hkdfSync,
    pbkdf2,
    pbkdf2Sync,
    generateKeyPair,
    generateKeyPairSync,
    generateKey,
    generateKeySync,
    privateDecrypt,
    privateEncrypt,
    publicDecrypt,
    publicEncrypt,
    randomBytes,
    randomFill,
    randomFillSync,
    randomInt,
    randomUUID,
    scrypt,
    scryptSync,
    sign,
    setEngine,
    timingSafeEqual,
    getFips,
    setFips,
    verify,
    hash,
    encapsulate,
    decapsulate,
    Certificate,
    Cipheriv,
    Decipheriv,
    DiffieHellman,
    DiffieHellmanGroup,
    ECDH,
    Hash,
    Hmac,
    KeyObject,
    Sign,
    Verify,
    X509Certificate,
    secureHeapUsed,
  };
  const fips = {
    get: deprecate(getFips, 'The crypto.fips is deprecated. Please use crypto.getFips()', 'DEP0093'),
    set: deprecate(setFips, 'The crypto.fips is deprecated. Please use crypto.setFips()', 'DEP0093'),
  };
  Object.defineProperty(crypto, 'fips', fips);
  Object.defineProperty(crypto, 'constants', { value: constants, enumerable: true });
  const web = { webcrypto: () => webcrypto, subtle: () => subtle, getRandomValues: () => getRandomValues };
  for (const [name, get] of Object.entries(web)) Object.defineProperty(crypto, name, { get, enumerable: true });
  for (const name of ['prng', 'pseudoRandomBytes', 'rng']) {
    Object.defineProperty(crypto, name, { value: randomBytes, enumerable: false, configurable: true, writable: true });
  }
  return crypto as typeof crypto & {
    constants: typeof constants;
    webcrypto: typeof webcrypto;
    subtle: typeof subtle;
    getRandomValues: typeof getRandomValues;
    prng: typeof randomBytes;
    pseudoRandomBytes: typeof randomBytes;
    rng: typeof randomBytes;
  };
}

export default /* @__PURE__ */ makeDefault();
