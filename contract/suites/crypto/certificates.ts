import { expect } from 'vitest';
import type * as Crypto from '../../../host-bridge/wit/zora-node-crypto.d.ts';
import { errorOf } from '../../host.ts';
import type { Registrar } from '../../registrar.ts';
import { CERTIFICATE, KEY } from '../tls-keys.ts';
import { bytes, keyPair, type StartCrypto } from './interface.ts';

/** A signed public key with the challenge `contract`, as `openssl spkac` makes it. */
const SPKAC =
  'MIG9MGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATEo58Lv6MtoukDJ19x0+NLwHKkl2SpYSN5Ybg5GwtwKcgPdIZdlOKdaHkVPLkIyfm6ge87rAOsGJqsSCVTThg9Fghjb250cmFjdDAKBggqhkjOPQQDAgNIADBFAiAI9+mtDreY1nL6ZYu0ZSNJDqwp8be5usC4LLo46JpL/gIhAKMSMz7qsb+ovsoyMzyHw7dug7pjMiMjr48DMDCqujIV';
const USUAL: Crypto.SubjectOptions = {
  subject: 'default',
  wildcards: true,
  partialWildcards: true,
  multiLabelWildcards: false,
  singleLabelSubdomains: false,
};

/** Certificates. */
export function certificateTests(start: StartCrypto, { test }: Registrar): void {
  test('reads a certificate', async () => {
    const crypto = await start();
    const certificate = crypto.Certificate.open(bytes(CERTIFICATE));
    const details = certificate.details();
    expect(details).toMatchObject({
      subject: 'CN=tls.example',
      subjectAltName: 'DNS:tls.example, IP Address:127.0.0.1',
      ca: true,
    });
    expect(details.pem.trim()).toBe(CERTIFICATE.trim());
    expect(crypto.Certificate.open(details.raw).details().fingerprint256).toBe(details.fingerprint256);
    const legacy = new Map(certificate.legacy());
    expect(legacy.get('subject')).toEqual({ tag: 'names', val: [['CN', ['tls.example']]] });
    expect(await errorOf(() => crypto.Certificate.open(bytes('nonsense')))).toMatchObject({ tag: 'library' });
  });

  test('says whom and what it belongs to', async () => {
    const crypto = await start();
    const certificate = crypto.Certificate.open(bytes(CERTIFICATE));
    expect(certificate.checkHost('tls.example', USUAL)).toBe('tls.example');
    expect(certificate.checkHost('other.example', USUAL)).toBeUndefined();
    expect(certificate.checkEmail('a@tls.example', USUAL)).toBeUndefined();
    expect(certificate.checkIp('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkIp('127.0.0.2')).toBeUndefined();
    expect(certificate.checkIssued(crypto.Certificate.open(bytes(CERTIFICATE)))).toBe(true);
    const own = crypto.createPrivateKey({ tag: 'encoded', val: { data: bytes(KEY), format: 'pem' } });
    const other = keyPair(crypto, { type: 'ec', namedCurve: 'prime256v1' });
    expect([certificate.checkPrivateKey(own), certificate.checkPrivateKey(other.private)]).toEqual([true, false]);
    expect([certificate.verify(crypto.publicKeyOf(own)), certificate.verify(other.public)]).toEqual([true, false]);
    expect(certificate.publicKey().equals(crypto.publicKeyOf(own))).toBe(true);
  });

  test('reads signed public keys', async () => {
    const { exportSpkacChallenge, exportSpkacKey, verifySpkac } = await start();
    expect(verifySpkac(bytes(SPKAC))).toBe(true);
    expect(Buffer.from(exportSpkacKey(bytes(SPKAC))).toString()).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    expect(Buffer.from(exportSpkacChallenge(bytes(SPKAC))).toString()).toBe('contract');
    expect(verifySpkac(bytes('nonsense'))).toBe(false);
    expect([exportSpkacKey(bytes('x')).length, exportSpkacChallenge(bytes('x')).length]).toEqual([0, 0]);
  });
}
