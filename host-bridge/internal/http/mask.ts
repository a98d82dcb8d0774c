import { Transform, type TransformCallback } from 'node:stream';

/** What a secret is replaced with, once for each of its characters: no length changes. */
const MASK = '*';

/** `text` without the secrets. */
export function maskText(text: string, secrets: readonly string[]): string {
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, MASK.repeat(secret.length)), text);
}

/** A body without the secrets, also where one is spread over chunks. Only what may be the beginning of one is held back. */
export class MaskStream extends Transform {
  readonly #secrets: readonly Buffer[];
  #rest: Buffer = Buffer.alloc(0);

  /** @param secrets the longest first */
  constructor(secrets: readonly string[]) {
    super();
    this.#secrets = secrets.map((secret) => Buffer.from(secret, 'latin1'));
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const bytes = Buffer.concat([this.#rest, chunk]);
    for (const secret of this.#secrets) {
      for (let at = bytes.indexOf(secret); at >= 0; at = bytes.indexOf(secret, at + secret.length)) {
        bytes.fill(MASK, at, at + secret.length);
      }
    }
    const end = bytes.length - this.#beginning(bytes);
    this.#rest = bytes.subarray(end);
    done(null, bytes.subarray(0, end));
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#rest);
  }

  /** How many bytes at the end may be the beginning of a secret. */
  #beginning(bytes: Buffer): number {
    let longest = 0;
    for (const secret of this.#secrets) {
      for (let length = Math.min(secret.length - 1, bytes.length); length > longest; length--) {
        if (bytes.subarray(bytes.length - length).equals(secret.subarray(0, length))) longest = length;
      }
    }
    return longest;
  }
}
