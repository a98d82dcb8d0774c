import * as node from 'node:crypto';
import { expect } from 'vitest';
import type * as Crypto from '../../../host-bridge/wit/zora-node-crypto.d.ts';
import { errorOf } from '../../host.ts';
import type { Registrar } from '../../registrar.ts';
import { bytes, keyPair, type StartCrypto } from './interface.ts';

const OPTIONS: Crypto.SignOptions = { dsaEncoding: 'der' };

/** Signatures and RSA. */
export function signatureTests(start: StartCrypto, { test }: Registrar): void {
  test('signs what comes in parts, and checks it', async () => {
    const crypto = await start();
    const pair = keyPair(crypto, { type: 'ec', namedCurve: 'prime256v1' });
    const signer = crypto.Signer.open('sha256');
    signer.update(bytes('da'));
    signer.update(bytes('ta'));
    const signature = signer.sign(pair.private, OPTIONS);
    const pem = Buffer.from(pair.public.exportEncoded({ format: 'pem', encoding: 'spki' }));
    expect(node.verify('sha256', Buffer.from('data'), pem.toString(), signature)).toBe(true);
    for (const [data, right] of [
      ['data', true],
      ['date', false],
    ] as const) {
      const verifier = crypto.Verifier.open('sha256');
      verifier.update(bytes(data));
      expect(verifier.verify(pair.public, signature, OPTIONS)).toBe(right);
    }
  });

  test('signs with the private half alone, by hashes that there are, and once', async () => {
    const crypto = await start();
    const pair = keyPair(crypto, { type: 'ec', namedCurve: 'prime256v1' });
    expect(await errorOf(() => crypto.Signer.open('nonsense'))).toMatchObject({ tag: 'library' });
    expect(await errorOf(() => crypto.Verifier.open('nonsense'))).toMatchObject({ tag: 'library' });
    expect(await errorOf(() => crypto.Signer.open('sha256').sign(pair.public, OPTIONS))).toMatchObject({
      tag: 'library',
    });
    const signer = crypto.Signer.open('sha256');
    signer.sign(pair.private, OPTIONS);
    expect(await errorOf(() => signer.sign(pair.private, OPTIONS))).toMatchObject({ tag: 'library' });
  });

  test('encrypts and decrypts with RSA', async () => {
    const crypto = await start();
    const pair = keyPair(crypto, { type: 'rsa', modulusLength: 1024 });
    const { RSA_PKCS1_OAEP_PADDING: padding, RSA_PKCS1_PADDING } = node.constants;
    const sealed = crypto.rsa('public-encrypt', pair.public, bytes('secret'), padding, 'sha256', undefined);
    const opened = crypto.rsa('private-decrypt', pair.private, sealed, padding, 'sha256', undefined);
    expect(Buffer.from(opened).toString()).toBe('secret');
    const signed = crypto.rsa('private-encrypt', pair.private, bytes('x'), RSA_PKCS1_PADDING, undefined, undefined);
    const read = crypto.rsa('public-decrypt', pair.public, signed, RSA_PKCS1_PADDING, undefined, undefined);
    expect(Buffer.from(read).toString()).toBe('x');
    const long = new Uint8Array(1000);
    expect(
      await errorOf(() => crypto.rsa('public-encrypt', pair.public, long, padding, undefined, undefined)),
    ).toMatchObject({ tag: 'library' });
  });
}
