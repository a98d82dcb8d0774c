/** What a guest may ask of the host's cryptography, and what it may not. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createCrypto } from '../../../host-bridge/crypto.ts';
import type * as Crypto from '../../../host-bridge/wit/zora-node-crypto.d.ts';
import { dispose } from '../dispose.ts';

const alive = { clock: { assertAlive() {} } };
const none = new Uint8Array(0);
const OPTIONS: Crypto.SignOptions = { dsaEncoding: 'der' };

function failureOf(call: () => unknown): Crypto.Failure {
  try {
    call();
  } catch (error) {
    if (error instanceof Error && 'payload' in error) return error.payload as Crypto.Failure;
    throw error;
  }
  throw new Error('it was not refused');
}

/** Runs `call`, which may succeed, or fail in the way that a guest sees. */
function survive(call: () => unknown): void {
  try {
    call();
  } catch (error) {
    expect(error).toHaveProperty('payload.tag');
  }
}

describe('what would take minutes or gigabytes', () => {
  const { crypto, webcrypto } = createCrypto(alive);
  const pbkdf2 = { password: none, salt: none, iterations: 2 ** 31 - 1, length: 64, digest: 'sha512' };
  const scrypt = {
    password: none,
    salt: none,
    length: 64,
    cost: 2 ** 30,
    blockSize: 8,
    parallelization: 1,
    maxMemory: 2 ** 50,
  };
  const argon2 = {
    algorithm: 'argon2id',
    message: none,
    nonce: new Uint8Array(8),
    parallelism: 1,
    tagLength: 32,
    memory: 2 ** 31,
    passes: 1,
  };
  const tasks: Crypto.Task[] = [
    { tag: 'pbkdf2', val: pbkdf2 },
    { tag: 'pbkdf2', val: { ...pbkdf2, iterations: 1, length: 2 ** 31 - 1 } },
    { tag: 'scrypt', val: scrypt },
    { tag: 'scrypt', val: { ...scrypt, cost: 2 ** 16, parallelization: 2 ** 20 } },
    { tag: 'argon2', val: argon2 },
    { tag: 'argon2', val: { ...argon2, memory: 2 ** 20, passes: 2 ** 31 } },
    { tag: 'key-pair', val: { type: 'rsa', modulusLength: 100_000 } },
    { tag: 'key-pair', val: { type: 'dh', primeLength: 8192 } },
    { tag: 'prime', val: { size: 100_000, safe: false } },
    { tag: 'prime', val: { size: 4096, safe: true } },
    { tag: 'check-prime', val: { candidate: new Uint8Array(1).fill(7), checks: 2 ** 31 - 1 } },
    { tag: 'secret-key', val: { type: 'hmac', length: 2 ** 31 - 1 } },
  ];

  test.each(tasks)('task %# ($tag) is refused before it begins', (task) => {
    const started = performance.now();
    expect(failureOf(() => crypto.run(task))).toMatchObject({ tag: 'host', val: { tag: 'exceeded' } });
    expect(failureOf(() => crypto.start(task))).toMatchObject({ tag: 'host', val: { tag: 'exceeded' } });
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('lengths are capped before anything is allocated', () => {
    for (const call of [
      () => crypto.Hash.open('shake256', 2 ** 31),
      () => crypto.createSecretKey(new Uint8Array(17 * 1024 * 1024)),
      () => crypto.DiffieHellman.open({ tag: 'size', val: [100_000, { tag: 'number', val: 2 }] }),
      () => crypto.DiffieHellman.open({ tag: 'prime', val: [new Uint8Array(5000), { tag: 'number', val: 2 }] }),
      () => crypto.Certificate.open(new Uint8Array(5 * 1024 * 1024)),
    ]) {
      expect(failureOf(call)).toMatchObject({ tag: 'host', val: { tag: 'invalid-argument' } });
    }
    const publicExponent = new Uint8Array([1, 0, 1]);
    const algorithm = { name: 'RSA-OAEP', hash: 'SHA-1', modulusLength: 2 ** 20, publicExponent };
    const operation = { tag: 'generate-key' as const, val: { algorithm, extractable: true, usages: ['encrypt'] } };
    expect(failureOf(() => webcrypto.start(operation))).toMatchObject({ val: { tag: 'exceeded' } });
  });
});

describe('how many', () => {
  test('objects live at a time, and each is given back once', () => {
    const { crypto } = createCrypto(alive);
    const held = Array.from({ length: 65536 }, () => crypto.Hash.open('md5', undefined));
    const refused = { tag: 'host', val: { tag: 'exceeded', val: { name: 'cryptoObjects' } } };
    expect(failureOf(() => crypto.Hash.open('md5', undefined))).toMatchObject(refused);
    for (let i = 0; i < 3; i++) dispose(held[0] ?? {});
    crypto.Hash.open('md5', undefined);
    expect(failureOf(() => crypto.Hash.open('md5', undefined))).toMatchObject(refused);
    expect(createCrypto(alive).crypto.Hash.open('md5', undefined)).toBeDefined();
  });

  test('bytes lie in tasks under way', () => {
    const { crypto } = createCrypto(alive);
    const key = crypto.createSecretKey(new Uint8Array(16));
    const data = new Uint8Array(60 * 1024 * 1024);
    const start = () => crypto.start({ tag: 'hkdf', val: { digest: 'sha1', key, salt: data, info: none, length: 1 } });
    for (let i = 0; i < 8; i++) start();
    expect(failureOf(start)).toMatchObject({ val: { tag: 'exceeded', val: { name: 'cryptoJobBytes' } } });
  });
});

describe('what would end the process or the instance', () => {
  test('a handle that was never given is refused', () => {
    const { crypto, webcrypto } = createCrypto(alive);
    const key = Object.create(crypto.Key.prototype) as Crypto.Key;
    const web = Object.create(webcrypto.CryptoKey.prototype) as never;
    const invalid = { tag: 'host', val: { tag: 'invalid-argument' } };
    for (const call of [
      () => key.exportSecret(),
      () => crypto.Hmac.open('sha1', key),
      () => crypto.Hmac.open('sha1', {} as never),
      () => crypto.Hmac.open('sha1', web),
      () => crypto.Cipher.open(true, 'aes-128-ecb', key, undefined, undefined),
      () => crypto.publicKeyOf(key),
      () => crypto.rsa('public-encrypt', key, none, 4, undefined, undefined),
      () => crypto.run({ tag: 'sign', val: { data: none, key, options: OPTIONS } }),
      () => webcrypto.start({ tag: 'export-key', val: { format: 'raw', key: web } }),
      () => Object.create(crypto.Hash.prototype).digest(),
    ]) {
      expect(failureOf(call)).toMatchObject(invalid);
    }
  });

  test('nonsense gives errors that a guest can take', () => {
    const { crypto } = createCrypto(alive);
    const key = crypto.createSecretKey(new Uint8Array(16));
    const names = [
      '',
      'nonsense',
      'sha1',
      'aes-128-cbc',
      'id-aes128-wrap',
      'aes-128-xts',
      '\0',
      'x'.repeat(1e5),
      'ed25519',
    ];
    const chunks = [none, new Uint8Array(1), new Uint8Array(16), new Uint8Array(1000).fill(255)];
    for (const name of names) {
      survive(() => crypto.Signer.open(name).sign(key, { ...OPTIONS, padding: -1, saltLength: 2 ** 31 - 1 }));
      survive(() => crypto.Ecdh.open(name).getPrivateKey());
      survive(() => crypto.DiffieHellman.open({ tag: 'named', val: name }).computeSecret(none));
      survive(() => crypto.run({ tag: 'key-pair', val: { type: name, namedCurve: name, modulusLength: 0 } }));
      for (const chunk of chunks) {
        survive(() => crypto.digest(name, chunk, 2 ** 20));
        survive(() => {
          const cipher = crypto.Cipher.open(false, name, key, chunk, chunk.length);
          cipher.setAuthTag(chunk);
          cipher.setAad(chunk, 2 ** 31);
          cipher.update(chunk);
          cipher.finish();
          cipher.finish();
          cipher.getAuthTag();
        });
        survive(() =>
          crypto.createPrivateKey({ tag: 'encoded', val: { data: chunk, format: 'der', encoding: 'sec1' } }),
        );
        survive(() => crypto.convertPoint(chunk, name, 'hybrid'));
        survive(() => crypto.Certificate.open(chunk).details());
        survive(() =>
          crypto.DiffieHellman.open({ tag: 'prime', val: [chunk, { tag: 'bytes', val: chunk }] }).generateKeys(),
        );
        crypto.verifySpkac(chunk);
        crypto.exportSpkacKey(chunk);
        crypto.exportSpkacChallenge(chunk);
      }
    }
  });
});

describe('the host’s own affairs', () => {
  afterEach(() => vi.restoreAllMocks());

  test('no warning of the guest’s doing is the host’s', () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { crypto, webcrypto } = createCrypto(alive);
    const party = crypto.Ecdh.open('prime256v1');
    survive(() => party.setPublicKey(party.getPublicKey('compressed')));
    crypto.digest('shake128', none, undefined);
    const algorithm = { name: 'Ed448' };
    webcrypto.start({ tag: 'generate-key', val: { algorithm, extractable: false, usages: ['sign'] } });
    expect(warn).not.toHaveBeenCalled();
    expect(process.emitWarning).toBe(warn);
  });

  test('there is no way to engines, FIPS mode or key stores', () => {
    const { crypto } = createCrypto(alive);
    expect(Object.keys(crypto).filter((name) => /engine|fips|heap|store/i.test(name))).toEqual([]);
  });
});
