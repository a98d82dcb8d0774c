/**
 * The header fields of one message, and what they say of its framing.
 *
 * https://www.rfc-editor.org/rfc/rfc9112#section-6: a message whose length could be understood in two ways is refused.
 */
import { Malformed } from './parse-error.ts';
import type { StartLine } from './start-line.ts';

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** A whole line; from `lastIndex` on. What it does not match is looked at in detail. */
const FIELD = /([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([\t\x20-\x7e\x80-\xff]*)\r\n/y;
const INVALID_VALUE = /[^\t\x20-\x7e\x80-\xff]/;
const INVALID_RELAXED = /[\0\n\r]/;

/** A message whose head is being, or has been, read. */
export class Head {
  readonly start: StartLine;
  readonly isRequest: boolean;
  /** Names and values in turn, as they came. */
  fields: string[] = [];
  contentLength: number | undefined;
  chunked = false;
  hasTransferEncoding = false;
  close = false;
  keepAlive = false;
  connectionUpgrade = false;
  hasUpgrade = false;
  upgrade = false;
  skipBody = false;

  constructor(start: StartLine, isRequest: boolean) {
    this.start = start;
    this.isRequest = isRequest;
  }

  /**
   * Reads the line at `start` of `text` where that is complete and there is nothing special about it.
   * @returns the length of its name and value; -1 where it was not read.
   * @throws Malformed
   */
  readPlainField(text: string, start: number): number {
    FIELD.lastIndex = start;
    const found = FIELD.exec(text);
    if (found === null) return -1;
    const name = found[1] as string;
    const value = trimBlanks(found[2] as string);
    this.fields.push(name, value);
    this.#interpret(name, value, name.length + 1, false);
    return name.length + value.length;
  }

  /**
   * Reads one line, or as much as came of it.
   * @param line with its end where it is `complete`.
   * @returns the length of its name and value.
   * @throws Malformed
   */
  readField(line: string, complete: boolean, lenient: boolean, relaxed = lenient): number {
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const space = line.charCodeAt(0);
    if (space === 32 || space === 9) return this.#fold(line, complete, lenient);
    if (!(colon === -1 && !complete && name === '') && !NAME.test(name)) {
      if (!(lenient && colon !== -1 && NAME.test(name.trimEnd()))) {
        if (line[0] === '\n') throw new Malformed('INVALID_HEADER_TOKEN', 'Invalid header field char', 1);
        const at = name.search(/[^!#$%&'*+\-.^_`|~0-9A-Za-z]/);
        // The end of the line is where a line of a field name may be cut off.
        if (!(colon === -1 && !complete && /^[^\r]*\r$/.test(name) && at === name.length - 1 && at === 0)) {
          throw new Malformed('INVALID_HEADER_TOKEN', 'Invalid header token', Math.max(at, 0));
        }
      }
    }
    if (colon === -1) return line.length;
    const raw = this.#value(line, colon + 1, complete, lenient, relaxed);
    if (!complete) return line.length;
    const value = trimBlanks(raw);
    this.fields.push(lenient ? name.trimEnd() : name, value);
    this.#interpret(name, value, colon + 1, lenient);
    return name.length + value.length;
  }

  /** The value from `at` on without the end of the line, every character of it allowed. */
  #value(line: string, at: number, complete: boolean, lenient: boolean, relaxed = lenient): string {
    let end = line.length;
    if (complete) {
      end--;
      if (line[end - 1] === '\r') end--;
      else if (!lenient) throw new Malformed('CR_EXPECTED', 'Missing expected CR after header value', end + 1);
    } else if (line[end - 1] === '\r') end--;
    const value = line.slice(at, end);
    const wrong = value.search(relaxed ? INVALID_RELAXED : INVALID_VALUE);
    if (wrong === -1) return value;
    if (value[wrong] === '\r') {
      throw new Malformed('LF_EXPECTED', 'Missing expected LF after header value', at + wrong + 1);
    }
    throw new Malformed('INVALID_HEADER_TOKEN', 'Invalid header value char', at + wrong);
  }

  /** A line that starts with white space: obsolete folding, or nothing. */
  #fold(line: string, complete: boolean, lenient: boolean): number {
    if (this.fields.length === 0) {
      throw new Malformed('UNEXPECTED_SPACE', 'Unexpected space after start line', 1);
    }
    if (!lenient) throw new Malformed('INVALID_HEADER_TOKEN', 'Unexpected whitespace after header value', 1);
    const name = this.fields.at(-2) as string;
    // The length of the body must not depend on who unfolds.
    if (/^(?:content-length|transfer-encoding)$/i.test(name)) {
      throw new Malformed('INVALID_HEADER_TOKEN', 'Unexpected whitespace after header value', 1);
    }
    const more = this.#value(line, 0, complete, lenient);
    if (complete) {
      this.fields[this.fields.length - 1] = trimBlanks(`${this.fields.at(-1)}${more}`);
      this.#interpret(name, this.fields.at(-1) as string, 0, lenient);
    }
    return line.length;
  }

  #interpret(name: string, value: string, at: number, lenient: boolean): void {
    switch (name.length) {
      case 7:
        if (name.toLowerCase() === 'upgrade') this.hasUpgrade = true;
        return;
      case 10:
        if (name.toLowerCase() === 'connection') this.#connection(value);
        return;
      case 16:
        if (name.toLowerCase() === 'proxy-connection') this.#connection(value);
        return;
      case 14:
        if (name.toLowerCase() === 'content-length') this.#contentLength(value, at, lenient);
        return;
      case 17:
        if (name.toLowerCase() === 'transfer-encoding') this.#transferEncoding(value, at, lenient);
    }
  }

  #connection(value: string): void {
    for (const option of value.split(',')) {
      const word = trimBlanks(option).toLowerCase();
      if (word === 'close') this.close = true;
      else if (word === 'keep-alive') this.keepAlive = true;
      else if (word === 'upgrade') this.connectionUpgrade = true;
    }
  }

  #contentLength(value: string, at: number, lenient: boolean): void {
    const invalid = (reason: string, place = at): never => {
      throw new Malformed('INVALID_CONTENT_LENGTH', reason, place);
    };
    if (this.contentLength !== undefined) {
      throw new Malformed('UNEXPECTED_CONTENT_LENGTH', 'Duplicate Content-Length', at);
    }
    if (this.hasTransferEncoding && !(lenient && this.chunked)) {
      invalid("Content-Length can't be present with Transfer-Encoding");
    }
    if (value === '') invalid('Empty Content-Length');
    const wrong = value.search(/[^0-9]/);
    if (wrong !== -1) invalid('Invalid character in Content-Length', at + wrong + 1);
    const length = Number(value);
    if (length > Number.MAX_SAFE_INTEGER) invalid('Content-Length overflow');
    this.contentLength = length;
  }

  #transferEncoding(value: string, at: number, lenient: boolean): void {
    const invalid = (): never => {
      throw new Malformed('INVALID_TRANSFER_ENCODING', 'Invalid `Transfer-Encoding` header value', at);
    };
    if (this.contentLength !== undefined && !lenient) {
      throw new Malformed('INVALID_TRANSFER_ENCODING', "Transfer-Encoding can't be present with Content-Length", at);
    }
    // Chunked must be the last coding, and only once.
    if (this.chunked && this.isRequest && !lenient) invalid();
    this.hasTransferEncoding = true;
    if (value === '') throw new Malformed('INVALID_TRANSFER_ENCODING', 'Empty Transfer-Encoding', at);
    const codings = value.split(',').map((coding) => trimBlanks(coding).toLowerCase());
    this.chunked = codings.at(-1) === 'chunked';
    if (this.isRequest && !lenient && codings.slice(0, -1).includes('chunked')) invalid();
  }

  /** What is known when the last field is read. */
  complete(): void {
    const { start, isRequest } = this;
    if (this.hasUpgrade && this.connectionUpgrade) this.upgrade = isRequest || start.status === 101;
    else this.upgrade = start.method === 'CONNECT';
  }

  /** Whether the message lasts until the connection ends. */
  get lastsUntilEnd(): boolean {
    if (this.isRequest || this.isBodiless) return false;
    if (this.hasTransferEncoding && !this.chunked) return true;
    return !this.chunked && this.contentLength === undefined;
  }

  /** Whether the status, or who asked, says that there is no body. */
  get isBodiless(): boolean {
    const { status } = this.start;
    return this.skipBody || (!this.isRequest && ((status >= 100 && status < 200) || status === 204 || status === 304));
  }

  /** Whether another message may follow on the connection. */
  get shouldKeepAlive(): boolean {
    const { major, minor } = this.start;
    if (major > 0 && minor > 0 ? this.close : !this.keepAlive) return false;
    return !this.lastsUntilEnd;
  }
}

/** `text` without spaces and tabs at its ends. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
