import { Blob, blobBytes, endByteStream } from '../blob/blob.ts';
import { bytesOf, concatBytes } from '../bytes.ts';
import { decodeUtf8, encodeUtf8 } from '../encoding/utf8.ts';
import { URLSearchParams } from '../url/search-params.ts';
import { acquireReader, cancelStream, readChunk } from '../web-streams/readable-core.ts';
import { createByteStream, ReadableStream, readableCore } from '../web-streams/readable-stream.ts';
import { handled } from '../web-streams/support.ts';
import { teeStream } from '../web-streams/tee.ts';
import { FormData } from './form-data.ts';
import { encodeMultipart } from './multipart.ts';

/** Where a body's bytes come from, chunk by chunk. */
export interface ByteSource {
  /** The next chunk; undefined at the end. */
  read(): Promise<Uint8Array | undefined>;
  /** Wants no more. */
  cancel(reason: unknown): void;
}

/**
 * The body of a request or response. A ReadableStream is made only for those who ask for one: whoever wants the text
 * reads straight from the source.
 */
export class Body {
  /** All the bytes, where they are known: a redirect can send them again. */
  readonly bytes: Uint8Array | undefined;
  #source: ByteSource | undefined;
  #stream: ReadableStream<Uint8Array> | undefined;
  #taken = false;

  constructor(from: Uint8Array | ByteSource | ReadableStream<Uint8Array>) {
    if (from instanceof Uint8Array) this.bytes = from;
    else if (from instanceof ReadableStream) this.#stream = from;
    else this.#source = from;
  }

  /** Whether someone has read from it. */
  get used(): boolean {
    return this.#taken || (this.#stream !== undefined && readableCore(this.#stream).disturbed);
  }

