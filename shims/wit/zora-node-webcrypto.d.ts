// Generated from wit/ by `npm run wit`. Do not edit.
/// <reference path="./zora-node-crypto.d.ts" />
/// <reference path="./zora-node-io.d.ts" />
declare module 'zora:node/webcrypto@0.1.0' {
  /**
   * Starts an operation. At most 16384 are under way at a time (`cryptoJobs`).
   */
  export function start(operation: Operation): SubtleJob;
  /**
   * The Web Cryptography form of a key (`KeyObject.prototype.toCryptoKey`).
   */
  export function fromKey(key: Key, algorithm: Algorithm, extractable: boolean, usages: Array<string>): CryptoKey;
  export type Pollable = import('zora:node/io@0.1.0').Pollable;
  export type Failure = import('zora:node/crypto@0.1.0').Failure;
  export type Jwk = import('zora:node/crypto@0.1.0').Jwk;
  export type Key = import('zora:node/crypto@0.1.0').Key;
  export type KeyKind = import('zora:node/crypto@0.1.0').KeyKind;
  /**
   * What a key is.
   */
  export interface CryptoKeyDetails {
    /**
     * Its kind.
     */
    kind: KeyKind,
    /**
     * Whether it may be written out.
     */
    extractable: boolean,
    /**
     * What it may be used for.
     */
    usages: Array<string>,
    /**
     * Its algorithm's name.
     */
    algorithm: string,
    /**
     * The algorithm's hash.
     */
    hash?: string | null | undefined,
    /**
     * Bits of a secret key.
     */
    length?: number | null | undefined,
    /**
     * Bits of an RSA key.
     */
    modulusLength?: number | null | undefined,
    /**
     * The public exponent of an RSA key, big-endian.
     */
    publicExponent?: Uint8Array | null | undefined,
    /**
     * The curve of an EC key.
     */
    namedCurve?: string | null | undefined,
  }
  /**
   * An algorithm with its parameters: of each, what its algorithm wants.
   */
  export interface Algorithm {
    /**
     * Its name.
     */
    name: string,
    /**
     * A hash.
     */
    hash?: string | null | undefined,
    /**
     * Bits of a key, a counter or a result.
     */
    length?: number | null | undefined,
    /**
     * Bytes of the tag, times eight.
     */
    tagLength?: number | null | undefined,
    /**
     * Bits of an RSA modulus, at most 8192.
     */
    modulusLength?: number | null | undefined,
    /**
     * Bytes of PSS salt.
     */
    saltLength?: number | null | undefined,
    /**
     * PBKDF2, at most 10,000,000.
     */
    iterations?: number | null | undefined,
    /**
     * A curve.
     */
    namedCurve?: string | null | undefined,
    /**
     * An RSA exponent.
     */
    publicExponent?: Uint8Array | null | undefined,
    /**
     * A nonce.
     */
    iv?: Uint8Array | null | undefined,
    /**
     * A counter block.
     */
    counter?: Uint8Array | null | undefined,
    /**
     * Authenticated data.
     */
    additionalData?: Uint8Array | null | undefined,
    /**
     * An OAEP label.
     */
    label?: Uint8Array | null | undefined,
    /**
     * A salt.
     */
    salt?: Uint8Array | null | undefined,
    /**
     * What a derived key is for.
     */
    info?: Uint8Array | null | undefined,
    /**
     * A context.
     */
    context?: Uint8Array | null | undefined,
    /**
     * The other party's key.
     */
    'public'?: CryptoKey,
  }
  /**
   * Key material.
   */
  export type KeyData = KeyDataBytes | KeyDataJwk;
  /**
   * `raw`, `spki` or `pkcs8`.
   */
  export interface KeyDataBytes {
    tag: 'bytes',
    val: Uint8Array,
  }
  /**
   * `jwk`.
   */
  export interface KeyDataJwk {
    tag: 'jwk',
    val: Jwk,
  }
  /**
   * Data to encrypt, decrypt, or sign.
   */
  export interface KeyOperation {
    /**
     * How.
     */
    algorithm: Algorithm,
    /**
     * With what.
     */
    key: CryptoKey,
    /**
     * The data.
     */
    data: Uint8Array,
  }
  /**
   * A signature to check.
   */
  export interface VerifyOperation {
    /**
     * How.
     */
    algorithm: Algorithm,
    /**
     * With what.
     */
    key: CryptoKey,
    /**
     * The signature.
     */
    signature: Uint8Array,
    /**
     * The data.
     */
    data: Uint8Array,
  }
  /**
   * Data to hash.
   */
  export interface DigestOperation {
    /**
     * How.
     */
    algorithm: Algorithm,
    /**
     * The data.
     */
    data: Uint8Array,
  }
  /**
   * Keys to make.
   */
  export interface GenerateOperation {
    /**
     * What for.
     */
    algorithm: Algorithm,
    /**
     * Whether they may be written out.
     */
    extractable: boolean,
    /**
     * What they may be used for.
     */
    usages: Array<string>,
  }
  /**
   * Bits to derive.
   */
  export interface DeriveBitsOperation {
    /**
     * How.
     */
    algorithm: Algorithm,
    /**
     * From what.
     */
    key: CryptoKey,
    /**
     * How many; none is all.
     */
    length?: number | null | undefined,
  }
  /**
   * A key to derive.
   */
  export interface DeriveKeyOperation {
    /**
     * How.
     */
    algorithm: Algorithm,
    /**
     * From what.
     */
    key: CryptoKey,
    /**
     * What for.
     */
    derived: Algorithm,
    /**
     * Whether it may be written out.
     */
    extractable: boolean,
    /**
     * What it may be used for.
     */
    usages: Array<string>,
  }
  /**
   * A key to read.
   */
  export interface ImportOperation {
    /**
     * `raw`, `spki`, `pkcs8` or `jwk`.
     */
    format: string,
    /**
     * The key.
     */
    data: KeyData,
    /**
     * What for.
     */
    algorithm: Algorithm,
    /**
     * Whether it may be written out.
     */
    extractable: boolean,
    /**
     * What it may be used for.
     */
    usages: Array<string>,
  }
  /**
   * A key to write.
   */
  export interface ExportOperation {
    /**
     * `raw`, `spki`, `pkcs8` or `jwk`.
     */
    format: string,
    /**
     * The key.
     */
    key: CryptoKey,
  }
  /**
   * A key to write and encrypt.
   */
  export interface WrapOperation {
    /**
     * As for exporting.
     */
    format: string,
    /**
     * The key.
     */
    key: CryptoKey,
    /**
     * The key to encrypt it with.
     */
    wrappingKey: CryptoKey,
    /**
     * How.
     */
    algorithm: Algorithm,
  }
  /**
   * A key to decrypt and read.
   */
  export interface UnwrapOperation {
    /**
     * As for importing.
     */
    format: string,
    /**
     * The wrapped key.
     */
    data: Uint8Array,
    /**
     * The key to decrypt it with.
     */
    unwrappingKey: CryptoKey,
    /**
     * How.
     */
    algorithm: Algorithm,
    /**
     * What the key is for.
     */
    unwrapped: Algorithm,
    /**
     * Whether it may be written out.
     */
    extractable: boolean,
    /**
     * What it may be used for.
     */
    usages: Array<string>,
  }
  /**
   * The methods of `SubtleCrypto`.
   */
  export type Operation = OperationEncrypt | OperationDecrypt | OperationSign | OperationVerify | OperationDigest | OperationGenerateKey | OperationDeriveBits | OperationDeriveKey | OperationImportKey | OperationExportKey | OperationWrapKey | OperationUnwrapKey;
  /**
   * `encrypt`: bytes.
   */
  export interface OperationEncrypt {
    tag: 'encrypt',
    val: KeyOperation,
  }
  /**
   * `decrypt`: bytes.
   */
  export interface OperationDecrypt {
    tag: 'decrypt',
    val: KeyOperation,
  }
  /**
   * `sign`: bytes.
   */
  export interface OperationSign {
    tag: 'sign',
    val: KeyOperation,
  }
  /**
   * `verify`: flag.
   */
  export interface OperationVerify {
    tag: 'verify',
    val: VerifyOperation,
  }
  /**
   * `digest`: bytes.
   */
  export interface OperationDigest {
    tag: 'digest',
    val: DigestOperation,
  }
  /**
   * `generateKey`: key or pair.
   */
  export interface OperationGenerateKey {
    tag: 'generate-key',
    val: GenerateOperation,
  }
  /**
   * `deriveBits`: bytes.
   */
  export interface OperationDeriveBits {
    tag: 'derive-bits',
    val: DeriveBitsOperation,
  }
  /**
   * `deriveKey`: key.
   */
  export interface OperationDeriveKey {
    tag: 'derive-key',
    val: DeriveKeyOperation,
  }
  /**
   * `importKey`: key.
   */
  export interface OperationImportKey {
    tag: 'import-key',
    val: ImportOperation,
  }
  /**
   * `exportKey`: bytes or jwk.
   */
  export interface OperationExportKey {
    tag: 'export-key',
    val: ExportOperation,
  }
  /**
   * `wrapKey`: bytes.
   */
  export interface OperationWrapKey {
    tag: 'wrap-key',
    val: WrapOperation,
  }
  /**
   * `unwrapKey`: key.
   */
  export interface OperationUnwrapKey {
    tag: 'unwrap-key',
    val: UnwrapOperation,
  }
  /**
   * Two keys that belong together.
   */
  export interface CryptoKeyPair {
    /**
     * The public half.
     */
    'public': CryptoKey,
    /**
     * The private half.
     */
    'private': CryptoKey,
  }
  /**
   * What an operation gave.
   */
  export type SubtleOutcome = SubtleOutcomeBytes | SubtleOutcomeFlag | SubtleOutcomeKey | SubtleOutcomePair | SubtleOutcomeJwk;
  /**
   * Bytes.
   */
  export interface SubtleOutcomeBytes {
    tag: 'bytes',
    val: Uint8Array,
  }
  /**
   * Yes or no.
   */
  export interface SubtleOutcomeFlag {
    tag: 'flag',
    val: boolean,
  }
  /**
   * A key.
   */
  export interface SubtleOutcomeKey {
    tag: 'key',
    val: CryptoKey,
  }
  /**
   * A pair.
   */
  export interface SubtleOutcomePair {
    tag: 'pair',
    val: CryptoKeyPair,
  }
  /**
   * A JSON Web Key.
   */
  export interface SubtleOutcomeJwk {
    tag: 'jwk',
    val: Jwk,
  }

  export class CryptoKey implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * What it is.
    */
    details(): CryptoKeyDetails;
    /**
    * The key as a `KeyObject` of Node's has it.
    */
    toKey(): Key;
    [Symbol.dispose](): void;
  }

  export class SubtleJob implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * The outcome, once; none until it is there.
    */
    take(): SubtleOutcome | null;
    /**
    * The pollable that becomes ready with the outcome.
    */
    subscribe(): Pollable;
    [Symbol.dispose](): void;
  }
}
