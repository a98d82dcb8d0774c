/**
 * A parser of HTTP/1 messages, fed with chunks as they come.
 *
 * Heads are read line by line as text: one call of the engine's own `indexOf` and regular expressions does what a loop
 * over the bytes would do twenty times slower. Bodies are handed on as they are.
 *
 * https://www.rfc-editor.org/rfc/rfc9112
 */
import { readChunkLine } from './chunk-line.ts';
import { Head } from './head.ts';
import { LENIENT, STRICT } from './http-validation.ts';
import { Malformed, type ParseError, parseError } from './parse-error.ts';
import { readRequestLine, readStatusLine } from './start-line.ts';

/** The default of `maxHeaderSize`: bytes of one head. */
export const MAX_HEADER_SIZE = 16 * 1024;
const MAX_CHUNK_EXTENSIONS = 16 * 1024;

const START = 0;
const FIELDS = 1;
const BODY = 2;
const UNTIL_END = 3;
const CHUNK_LINE = 4;
const CHUNK_DATA = 5;
const CHUNK_END = 6;
const TRAILERS = 7;
const CLOSED = 8;
const HTTP2 = 9;
/** The rest belongs to another protocol. */
const UPGRADED = 10;
const FAILED = 11;

/** What a parser tells; the answer to `onHead` says what follows the head. */
export interface ParserEvents {
  onMessageBegin?(): void;
  onHead(head: Head): number;
  onBody(bytes: Buffer): void;
  onMessageComplete(trailers: string[]): void;
}

/** Answers of {@link ParserEvents.onHead}: go on as the head says, skip the body, or leave the rest alone. */
export const PROCEED = 0;
export const SKIP_BODY = 1;
export const UPGRADE = 2;

export interface ParserOptions {
  isRequest: boolean;
  /** In bytes. */
  maxHeaderSize?: number;
  /** `STRICT` (the default), `RELAXED_VALUES` or `LENIENT`. */
  leniency?: number;
}

/** The state of one connection in one direction. */
export class MessageParser {
  readonly #events: ParserEvents;
  readonly #isRequest: boolean;
  readonly #maxHeaderSize: number;
  readonly #lenient: boolean;
  readonly #relaxed: boolean;
  #state = START;
  #head: Head | undefined;
  /** The head of a line whose end has not come. */
  #pending = '';
  /** Bytes of this head, or of the extensions of this chunk. */
  #size = 0;
  #remaining = 0;
  /** How much of the chunk at hand has been read. */
  #at = 0;
  /** What came while a callback ran: it is read after the chunk at hand. */
  #queue: Buffer[] = [];
  #running = false;
  #error: ParseError | undefined;

  constructor(events: ParserEvents, options: ParserOptions) {
    this.#events = events;
    this.#isRequest = options.isRequest;
    this.#maxHeaderSize = options.maxHeaderSize || MAX_HEADER_SIZE;
    this.#lenient = options.leniency === LENIENT;
    this.#relaxed = (options.leniency ?? STRICT) !== STRICT;
  }