  /** Whether it can be neither read nor copied. */
  get unusable(): boolean {
    return this.used || (this.#stream?.locked ?? false);
  }

  /** The length in bytes, where it is known. */
  get length(): number | null {
    return this.bytes?.length ?? null;
  }

  get stream(): ReadableStream<Uint8Array> {
    if (!this.#stream) {
      this.#stream = this.#taken ? drainedStream() : streamOf(this.#take());
      this.#taken = false;
    }
    return this.#stream;
  }

  /** All bytes, in memory that the caller may keep. Rejects where the body has been read. */
  async consume(): Promise<Uint8Array<ArrayBuffer>> {
    if (this.unusable) throw new TypeError('Body is unusable: Body has already been read');
    if (this.bytes && !this.#stream) {
      this.#taken = true;
      return this.bytes.slice();
    }
    const source = this.open();
    const chunks: Uint8Array[] = [];
    for (let chunk = await source.read(); chunk; chunk = await source.read()) chunks.push(chunk);
    const [only] = chunks;
    return chunks.length === 1 && only?.buffer.byteLength === only?.length
      ? (only as Uint8Array<ArrayBuffer>)
      : concatBytes(chunks);
  }

  /** The bytes one chunk after the other; `strings` are taken as UTF-8, as undici does where it sends. */
  open(strings = false): ByteSource {
    if (this.#stream) return readStream(this.#stream, strings);
    const source = this.#take();
    this.#taken = true;
    return source;
  }

  /** Another body with the same bytes. */
  clone(): Body {
    // A copy: a stream takes over the memory of what it gives.
    if (this.bytes && !this.#stream) return new Body(this.bytes.slice());
    const [mine, other] = teeStream(readableCore(this.stream), copyOfChunk) as ReadableStream<Uint8Array>[];
    this.#stream = mine;
    return new Body(other as ReadableStream<Uint8Array>);
  }

  /** Another body that takes over the bytes; this one counts as used. */
  move(): Body {
    const moved = this.bytes && !this.#stream ? new Body(this.bytes) : new Body(this.open(true));
    this.#taken = true;
    return moved;
  }

  /** The source has failed: whoever holds the stream sees it at once. */
  fail(reason: unknown): void {
    if (this.#stream) readableCore(this.#stream).controller.error(reason);
  }

  /** Wants no more of it. */
  cancel(reason: unknown): void {
    if (this.#stream) handled(cancelStream(readableCore(this.#stream), reason));
    else if (!this.#taken) this.open().cancel(reason);
  }

  #take(): ByteSource {
    const source = this.#source ?? sourceOfBytes(this.bytes ?? new Uint8Array(0));
    this.#source = undefined;
    return source;
  }
}

/** A chunk whose memory is its own, where it is of bytes. Source: Fetch Standard, 2.2.4 "clone a body". */
function copyOfChunk(chunk: unknown): unknown {
  if (chunk instanceof ArrayBuffer) return chunk.slice();
  if (!ArrayBuffer.isView(chunk)) return chunk;
  const { buffer, byteOffset, constructor } = chunk;
  const length = chunk instanceof DataView ? chunk.byteLength : (chunk as Uint8Array).length;
  return Reflect.construct(constructor, [buffer.slice(), byteOffset, length]);
}

function sourceOfBytes(bytes: Uint8Array): ByteSource {
  let rest: Uint8Array | undefined = bytes.length > 0 ? bytes : undefined;
  return {
    read: async () => {
      const chunk = rest;
      rest = undefined;
      return chunk;
    },
    cancel: () => {
      rest = undefined;
    },
  };
}

function streamOf(source: ByteSource): ReadableStream<Uint8Array> {
  const [stream, controller] = createByteStream({
    pull: async () => {
      const chunk = await source.read();
      if (!controller.canCloseOrEnqueue) return;
      // A copy where the memory is not the chunk's own: the stream takes it over.
      if (chunk) controller.enqueue(chunk.buffer.byteLength === chunk.length ? chunk : chunk.slice());
      else endByteStream(controller);
    },
    cancel: async (reason) => source.cancel(reason),
  });
  return stream;
}

/** What `body` shows once the bytes were read without a stream: one that is read to its end, and locked. */
function drainedStream(): ReadableStream<Uint8Array> {
  const [stream, controller] = createByteStream({ pull: async () => undefined, cancel: async () => undefined });
  controller.close();
  const core = readableCore(stream);
  core.disturbed = true;
  acquireReader(core);
  return stream;
}

function readStream(stream: ReadableStream<Uint8Array>, strings: boolean): ByteSource {
  const core = readableCore(stream);
  const reader = acquireReader(core);
  return {
    read: async () => {
      const result = await readChunk(reader);
      const chunk = result?.value;
      if (strings && typeof chunk === 'string') return encodeUtf8(chunk);
      if (result && !(chunk instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk');
      return chunk as Uint8Array | undefined;
    },
    cancel: (reason) => {
      handled(cancelStream(core, reason));
    },
  };
}

/** What a request's or response's body can be made of. */
export type BodyInit =
  | string
  | ArrayBuffer
  | ArrayBufferView
  | Blob
  | FormData
  | URLSearchParams
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | null;

/**
 * A body and the media type that goes with it.
 * Source: Fetch Standard, 5.2 BodyInit unions ("extract a body"); async iterables as undici takes them.
 */
export function extractBody(init: unknown): { body: Body; type: string | null } {
  const bytes = bytesOf(init);
  if (bytes) return { body: new Body(new Uint8Array(bytes)), type: null };
  if (init instanceof ReadableStream) {
    if (init.locked || readableCore(init).disturbed) {
      throw new TypeError('Response body object should not be disturbed or locked');
    }
    return { body: new Body(init as ReadableStream<Uint8Array>), type: null };
  }
  if (init instanceof Blob) return { body: new Body(blobBytes(init)), type: init.type || null };
  if (init instanceof FormData) {
    const { bytes: encoded, boundary } = encodeMultipart(init);
    return { body: new Body(encoded), type: `multipart/form-data; boundary=${boundary}` };
  }
  if (init instanceof URLSearchParams) {
    return { body: new Body(encodeUtf8(init.toString())), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  }
  if (isAsyncIterable(init)) return { body: new Body(ReadableStream.from(init)), type: null };
  return { body: new Body(encodeUtf8(`${init}`)), type: 'text/plain;charset=UTF-8' };
}

/** Whether the value is a body that can be sent once only. */
export function isStreaming(init: unknown): boolean {
  return init instanceof ReadableStream || (bytesOf(init) === undefined && isAsyncIterable(init));
}

function isAsyncIterable(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** UTF-8 without its byte order mark. */
export function bodyText(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes);
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
