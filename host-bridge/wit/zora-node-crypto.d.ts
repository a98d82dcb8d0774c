// Generated from wit/ by `npm run wit`. Do not edit.
/** @module Interface zora:node/crypto@0.1.0 **/
/**
 * Makes a secret key of at most 16 MiB.
 */
export function createSecretKey(data: Uint8Array): Key;
/**
 * Reads a private key.
 */
export function createPrivateKey(source: KeySource): Key;
/**
 * Reads a public key, or the public half of a private one.
 */
export function createPublicKey(source: KeySource): Key;
/**
 * The public half of a private key.
 */
export function publicKeyOf(private_: Key): Key;
/**
 * The digest of `data` in one step.
 */
export function digest(algorithm: string, data: Uint8Array, length: number | undefined): Uint8Array;
/**
 * The digest of the UTF-8 form of a text in one step.
 */
export function digestText(algorithm: string, text: string): Uint8Array;
/**
 * A cipher by its name or number, where it takes keys and nonces of these lengths.
 */
export function getCipherInfo(name: string | undefined, nid: number, keyLength: number | undefined, ivLength: number | undefined): CipherInfo | undefined;
/**
 * The names of the ciphers.
 */
export function getCiphers(): Array<string>;
/**
 * The names of the hashes.
 */
export function getHashes(): Array<string>;
/**
 * The names of the curves.
 */
export function getCurves(): Array<string>;
/**
 * Encrypts or decrypts with an RSA key.
 */
export function rsa(operation: RsaOperation, key: Key, data: Uint8Array, padding: number, oaepHash: string | undefined, oaepLabel: Uint8Array | undefined): Uint8Array;
/**
 * A point of a curve in another form.
 */
export function convertPoint(key: Uint8Array, curve: string, format: PointFormat): Uint8Array;
/**
 * Does a task while the guest waits.
 */
export function run(task: Task): Outcome;
/**
 * Starts a task. At most 16384 are under way at a time (`cryptoJobs`).
 */
export function start(task: Task): Job;
/**
 * Whether a signed public key and challenge (SPKAC) is right.
 */
export function verifySpkac(spkac: Uint8Array): boolean;
/**
 * The public key in it, in PEM; empty where there is none.
 */
export function exportSpkacKey(spkac: Uint8Array): Uint8Array;
/**
 * The challenge in it; empty where there is none.
 */
export function exportSpkacChallenge(spkac: Uint8Array): Uint8Array;
export type Pollable = import('./zora-node-io.js').Pollable;
export type Error = import('./zora-node-errors.js').Error;
/**
 * An error of the library or of its binding, as Node throws it.
 */
export interface LibraryError {
  /**
   * `Error`, `TypeError`, `RangeError`, or the name of a `DOMException`.
   */
  name: string,
  /**
   * Whether it is a `DOMException`.
   */
  dom: boolean,
  /**
   * The message.
   */
  message: string,
  /**
   * Node's code, such as `ERR_CRYPTO_INVALID_IV` or `ERR_OSSL_EVP_BAD_DECRYPT`.
   */
  code?: string | undefined,
  /**
   * OpenSSL's library.
   */
  library?: string | undefined,
  /**
   * OpenSSL's function.
   */
  functionName?: string | undefined,
  /**
   * OpenSSL's reason.
   */
  reason?: string | undefined,
  /**
   * Further errors of OpenSSL's queue.
   */
  stackLines: Array<string>,
}
/**
 * Why a call did not succeed.
 */
export type Failure = FailureLibrary | FailureHost;
/**
 * The library says no.
 */
export interface FailureLibrary {
  tag: 'library',
  val: LibraryError,
}
/**
 * The host says no: a limit, or the time is over.
 */
export interface FailureHost {
  tag: 'host',
  val: Error,
}
/**
 * ---- keys
 * What a key is.
 * # Variants
 *
 * ## `"secret"`
 *
 * A symmetric key.
 * ## `"public"`
 *
 * The public half of a pair.
 * ## `"private"`
 *
 * The private half, which holds the public one.
 */
