/** The bodies that `undici` takes, as bytes one chunk after the other. */
import { Buffer } from '../../buffer.ts';
import { type ByteSource, extractBody } from '../../internal/fetch/body.ts';
import { FormData } from '../../internal/fetch/form-data.ts';
import type { ClientView, UndiciRequest } from './client-view.ts';

/** What a request sends. */
export interface OutgoingBody {
  /** None where there is nothing to send. */
  source: ByteSource | undefined;
  /** In bytes, where it is known. */
  length: number | null;
  /** The media type that the body brings, where the request names none. */
  type: string | null;
}

type Chunk = Uint8Array | string;

/**
 * Throws RequestContentLengthMismatchError where the body is not as long as the request says.
 */
export function outgoingBody(request: UndiciRequest, view: ClientView): OutgoingBody {
  const { util } = view.modules;
  const { body } = request;
  if (body === null || body === undefined) return { source: undefined, length: request.contentLength, type: null };
  if (body instanceof FormData) {
    const { body: form, type } = extractBody(body);
    return { source: form.open(), length: form.length, type };
  }
  // As undici does: a stream that has ended already tells its length after this.
  if (util.isStream(body)) (body as { read?(size: number): void }).read?.(0);
  const known = util.bodyLength(body);
  if (known === 0) return { source: undefined, length: 0, type: null };
  const length = known ?? request.contentLength;
  if (request.contentLength !== null && length !== request.contentLength && view.strictContentLength) {
    throw view.error('RequestContentLengthMismatchError');
  }
  const type = util.isBlobLike(body) ? (body as Blob).type || null : null;
  return { source: sourceOf(chunksOf(body, view), request, length, view), length, type };
}

function chunksOf(body: unknown, view: ClientView): Iterable<Chunk> | AsyncIterable<Chunk> {
  if (body instanceof Uint8Array) return [body];
  if (view.modules.util.isBlobLike(body)) return (body as Blob).stream() as unknown as AsyncIterable<Chunk>;
  return body as AsyncIterable<Chunk>;
}

function sourceOf(
  chunks: Iterable<Chunk> | AsyncIterable<Chunk>,
  request: UndiciRequest,
  length: number | null,
  view: ClientView,
): ByteSource {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let sum = 0;
  return {
    read: async () => {
      for (;;) {
        const { done, value } = await iterator.next();
        if (done) {
          if (length !== null && sum !== length && view.strictContentLength) {
            throw view.error('RequestContentLengthMismatchError');
          }
          request.onRequestSent();
          return undefined;
        }
        const chunk = typeof value === 'string' ? Buffer.from(value) : value;
        if (!(chunk instanceof Uint8Array)) {
          throw view.error('InvalidArgumentError', 'body chunks must be strings or Uint8Arrays');
        }
        sum += chunk.length;
        // Never more than was announced: the server would take the rest for another request.
        if (length !== null && sum > length) throw view.error('RequestContentLengthMismatchError');
        request.onBodySent(chunk);
        if (chunk.length > 0) return chunk;
      }
    },
    cancel: () => {
      view.modules.util.destroy(request.body);
      void Promise.resolve(iterator.return?.()).catch(() => undefined);
    },
  };
}
