/** `Certificate`: signed public keys and challenges. @see https://nodejs.org/api/crypto.html#class-certificate */
import {
  exportSpkacChallenge as hostChallenge,
  exportSpkacKey as hostKey,
  verifySpkac as hostVerify,
} from 'zora:node/crypto@0.1.0';
import { toBuffer, toBytes } from './bytes.ts';

function verifySpkac(spkac: unknown, encoding?: unknown): boolean {
  return hostVerify(toBytes(spkac, 'spkac', encoding));
}

/** An empty buffer, and an empty text in older code, where there is none. */
function exportPublicKey(spkac: unknown, encoding?: unknown): Buffer | string {
  const key = toBuffer(hostKey(toBytes(spkac, 'spkac', encoding)));
  return key.length === 0 ? '' : key;
}

function exportChallenge(spkac: unknown, encoding?: unknown): Buffer | string {
  const challenge = toBuffer(hostChallenge(toBytes(spkac, 'spkac', encoding)));
  return challenge.length === 0 ? '' : challenge;
}

interface CertificateMethods {
  verifySpkac: typeof verifySpkac;
  exportPublicKey: typeof exportPublicKey;
  exportChallenge: typeof exportChallenge;
}

interface CertificateConstructor extends CertificateMethods {
  new (): CertificateMethods;
  (): CertificateMethods;
  readonly prototype: CertificateMethods;
}

function CertificateFunction(this: unknown): unknown {
  return this instanceof CertificateFunction ? undefined : new Certificate();
}
Object.defineProperty(CertificateFunction, 'name', { value: 'Certificate' });
const methods: CertificateMethods = { verifySpkac, exportPublicKey, exportChallenge };
Object.assign(CertificateFunction, methods);
Object.assign(CertificateFunction.prototype, methods);

/** The class; it may be called without `new`. */
export const Certificate = CertificateFunction as unknown as CertificateConstructor;