export type KeyKind = 'secret' | 'public' | 'private';
/**
 * How an encoded key is written.
 * # Variants
 *
 * ## `"pem"`
 *
 * PEM: text in ASCII.
 * ## `"der"`
 *
 * DER.
 */
export type KeyFormat = 'pem' | 'der';
/**
 * What a DER key holds.
 * # Variants
 *
 * ## `"pkcs1"`
 *
 * RSA alone.
 * ## `"pkcs8"`
 *
 * Private keys.
 * ## `"spki"`
 *
 * Public keys.
 * ## `"sec1"`
 *
 * Private EC keys.
 */
export type KeyEncoding = 'pkcs1' | 'pkcs8' | 'spki' | 'sec1';
/**
 * A key as bytes or PEM text.
 */
export interface EncodedKey {
  /**
   * The bytes; of a PEM text its ASCII.
   */
  data: Uint8Array,
  /**
   * How they are written.
   */
  format: KeyFormat,
  /**
   * For DER.
   */
  encoding?: KeyEncoding | undefined,
  /**
   * The passphrase of an encrypted key.
   */
  passphrase?: Uint8Array | undefined,
}
/**
 * A JSON Web Key.
 */
export interface Jwk {
  /**
   * Every member that is text, by name.
   */
  members: Array<[string, string]>,
  /**
   * `ext`.
   */
  extractable?: boolean | undefined,
  /**
   * `key_ops`.
   */
  operations?: Array<string> | undefined,
}
/**
 * What a key is made from.
 */
export type KeySource = KeySourceEncoded | KeySourceJwk;
/**
 * An encoded key.
 */
export interface KeySourceEncoded {
  tag: 'encoded',
  val: EncodedKey,
}
/**
 * A JSON Web Key.
 */
export interface KeySourceJwk {
  tag: 'jwk',
  val: Jwk,
}
/**
 * How a key is to be written.
 */
export interface KeyOutput {
  /**
   * PEM or DER.
   */
  format: KeyFormat,
  /**
   * The structure.
   */
  encoding: KeyEncoding,
  /**
   * The cipher to encrypt it with.
   */
  cipher?: string | undefined,
  /**
   * Its passphrase.
   */
  passphrase?: Uint8Array | undefined,
}
/**
 * `asymmetricKeyDetails`: what there is.
 */
export interface KeyDetails {
  /**
   * Bits of an RSA or DSA modulus.
   */
  modulusLength?: number | undefined,
  /**
   * The public exponent of RSA, big-endian.
   */
  publicExponent?: Uint8Array | undefined,
  /**
   * The hash of RSA-PSS.
   */
  hashAlgorithm?: string | undefined,
  /**
   * The hash of its mask generation.
   */
  mgf1HashAlgorithm?: string | undefined,
  /**
   * Its least salt length in bytes.
   */
  saltLength?: number | undefined,
  /**
   * Bits of q of DSA.
   */
  divisorLength?: number | undefined,
  /**
   * The curve's name.
   */
  namedCurve?: string | undefined,
}
/**
 * What is known of a cipher.
 */
export interface CipherInfo {
  /**
   * Its mode, such as `cbc`.
   */
  mode: string,
  /**
   * Its name.
   */
  name: string,
  /**
   * OpenSSL's number.
   */
  nid: number,
  /**
   * Bytes of a block.
   */
  blockSize?: number | undefined,
  /**
   * Bytes of its nonce.
   */
  ivLength?: number | undefined,
  /**
   * Bytes of its key.
   */
  keyLength: number,
}
/**
 * ---- signatures and RSA
 * How the signature of a DSA or EC key is written.
 * # Variants
 *
 * ## `"der"`
 *
 * ASN.1.
 * ## `"ieee-p1363"`
 *
 * r and s one after the other.
 */
export type DsaEncoding = 'der' | 'ieee-p1363';
/**
 * How to sign.
 */
