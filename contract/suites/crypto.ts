import * as node from 'node:crypto';
import { expect } from 'vitest';
import type * as Crypto from '../../host-bridge/wit/zora-node-crypto.d.ts';
import { asGuest, drop, errorOf, type Instance, type OpenInstance } from '../host.ts';
import type { Registrar } from '../registrar.ts';
import { agreementTests } from './crypto/agreement.ts';
import { certificateTests } from './crypto/certificates.ts';
import { bytes, hex, keyPair, type StartCrypto } from './crypto/interface.ts';
import { signatureTests } from './crypto/signatures.ts';

const OPTIONS: Crypto.SignOptions = { dsaEncoding: 'der' };

/** The contract of `zora:node/crypto`. */
export function cryptoContract(open: OpenInstance, registrar: Registrar): void {
  const { afterEach, describe, test } = registrar;
  describe('zora:node/crypto', () => {
    let instance: Instance;
    const start: StartCrypto = async (rights) => {
      instance = await open(rights);
      return instance.imports['zora:node/crypto'];
    };
    afterEach(() => instance.dispose());

    test('hashes', async () => {
      const crypto = await start();
      const hash = crypto.Hash.open('sha256', undefined);
      hash.update(bytes('a'));
      hash.updateText('ü');
      const copy = hash.copy(undefined);
      expect(hex(hash.digest())).toBe(node.hash('sha256', 'aü'));
      copy.updateText('!');
      expect(hex(copy.digest())).toBe(node.hash('sha256', 'aü!'));
      expect(hex(crypto.digest('sha1', bytes('x'), undefined))).toBe(node.hash('sha1', 'x'));
      expect(hex(crypto.digestText('sha1', 'x'))).toBe(node.hash('sha1', 'x'));
      const refused = { tag: 'library', val: { code: 'ERR_CRYPTO_HASH_FINALIZED' } };
      expect(await errorOf(() => hash.digest())).toMatchObject(refused);
      expect(await errorOf(() => crypto.Hash.open('nonsense', undefined))).toMatchObject({ tag: 'library' });
    });

    test('makes codes and ciphers with a key', async () => {
      const crypto = await start();
      const key = crypto.createSecretKey(new Uint8Array(32));
      expect([key.kind(), key.size(), key.asymmetricType()]).toEqual(['secret', 32, undefined]);
      const hmac = crypto.Hmac.open('sha256', key);
      hmac.update(bytes('data'));
      expect(hex(hmac.digest())).toBe(node.createHmac('sha256', Buffer.alloc(32)).update('data').digest('hex'));
      const iv = new Uint8Array(12);
      const seal = crypto.Cipher.open(true, 'aes-256-gcm', key, iv, undefined);
      seal.setAad(bytes('aad'), undefined);
      const sealed = Buffer.concat([seal.update(bytes('secret')), seal.finish()]);
      const open = crypto.Cipher.open(false, 'aes-256-gcm', key, iv, undefined);
      open.setAuthTag(seal.getAuthTag());
      open.setAad(bytes('aad'), undefined);
      expect(Buffer.concat([open.update(sealed), open.finish()]).toString()).toBe('secret');
      const short = await errorOf(() =>
        crypto.Cipher.open(true, 'aes-256-gcm', crypto.createSecretKey(iv), iv, undefined),
      );
      expect(short).toMatchObject({ tag: 'library', val: { name: 'RangeError', code: 'ERR_CRYPTO_INVALID_KEYLEN' } });
    });

    test('makes keys, writes and reads them', async () => {
      const crypto = await start();
      const made = crypto.run({ tag: 'key-pair', val: { type: 'ed25519' } });
      if (made.tag !== 'pair') throw new Error(made.tag);
      const { private: secret, public: open } = made.val;
      const pem = secret.exportEncoded({ format: 'pem', encoding: 'pkcs8' });
      const again = crypto.createPrivateKey({ tag: 'encoded', val: { data: pem, format: 'pem' } });
      expect(again.equals(secret)).toBe(true);
      expect(again.equals(open)).toBe(false);
      expect(crypto.publicKeyOf(again).equals(open)).toBe(true);
      const jwk = open.exportJwk();
      expect(Object.fromEntries(jwk.members)).toMatchObject({ kty: 'OKP', crv: 'Ed25519' });
      expect(crypto.createPublicKey({ tag: 'jwk', val: jwk }).equals(open)).toBe(true);
      const val = { data: bytes('x'), key: secret, options: OPTIONS };
      const signed = crypto.run({ tag: 'sign', val });
      if (signed.tag !== 'bytes') throw new Error(signed.tag);
      const check = { ...val, key: open, signature: signed.val };
      expect(crypto.run({ tag: 'verify', val: check })).toEqual({ tag: 'flag', val: true });
      expect(await errorOf(() => crypto.run({ tag: 'sign', val: { ...val, key: open } }))).toMatchObject({
        tag: 'library',
      });
    });

    test('tells of a finished task by its pollable', async () => {
      const crypto = await start();
      const val = { password: bytes('p'), salt: bytes('s'), iterations: 1000, length: 16, digest: 'sha256' };
      const outcome = await asGuest(instance, async (ready) => {
        const job = crypto.start({ tag: 'pbkdf2', val });
        for (;;) {
          const taken = job.take();
          if (taken !== undefined) return taken;
          await ready(job.subscribe());
        }
      });
      const wanted = node.pbkdf2Sync('p', 's', 1000, 16, 'sha256');
      expect(outcome.tag === 'bytes' && Buffer.from(outcome.val).equals(wanted)).toBe(true);
      expect(crypto.run({ tag: 'pbkdf2', val })).toEqual(outcome);
      const bad = { ...val, digest: 'nonsense' };
      const error = { tag: 'library', val: { name: 'TypeError', code: 'ERR_CRYPTO_INVALID_DIGEST' } };
      expect(await errorOf(() => crypto.start({ tag: 'pbkdf2', val: bad }))).toMatchObject(error);
    });

    test('knows keys by what they are', async () => {
      const crypto = await start();
      const rsa = keyPair(crypto, { type: 'rsa', modulusLength: 1024 });
      expect(rsa.private.details()).toMatchObject({ modulusLength: 1024, publicExponent: Uint8Array.of(1, 0, 1) });
      expect([rsa.private.kind(), rsa.public.kind(), rsa.public.asymmetricType()]).toEqual([
        'private',
        'public',
        'rsa',
      ]);
      const secret = crypto.createSecretKey(bytes('secret'));
      expect(secret.exportSecret()).toEqual(bytes('secret'));
      expect(await errorOf(() => rsa.private.exportSecret())).toMatchObject({ tag: 'library' });
      expect(await errorOf(() => crypto.publicKeyOf(secret))).toMatchObject({ tag: 'library' });
      const nonsense: Crypto.KeySource = { tag: 'encoded', val: { data: bytes('nonsense'), format: 'pem' } };
      expect(await errorOf(() => crypto.createPrivateKey(nonsense))).toMatchObject({ tag: 'library' });
      expect(await errorOf(() => crypto.createPublicKey(nonsense))).toMatchObject({ tag: 'library' });
      expect(await errorOf(() => crypto.Hmac.open('nonsense', secret))).toMatchObject({ tag: 'library' });
    });

    test('takes text, and leaves out padding', async () => {
      const crypto = await start();
      const key = crypto.createSecretKey(new Uint8Array(16));
      const hmac = crypto.Hmac.open('sha256', key);
      hmac.updateText('dätа');
      expect(hex(hmac.digest())).toBe(node.createHmac('sha256', Buffer.alloc(16)).update('dätа').digest('hex'));
      const cipher = crypto.Cipher.open(true, 'aes-128-cbc', key, new Uint8Array(16), undefined);
      cipher.setAutoPadding(false);
      expect(cipher.update(new Uint8Array(16)).length + cipher.finish().length).toBe(16);
      const short = crypto.Cipher.open(true, 'aes-128-cbc', key, new Uint8Array(16), undefined);
      short.setAutoPadding(false);
      short.update(new Uint8Array(5));
      expect(await errorOf(() => short.finish())).toMatchObject({ tag: 'library' });
      expect(await errorOf(() => crypto.digest('nonsense', bytes('x'), undefined))).toMatchObject({ tag: 'library' });
      expect(await errorOf(() => crypto.digestText('nonsense', 'x'))).toMatchObject({ tag: 'library' });
    });

    test('begins nothing that takes minutes or gigabytes', async () => {
      const crypto = await start();
      const tasks: Crypto.Task[] = [
        { tag: 'key-pair', val: { type: 'rsa', modulusLength: 16384 } },
        { tag: 'prime', val: { size: 16384, safe: false } },
        {
          tag: 'pbkdf2',
          val: { password: bytes('p'), salt: bytes('s'), iterations: 2 ** 31, length: 64, digest: 'sha256' },
        },
      ];
      for (const task of tasks) {
        const exceeded = { tag: 'host', val: { tag: 'exceeded' } };
        expect(await errorOf(() => crypto.run(task))).toMatchObject(exceeded);
        expect(await errorOf(() => crypto.start(task))).toMatchObject(exceeded);
      }
      expect(await errorOf(() => crypto.createSecretKey(new Uint8Array(16 * 1024 * 1024 + 1)))).toMatchObject({
        tag: 'host',
      });
    });

    test('does several tasks at once, each with its own outcome', async () => {
      const crypto = await start();
      const derive = (salt: number): Crypto.Task => ({
        tag: 'pbkdf2',
        val: { password: bytes('p'), salt: Uint8Array.of(salt), iterations: 100, length: 8, digest: 'sha256' },
      });
      const jobs = Array.from({ length: 16 }, (_, salt) => crypto.start(derive(salt)));
      await asGuest(instance, async (ready) => {
        for (const [salt, job] of jobs.entries()) {
          let outcome = job.take();
          while (outcome === undefined) {
            await ready(job.subscribe());
            outcome = job.take();
          }
          const val = new Uint8Array(node.pbkdf2Sync('p', Buffer.of(salt), 100, 8, 'sha256'));
          expect(outcome).toEqual({ tag: 'bytes', val });
        }
      });
    });

    signatureTests(start, registrar);
    agreementTests(start, registrar);
    certificateTests(start, registrar);

    test('refuses what was dropped, and what comes when the time is over', async () => {
      const crypto = await start({ maxExecutionTime: 30 });
      const hash = crypto.Hash.open('sha1', undefined);
      const other = crypto.Hash.open('sha1', undefined);
      drop(hash);
      drop(hash);
      expect(await errorOf(() => hash.digest())).toMatchObject({ tag: 'host', val: { tag: 'invalid-argument' } });
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await errorOf(() => other.digest())).toEqual({ tag: 'host', val: { tag: 'expired' } });
    });
  });
}
