import * as node from 'node:crypto';
import { expect } from 'vitest';
import { errorOf } from '../../host.ts';
import type { Registrar } from '../../registrar.ts';
import { hex, type StartCrypto } from './interface.ts';

/** Key agreement. */
export function agreementTests(start: StartCrypto, { test }: Registrar): void {
  test('agrees on secrets by curves', async () => {
    const { Ecdh, convertPoint } = await start();
    const [one, two] = [Ecdh.open('prime256v1'), Ecdh.open('prime256v1')];
    one.generateKeys();
    two.generateKeys();
    const secret = one.computeSecret(two.getPublicKey('compressed'));
    expect(two.computeSecret(one.getPublicKey('uncompressed'))).toEqual(secret);
    // Another one with the same private key is the same party.
    const again = Ecdh.open('prime256v1');
    again.setPrivateKey(one.getPrivateKey());
    expect(again.getPublicKey('hybrid')).toEqual(one.getPublicKey('hybrid'));
    again.setPublicKey(one.getPublicKey('uncompressed'));
    expect(again.computeSecret(two.getPublicKey('uncompressed'))).toEqual(secret);
    const compressed = convertPoint(one.getPublicKey('uncompressed'), 'prime256v1', 'compressed');
    expect(compressed).toEqual(one.getPublicKey('compressed'));
    expect(await errorOf(() => Ecdh.open('nonsense'))).toMatchObject({ tag: 'library' });
    expect(await errorOf(() => convertPoint(new Uint8Array(3), 'prime256v1', 'compressed'))).toMatchObject({
      tag: 'library',
    });
    expect(await errorOf(() => one.computeSecret(new Uint8Array(3)))).toMatchObject({ tag: 'library' });
  });

  test('agrees on secrets by groups', async () => {
    const { DiffieHellman } = await start();
    const one = DiffieHellman.open({ tag: 'named', val: 'modp14' });
    const prime = one.getPrime();
    const two = DiffieHellman.open({ tag: 'prime', val: [prime, { tag: 'bytes', val: one.getGenerator() }] });
    const own = one.generateKeys();
    expect(own).toEqual(one.getPublicKey());
    expect(two.computeSecret.length).toBeLessThanOrEqual(1);
    const secret = one.computeSecret(two.generateKeys());
    expect(two.computeSecret(own)).toEqual(secret);
    expect(hex(prime)).toBe(node.getDiffieHellman('modp14').getPrime('hex'));
    expect(one.verifyError()).toBe(0);
    const again = DiffieHellman.open({ tag: 'prime', val: [prime, { tag: 'number', val: 2 }] });
    again.setPrivateKey(one.getPrivateKey());
    again.setPublicKey(own);
    expect(again.getPublicKey()).toEqual(own);
    expect(again.computeSecret(two.getPublicKey())).toEqual(secret);
    expect(await errorOf(() => DiffieHellman.open({ tag: 'named', val: 'nonsense' }))).toMatchObject({
      tag: 'library',
    });
  });

  test('has its names', async () => {
    const { getCipherInfo, getCiphers, getCurves, getHashes } = await start();
    expect(getCiphers()).toContain('aes-256-gcm');
    expect(getHashes()).toContain('sha256');
    expect(getCurves()).toContain('prime256v1');
    expect(getCipherInfo('aes-256-gcm', 0, undefined, undefined)).toMatchObject({
      mode: 'gcm',
      keyLength: 32,
      ivLength: 12,
    });
    expect(getCipherInfo('aes-256-gcm', 0, 5, undefined)).toBeUndefined();
    expect(getCipherInfo('nonsense', 0, undefined, undefined)).toBeUndefined();
  });
}
