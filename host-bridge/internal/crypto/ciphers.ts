/** The resource `cipher`, and what is known of ciphers. */
import * as crypto from 'node:crypto';
import type * as Crypto from '../../wit/zora-node-crypto.d.ts';
import type { Implementation } from '../implementation.ts';
import { keyOf } from './key.ts';
import { assertLength, bytes, type CryptoSession, Held } from './session.ts';

type AnyCipher = crypto.CipherGCM & crypto.DecipherGCM;

/** The class and the functions for one invocation. */
export function cipherFunctions(
  session: CryptoSession,
): Pick<Implementation<typeof Crypto>, 'Cipher' | 'getCipherInfo' | 'getCiphers' | 'getHashes' | 'getCurves'> {
  class Cipher extends Held<AnyCipher> implements Crypto.Cipher {
    static open(
      encrypt: boolean,
      algorithm: string,
      key: Crypto.Key,
      iv: Uint8Array | undefined,
      tagLength: number | undefined,
    ): Cipher {
      return session.call(() => {
        const create = encrypt ? crypto.createCipheriv : crypto.createDecipheriv;
        const options = tagLength === undefined ? undefined : { authTagLength: tagLength };
        const cipher = create(algorithm as 'aes-128-gcm', keyOf(key), (iv ?? null) as never, options);
        return new Cipher(session, cipher as AnyCipher, session.acquireObject());
      });
    }

    update(data: Uint8Array): Uint8Array {
      return Cipher.use(this, (cipher) => {
        assertLength(data.length, 'data');
        return bytes(cipher.update(data));
      });
    }

    finish(): Uint8Array {
      return Cipher.use(this, (cipher) => bytes(cipher.final()));
    }

    setAutoPadding(padding: boolean): void {
      Cipher.use(this, (cipher) => cipher.setAutoPadding(padding));
    }

    setAad(data: Uint8Array, textLength: number | undefined): void {
      Cipher.use(this, (cipher) => {
        assertLength(data.length, 'data');
        cipher.setAAD(data, textLength === undefined ? undefined : { plaintextLength: textLength });
      });
    }

    setAuthTag(tag: Uint8Array): void {
      Cipher.use(this, (cipher) => cipher.setAuthTag(tag));
    }

    getAuthTag(): Uint8Array {
      return Cipher.use(this, (cipher) => bytes(cipher.getAuthTag()));
    }
  }

  return {
    Cipher,
    getCipherInfo(
      name: string | undefined,
      nid: number,
      keyLength: number | undefined,
      ivLength: number | undefined,
    ): Crypto.CipherInfo | undefined {
      return session.call(() => {
        const lengths = { ...(keyLength !== undefined && { keyLength }), ...(ivLength !== undefined && { ivLength }) };
        const info = crypto.getCipherInfo(name ?? nid, lengths);
        // Ciphers of newer providers have no number.
        return info && { ...info, nid: info.nid ?? 0 };
      });
    },
    getCiphers: (): string[] => crypto.getCiphers(),
    getHashes: (): string[] => crypto.getHashes(),
    getCurves: (): string[] => crypto.getCurves(),
  };
}
