/** `zora:node/http` over Node's own client, for unit tests of fetch: hosts named `denied` are refused. */
import http from 'node:http';
import type { Readable } from 'node:stream';
import type * as wit from '../../../host-bridge/wit/zora-node-http.d.ts';
import { Source } from '../child_process/fake-host/reactor.ts';
import { InputStream, OutputStream, witError } from '../child_process/fake-host/streams.ts';

/** Every request that the guest sent. */
export const sent: { method: string; url: string; headers: [string, string][] }[] = [];
/** Exchanges that the guest has not dropped. */
export const open = new Set<Exchange>();

/** A body that was cut off ends with the error, as the bridge has it. */
class ResponseBody extends InputStream {
  override read(length: number): Uint8Array {
    const { errored, readableLength } = this.readable;
    if (!errored || readableLength > 0) return super.read(length);
    const { code, message } = errored as NodeJS.ErrnoException;
    throw witError({ tag: 'failed', val: { code, syscall: 'read', message } });
  }
}

class Exchange {
  readonly #request: http.ClientRequest;
  readonly #source = new Source(() => this.#response !== undefined || this.#error !== undefined);
  readonly #output: OutputStream | undefined;
  #response: http.IncomingMessage | undefined;
  #error: NodeJS.ErrnoException | undefined;

  constructor({ method, url, headers, hasBody, contentLength }: wit.Request) {
    const length = contentLength == null ? [] : ['content-length', `${contentLength}`];
    const fields = [...headers.flat(), 'host', new URL(url).host, ...length];
    if (hasBody && contentLength == null) fields.push('transfer-encoding', 'chunked');
    this.#request = http.request(url, { method, headers: fields, agent: false });
    this.#request.on('response', (response) => {
      this.#response = response;
      this.#source.changed();
    });
    this.#request.on('error', (error) => {
      this.#error = error;
      this.#source.changed();
    });
    if (hasBody) this.#output = new OutputStream(this.#request);
    else this.#request.end();
    open.add(this);
  }

  body() {
    return this.#output ?? null;
  }

  response() {
    if (this.#error) {
      const { code, errno, syscall, message, address, port } = this.#error as NodeJS.ErrnoException & {
        address?: string;
        port?: number;
      };
      throw witError({ tag: 'system', val: { code, errno, syscall, message, address, port, path: null, dest: null } });
    }
    if (!this.#response) {
      this.#source.rearm();
      return null;
    }
    const { statusCode, statusMessage, rawHeaders } = this.#response;
    const headers: [string, string][] = [];
    for (let at = 0; at < rawHeaders.length; at += 2)
      headers.push([rawHeaders[at] as string, rawHeaders[at + 1] as string]);
    return { status: statusCode, statusText: statusMessage, headers };
  }

  subscribe() {
    return this.#source.subscribe();
  }

  responseBody() {
    return new ResponseBody(this.#response as Readable);
  }

  [Symbol.dispose](): void {
    open.delete(this);
    this.#request.destroy();
  }
}

export function send(request: wit.Request): Exchange {
  sent.push(request as never);
  if (new URL(request.url).hostname === 'denied') {
    throw witError({ tag: 'denied', val: { permission: 'net', resource: request.url } });
  }
  return new Exchange(request);
}