export interface SignOptions {
  /**
   * The RSA padding, in OpenSSL's numbers.
   */
  padding?: number | undefined,
  /**
   * The salt length of PSS.
   */
  saltLength?: number | undefined,
  /**
   * The form of the signature.
   */
  dsaEncoding: DsaEncoding,
  /**
   * A context, where the algorithm has one.
   */
  context?: Uint8Array | undefined,
}
/**
 * What to do with an RSA key.
 * # Variants
 *
 * ## `"public-encrypt"`
 *
 * `publicEncrypt`.
 * ## `"public-decrypt"`
 *
 * `publicDecrypt`.
 * ## `"private-encrypt"`
 *
 * `privateEncrypt`.
 * ## `"private-decrypt"`
 *
 * `privateDecrypt`.
 */
export type RsaOperation = 'public-encrypt' | 'public-decrypt' | 'private-encrypt' | 'private-decrypt';
/**
 * ---- key agreement
 * A generator of a group.
 */
export type Generator = GeneratorNumber | GeneratorBytes;
/**
 * A small number.
 */
export interface GeneratorNumber {
  tag: 'number',
  val: number,
}
/**
 * Any number, big-endian.
 */
export interface GeneratorBytes {
  tag: 'bytes',
  val: Uint8Array,
}
/**
 * How a group for Diffie-Hellman is given.
 */
export type DhGroup = DhGroupSize | DhGroupPrime | DhGroupNamed;
/**
 * Bits of a prime to find (at most 2048), and the generator.
 */
export interface DhGroupSize {
  tag: 'size',
  val: [number, Generator],
}
/**
 * The prime, big-endian, and the generator.
 */
export interface DhGroupPrime {
  tag: 'prime',
  val: [Uint8Array, Generator],
}
/**
 * A well-known group, such as `modp14`.
 */
export interface DhGroupNamed {
  tag: 'named',
  val: string,
}
/**
 * How a point of a curve is written.
 * # Variants
 *
 * ## `"compressed"`
 *
 * x and a bit of y.
 * ## `"uncompressed"`
 *
 * x and y.
 * ## `"hybrid"`
 *
 * Both.
 */
export type PointFormat = 'compressed' | 'uncompressed' | 'hybrid';
/**
 * ---- what may take long
 * PBKDF2.
 */
export interface Pbkdf2Task {
  /**
   * The password.
   */
  password: Uint8Array,
  /**
   * The salt.
   */
  salt: Uint8Array,
  /**
   * The iterations.
   */
  iterations: number,
  /**
   * Bytes wanted.
   */
  length: number,
  /**
   * The hash.
   */
  digest: string,
}
/**
 * scrypt.
 */
export interface ScryptTask {
  /**
   * The password.
   */
  password: Uint8Array,
  /**
   * The salt.
   */
  salt: Uint8Array,
  /**
   * Bytes wanted.
   */
  length: number,
  /**
   * N.
   */
  cost: number,
  /**
   * r.
   */
  blockSize: number,
  /**
   * p.
   */
  parallelization: number,
  /**
   * The most memory that it may take, in bytes.
   */
  maxMemory: number,
}
/**
 * HKDF.
 */
export interface HkdfTask {
  /**
   * The hash.
   */
  digest: string,
  /**
   * The key to derive from.
   */
  key: Key,
  /**
   * The salt.
   */
  salt: Uint8Array,
  /**
   * What it is for.
   */
  info: Uint8Array,
  /**
   * Bytes wanted.
   */
  length: number,
}
/**
 * Argon2.
 */
export interface Argon2Task {
  /**
   * `argon2d`, `argon2i` or `argon2id`.
   */
  algorithm: string,
  /**
   * The password.
   */
  message: Uint8Array,
  /**
   * The salt.
   */
  nonce: Uint8Array,
  /**
   * Lanes.
   */
  parallelism: number,
  /**
   * Bytes wanted.
   */
  tagLength: number,
  /**
   * KiB of memory.
   */
  memory: number,
  /**
   * Iterations.
   */
  passes: number,
  /**
   * A further secret.
   */
  secret?: Uint8Array | undefined,
  /**
   * Further data.
   */
  associatedData?: Uint8Array | undefined,
}
/**
 * A secret key to make.
 */
