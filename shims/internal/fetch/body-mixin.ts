import { type Blob, blobOf } from '../blob/blob.ts';
import { decodeUtf8 } from '../encoding/utf8.ts';
import { parseForm } from '../url/form-urlencoded.ts';
import type { ReadableStream } from '../web-streams/readable-stream.ts';
import { type Body, bodyText } from './body.ts';
import { FormData } from './form-data.ts';
import { parseMime, serializeMime } from './mime.ts';
import { decodeMultipart } from './multipart.ts';

/** Gives the body and the media type of the headers. Throws for a wrong receiver. */
export const content: unique symbol = Symbol('content') as never;

/** What Request and Response have in common. Source: Fetch Standard, 5.3 Body mixin. */
export abstract class BodyOwner {
  abstract [content](): { body: Body | null; type: string | null };

  get body(): ReadableStream<Uint8Array> | null {
    return this[content]().body?.stream ?? null;
  }

  get bodyUsed(): boolean {
    return this[content]().body?.used ?? false;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await consume(this[content]().body)).buffer;
  }

  async blob(): Promise<Blob> {
    const { body, type } = this[content]();
    const mime = parseMime(type ?? '');
    return blobOf(await consume(body), mime ? serializeMime(mime) : '');
  }

  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return Promise.try(() => consume(this[content]().body));
  }

  /** Reads `multipart/form-data` or `application/x-www-form-urlencoded`. */
  async formData(): Promise<FormData> {
    const { body, type } = this[content]();
    const mime = parseMime(type ?? '');
    const bytes = await consume(body);
    const boundary = mime?.parameters.get('boundary');
    if (mime?.essence === 'multipart/form-data' && boundary) return decodeMultipart(bytes, boundary);
    if (mime?.essence !== 'application/x-www-form-urlencoded') {
      throw new TypeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
    }
    const form = new FormData();
    const pairs = parseForm(decodeUtf8(bytes));
    for (let nth = 0; nth < pairs.length; nth += 2) form.append(pairs[nth] as string, pairs[nth + 1] as string);
    return form;
  }

  async json(): Promise<unknown> {
    return JSON.parse(bodyText(await consume(this[content]().body)));
  }

  async text(): Promise<string> {
    return bodyText(await consume(this[content]().body));
  }
}

async function consume(body: Body | null): Promise<Uint8Array<ArrayBuffer>> {
  return body === null ? new Uint8Array(0) : await body.consume();
}

/** The members that Request and Response get as their own. */
export const BODY_MEMBERS = ['body', 'bodyUsed', 'arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'] as const;

/** Moves the members from the common class to `prototype`, so that Request and Response inherit from Object alone. */
export function mixInBody(prototype: object): void {
  for (const name of BODY_MEMBERS) {
    Object.defineProperty(
      prototype,
      name,
      Object.getOwnPropertyDescriptor(BodyOwner.prototype, name) as PropertyDescriptor,
    );
  }
}
