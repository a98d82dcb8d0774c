/** The contract of `zora:node/crypto` and `zora:node/webcrypto`. */
import * as node from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type * as Crypto from '../../host-bridge/wit/zora-node-crypto.d.ts';
import type * as Web from '../../host-bridge/wit/zora-node-webcrypto.d.ts';
import { asGuest, drop, errorOf, type Instance, type Rights } from './host.ts';
import { openOurs } from './ours.ts';

interface Classes {
  Hash: { open(algorithm: string, length?: number): Crypto.Hash };
  Hmac: { open(algorithm: string, key: Crypto.Key): Crypto.Hmac };
  Cipher: {
    open(encrypt: boolean, algorithm: string, key: Crypto.Key, iv?: Uint8Array, tagLength?: number): Crypto.Cipher;
  };
  Signer: { open(algorithm: string): Crypto.Signer };
  Verifier: { open(algorithm: string): Crypto.Verifier };
  Ecdh: { open(curve: string): Crypto.Ecdh };
}
type Interface = Omit<typeof Crypto, keyof Classes> & Classes;

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex');
const OPTIONS: Crypto.SignOptions = { dsaEncoding: 'der' };

describe('zora:node/crypto', () => {
  let instance: Instance;
  const start = async (rights?: Rights): Promise<{ crypto: Interface; web: typeof Web }> => {
    instance = await openOurs()(rights);
    return {
      crypto: Reflect.get(instance.imports, 'zora:node/crypto') as Interface,
      web: Reflect.get(instance.imports, 'zora:node/webcrypto') as typeof Web,
    };
  };
  afterEach(() => instance.dispose());

  test('hashes', async () => {
    const { crypto } = await start();
    const hash = crypto.Hash.open('sha256');
    hash.update(text('a'));
    hash.updateText('ü');
    const copy = hash.copy(undefined);
    expect(hex(hash.digest())).toBe(node.hash('sha256', 'aü'));
    copy.updateText('!');
    expect(hex(copy.digest())).toBe(node.hash('sha256', 'aü!'));
    expect(hex(crypto.digest('sha1', text('x'), undefined))).toBe(node.hash('sha1', 'x'));
    expect(hex(crypto.digestText('sha1', 'x'))).toBe(node.hash('sha1', 'x'));
    const refused = { tag: 'library', val: { code: 'ERR_CRYPTO_HASH_FINALIZED' } };
    expect(await errorOf(() => hash.digest())).toMatchObject(refused);
    expect(await errorOf(() => crypto.Hash.open('nonsense'))).toMatchObject({ tag: 'library' });
  });

  test('makes codes and ciphers with a key', async () => {
    const { crypto } = await start();
    const key = crypto.createSecretKey(new Uint8Array(32));
    expect([key.kind(), key.size(), key.asymmetricType()]).toEqual(['secret', 32, undefined]);
    const hmac = crypto.Hmac.open('sha256', key);
    hmac.update(text('data'));
    expect(hex(hmac.digest())).toBe(node.createHmac('sha256', Buffer.alloc(32)).update('data').digest('hex'));
    const iv = new Uint8Array(12);
    const seal = crypto.Cipher.open(true, 'aes-256-gcm', key, iv);
    seal.setAad(text('aad'), undefined);
    const sealed = Buffer.concat([seal.update(text('secret')), seal.finish()]);
    const open = crypto.Cipher.open(false, 'aes-256-gcm', key, iv);
    open.setAuthTag(seal.getAuthTag());
    open.setAad(text('aad'), undefined);
    expect(Buffer.concat([open.update(sealed), open.finish()]).toString()).toBe('secret');
    const short = await errorOf(() => crypto.Cipher.open(true, 'aes-256-gcm', crypto.createSecretKey(iv), iv));
    expect(short).toMatchObject({ tag: 'library', val: { name: 'RangeError', code: 'ERR_CRYPTO_INVALID_KEYLEN' } });
  });

  test('makes keys, writes and reads them', async () => {
    const { crypto } = await start();
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
    const val = { data: text('x'), key: secret, options: OPTIONS };
    const signed = crypto.run({ tag: 'sign', val });
    if (signed.tag !== 'bytes') throw new Error(signed.tag);
    const check = { ...val, key: open, signature: signed.val };
    expect(crypto.run({ tag: 'verify', val: check })).toEqual({ tag: 'flag', val: true });
    expect(await errorOf(() => crypto.run({ tag: 'sign', val: { ...val, key: open } }))).toMatchObject({
      tag: 'library',
    });
  });

  test('tells of a finished task by its pollable', async () => {
    const { crypto } = await start();
    const val = { password: text('p'), salt: text('s'), iterations: 1000, length: 16, digest: 'sha256' };
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

  test('agrees on secrets', async () => {
    const { crypto } = await start();
    const [one, two] = [crypto.Ecdh.open('prime256v1'), crypto.Ecdh.open('prime256v1')];
    one.generateKeys();
    two.generateKeys();
    expect(one.computeSecret(two.getPublicKey('compressed'))).toEqual(
      two.computeSecret(one.getPublicKey('uncompressed')),
    );
  });

  test('does the operations of Web Crypto', async () => {
    const { web } = await start();
    const run = (operation: Web.Operation): Promise<Web.SubtleOutcome> =>
      asGuest(instance, async (ready) => {
        const job = web.start(operation);
        for (;;) {
          const taken = job.take();
          if (taken !== undefined) return taken;
          await ready(job.subscribe());
        }
      });
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const usages = ['sign'];
    const imported = await run({
      tag: 'import-key',
      val: { format: 'raw', data: { tag: 'bytes', val: text('key') }, algorithm, extractable: false, usages },
    });
    if (imported.tag !== 'key') throw new Error(imported.tag);
    const key = imported.val;
    expect(key.details()).toMatchObject({ kind: 'secret', extractable: false, usages, hash: 'SHA-256', length: 24 });
    await instance.dispose();
    const again = await start();
    const foreign = await errorOf(() =>
      again.web.start({
        tag: 'sign',
        val: { algorithm, key: Object.create(Object.getPrototypeOf(key)), data: text('') },
      }),
    );
    expect(foreign).toMatchObject({ tag: 'host', val: { tag: 'invalid-argument' } });
  });

  test('refuses what was dropped, and what comes when the time is over', async () => {
    const { crypto } = await start({ maxExecutionTime: 30 });
    const hash = crypto.Hash.open('sha1');
    const other = crypto.Hash.open('sha1');
    drop(hash);
    drop(hash);
    expect(await errorOf(() => hash.digest())).toMatchObject({ tag: 'host', val: { tag: 'invalid-argument' } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await errorOf(() => other.digest())).toEqual({ tag: 'host', val: { tag: 'expired' } });
  });
});