export interface SecretKeyTask {
  /**
   * `hmac` or `aes`.
   */
  type: string,
  /**
   * Bits.
   */
  length: number,
}
/**
 * A pair of keys to make; what is absent is Node's default or an error of Node's.
 */
export interface KeyPairTask {
  /**
   * Such as `rsa`, `ec` or `ed25519`.
   */
  type: string,
  /**
   * Bits of RSA, at most 8192, and of DSA, at most 4096.
   */
  modulusLength?: number | undefined,
  /**
   * RSA: a number of 32 bits without a sign.
   */
  publicExponent?: number | undefined,
  /**
   * RSA-PSS.
   */
  hashAlgorithm?: string | undefined,
  /**
   * RSA-PSS.
   */
  mgf1HashAlgorithm?: string | undefined,
  /**
   * RSA-PSS.
   */
  saltLength?: number | undefined,
  /**
   * DSA.
   */
  divisorLength?: number | undefined,
  /**
   * EC.
   */
  namedCurve?: string | undefined,
  /**
   * EC: `named` or `explicit`.
   */
  paramEncoding?: string | undefined,
  /**
   * DH: bits of a prime to find, at most 2048.
   */
  primeLength?: number | undefined,
  /**
   * DH: the prime.
   */
  prime?: Uint8Array | undefined,
  /**
   * DH: the generator.
   */
  generator?: number | undefined,
  /**
   * DH: a well-known group.
   */
  group?: string | undefined,
}
/**
 * A prime to find.
 */
export interface PrimeTask {
  /**
   * Bits, at most 8192.
   */
  size: number,
  /**
   * Whether half of it is prime as well.
   */
  safe: boolean,
  /**
   * What it is to be a multiple of, but for `rem`.
   */
  add?: Uint8Array | undefined,
  /**
   * The rest.
   */
  rem?: Uint8Array | undefined,
}
/**
 * A number to check.
 */
export interface CheckPrimeTask {
  /**
   * The number, big-endian, at most 8192 bytes.
   */
  candidate: Uint8Array,
  /**
   * Rounds; 0 is the library's choice.
   */
  checks: number,
}
/**
 * Data to sign in one step.
 */
export interface SignTask {
  /**
   * The hash; none where the key has its own.
   */
  algorithm?: string | undefined,
  /**
   * The data.
   */
  data: Uint8Array,
  /**
   * The private key.
   */
  key: Key,
  /**
   * How.
   */
  options: SignOptions,
}
/**
 * A signature to check in one step.
 */
export interface VerifyTask {
  /**
   * The hash; none where the key has its own.
   */
  algorithm?: string | undefined,
  /**
   * The data.
   */
  data: Uint8Array,
  /**
   * The public or private key.
   */
  key: Key,
  /**
   * How.
   */
  options: SignOptions,
  /**
   * The signature.
   */
  signature: Uint8Array,
}
/**
 * A secret to agree on.
 */
export interface AgreeTask {
  /**
   * Ours.
   */
  'private': Key,
  /**
   * Theirs.
   */
  'public': Key,
}
/**
 * A secret to open.
 */
export interface DecapsulateTask {
  /**
   * The private key.
   */
  key: Key,
  /**
   * The sealed secret.
   */
  ciphertext: Uint8Array,
}
/**
 * What may take long.
 */
export type Task = TaskPbkdf2 | TaskScrypt | TaskHkdf | TaskArgon2 | TaskSecretKey | TaskKeyPair | TaskPrime | TaskCheckPrime | TaskSign | TaskVerify | TaskAgree | TaskEncapsulate | TaskDecapsulate;
/**
 * A key from a password: bytes.
 */
export interface TaskPbkdf2 {
  tag: 'pbkdf2',
  val: Pbkdf2Task,
}
/**
 * A key from a password: bytes.
 */
