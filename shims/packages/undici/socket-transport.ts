/** Requests of an `undici` client over a connection of the guest's own, spoken by `node:http`. */
import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type { ByteSource } from '../../internal/fetch/body.ts';
import { ClientRequest } from '../../internal/http/client-request.ts';
import { clearTimeout, setTimeout } from '../../timers.ts';
import { AnswerSink, type Fields, rawHeaders } from './answer.ts';
import { outgoingBody } from './body.ts';
import { fieldsOf } from './bridge-transport.ts';
import { type ClientView, passUpgrade, type UndiciRequest } from './client-view.ts';
import type { Ending } from './connection.ts';

/** A connection that a connector made. */
export type ClientSocket = Duplex & { destroy(error?: Error): unknown };

type Incoming = AsyncIterable<Buffer> & {
  statusCode: number;
  statusMessage: string;
  rawHeaders: string[];
  rawTrailers: string[];
};
type Outgoing = EventEmitter & {
  write(chunk: Uint8Array): boolean;
  end(): void;
  destroy(error?: Error): void;
  onSocket(socket: unknown): void;
};

/** One connection; one request at a time. */
export class SocketTransport {
  readonly #socket: ClientSocket;
  readonly #view: ClientView;
  readonly #onGone: (reason: Error) => void;
  #failure: Error | undefined;
  #upgraded = false;
  busy = false;

  /** @param onGone is told when the connection has ended, or belongs to a handler */
  constructor(socket: ClientSocket, view: ClientView, onGone: (reason: Error) => void) {
    this.#socket = socket;
    this.#view = view;
    this.#onGone = onGone;
    socket.on('error', (error: Error) => {
      this.#failure = error;
    });
    socket.once('close', () => {
      if (!this.#upgraded) onGone(this.#failure ?? view.error('SocketError', 'closed'));
    });
  }

  /** Closes the connection, unless it has become the handler's. */
  release(): void {
    if (!this.#upgraded) this.#socket.destroy();
  }

  /** Sends one request and hands over its answer; resolves when the connection is free again. */
  async send(request: UndiciRequest, ending: Ending): Promise<void> {
    this.busy = true;
    const outgoing = this.#open(request);
    const sink = new AnswerSink(request, this.#view);
    ending.end = (reason) => {
      outgoing.destroy(reason);
      this.#socket.destroy();
      sink.release();
    };
    const limit = new TimeLimit((error) => outgoing.destroy(error));
    try {
      limit.start(this.#view.headersTimeout(request), () => this.#view.error('HeadersTimeoutError'));
      await this.#answer(request, outgoing, sink, limit);
    } catch (error) {
      this.#socket.destroy();
      throw this.#toError(error as Error);
    } finally {
      limit.stop();
    }
    this.busy = false;
  }

  #open(request: UndiciRequest): Outgoing {
    const { source, length, type } = outgoingBody(request, this.#view);
    const headers = ['host', request.host ?? this.#view.url.host];
    if (request.upgrade) headers.push('connection', 'upgrade', 'upgrade', request.upgrade);
    for (const [name, value] of fieldsOf(request)) headers.push(name, value);
    if (type !== null && request.contentType === null) headers.push('content-type', type);
    if (source) headers.push(...(length === null ? ['transfer-encoding', 'chunked'] : ['content-length', `${length}`]));
    else if (length === 0 && /^(?:POST|PUT|PATCH)$/.test(request.method)) headers.push('content-length', '0');
    const agent = {
      ...{ protocol: 'http:', defaultPort: 80, keepAlive: !request.reset, maxSockets: 1, options: {} },
      addRequest: (outgoing: Outgoing) => outgoing.onSocket(this.#socket),
    };
    const options = { agent, method: request.method, path: request.path, headers };
    const outgoing = new ClientRequest(options) as unknown as Outgoing;
    if (source) void this.#upload(source, outgoing);
    else {
      outgoing.end();
      request.onRequestSent();
    }
    return outgoing;
  }

  async #upload(source: ByteSource, outgoing: Outgoing): Promise<void> {
    try {
      for (let chunk = await source.read(); chunk; chunk = await source.read()) {
        if (outgoing.write(chunk)) continue;
        const { promise, resolve } = Promise.withResolvers<void>();
        outgoing.once('drain', resolve).once('close', resolve);
        await promise;
      }
      outgoing.end();
    } catch (error) {
      source.cancel(error);
      outgoing.destroy(error as Error);
    }
  }

  async #answer(request: UndiciRequest, outgoing: Outgoing, sink: AnswerSink, limit: TimeLimit): Promise<void> {
    const answered = Promise.withResolvers<Incoming | undefined>();
    const free = Promise.withResolvers<void>();
    const onUpgrade = (incoming: Incoming, socket: Duplex, head: Buffer) => {
      this.#upgraded = true;
      if (head.length > 0) socket.unshift(head);
      const { statusCode, rawHeaders: fields, statusMessage } = incoming;
      passUpgrade(request, statusCode, rawHeaders(pairs(fields)), socket, statusMessage);
      answered.resolve(undefined);
    };
    outgoing.once('error', answered.reject).once('response', answered.resolve);
    outgoing.once('upgrade', onUpgrade).once('connect', onUpgrade);
    this.#socket.once('free', free.resolve).once('close', free.resolve);

    const incoming = await answered.promise;
    limit.stop();
    if (incoming === undefined) {
      this.#onGone(this.#view.error('InformationalError', 'upgrade'));
      return;
    }
    if (request.upgrade) throw this.#view.error('SocketError', 'bad upgrade');
    const bodyTimeout = this.#view.bodyTimeout(request);
    const tooSlow = () => this.#view.error('BodyTimeoutError');
    await sink.start(incoming.statusCode, pairs(incoming.rawHeaders), incoming.statusMessage);
    limit.start(bodyTimeout, tooSlow);
    for await (const chunk of incoming) {
      limit.stop();
      await sink.data(chunk);
      limit.start(bodyTimeout, tooSlow);
    }
    limit.stop();
    await free.promise;
    sink.end(pairs(incoming.rawTrailers));
  }

  /** Node's words for a connection that broke, as undici says them. */
  #toError(error: Error & { code?: string }): Error {
    if (error.code !== 'ECONNRESET' || error.message === 'read ECONNRESET') return error;
    return this.#view.error('SocketError', 'other side closed');
  }
}

/** Ends a wait that takes too long. */
class TimeLimit {
  readonly #end: (error: Error) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(end: (error: Error) => void) {
    this.#end = end;
  }

  start(milliseconds: number, error: () => Error): void {
    if (milliseconds > 0) this.#timer = setTimeout(() => this.#end(error()), milliseconds);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

function pairs(flat: readonly string[]): Fields {
  return Array.from({ length: flat.length >> 1 }, (_, n) => [flat[2 * n] as string, flat[2 * n + 1] as string]);
}
