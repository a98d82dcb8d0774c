/** The resources `hash` and `hmac`. */
import * as crypto from 'node:crypto';
import type * as Crypto from '../../wit/zora-node-crypto.d.ts';
import type { Implementation } from '../implementation.ts';
import { keyOf } from './key.ts';
import { assertLength, bytes, type CryptoSession, Held } from './session.ts';

/** Bytes of an extendable function's output. */
const MAX_OUTPUT = 16 * 1024 * 1024;

function hashOptions(length: number | undefined): { outputLength: number } | undefined {
  if (length === undefined) return undefined;
  assertLength(length, 'outputLength', MAX_OUTPUT);
  return { outputLength: length };
}

/** The classes and the function for one invocation. */
export function digestFunctions(
  session: CryptoSession,
): Pick<Implementation<typeof Crypto>, 'Hash' | 'Hmac' | 'digest' | 'digestText'> {
  class Hash extends Held<crypto.Hash> implements Crypto.Hash {
    static open(algorithm: string, length: number | undefined): Hash {
      return session.call(() => Hash.#of(crypto.createHash(algorithm, hashOptions(length))));
    }

    static #of(hash: crypto.Hash): Hash {
      return new Hash(session, hash, session.acquireObject());
    }

    update(data: Uint8Array): void {
      Hash.use(this, (hash) => {
        assertLength(data.length, 'data');
        hash.update(data);
      });
    }

    updateText(text: string): void {
      Hash.use(this, (hash) => {
        assertLength(text.length, 'data');
        hash.update(text, 'utf8');
      });
    }

    digest(): Uint8Array {
      return Hash.use(this, (hash) => bytes(hash.digest()));
    }

    copy(length: number | undefined): Hash {
      return Hash.use(this, (hash) => Hash.#of(hash.copy(hashOptions(length))));
    }
  }

  class Hmac extends Held<crypto.Hmac> implements Crypto.Hmac {
    static open(algorithm: string, key: Crypto.Key): Hmac {
      return session.call(() => {
        const hmac = crypto.createHmac(algorithm, keyOf(key));
        return new Hmac(session, hmac, session.acquireObject());
      });
    }

    update(data: Uint8Array): void {
      Hmac.use(this, (hmac) => {
        assertLength(data.length, 'data');
        hmac.update(data);
      });
    }

    updateText(text: string): void {
      Hmac.use(this, (hmac) => {
        assertLength(text.length, 'data');
        hmac.update(text, 'utf8');
      });
    }

    digest(): Uint8Array {
      return Hmac.use(this, (hmac) => bytes(hmac.digest()));
    }
  }

  const digest = (algorithm: string, data: Uint8Array, length: number | undefined): Uint8Array =>
    session.call(() => {
      assertLength(data.length, 'data');
      return bytes(crypto.createHash(algorithm, hashOptions(length)).update(data).digest());
    });

  const digestText = (algorithm: string, text: string): Uint8Array =>
    session.call(() => {
      assertLength(text.length, 'data');
      return bytes(crypto.createHash(algorithm).update(text, 'utf8').digest());
    });

  return { Hash, Hmac, digest, digestText };
}