export interface TaskScrypt {
  tag: 'scrypt',
  val: ScryptTask,
}
/**
 * A key from a key: bytes.
 */
export interface TaskHkdf {
  tag: 'hkdf',
  val: HkdfTask,
}
/**
 * A key from a password: bytes.
 */
export interface TaskArgon2 {
  tag: 'argon2',
  val: Argon2Task,
}
/**
 * A secret key: key.
 */
export interface TaskSecretKey {
  tag: 'secret-key',
  val: SecretKeyTask,
}
/**
 * A pair of keys: pair.
 */
export interface TaskKeyPair {
  tag: 'key-pair',
  val: KeyPairTask,
}
/**
 * A prime: bytes.
 */
export interface TaskPrime {
  tag: 'prime',
  val: PrimeTask,
}
/**
 * Whether a number is prime: flag.
 */
export interface TaskCheckPrime {
  tag: 'check-prime',
  val: CheckPrimeTask,
}
/**
 * A signature: bytes.
 */
export interface TaskSign {
  tag: 'sign',
  val: SignTask,
}
/**
 * Whether a signature is right: flag.
 */
export interface TaskVerify {
  tag: 'verify',
  val: VerifyTask,
}
/**
 * A shared secret: bytes.
 */
export interface TaskAgree {
  tag: 'agree',
  val: AgreeTask,
}
/**
 * A sealed secret for a public key: encapsulated.
 */
export interface TaskEncapsulate {
  tag: 'encapsulate',
  val: Key,
}
/**
 * The secret that was sealed: bytes.
 */
export interface TaskDecapsulate {
  tag: 'decapsulate',
  val: DecapsulateTask,
}
/**
 * Two keys that belong together.
 */
export interface KeyPair {
  /**
   * The public half.
   */
  'public': Key,
  /**
   * The private half.
   */
  'private': Key,
}
/**
 * A secret and its sealed form.
 */
export interface Encapsulated {
  /**
   * The secret.
   */
  sharedKey: Uint8Array,
  /**
   * The sealed secret.
   */
  ciphertext: Uint8Array,
}
/**
 * What a task gave.
 */
export type Outcome = OutcomeBytes | OutcomeKey | OutcomePair | OutcomeFlag | OutcomeEncapsulated;
/**
 * Bytes.
 */
export interface OutcomeBytes {
  tag: 'bytes',
  val: Uint8Array,
}
/**
 * A key.
 */
export interface OutcomeKey {
  tag: 'key',
  val: Key,
}
/**
 * A pair.
 */
export interface OutcomePair {
  tag: 'pair',
  val: KeyPair,
}
/**
 * Yes or no.
 */
export interface OutcomeFlag {
  tag: 'flag',
  val: boolean,
}
/**
 * A sealed secret.
 */
export interface OutcomeEncapsulated {
  tag: 'encapsulated',
  val: Encapsulated,
}
/**
 * ---- certificates
 * What a certificate says; each as Node's `X509Certificate` gives it.
 */
export interface CertificateDetails {
  /**
   * The subject, a line for each part.
   */
  subject?: string | undefined,
  /**
   * Other names of the subject.
   */
  subjectAltName?: string | undefined,
  /**
   * The issuer.
   */
  issuer?: string | undefined,
  /**
   * Where to learn more of the issuer.
   */
  infoAccess?: string | undefined,
  /**
   * First moment.
   */
  validFrom: string,
  /**
   * Last moment.
   */
  validTo: string,
  /**
   * First moment, milliseconds since the Unix epoch.
   */
  validFromMs: number,
  /**
   * Last moment.
   */
  validToMs: number,
  /**
   * SHA-1.
   */
  fingerprint: string,
  /**
   * SHA-256.
   */
  fingerprint256: string,
  /**
   * SHA-512.
   */
  fingerprint512: string,
  /**
   * Purposes, as object identifiers.
   */
  keyUsage?: Array<string> | undefined,
  /**
   * In hexadecimal.
   */
  serialNumber: string,
  /**
   * The signature's algorithm.
   */
  signatureAlgorithm?: string | undefined,
  /**
   * Its object identifier.
   */
  signatureAlgorithmOid?: string | undefined,
  /**
   * Whether it is an authority's.
   */
  ca: boolean,
  /**
   * The certificate in PEM.
   */
  pem: string,
  /**
   * The certificate in DER.
   */
  raw: Uint8Array,
}
/**
 * How names are compared.
 */
