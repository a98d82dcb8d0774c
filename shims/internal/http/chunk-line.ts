/** The line before a chunk: its size and extensions. https://www.rfc-editor.org/rfc/rfc9112#section-7.1 */
import { Malformed } from './parse-error.ts';

const PLAIN = /^([0-9a-fA-F]{1,13})\r\n$/;
const TOKEN_CHAR = /[!#$%&'*+\-.^_`|~0-9A-Za-z]/;

/**
 * @param line the line with its end, or as much as came of it: then `complete` is false.
 * @returns the size in bytes, where the line is complete.
 * @throws Malformed
 */
export function readChunkLine(line: string, complete: boolean, lenient: boolean): number | undefined {
  const plain = PLAIN.exec(line);
  if (plain !== null) return Number.parseInt(plain[1] as string, 16);
  const digits = (/^[0-9a-fA-F]*/.exec(line) as RegExpExecArray)[0];
  let at = digits.length;
  if (at === 0 && line !== '') throw new Malformed('INVALID_CHUNK_SIZE', 'Invalid character in chunk size', 0);
  // More could not be counted; it could not be sent, either.
  const significant = digits.replace(/^0+/, '');
  if (significant.length > 13) throw new Malformed('INVALID_CHUNK_SIZE', 'Chunk size overflow', at);
  if (lenient) while (line[at] === ' ') at++;
  if (line[at] === ';') at = readExtensions(line, at + 1, lenient);
  if (at < line.length) {
    if (line[at] === '\n') {
      if (!lenient) throw new Malformed('CR_EXPECTED', 'Missing expected CR after chunk size', at + 1);
    } else if (line[at] !== '\r') {
      const place = line[at] === ' ' ? at + 1 : at;
      throw new Malformed('INVALID_CHUNK_SIZE', 'Invalid character in chunk size', place);
    } else if (at + 1 < line.length && line[at + 1] !== '\n') {
      throw new Malformed('STRICT', 'Expected LF after chunk size', at + 1);
    }
  }
  return complete ? Number.parseInt(significant || '0', 16) : undefined;
}

/** Reads from behind the first `;`. @returns where the end of the line must be. */
function readExtensions(line: string, at: number, lenient: boolean): number {
  const wrong = (where: string): never => {
    throw new Malformed('STRICT', `Invalid character in chunk extensions${where}`, at + 1);
  };
  const endsHere = (what: string): boolean => {
    if (line[at] === '\n' && !lenient) {
      throw new Malformed('CR_EXPECTED', `Missing expected CR after chunk extension ${what}`, at + 1);
    }
    return line[at] === '\r' || line[at] === '\n';
  };
  while (at < line.length) {
    if (/[ \r;]/.test(line[at] as string)) wrong('');
    while (at < line.length && TOKEN_CHAR.test(line[at] as string)) at++;
    if (at >= line.length || endsHere('name')) return at;
    if (line[at] === '=') {
      at++;
      if (line[at] === '"') at = readQuoted(line, at + 1);
      else while (at < line.length && TOKEN_CHAR.test(line[at] as string)) at++;
      if (at >= line.length || endsHere('value')) return at;
      if (line[at] !== ';') wrong(line[at - 1] === '"' ? ' quote value' : ' value');
    } else if (line[at] !== ';') wrong(' name');
    at++;
  }
  return at;
}

/** @returns the place behind the closing quote. */
function readQuoted(line: string, at: number): number {
  for (; at < line.length; at++) {
    const char = line[at] as string;
    if (char === '"') return at + 1;
    if (char === '\\') {
      at++;
      if (at < line.length && !/[\t\x20-\x7e\x80-\xff]/.test(line[at] as string)) {
        throw new Malformed('STRICT', 'Invalid quoted-pair in chunk extensions quoted value', at);
      }
    } else if (!/[\t\x20-\x7e\x80-\xff]/.test(char)) {
      throw new Malformed('STRICT', 'Invalid character in chunk extensions quoted value', at);
    }
  }
  return at;
}
