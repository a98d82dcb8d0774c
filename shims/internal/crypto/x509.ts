/** `X509Certificate`. @see https://nodejs.org/api/crypto.html#class-x509certificate */
import {
  type CertificateDetails,
  Certificate as HostCertificate,
  type LegacyValue,
  type SubjectOptions,
} from 'zora:node/crypto@0.1.0';
import { Buffer } from '../buffer/buffer.ts';
import { bytesOf } from '../bytes.ts';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { inspect } from '../util/inspect.ts';
import { validateBoolean, validateObject, validateString } from '../validators.ts';
import { toBuffer } from './bytes.ts';
import { callCrypto } from './failure.ts';
import { holdFor } from './held.ts';
import { isKeyObject, type KeyHolder, kKey } from './key-handle.ts';
import { PublicKeyObject } from './key-object.ts';

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

function subjectOptionsOf(options: unknown): SubjectOptions {
  if (options !== undefined) validateObject(options, 'options');
  const {
    subject = 'default',
    wildcards = true,
    partialWildcards = true,
    multiLabelWildcards = false,
    singleLabelSubdomains = false,
  } = { ...(options as Record<string, unknown> | undefined) };
  validateString(subject, 'options.subject');
  validateBoolean(wildcards, 'options.wildcards');
  validateBoolean(partialWildcards, 'options.partialWildcards');
  validateBoolean(multiLabelWildcards, 'options.multiLabelWildcards');
  validateBoolean(singleLabelSubdomains, 'options.singleLabelSubdomains');
  if (!['default', 'always', 'never'].includes(subject)) throw new ERR_INVALID_ARG_VALUE('options.subject', subject);
  return { subject, wildcards, partialWildcards, multiLabelWildcards, singleLabelSubdomains };
}

/** Names and their values; one value stands by itself, but for access locations, which are always lists. */
function legacyNames(field: string, names: [string, string[]][]): object {
  const object: Record<string, string | string[]> = Object.create(null);
  for (const [name, values] of names) {
    object[name] = field !== 'infoAccess' && values.length === 1 ? (values[0] as string) : values;
  }
  return object;
}

function fromLegacy(field: string, value: LegacyValue): unknown {
  if (value.tag === 'bytes') return toBuffer(value.val);
  return value.tag === 'names' ? legacyNames(field, value.val) : value.val;
}

function checkKey(key: unknown, kind: 'private' | 'public'): asserts key is KeyHolder {
  if (!isKeyObject(key)) throw new ERR_INVALID_ARG_TYPE('pkey', 'KeyObject', key);
  if (key.type !== kind) throw new ERR_INVALID_ARG_VALUE('pkey', key);
}

let setIssuer: (certificate: X509Certificate, issuer: X509Certificate | undefined) => void;

/** A certificate that came with its issuer's. */
export function issuedBy(certificate: X509Certificate, issuer: X509Certificate | undefined): X509Certificate {
  setIssuer(certificate, issuer);
  return certificate;
}

/** See the file's head. */
export class X509Certificate {
  static {
    setIssuer = (certificate, issuer) => {
      certificate.#issuer = issuer;
    };
  }

  readonly #certificate: HostCertificate;
  #details: CertificateDetails | undefined;
  #publicKey: PublicKeyObject | undefined;
  #raw: Buffer | undefined;
  #issuer: X509Certificate | undefined;

