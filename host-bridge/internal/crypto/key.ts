/** The resource `key`: a `KeyObject` of the host's. */
import * as crypto from 'node:crypto';
import type * as Crypto from '../../wit/zora-node-crypto.d.ts';
import { guardCrypto } from './failure.ts';
import { assertLength, bytes, type CryptoSession, Held } from './session.ts';

const MAX_SECRET = 16 * 1024 * 1024;
const MAX_ENCODED = 4 * 1024 * 1024;
const MAX_PASSPHRASE = 1024 * 1024;

/** See the file's head. */
export class Key extends Held<crypto.KeyObject> implements Crypto.Key {
  /** @throws LimitExceeded */
  static of(session: CryptoSession, key: crypto.KeyObject): Key {
    return new Key(session, key, session.acquireObject());
  }

  kind(): Crypto.KeyKind {
    return Key.use(this, (key) => key.type);
  }

  asymmetricType(): string | undefined {
    return Key.use(this, (key) => key.asymmetricKeyType);
  }

  details(): Crypto.KeyDetails {
    return Key.use(this, ({ asymmetricKeyDetails }) => {
      const { publicExponent, ...details } = asymmetricKeyDetails ?? {};
      return publicExponent === undefined ? details : { ...details, publicExponent: bigEndian(publicExponent) };
    });
  }

  size(): number {
    return Key.use(this, (key) => key.symmetricKeySize ?? 0);
  }

  exportSecret(): Uint8Array {
    return Key.use(this, (key) => bytes(key.export()));
  }

  exportEncoded({ format, encoding, cipher, passphrase }: Crypto.KeyOutput): Uint8Array {
    return Key.use(this, (key) => {
      assertLength(passphrase?.length ?? 0, 'passphrase', MAX_PASSPHRASE);
      const encrypted = cipher === undefined ? {} : { cipher, passphrase: Buffer.from(passphrase ?? []) };
      // A secret key takes no such options; Node says so.
      const output: unknown = key.export({ format, type: encoding, ...encrypted } as never);
      return bytes(Buffer.from(output as string));
    });
  }

  exportJwk(): Crypto.Jwk {
    return Key.use(this, (key) => fromJwk({ ...key.export({ format: 'jwk' }) }));
  }

  equals(other: Crypto.Key): boolean {
    return Key.use(this, (key) => key.equals(keyOf(other)));
  }
}

/** A JSON Web Key as Node has it. */
export type JsonWebKey = Record<string, unknown>;

/** The `KeyObject` behind a handle. @throws InvalidArgument */
export function keyOf(handle: unknown): crypto.KeyObject {
  return Held.valueOf(handle as Key);
}

function bigEndian(value: bigint): Uint8Array {
  const hex = value.toString(16);
  return bytes(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
}

/** A JSON Web Key in WIT. */
export function fromJwk(jwk: JsonWebKey): Crypto.Jwk {
  const members: [string, string][] = [];
  for (const [name, value] of Object.entries(jwk)) if (typeof value === 'string') members.push([name, value]);
  return {
    members,
    extractable: typeof jwk['ext'] === 'boolean' ? jwk['ext'] : undefined,
    operations: Array.isArray(jwk['key_ops']) ? jwk['key_ops'].map(String) : undefined,
  };
}

/** A JSON Web Key as Node takes it. */
export function toJwk({ members, extractable, operations }: Crypto.Jwk): JsonWebKey {
  const jwk: JsonWebKey = {};
  // Defined and not assigned: a member may have any name.
  for (const [name, value] of members) {
    assertLength(value.length, name, MAX_ENCODED);
    Object.defineProperty(jwk, name, { value, enumerable: true, configurable: true, writable: true });
  }
  if (extractable !== undefined) jwk['ext'] = extractable;
  if (operations !== undefined) jwk['key_ops'] = operations;
  return jwk;
}

function toInput(source: Crypto.KeySource): crypto.PrivateKeyInput & crypto.PublicKeyInput & crypto.JsonWebKeyInput {
  if (source.tag === 'jwk') return { key: toJwk(source.val), format: 'jwk' } as never;
  const { data, format, encoding, passphrase } = source.val;
  assertLength(data.length, 'key', MAX_ENCODED);
  assertLength(passphrase?.length ?? 0, 'passphrase', MAX_PASSPHRASE);
  return {
    key: Buffer.from(data),
    format,
    ...(encoding !== undefined && { type: encoding }),
    ...(passphrase !== undefined && { passphrase: Buffer.from(passphrase) }),
  } as never;
}

/** The functions that make keys. */
export function keyFunctions(session: CryptoSession) {
  return {
    createSecretKey: (data: Uint8Array): Key =>
      session.call(() => {
        assertLength(data.length, 'key', MAX_SECRET);
        return Key.of(session, crypto.createSecretKey(data));
      }),
    createPrivateKey: (source: Crypto.KeySource): Key =>
      session.call(() => Key.of(session, crypto.createPrivateKey(toInput(source)))),
    createPublicKey: (source: Crypto.KeySource): Key =>
      session.call(() => Key.of(session, crypto.createPublicKey(toInput(source)))),
    publicKeyOf: (handle: Crypto.Key): Key => {
      const key = guardCrypto(() => keyOf(handle));
      return session.call(() => Key.of(session, crypto.createPublicKey(key as never)));
    },
  };
}
