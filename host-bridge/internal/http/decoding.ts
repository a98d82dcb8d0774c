import type { Duplex } from 'node:stream';
import { Transform, type TransformCallback } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';
import type { Field, Response } from '../../wit/zora-node-http.d.ts';

/** More codings than this in one answer are an attack, not a message. */
const MAX_CODINGS = 5;

/** As browsers and undici's `fetch`: a body that is cut short gives what there was. */
const GZIP = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const BROTLI = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };
const ZSTD = { flush: constants.ZSTD_e_continue, finishFlush: constants.ZSTD_e_end };

/**
 * The streams that undo an answer's `content-encoding`, the outermost first; none where it has none, or one that is not
 * known (the body is then given as it came).
 *
 * @throws RangeError when there are more codings than a message has any use for
 */
export function decodersFor(method: string, response: Response): Duplex[] {
  if (method === 'HEAD' || response.status === 204 || response.status === 304) return [];
  const codings = codingsOf(response.headers);
  if (codings.length > MAX_CODINGS) throw new RangeError(`more than ${MAX_CODINGS} content codings`);
  const decoders: Duplex[] = [];
  for (const coding of codings.reverse()) {
    const decoder = decoderOf(coding);
    if (decoder === undefined) return [];
    decoders.push(decoder);
  }
  return decoders;
}

function codingsOf(headers: readonly Field[]): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
}

function decoderOf(coding: string): Duplex | undefined {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(GZIP);
    case 'deflate':
      return new DeflateDecoder();
    case 'br':
      return createBrotliDecompress(BROTLI);
    case 'zstd':
      return createZstdDecompress(ZSTD);
    default:
      return undefined;
  }
}

/** `deflate` means zlib's format, and some servers send it bare: the first byte tells. */
class DeflateDecoder extends Transform {
  #inflate: Transform | undefined;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.#inflate === undefined) {
      if (chunk.length === 0) {
        done();
        return;
      }
      this.#inflate = (chunk[0]! & 0x0f) === 0x08 ? createInflate(GZIP) : createInflateRaw(GZIP);
      this.#inflate.on('data', (data: Buffer) => {
        if (!this.push(data)) this.#inflate?.pause();
      });
      this.#inflate.on('error', (error) => this.destroy(error));
    }
    this.#inflate.write(chunk, (error) => done(error));
  }

  override _read(size: number): void {
    this.#inflate?.resume();
    super._read(size);
  }

  override _flush(done: TransformCallback): void {
    const inflate = this.#inflate;
    if (inflate === undefined) {
      done();
      return;
    }
    inflate.once('end', () => done());
    inflate.end();
    inflate.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#inflate?.destroy();
    done(error);
  }
}
