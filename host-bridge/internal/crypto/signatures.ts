/** The resources `signer` and `verifier`, and RSA encryption. */
import * as crypto from 'node:crypto';
import type * as Crypto from '../../wit/zora-node-crypto.d.ts';
import type { Implementation } from '../implementation.ts';
import { keyOf } from './key.ts';
import { assertLength, bytes, type CryptoSession, Held } from './session.ts';

/** Options with their key, as Node takes them. Absent ones stay away: Node tells `undefined` from a default. */
export function keyWithOptions(key: Crypto.Key, options: Crypto.SignOptions): crypto.SignKeyObjectInput {
  const { padding, saltLength, dsaEncoding, context } = options;
  return {
    key: keyOf(key),
    dsaEncoding,
    ...(padding !== undefined && { padding }),
    ...(saltLength !== undefined && { saltLength }),
    ...(context !== undefined && { context }),
  };
}

const RSA = {
  'public-encrypt': crypto.publicEncrypt,
  'public-decrypt': crypto.publicDecrypt,
  'private-encrypt': crypto.privateEncrypt,
  'private-decrypt': crypto.privateDecrypt,
} satisfies Record<Crypto.RsaOperation, unknown>;

/** The classes and the function for one invocation. */
export function signatureFunctions(
  session: CryptoSession,
): Pick<Implementation<typeof Crypto>, 'Signer' | 'Verifier' | 'rsa'> {
  class Signer extends Held<crypto.Sign> implements Crypto.Signer {
    static open(algorithm: string): Signer {
      return session.call(() => new Signer(session, crypto.createSign(algorithm), session.acquireObject()));
    }

    update(data: Uint8Array): void {
      Signer.use(this, (signer) => {
        assertLength(data.length, 'data');
        signer.update(data);
      });
    }

    sign(key: Crypto.Key, options: Crypto.SignOptions): Uint8Array {
      return Signer.use(this, (signer) => bytes(signer.sign(keyWithOptions(key, options))));
    }
  }

  class Verifier extends Held<crypto.Verify> implements Crypto.Verifier {
    static open(algorithm: string): Verifier {
      return session.call(() => new Verifier(session, crypto.createVerify(algorithm), session.acquireObject()));
    }

    update(data: Uint8Array): void {
      Verifier.use(this, (verifier) => {
        assertLength(data.length, 'data');
        verifier.update(data);
      });
    }

    verify(key: Crypto.Key, signature: Uint8Array, options: Crypto.SignOptions): boolean {
      return Verifier.use(this, (verifier) => verifier.verify(keyWithOptions(key, options), signature));
    }
  }

  const rsa = (
    operation: Crypto.RsaOperation,
    key: Crypto.Key,
    data: Uint8Array,
    padding: number,
    oaepHash: string | undefined,
    oaepLabel: Uint8Array | undefined,
  ): Uint8Array =>
    session.call(() => {
      assertLength(data.length, 'data');
      const input = {
        key: keyOf(key),
        padding,
        ...(oaepHash !== undefined && { oaepHash }),
        ...(oaepLabel !== undefined && { oaepLabel }),
      };
      return bytes(RSA[operation](input as never, data));
    });

  return { Signer, Verifier, rsa };
}
