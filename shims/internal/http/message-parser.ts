/** Between the parser and the streams: makes an `IncomingMessage` of every message on a socket. */
import { nextTick, now } from '../loop.ts';
import type { Connection, ConnectionsList } from './connections.ts';
import type { Head } from './head.ts';
import { type Incoming, IncomingMessage, readStart } from './incoming.ts';
import type { Outgoing } from './outgoing.ts';
import type { ParseError } from './parse-error.ts';
import { MessageParser, type ParserEvents } from './parser.ts';
import { kIncomingMessage, kSkipPendingData } from './symbols.ts';
import type { HttpSocket } from './types.ts';

const MAX_HEADER_PAIRS = 2000;

export interface HttpParserOptions {
  isRequest: boolean;
  maxHeaderSize?: number | undefined;
  leniency: number;
  /** Those of the server, where it is one. */
  connections?: ConnectionsList | undefined;
}

/** What is at `socket.parser`. */
export class HttpParser implements ParserEvents, Connection {
  socket: HttpSocket | null;
  incoming: Incoming | null = null;
  outgoing: Outgoing | null = null;
  /** Called for every message, when its head is there; answers as {@link ParserEvents.onHead} does. */
  onIncoming: ((message: Incoming, shouldKeepAlive: boolean) => number) | null = null;
  joinDuplicateHeaders: boolean | null | undefined = null;
  /** Names and values that are kept; none of it is no limit. */
  maxHeaderPairs = MAX_HEADER_PAIRS;
  messageStart = now() || 1;
  headersComplete = false;
  readonly #parser: MessageParser;
  readonly #connections: ConnectionsList | undefined;

  constructor(socket: HttpSocket, { isRequest, maxHeaderSize, leniency, connections }: HttpParserOptions) {
    this.socket = socket;
    this.#parser = new MessageParser(this, { isRequest, maxHeaderSize: maxHeaderSize || 0, leniency });
    this.#connections = connections;
    connections?.add(this);
  }

  /**
   * Reads what came.
   * @param goOn is called in the next tick with what was not read, where a listener of the program threw.
   */
  execute(chunk: Buffer, goOn: (rest: Buffer) => void): number | ParseError {
    try {
      return this.#parser.execute(chunk);
    } catch (error) {
      const { socket } = this;
      const rest = chunk.subarray(this.#parser.position);
      nextTick(() => {
        if (socket?.parser === this && !socket.destroyed) goOn(rest);
      });
      throw error;
    }
  }

  /** Nothing more comes. */
  finish(): ParseError | undefined {
    return this.#parser.finish();
  }

  onMessageBegin(): void {
    this.messageStart = now() || 1;
    this.headersComplete = false;
  }

  onHead(head: Head): number {
    this.headersComplete = true;
    const { socket } = this;
    const { start } = head;
    const Message = (socket?.server?.[kIncomingMessage] as typeof IncomingMessage | undefined) || IncomingMessage;
    const message = new Message(socket);
    this.incoming = message;
    message.httpVersionMajor = start.major;
    message.httpVersionMinor = start.minor;
    message.httpVersion = `${start.major}.${start.minor}`;
    message.joinDuplicateHeaders = Boolean(socket?.server?.joinDuplicateHeaders || this.joinDuplicateHeaders);
    message.url = start.url;
    message.upgrade = head.upgrade;
    const fields = head.fields;
    const limit = this.maxHeaderPairs;
    if (limit > 0 && fields.length > limit) fields.length = limit;
    message._addHeaderLines(fields, fields.length);
    if (head.isRequest) message.method = start.method;
    else {
      message.statusCode = start.status;
      message.statusMessage = start.statusText;
    }
    if (this.outgoing?.method === 'HEAD') head.skipBody = true;
    const answer = (this.onIncoming as NonNullable<typeof this.onIncoming>)(message, head.shouldKeepAlive);
    // A server may decide to read an upgrade as an ordinary request.
    if (head.isRequest && !message.upgrade) head.upgrade = false;
    return answer;
  }

  onBody(bytes: Buffer): void {
    const message = this.incoming;
    if (message === null || message[kSkipPendingData] || message._dumped) return;
    if (!message.push(bytes)) this.socket?.pause();
  }

  onMessageComplete(trailers: string[]): void {
    this.messageStart = 0;
    const message = this.incoming;
    if (message !== null && !message[kSkipPendingData]) {
      message.complete = true;
      if (trailers.length) message._addHeaderLines(trailers, trailers.length);
      message.push(null);
    }
    readStart(this.socket);
  }

  /** Node's parsers are freed and closed; here there is nothing more to close. */
  close(): void {
    this.#connections?.remove(this);
  }

  /** Undoes what ties the parser to others. */
  free(): void {
    this.#connections?.remove(this);
    this.socket = null;
    this.incoming = null;
    this.outgoing = null;
    this.onIncoming = null;
  }
}

/** Frees `parser` and takes it from those that know it. */
export function freeParser(
  parser: HttpParser | null | undefined,
  request: { parser?: HttpParser | null } | null,
  socket: HttpSocket | null,
): void {
  parser?.free();
  if (request) request.parser = null;
  if (socket) socket.parser = null;
}