  constructor(buffer: unknown) {
    const bytes =
      typeof buffer === 'string' ? Buffer.from(buffer) : ArrayBuffer.isView(buffer) ? bytesOf(buffer) : undefined;
    if (bytes === undefined) {
      throw new ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
    }
    this.#certificate = holdFor(
      this,
      callCrypto(() => HostCertificate.open(bytes)),
    );
  }

  get #all(): CertificateDetails {
    this.#details ??= callCrypto(() => this.#certificate.details());
    return this.#details;
  }

  get subject(): string | undefined {
    return this.#all.subject ?? undefined;
  }
  get subjectAltName(): string | undefined {
    return this.#all.subjectAltName ?? undefined;
  }
  get issuer(): string | undefined {
    return this.#all.issuer ?? undefined;
  }
  /** A certificate by itself does not know its issuer's; one that came with a connection does. */
  get issuerCertificate(): X509Certificate | undefined {
    return this.#issuer;
  }
  get infoAccess(): string | undefined {
    return this.#all.infoAccess ?? undefined;
  }
  get validFrom(): string {
    return this.#all.validFrom;
  }
  get validTo(): string {
    return this.#all.validTo;
  }
  get validFromDate(): Date {
    return new Date(this.#all.validFromMs);
  }
  get validToDate(): Date {
    return new Date(this.#all.validToMs);
  }
  get fingerprint(): string {
    return this.#all.fingerprint;
  }
  get fingerprint256(): string {
    return this.#all.fingerprint256;
  }
  get fingerprint512(): string {
    return this.#all.fingerprint512;
  }
  get keyUsage(): string[] | undefined {
    return this.#all.keyUsage ?? undefined;
  }
  get serialNumber(): string {
    return this.#all.serialNumber;
  }
  get signatureAlgorithm(): string | undefined {
    return this.#all.signatureAlgorithm ?? undefined;
  }
  get signatureAlgorithmOid(): string | undefined {
    return this.#all.signatureAlgorithmOid ?? undefined;
  }
  get ca(): boolean {
    return this.#all.ca;
  }
  get raw(): Buffer {
    this.#raw ??= toBuffer(this.#all.raw);
    return this.#raw;
  }
  get publicKey(): PublicKeyObject {
    this.#publicKey ??= new PublicKeyObject(callCrypto(() => this.#certificate.publicKey()));
    return this.#publicKey;
  }

  toString(): string {
    return this.#all.pem;
  }

  toJSON(): string {
    return this.#all.pem;
  }

  checkHost(name: unknown, options?: unknown): string | undefined {
    validateString(name, 'name');
    const flags = subjectOptionsOf(options);
    return callCrypto(() => this.#certificate.checkHost(name.toWellFormed(), flags)) ?? undefined;
  }

  checkEmail(email: unknown, options?: unknown): string | undefined {
    validateString(email, 'email');
    const flags = subjectOptionsOf(options);
    return callCrypto(() => this.#certificate.checkEmail(email.toWellFormed(), flags)) ?? undefined;
  }

  checkIP(ip: unknown, options?: unknown): string | undefined {
    validateString(ip, 'ip');
    subjectOptionsOf(options);
    return callCrypto(() => this.#certificate.checkIp(ip.toWellFormed())) ?? undefined;
  }

  checkIssued(other: unknown): boolean {
    if (typeof other !== 'object' || other === null || !(#certificate in other)) {
      throw new ERR_INVALID_ARG_TYPE('otherCert', 'X509Certificate', other);
    }
    return callCrypto(() => this.#certificate.checkIssued(other.#certificate));
  }

  checkPrivateKey(key: unknown): boolean {
    checkKey(key, 'private');
    return callCrypto(() => this.#certificate.checkPrivateKey(key[kKey]));
  }

  verify(key: unknown): boolean {
    checkKey(key, 'public');
    return callCrypto(() => this.#certificate.verify(key[kKey]));
  }

  toLegacyObject(): Record<string, unknown> {
    const fields = callCrypto(() => this.#certificate.legacy());
    return Object.fromEntries(fields.map(([name, value]) => [name, fromLegacy(name, value)]));
  }

  [inspectCustom](depth: number, options: { depth?: number | null }): unknown {
    if (depth < 0) return this;
    const { subject, subjectAltName, issuer, infoAccess, validFrom, validTo, validFromDate, validToDate } = this;
    const { fingerprint, fingerprint256, fingerprint512, keyUsage, serialNumber } = this;
    const { signatureAlgorithm, signatureAlgorithmOid } = this;
    const fields = {
      ...{ subject, subjectAltName, issuer, infoAccess, validFrom, validTo, validFromDate, validToDate },
      ...{ fingerprint, fingerprint256, fingerprint512, keyUsage, serialNumber },
      ...{ signatureAlgorithm, signatureAlgorithmOid },
    };
    const nested = options.depth == null ? null : options.depth - 1;
    return `X509Certificate ${inspect(fields, { ...options, depth: nested })}`;
  }
}
