import type * as Crypto from '../../../host-bridge/wit/zora-node-crypto.d.ts';
import type { Rights } from '../../host.ts';

/** `zora:node/crypto` as a component imports it. */
export type CryptoInterface = typeof Crypto;

/** Opens an instance, and gives its cryptography. */
export type StartCrypto = (rights?: Rights) => Promise<CryptoInterface>;

export const bytes = (value: string): Uint8Array => new Uint8Array(Buffer.from(value));
export const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex');

/** A pair of new keys. */
export function keyPair(crypto: CryptoInterface, task: Crypto.KeyPairTask): Crypto.KeyPair {
  const made = crypto.run({ tag: 'key-pair', val: task });
  if (made.tag !== 'pair') throw new TypeError(`key-pair gave ${made.tag}`);
  return made.val;
}
