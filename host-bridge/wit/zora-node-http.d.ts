// Generated from wit/ by `npm run wit`. Do not edit.
/** @module Interface zora:node/http@0.1.0 **/
/**
 * Sends a request.
 */
export function send(request: Request): Exchange | Promise<Exchange>;
export type Pollable = import('./zora-node-io.js').Pollable;
export type InputStream = import('./zora-node-io.js').InputStream;
export type OutputStream = import('./zora-node-io.js').OutputStream;
export type Error = import('./zora-node-errors.js').Error;
/**
 * A field of a header or trailer: its name as it is on the wire, and its value with each code unit one byte (ISO 8859-1).
 */
export type Field = [string, string];
/**
 * What to send.
 */
export interface Request {
  /**
   * `GET`, `POST`, …
   */
  method: string,
  /**
   * An absolute `http:` or `https:` URL without user information or fragment.
   */
  url: string,
  /**
   * Header fields in their order. `host`, `connection`, `content-length` and `transfer-encoding` are the host's to set.
   */
  headers: Array<Field>,
  /**
   * Whether a body follows on `exchange.body`.
   */
  hasBody: boolean,
  /**
   * The body's length in bytes where it is known; otherwise it is chunked.
   */
  contentLength?: bigint | undefined,
  /**
   * Decode `content-encoding` (gzip, deflate, br, zstd) on the host.
   */
  decompress: boolean,
  /**
   * Milliseconds until the response's header must be there; 0 is the host's default.
   */
  headersTimeoutMs: number,
  /**
   * Milliseconds between two chunks of the body; 0 is the host's default.
   */
  bodyTimeoutMs: number,
}
/**
 * The head of an answer.
 */
export interface Response {
  /**
   * The status code.
   */
  status: number,
  /**
   * The reason phrase.
   */
  statusText: string,
  /**
   * Header fields in their order.
   */
  headers: Array<Field>,
}

export class Exchange {
  /**
  * The stream of the request's body, once, where `has-body` was set.
  */
  body(): OutputStream | undefined;
  /**
  * The head of the answer; none until it is there.
  */
  response(): Response | undefined;
  /**
  * The pollable that becomes ready with the answer's head or an error.
  */
  subscribe(): Pollable;
  /**
  * The answer's body, once, after its head.
  */
  responseBody(): InputStream | undefined;
  /**
  * The answer's trailers after the end of its body.
  */
  trailers(): Array<Field>;
}
