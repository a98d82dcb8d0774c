/**
 * The host's side of a hash. Most hashes take little data in one piece: what is short stays here until the digest, which is
 * then one call of the host instead of four.
 */
import { digest, digestText, Hash as HostHash } from 'zora:node/crypto@0.1.0';
import { Buffer } from '../buffer/buffer.ts';
import { concatBytes } from '../bytes.ts';
import type { HostDigest } from './digest-base.ts';
import { callCrypto } from './failure.ts';
import { holdFor, letGo } from './held.ts';

/** A hash of the host's, or what will be one. */
export interface HostHashLike extends HostDigest {
  copy(length: number | null): HostHashLike;
}

/** More than this goes over to the host. */
const MOST_KEPT = 16384;

/** Names that the host has taken: it need not be asked again whether there is such a hash. */
const known = new Set<string>();

/** Starts a hash. @throws the library's error for an unknown name or a length that it cannot have */
export function openHash(algorithm: string, length: number | null): HostHashLike {
  if (length === null && known.has(algorithm)) return new DeferredHash(algorithm);
  const hash = new OpenHash(callCrypto(() => HostHash.open(algorithm, length)));
  known.add(algorithm);
  return hash;
}

/** One that the host holds. */
class OpenHash implements HostHashLike {
  readonly #hash: HostHash;

  constructor(hash: HostHash) {
    this.#hash = holdFor(this, hash);
  }

  update(data: Uint8Array): void {
    callCrypto(() => this.#hash.update(data));
  }

  updateText(text: string): void {
    callCrypto(() => this.#hash.updateText(text));
  }

  digest(): Uint8Array {
    return callCrypto(() => this.#hash.digest());
  }

  copy(length: number | null): HostHashLike {
    return new OpenHash(callCrypto(() => this.#hash.copy(length)));
  }

  [Symbol.dispose](): void {
    letGo(this.#hash);
  }
}

/** One that keeps its data as long as there is little of it. */
class DeferredHash implements HostHashLike {
  readonly #algorithm: string;
  #kept: (Uint8Array | string)[] = [];
  #size = 0;
  #open: OpenHash | undefined;

  constructor(algorithm: string) {
    this.#algorithm = algorithm;
  }

  update(data: Uint8Array): void {
    if (this.#fits(data.length)) this.#kept.push(new Uint8Array(data));
    else this.#opened().update(data);
  }

  updateText(text: string): void {
    if (this.#fits(text.length)) this.#kept.push(text);
    else this.#opened().updateText(text);
  }

  digest(): Uint8Array {
    if (this.#open !== undefined) return this.#open.digest();
    const [first] = this.#kept;
    if (typeof first === 'string' && this.#kept.length === 1) {
      return callCrypto(() => digestText(this.#algorithm, first));
    }
    const data = concatBytes(this.#kept.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
    return callCrypto(() => digest(this.#algorithm, data, null));
  }

  copy(length: number | null): HostHashLike {
    return this.#opened().copy(length);
  }

  [Symbol.dispose](): void {
    this.#kept = [];
    this.#open?.[Symbol.dispose]();
  }

  #fits(more: number): boolean {
    this.#size += more;
    return this.#open === undefined && this.#size <= MOST_KEPT;
  }

  /** The host's hash, with what was kept so far. */
  #opened(): OpenHash {
    if (this.#open === undefined) {
      this.#open = new OpenHash(callCrypto(() => HostHash.open(this.#algorithm, null)));
      for (const piece of this.#kept) {
        if (typeof piece === 'string') this.#open.updateText(piece);
        else this.#open.update(piece);
      }
      this.#kept = [];
    }
    return this.#open;
  }
}
