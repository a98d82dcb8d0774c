/** What the tools use of `zora:node/http`. */
import { CallError, takeError } from './errors';
import { InputStream } from './io';
import { Pairs, RESULT, takePairs, takeString } from './memory';

// @ts-ignore: decorator
@external("zora:node/http@0.1.0", "send")
declare function hostSend(
  method: usize, methodLength: i32, url: usize, urlLength: i32, headers: usize, headersLength: i32,
  hasBody: i32, hasLength: i32, length: i64, decompress: i32, headersTimeout: u32, bodyTimeout: u32, result: usize,
): void;
// @ts-ignore: decorator
@external("zora:node/http@0.1.0", "[method]exchange.response")
declare function exchangeResponse(self: i32, result: usize): void;
// @ts-ignore: decorator
@external("zora:node/http@0.1.0", "[method]exchange.subscribe")
declare function exchangeSubscribe(self: i32): i32;
// @ts-ignore: decorator
@external("zora:node/http@0.1.0", "[method]exchange.response-body")
declare function exchangeResponseBody(self: i32, result: usize): void;
// @ts-ignore: decorator
@external("zora:node/http@0.1.0", "[resource-drop]exchange")
declare function exchangeDrop(self: i32): void;

/** The head of an answer. */
export class Response {
  status: u16 = 0;
  statusText: string = '';
  headers: string[][] = [];
}

/** What `send` gave. */
export class Sent {
  exchange: Exchange | null = null;
  error: CallError | null = null;
}

/** A handle of an `exchange`. */
export class Exchange {
  /** What `response` failed with. */
  error: CallError | null = null;

  constructor(private handle: i32) {}

  /** The head of the answer; null until it is there, or where it failed: see `error`. */
  response(): Response | null {
    exchangeResponse(this.handle, RESULT);
    if (load<u8>(RESULT) != 0) {
      this.error = takeError(RESULT + 8);
      return null;
    }
    if (load<u8>(RESULT, 8) == 0) return null;
    const response = new Response();
    response.status = load<u16>(RESULT, 12);
    response.statusText = takeString(RESULT + 16);
    response.headers = takePairs(RESULT + 24);
    return response;
  }

  /** The answer's body; once. */
  responseBody(): InputStream | null {
    exchangeResponseBody(this.handle, RESULT);
    return load<u8>(RESULT) == 0 ? null : new InputStream(load<i32>(RESULT, 4));
  }

  /** A pollable's handle. */
  subscribe(): i32 {
    return exchangeSubscribe(this.handle);
  }

  drop(): void {
    exchangeDrop(this.handle);
  }
}

const GET: string = 'GET';

/** Sends a request without a body; the answer's content is decoded by the host. */
export function get(url: string, headers: string[][]): Sent {
  const fields = new Pairs(headers);
  hostSend(
    changetype<usize>(GET), GET.length, changetype<usize>(url), url.length, fields.at, fields.length,
    0, 0, 0, 1, 0, 0, RESULT,
  );
  fields.free();
  const sent = new Sent();
  if (load<u8>(RESULT) == 0) sent.exchange = new Exchange(load<i32>(RESULT, 8));
  else sent.error = takeError(RESULT + 8);
  return sent;
}
