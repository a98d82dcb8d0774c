/**
 * `node:stream/consumers`: a whole stream as one value.
 *
 * https://nodejs.org/api/webstreams.html#utility-consumers
 */
import { Blob } from '../globals/blob.ts';
import { Buffer } from '../internal/buffer/buffer.ts';
import { TextDecoder } from '../internal/encoding/decoder.ts';

type Source = AsyncIterable<unknown> | Iterable<unknown>;

/** All bytes as a `Blob`. */
export async function blob(stream: Source): Promise<Blob> {
  const chunks: unknown[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return new Blob(chunks as never);
}

/** All bytes as an `ArrayBuffer`. */
export async function arrayBuffer(stream: Source): Promise<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = bytesOf(chunk);
    chunks.push(bytes);
    length += bytes.length;
  }
  const whole = new Uint8Array(length);
  let position = 0;
  for (const bytes of chunks) {
    whole.set(bytes, position);
    position += bytes.length;
  }
  return whole.buffer;
}

/** All bytes as a `Buffer`. */
export async function buffer(stream: Source): Promise<Buffer> {
  return Buffer.from(await arrayBuffer(stream));
}

/** Like a part of a `Blob`: what is no bytes is text. */
function bytesOf(chunk: unknown): Uint8Array {
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return chunk instanceof ArrayBuffer ? new Uint8Array(chunk) : Buffer.from(String(chunk));
}

/** All text. */
export async function text(stream: Source): Promise<string> {
  const decoder = new TextDecoder();
  let result = '';
  for await (const chunk of stream) {
    result += typeof chunk === 'string' ? chunk : decoder.decode(chunk as Uint8Array, { stream: true });
  }
  return result + decoder.decode(undefined, { stream: false });
}

/** All text, as JSON. */
export async function json(stream: Source): Promise<unknown> {
  return JSON.parse(await text(stream));
}

export default { arrayBuffer, blob, buffer, text, json };
