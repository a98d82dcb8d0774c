/** What the parser reports: the codes and words of llhttp. https://nodejs.org/api/http.html#event-clienterror */

/** An error in what the peer sent. `bytesParsed` counts from the start of the chunk given to the parser. */
export interface ParseError extends Error {
  code: string;
  reason: string;
  bytesParsed: number;
  rawPacket?: Uint8Array;
}

/** Thrown inside the parser: `at` is the place in the text that was being looked at. */
export class Malformed {
  readonly code: string;
  readonly reason: string;
  readonly at: number;

  constructor(code: string, reason: string, at: number) {
    this.code = code;
    this.reason = reason;
    this.at = at;
  }

  /** The same, in a text that starts `offset` earlier. */
  moved(offset: number): Malformed {
    return new Malformed(this.code, this.reason, this.at + offset);
  }
}

/** The error for the caller of the parser. */
export function parseError(code: string, reason: string, bytesParsed: number): ParseError {
  return Object.assign(new Error('Parse Error'), { bytesParsed, code: `HPE_${code}`, reason });
}

/** Adds what was received, and says the reason in the message. */
export function prepareError(error: ParseError, rawPacket: Uint8Array): void {
  error.rawPacket = rawPacket;
  if (typeof error.reason === 'string') error.message = `Parse Error: ${error.reason}`;
}