export interface SubjectOptions {
  /**
   * `default`, `always` or `never`.
   */
  subject: string,
  /**
   * Whether `*` stands for anything.
   */
  wildcards: boolean,
  /**
   * Whether `*` stands for a part of a label.
   */
  partialWildcards: boolean,
  /**
   * Whether `*` stands for several labels.
   */
  multiLabelWildcards: boolean,
  /**
   * Whether only one level below a name that begins with a dot will do.
   */
  singleLabelSubdomains: boolean,
}
/**
 * A value of a certificate's older form, `tls.TLSSocket.getPeerCertificate()`.
 */
export type LegacyValue = LegacyValueText | LegacyValueNumber | LegacyValueFlag | LegacyValueBytes | LegacyValueTexts | LegacyValueNames;
/**
 * Text.
 */
export interface LegacyValueText {
  tag: 'text',
  val: string,
}
/**
 * A number.
 */
export interface LegacyValueNumber {
  tag: 'number',
  val: number,
}
/**
 * Yes or no.
 */
export interface LegacyValueFlag {
  tag: 'flag',
  val: boolean,
}
/**
 * Bytes.
 */
export interface LegacyValueBytes {
  tag: 'bytes',
  val: Uint8Array,
}
/**
 * Several texts.
 */
export interface LegacyValueTexts {
  tag: 'texts',
  val: Array<string>,
}
/**
 * Named texts, several of a name as a list.
 */
export interface LegacyValueNames {
  tag: 'names',
  val: Array<[string, Array<string>]>,
}

export class Certificate {
  /**
  * Reads PEM or DER.
  */
  static open(data: Uint8Array): Certificate;
  /**
  * What it says.
  */
  details(): CertificateDetails;
  /**
  * Its key.
  */
  publicKey(): Key;
  /**
  * The name that matches a host's, none where none does.
  */
  checkHost(name: string, options: SubjectOptions): string | undefined;
  /**
  * The same for an e-mail address.
  */
  checkEmail(email: string, options: SubjectOptions): string | undefined;
  /**
  * The same for an IP address.
  */
  checkIp(address: string): string | undefined;
  /**
  * Whether `issuer` issued it.
  */
  checkIssued(issuer: Certificate): boolean;
  /**
  * Whether it belongs to a private key.
  */
  checkPrivateKey(key: Key): boolean;
  /**
  * Whether it is signed with a public key.
  */
  verify(key: Key): boolean;
  /**
  * Its older form.
  */
  legacy(): Array<[string, LegacyValue]>;
}

export class Cipher {
  /**
  * Makes one, to encrypt or to decrypt. `tag-length` in bytes is for authenticated modes.
  */
  static open(encrypt: boolean, algorithm: string, key: Key, iv: Uint8Array | undefined, tagLength: number | undefined): Cipher;
  /**
  * Takes data and gives what is ready.
  */
  update(data: Uint8Array): Uint8Array;
  /**
  * The rest; once.
  */
  finish(): Uint8Array;
  /**
  * Whether the last block is padded.
  */
  setAutoPadding(padding: boolean): void;
  /**
  * Additional data, authenticated and not encrypted; CCM wants to know the length of the text.
  */
  setAad(data: Uint8Array, textLength: number | undefined): void;
  /**
  * The tag to check.
  */
  setAuthTag(tag: Uint8Array): void;
  /**
  * The tag that was made.
  */
  getAuthTag(): Uint8Array;
}

