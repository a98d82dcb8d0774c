/** The resources `diffie-hellman` and `ecdh`. */
import * as crypto from 'node:crypto';
import { InvalidArgument } from '../../capability/denial.ts';
import type * as Crypto from '../../wit/zora-node-crypto.d.ts';
import type { Implementation } from '../implementation.ts';
import { assertLength, bytes, type CryptoSession, Held } from './session.ts';

/** Node still has it, and its types do not. */
type LegacyEcdh = crypto.ECDH & { setPublicKey(key: Uint8Array): void };

/** Finding a safe prime of more bits takes minutes. */
const MAX_SEARCHED_BITS = 2048;
/** Arithmetic with larger numbers takes seconds for each operation. */
const MAX_NUMBER = 1280;

function number(value: Uint8Array, name: string): Uint8Array {
  assertLength(value.length, name, MAX_NUMBER);
  return value;
}

function createGroup(group: Crypto.DhGroup): crypto.DiffieHellman {
  switch (group.tag) {
    case 'named':
      return crypto.createDiffieHellmanGroup(group.val) as crypto.DiffieHellman;
    case 'size': {
      const [size, generator] = group.val;
      if (size > MAX_SEARCHED_BITS) throw new InvalidArgument(`prime length: more than ${MAX_SEARCHED_BITS} bits`);
      return crypto.createDiffieHellman(size, generatorOf(generator) as number);
    }
    case 'prime': {
      const [prime, generator] = group.val;
      return crypto.createDiffieHellman(number(prime, 'prime'), generatorOf(generator) as Uint8Array);
    }
  }
}

function generatorOf(generator: Crypto.Generator): number | Uint8Array {
  return generator.tag === 'number' ? generator.val : number(generator.val, 'generator');
}

/** The classes and the function for one invocation. */
export function agreementFunctions(
  session: CryptoSession,
): Pick<Implementation<typeof Crypto>, 'DiffieHellman' | 'Ecdh' | 'convertPoint'> {
  class DiffieHellman extends Held<crypto.DiffieHellman> implements Crypto.DiffieHellman {
    static open(group: Crypto.DhGroup): DiffieHellman {
      return session.call(() => new DiffieHellman(session, createGroup(group), session.acquireObject()));
    }

    generateKeys(): Uint8Array {
      return DiffieHellman.use(this, (party) => bytes(party.generateKeys()));
    }

    computeSecret(other: Uint8Array): Uint8Array {
      return DiffieHellman.use(this, (party) => bytes(party.computeSecret(number(other, 'key'))));
    }

    getPrime(): Uint8Array {
      return DiffieHellman.use(this, (party) => bytes(party.getPrime()));
    }

    getGenerator(): Uint8Array {
      return DiffieHellman.use(this, (party) => bytes(party.getGenerator()));
    }

    getPublicKey(): Uint8Array {
      return DiffieHellman.use(this, (party) => bytes(party.getPublicKey()));
    }

    getPrivateKey(): Uint8Array {
      return DiffieHellman.use(this, (party) => bytes(party.getPrivateKey()));
    }

    setPublicKey(key: Uint8Array): void {
      DiffieHellman.use(this, (party) => party.setPublicKey(number(key, 'key')));
    }

    setPrivateKey(key: Uint8Array): void {
      DiffieHellman.use(this, (party) => party.setPrivateKey(number(key, 'key')));
    }

    verifyError(): number {
      return DiffieHellman.use(this, (party) => party.verifyError);
    }
  }

  class Ecdh extends Held<crypto.ECDH> implements Crypto.Ecdh {
    static open(curve: string): Ecdh {
      return session.call(() => new Ecdh(session, crypto.createECDH(curve), session.acquireObject()));
    }

    generateKeys(): void {
      Ecdh.use(this, (party) => {
        party.generateKeys();
      });
    }

    computeSecret(other: Uint8Array): Uint8Array {
      return Ecdh.use(this, (party) => bytes(party.computeSecret(number(other, 'key'))));
    }

    getPublicKey(format: Crypto.PointFormat): Uint8Array {
      return Ecdh.use(this, (party) => bytes(party.getPublicKey(null, format)));
    }

    getPrivateKey(): Uint8Array {
      return Ecdh.use(this, (party) => bytes(party.getPrivateKey()));
    }

    setPrivateKey(key: Uint8Array): void {
      Ecdh.use(this, (party) => party.setPrivateKey(number(key, 'key')));
    }

    setPublicKey(key: Uint8Array): void {
      Ecdh.use(this, (party) => (party as LegacyEcdh).setPublicKey(number(key, 'key')));
    }
  }

  const convertPoint = (key: Uint8Array, curve: string, format: Crypto.PointFormat): Uint8Array =>
    session.call(() => {
      const point = crypto.ECDH.convertKey(number(key, 'key'), curve, undefined, undefined, format);
      return bytes(point as Buffer);
    });

  return { DiffieHellman, Ecdh, convertPoint };
}
