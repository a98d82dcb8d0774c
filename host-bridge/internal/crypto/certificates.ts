/** The resource `certificate`, and signed public keys and challenges (SPKAC). */
import * as crypto from 'node:crypto';
import type * as Crypto from '../../wit/zora-node-crypto.d.ts';
import type { Implementation } from '../implementation.ts';
import { Key, keyOf } from './key.ts';
import { assertLength, bytes, type CryptoSession, Held } from './session.ts';

const MAX_CERTIFICATE = 4 * 1024 * 1024;

function legacyValue(value: unknown): Crypto.LegacyValue | undefined {
  if (typeof value === 'string') return { tag: 'text', val: value.toWellFormed() };
  if (typeof value === 'number') return { tag: 'number', val: value };
  if (typeof value === 'boolean') return { tag: 'flag', val: value };
  if (value instanceof Uint8Array) return { tag: 'bytes', val: bytes(value) };
  if (Array.isArray(value)) return { tag: 'texts', val: value.map(String) };
  if (typeof value !== 'object' || value === null) return undefined;
  const names = Object.entries(value).map(([name, one]): [string, string[]] => [
    name.toWellFormed(),
    (Array.isArray(one) ? one : [one]).map((text) => String(text).toWellFormed()),
  ]);
  return { tag: 'names', val: names };
}

/** Those that older versions of Node do not have are absent. */
interface NewerFields {
  signatureAlgorithm?: string;
  signatureAlgorithmOid?: string;
  validFromDate?: Date;
  validToDate?: Date;
}

function describe(certificate: crypto.X509Certificate): Crypto.CertificateDetails {
  const { validFromDate, validToDate, signatureAlgorithm, signatureAlgorithmOid } = certificate as NewerFields;
  const { keyUsage } = certificate;
  return {
    subject: certificate.subject,
    subjectAltName: certificate.subjectAltName,
    issuer: certificate.issuer,
    infoAccess: certificate.infoAccess,
    validFrom: certificate.validFrom,
    validTo: certificate.validTo,
    validFromMs: (validFromDate ?? new Date(certificate.validFrom)).getTime(),
    validToMs: (validToDate ?? new Date(certificate.validTo)).getTime(),
    fingerprint: certificate.fingerprint,
    fingerprint256: certificate.fingerprint256,
    fingerprint512: certificate.fingerprint512,
    keyUsage: keyUsage === undefined ? undefined : [...keyUsage],
    serialNumber: certificate.serialNumber,
    signatureAlgorithm,
    signatureAlgorithmOid,
    ca: certificate.ca,
    pem: certificate.toString(),
    raw: bytes(certificate.raw),
  };
}

/** The class and the functions for one invocation. */
export function certificateFunctions(
  session: CryptoSession,
): Pick<Implementation<typeof Crypto>, 'Certificate' | 'verifySpkac' | 'exportSpkacKey' | 'exportSpkacChallenge'> {
  class Certificate extends Held<crypto.X509Certificate> implements Crypto.Certificate {
    static open(data: Uint8Array): Certificate {
      return session.call(() => {
        assertLength(data.length, 'certificate', MAX_CERTIFICATE);
        return new Certificate(session, new crypto.X509Certificate(data), session.acquireObject());
      });
    }

    details(): Crypto.CertificateDetails {
      return Certificate.use(this, describe);
    }

    publicKey(): Key {
      return Certificate.use(this, ({ publicKey }) => Key.of(session, publicKey));
    }

    checkHost(name: string, options: Crypto.SubjectOptions): string | undefined {
      return Certificate.use(this, (certificate) => certificate.checkHost(name, options as crypto.X509CheckOptions));
    }

    checkEmail(email: string, options: Crypto.SubjectOptions): string | undefined {
      return Certificate.use(this, (certificate) => certificate.checkEmail(email, options as crypto.X509CheckOptions));
    }

    checkIp(address: string): string | undefined {
      return Certificate.use(this, (certificate) => certificate.checkIP(address));
    }

    checkIssued(issuer: Crypto.Certificate): boolean {
      return Certificate.use(this, (certificate) =>
        certificate.checkIssued(Certificate.valueOf(issuer as unknown as Certificate)),
      );
    }

    checkPrivateKey(key: Crypto.Key): boolean {
      return Certificate.use(this, (certificate) => certificate.checkPrivateKey(keyOf(key)));
    }

    verify(key: Crypto.Key): boolean {
      return Certificate.use(this, (certificate) => certificate.verify(keyOf(key)));
    }

    legacy(): [string, Crypto.LegacyValue][] {
      return Certificate.use(this, (certificate) => {
        const fields: [string, Crypto.LegacyValue][] = [];
        for (const [name, value] of Object.entries(certificate.toLegacyObject())) {
          const converted = legacyValue(value);
          if (converted !== undefined) fields.push([name, converted]);
        }
        return fields;
      });
    }
  }

  /** These are no `result` in WIT: too much is as wrong as nonsense. */
  const spkac = <T>(data: Uint8Array, wrong: T, read: (data: Uint8Array) => T): T =>
    data.length > MAX_CERTIFICATE ? wrong : read(data);
  const nothing = new Uint8Array(0);

  return {
    Certificate,
    verifySpkac: (data: Uint8Array): boolean => spkac(data, false, (one) => crypto.Certificate.verifySpkac(one)),
    exportSpkacKey: (data: Uint8Array): Uint8Array =>
      spkac(data, nothing, (one) => bytes(crypto.Certificate.exportPublicKey(Buffer.from(one)))),
    exportSpkacChallenge: (data: Uint8Array): Uint8Array =>
      spkac(data, nothing, (one) => bytes(crypto.Certificate.exportChallenge(Buffer.from(one)))),
  };
}