export class DiffieHellman {
  /**
  * Makes one.
  */
  static open(group: DhGroup): DiffieHellman;
  /**
  * Makes keys where there are none; the public one.
  */
  generateKeys(): Uint8Array;
  /**
  * The shared secret.
  */
  computeSecret(other: Uint8Array): Uint8Array;
  /**
  * The prime.
  */
  getPrime(): Uint8Array;
  /**
  * The generator.
  */
  getGenerator(): Uint8Array;
  /**
  * The public key.
  */
  getPublicKey(): Uint8Array;
  /**
  * The private key.
  */
  getPrivateKey(): Uint8Array;
  /**
  * Sets the public key.
  */
  setPublicKey(key: Uint8Array): void;
  /**
  * Sets the private key.
  */
  setPrivateKey(key: Uint8Array): void;
  /**
  * What is wrong with the group, in OpenSSL's flags.
  */
  verifyError(): number;
}

export class Ecdh {
  /**
  * Makes one for a curve.
  */
  static open(curve: string): Ecdh;
  /**
  * Makes keys.
  */
  generateKeys(): void;
  /**
  * The shared secret.
  */
  computeSecret(other: Uint8Array): Uint8Array;
  /**
  * The public key.
  */
  getPublicKey(format: PointFormat): Uint8Array;
  /**
  * The private key.
  */
  getPrivateKey(): Uint8Array;
  /**
  * Sets the private key, and the public one with it.
  */
  setPrivateKey(key: Uint8Array): void;
  /**
  * Sets the public key.
  */
  setPublicKey(key: Uint8Array): void;
}

export class Hash {
  /**
  * Makes one. `length` in bytes is for extendable functions; others take their own alone.
  */
  static open(algorithm: string, length: number | undefined): Hash;
  /**
  * Takes data.
  */
  update(data: Uint8Array): void;
  /**
  * Takes the UTF-8 form of a text.
  */
  updateText(text: string): void;
  /**
  * The digest; once.
  */
  digest(): Uint8Array;
  /**
  * Another one with the same state.
  */
  copy(length: number | undefined): Hash;
}

export class Hmac {
  /**
  * Makes one.
  */
  static open(algorithm: string, key: Key): Hmac;
  /**
  * Takes data.
  */
  update(data: Uint8Array): void;
  /**
  * Takes the UTF-8 form of a text.
  */
  updateText(text: string): void;
  /**
  * The code; once.
  */
  digest(): Uint8Array;
}

export class Job {
  /**
  * The outcome, once; none until it is there.
  */
  take(): Outcome | undefined;
  /**
  * The pollable that becomes ready with the outcome.
  */
  subscribe(): Pollable;
}

export class Key {
  /**
  * What it is.
  */
  kind(): KeyKind;
  /**
  * `asymmetricKeyType`, such as `rsa` or `x25519`; none for a secret key.
  */
  asymmetricType(): string | undefined;
  /**
  * Details of an asymmetric key.
  */
  details(): KeyDetails;
  /**
  * Bytes of a secret key; 0 for others.
  */
  size(): number;
  /**
  * The bytes of a secret key; of others it is an error.
  */
  exportSecret(): Uint8Array;
  /**
  * The key in PEM or DER.
  */
  exportEncoded(output: KeyOutput): Uint8Array;
  /**
  * The key as a JSON Web Key.
  */
  exportJwk(): Jwk;
  /**
  * Whether both are the same key.
  */
  equals(other: Key): boolean;
}

export class Signer {
  /**
  * Makes one for a hash.
  */
  static open(algorithm: string): Signer;
  /**
  * Takes data.
  */
  update(data: Uint8Array): void;
  /**
  * The signature; once.
  */
  sign(key: Key, options: SignOptions): Uint8Array;
}

export class Verifier {
  /**
  * Makes one for a hash.
  */
  static open(algorithm: string): Verifier;
  /**
  * Takes data.
  */
  update(data: Uint8Array): void;
  /**
  * Whether the signature is right; once.
  */
  verify(key: Key, signature: Uint8Array, options: SignOptions): boolean;
}
