import { bytesOf, concatBytes } from '../bytes.ts';
import { decodeUtf8, encodeUtf8 } from '../encoding/utf8.ts';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS } from '../errors.ts';
import { instanceInfo } from '../instance.ts';
import { blobBrand } from '../url/object-urls.ts';
import {
  cloneSymbol,
  type Inspect,
  type InspectOptions,
  inspectAs,
  inspectSymbol,
  webInterface,
} from '../web-class.ts';
import { createByteStream, type ReadableStream } from '../web-streams/readable-stream.ts';

/** Bytes of a stream's chunk at most. */
const CHUNK = 65536;

/** Options of `new Blob`. */
export interface BlobOptions {
  endings?: 'transparent' | 'native';
  type?: string;
}

/** What a blob is made of. */
export type BlobPart = ArrayBuffer | ArrayBufferView | Blob | string;

let partsOf: (blob: unknown) => Uint8Array[];
let wrap: (bytes: Uint8Array, type: string) => Blob;

/**
 * Immutable bytes with a media type.
 * https://nodejs.org/api/buffer.html#class-blob, https://w3c.github.io/FileAPI/#blob-section
 */
export class Blob {
  declare [blobBrand]: true;
  #parts: Uint8Array[];
  #size: number;
  #type: string;

  constructor(sources: Iterable<BlobPart> = [], options: BlobOptions | null = {}) {
    const iterate = sources !== null && typeof sources === 'object' ? sources[Symbol.iterator] : undefined;
    if (typeof iterate !== 'function') throw new ERR_INVALID_ARG_TYPE('sources', 'a sequence', sources);
    if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
      throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    // In the order of Web IDL: the parts, then the options by their names.
    const parts = Array.from({ [Symbol.iterator]: () => iterate.call(sources) }, partOf);
    const endings = `${options?.endings ?? 'transparent'}`;
    if (endings !== 'transparent' && endings !== 'native') {
      throw new ERR_INVALID_ARG_VALUE('options.endings', endings);
    }
    const type = options?.type ?? '';
    this.#parts = parts.flatMap((part) => (typeof part === 'string' ? encodeText(part, endings) : part));
    this.#size = this.#parts.reduce((sum, part) => sum + part.length, 0);
    this.#type = mediaType(type);
  }

  get size(): number {
    partsOf(this);
    return this.#size;
  }

  get type(): string {
    partsOf(this);
    return this.#type;
  }

  /** A part of the blob over the same memory; negative positions count from the end. */
  slice(start: number = 0, end: number | undefined = undefined, contentType: string = ''): Blob {
    const parts = partsOf(this);
    const from = position(start, this.#size);
    const length = Math.max(0, position(end ?? this.#size, this.#size) - from);
    const blob = new Blob([], { type: contentType });
    blob.#parts = cut(parts, from, length);
    blob.#size = length;
    return blob;
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.try(() => concatBytes(partsOf(this)).buffer);
  }

  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return Promise.try(() => concatBytes(partsOf(this)));
  }

  text(): Promise<string> {
    return Promise.try(() => {
      const text = decodeUtf8(concatBytes(partsOf(this)));
      return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    });
  }

  stream(): ReadableStream<Uint8Array> {
    const chunks = partsOf(this).flatMap(split);
    let next = 0;
    const [stream, controller] = createByteStream({
      pull: async () => {
        const chunk = chunks[next++];
        // A copy: the stream hands its chunks' memory over to whoever reads them.
        if (chunk) controller.enqueue(chunk.slice());
        if (next >= chunks.length) endByteStream(controller);
      },
      cancel: async () => undefined,
    });
    return stream;
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    return inspectAs('Blob', { size: this.size, type: this.type }, depth, options, inspect);
  }

  /** A clone shares the bytes, which never change. */
  [cloneSymbol](): Blob {
    return this.slice(0, this.#size, this.#type);
  }

  static {
    partsOf = (blob) => {
      if (typeof blob !== 'object' || blob === null || !(#parts in blob)) throw new ERR_INVALID_THIS('Blob');
      return (blob as Blob).#parts;
    };
    wrap = (bytes, type) => {
      const blob = new Blob([], { type });
      blob.#parts = [bytes];
      blob.#size = bytes.length;
      return blob;
    };
  }
}

Object.defineProperty(Blob.prototype, blobBrand, { value: true });
webInterface(Blob, 'size', 'type', 'slice', 'stream', 'text', 'arrayBuffer', 'bytes');

/** A blob of bytes that nobody else changes: they are not copied. */
export function blobOf(bytes: Uint8Array, type: string): Blob {
  return wrap(bytes, type);
}

/** The bytes of a blob, at once. */
export function blobBytes(blob: Blob): Uint8Array<ArrayBuffer> {
  return concatBytes(partsOf(blob));
}

/** Closes a byte stream; a read into a buffer that still waits is answered with no bytes. */
export function endByteStream(controller: { close(): void; pending: unknown[]; respond(count: number): void }): void {
  controller.close();
  if (controller.pending.length > 0) controller.respond(0);
}

function partOf(source: unknown): Uint8Array[] | string {
  const bytes = bytesOf(source);
  if (bytes) return bytes.length > 0 ? [bytes.slice()] : [];
  if (source instanceof Blob) return partsOf(source);
  return `${source}`;
}

function encodeText(text: string, endings: string): Uint8Array[] {
  if (text === '') return [];
  return [encodeUtf8(endings === 'native' ? text.replace(/\r\n|\r|\n/g, instanceInfo().eol) : text)];
}

function mediaType(type: unknown): string {
  const text = `${type}`;
  return /^[ -~]*$/.test(text) ? text.toLowerCase() : '';
}

function position(value: number, size: number): number {
  const whole = Math.trunc(Number(value)) || 0;
  return whole < 0 ? Math.max(size + whole, 0) : Math.min(whole, size);
}

function cut(parts: readonly Uint8Array[], from: number, length: number): Uint8Array[] {
  const kept: Uint8Array[] = [];
  for (const part of parts) {
    if (length <= 0) break;
    if (from < part.length) {
      const piece = part.subarray(from, from + length);
      kept.push(piece);
      length -= piece.length;
    }
    from = Math.max(0, from - part.length);
  }
  return kept;
}

function split(part: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < part.length; at += CHUNK) pieces.push(part.subarray(at, at + CHUNK));
  return pieces;
}