  /**
   * Reads `chunk`.
   * @returns how many bytes were read (fewer than all where another protocol follows), or what is wrong with them.
   */
  execute(chunk: Buffer): number | ParseError {
    if (this.#error) return this.#error;
    if (this.#running) {
      this.#queue.push(chunk);
      return chunk.length;
    }
    this.#running = true;
    try {
      this.#read(chunk);
      const read = this.#at;
      for (let more = this.#queue.shift(); more && this.#state !== UPGRADED; more = this.#queue.shift())
        this.#read(more);
      return read;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#state = FAILED;
      this.#error = parseError(error.code, error.reason, Math.min(Math.max(error.at, 0), chunk.length));
      return this.#error;
    } finally {
      this.#running = false;
    }
  }

  /** How much of the last chunk was read, also when a callback threw. */
  get position(): number {
    return this.#at;
  }

  #read(chunk: Buffer): void {
    this.#at = 0;
    while (this.#at < chunk.length && this.#state !== UPGRADED) this.#step(chunk);
  }

  /** The connection ended. @returns an error where a message was cut off. */
  finish(): ParseError | undefined {
    const state = this.#state;
    if (state === UNTIL_END) {
      this.#complete();
      return undefined;
    }
    const isBetween = state === UPGRADED || state === CLOSED || state === FAILED;
    if (isBetween || (state === START && this.#pending === '')) return undefined;
    return parseError('INVALID_EOF_STATE', 'Invalid EOF state', 0);
  }

  #step(chunk: Buffer): void {
    switch (this.#state) {
      case START:
      case FIELDS:
      case TRAILERS:
        this.#readLines(chunk);
        return;
      case BODY:
      case CHUNK_DATA: {
        const end = Math.min(chunk.length, this.#at + this.#remaining);
        const bytes = chunk.subarray(this.#at, end);
        this.#remaining -= bytes.length;
        this.#at = end;
        const isLast = this.#remaining === 0;
        // The state is right before anybody is called: what is called may throw.
        if (isLast && this.#state === CHUNK_DATA) this.#state = CHUNK_END;
        try {
          this.#events.onBody(bytes);
        } finally {
          if (isLast && this.#state === BODY) this.#complete();
        }
        return;
      }
      case UNTIL_END: {
        const bytes = this.#at === 0 ? chunk : chunk.subarray(this.#at);
        this.#at = chunk.length;
        this.#events.onBody(bytes);
        return;
      }
      case CHUNK_LINE:
        this.#readChunkLine(chunk);
        return;
      case CHUNK_END:
        this.#readChunkEnd(chunk);
        return;
      case CLOSED: {
        const byte = chunk[this.#at];
        if (byte !== 13 && byte !== 10 && !this.#lenient) {
          throw new Malformed('CLOSED_CONNECTION', 'Data after `Connection: close`', this.#at);
        }
        if (byte === 13 || byte === 10) this.#at++;
        else this.#state = START;
        return;
      }
      case HTTP2:
        this.#readHttp2(chunk);
    }
  }

  /** Reads as many lines of a head or of trailers as came. */
  #readLines(chunk: Buffer): void {
    const from = this.#at;
    const end = chunk.indexOf('\r\n\r\n', from, 'latin1');
    const to = end === -1 ? chunk.length : end + 4;
    const carried = this.#pending.length;
    const text = this.#pending + chunk.toString('latin1', from, to);
    let start = 0;
    this.#pending = '';
    while (start < text.length) {
      const read = this.#readPlainField(text, start, from - carried);
      if (read !== 0) {
        start += read;
        continue;
      }
      const newline = text.indexOf('\n', start);
      const complete = newline !== -1;
      const next = complete ? newline + 1 : text.length;
      const line = start === 0 && next === text.length ? text : text.slice(start, next);
      this.#at = from + next - carried;
      try {
        this.#readLine(line, complete);
      } catch (error) {
        throw error instanceof Malformed ? error.moved(from + start - carried) : error;
      }
      start = next;
      if (this.#state !== START && this.#state !== FIELDS && this.#state !== TRAILERS) return;
    }
  }

  /** @returns how much of `text` a line has that was read at once; 0 where it was not. */
  #readPlainField(text: string, start: number, offset: number): number {
    if (this.#relaxed || this.#state === START) return 0;
    const head = this.#head as Head;
    try {
      const size = head.readPlainField(text, start);
      if (size === -1) return 0;
      const next = text.indexOf('\n', start) + 1;
      this.#at = offset + next;
      this.#checkSize(size, next - start);
      this.#size += size;
      return next - start;
    } catch (error) {
      throw error instanceof Malformed ? error.moved(offset + start) : error;
    }
  }

  #readLine(line: string, complete: boolean): void {
    if (this.#state === START) {
      this.#readStart(line, complete);
      return;
    }
    const head = this.#head as Head;
    if (line === '\r\n' || (this.#lenient && line === '\n')) {
      if (this.#state === TRAILERS) this.#complete();
      else this.#headComplete(head);
      return;
    }
    if (line[0] === '\r') {
      if (line.length > 1) throw new Malformed('STRICT', 'Expected LF after headers', 1);
      this.#pending = line;
      return;
    }
    if (this.#state === TRAILERS && (line[0] === ' ' || line[0] === '\t') && head.fields.length === 0) {
      throw new Malformed('INVALID_HEADER_TOKEN', 'Invalid header token', 0);
    }
    const size = head.readField(line, complete, this.#lenient, this.#relaxed);
    this.#checkSize(size, line.length);
    if (complete) this.#size += size;
    else this.#pending = line;
  }

  #readStart(line: string, complete: boolean): void {
    // Empty lines before a message are no harm.
    const blank = (/^[\r\n]*/.exec(line) as RegExpExecArray)[0];
    const text = blank === '' ? line : line.slice(blank.length);
    if (text === '') return;
    const read = this.#isRequest ? readRequestLine : readStatusLine;
    const start = read(text, complete, this.#lenient);
    this.#checkSize(complete ? (start?.url.length ?? 0) : text.length, line.length);
    if (start === undefined) {
      this.#pending = text;
      return;
    }
    this.#size = start.url.length + start.statusText.length;
    if (start.method === 'PRI') {
      this.#state = HTTP2;
      this.#remaining = '\r\nSM\r\n\r\n'.length;
      return;
    }
    this.#head = new Head(start, this.#isRequest);
    this.#state = FIELDS;
    this.#events.onMessageBegin?.();
  }

  #checkSize(size: number, at: number): void {
    if (this.#size + size >= this.#maxHeaderSize) throw new Malformed('HEADER_OVERFLOW', 'Header overflow', at);
  }

  #headComplete(head: Head): void {
    head.complete();
    this.#size = 0;
    let answer = PROCEED;
    try {
      answer = this.#events.onHead(head);
    } finally {
      // A program that threw may go on; so does the connection.
      if (answer === UPGRADE) head.upgrade = true;
      if (answer !== PROCEED) head.skipBody = true;
      this.#beginBody(head);
    }
  }

  #beginBody(head: Head): void {
    const hasBody = head.chunked || (head.contentLength ?? 0) > 0;
    if (head.upgrade && (head.start.method === 'CONNECT' || head.skipBody || !hasBody)) this.#complete();
    else if (head.isBodiless) this.#complete();
    else if (head.chunked) {
      head.fields = [];
      this.#state = CHUNK_LINE;
    } else if (head.hasTransferEncoding && this.#isRequest && !this.#lenient) {
      throw new Malformed('INVALID_TRANSFER_ENCODING', 'Request has invalid `Transfer-Encoding`', this.#at);
    } else if (head.hasTransferEncoding || head.lastsUntilEnd) this.#state = UNTIL_END;
    else if (head.contentLength === undefined || head.contentLength === 0) this.#complete();
    else {
      this.#remaining = head.contentLength;
      this.#state = BODY;
    }
  }

  #complete(): void {
    const head = this.#head as Head;
    const trailers = this.#state === TRAILERS ? head.fields : [];
    this.#size = 0;
    this.#head = undefined;
    if (head.upgrade || head.start.status === 101) this.#state = UPGRADED;
    else this.#state = head.shouldKeepAlive || this.#lenient ? START : CLOSED;
    this.#events.onMessageComplete(trailers);
  }

  #readChunkLine(chunk: Buffer): void {
    const from = this.#at;
    const newline = chunk.indexOf(10, from);
    const complete = newline !== -1;
    const to = complete ? newline + 1 : chunk.length;
    const carried = this.#pending.length;
    const line = this.#pending + chunk.toString('latin1', from, to);
    this.#at = to;
    let size: number | undefined;
    try {
      if (line.length > MAX_CHUNK_EXTENSIONS) {
        throw new Malformed('CHUNK_EXTENSIONS_OVERFLOW', 'Chunk extensions overflow', line.length);
      }
      size = readChunkLine(line, complete, this.#lenient);
    } catch (error) {
      throw error instanceof Malformed ? error.moved(from - carried) : error;
    }
    this.#pending = size === undefined ? line : '';
    if (size === undefined) return;
    this.#remaining = size;
    this.#state = size === 0 ? TRAILERS : CHUNK_DATA;
  }

  /** The end of the line behind a chunk's data. */
  #readChunkEnd(chunk: Buffer): void {
    const byte = chunk[this.#at];
    if (this.#pending === '') {
      if (byte === 13) this.#pending = '\r';
      else if (this.#lenient) {
        if (byte !== 10) this.#at--;
        this.#state = CHUNK_LINE;
      } else if (byte === 10) {
        throw new Malformed('CR_EXPECTED', 'Missing expected CR after chunk data', this.#at + 1);
      } else throw new Malformed('STRICT', 'Expected LF after chunk data', this.#at);
    } else {
      if (byte !== 10) throw new Malformed('STRICT', 'Expected LF after chunk data', this.#at);
      this.#pending = '';
      this.#state = CHUNK_LINE;
    }
    this.#at++;
  }

  /** The preface of HTTP/2, which is not spoken here. */
  #readHttp2(chunk: Buffer): void {
    const taken = Math.min(this.#remaining, chunk.length - this.#at);
    this.#remaining -= taken;
    this.#at += taken;
    if (this.#remaining === 0) throw new Malformed('PAUSED_H2_UPGRADE', 'Pause on PRI/Upgrade', this.#at);
  }
}
