/**
 * The form of an audit log: JSON Lines, each of which carries its number and the SHA-256 of the line before. Whoever
 * changes, removes or puts in a line has to write all later ones anew; whoever cuts the end off is found by a hash of
 * it that was kept elsewhere.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** What the first line names as the one before. */
export const START = '0'.repeat(64);

/** A line's hash. @param line without its end */
export const hashLine = (line: Uint8Array | string): string => createHash('sha256').update(line).digest('hex');

/** What a log holds. */
export interface ChainReport {
  /** Lines, incomplete ones included. */
  lines: number;
  /** The hash of the last line; kept elsewhere it shows later whether the end is still there. */
  head: string;
  /** Lines that a writer which was killed has left incomplete. */
  torn: number[];
  /** The first line that does not belong to the chain. */
  broken: { line: number; reason: string } | undefined;
  /** The file does not end with the end of a line. */
  open: boolean;
}

const NEWLINE = 10;
/** A longer line was not written by us. */
const MAX_LINE = 1024 * 1024;

/**
 * Reads a log from its beginning and checks each line against the one before.
 * @throws the file system's error where the file cannot be read
 */
export async function verifyChain(file: string): Promise<ChainReport> {
  const report: ChainReport = { lines: 0, head: START, torn: [], broken: undefined, open: false };
  let waiting: number | undefined;
  const take = (line: Buffer): boolean => {
    const number = report.lines + 1;
    const entry = parseEntry(line);
    const reason = entry === undefined ? undefined : problemOf(entry, number, report.head, waiting !== undefined);
    // An incomplete line is in order only where the next one says so.
    if (waiting !== undefined && entry?.afterTorn !== true) return stop(waiting, 'it is not a line of this log');
    if (reason !== undefined) return stop(number, reason);
    if (waiting !== undefined) report.torn.push(waiting);
    waiting = entry === undefined ? number : undefined;
    report.lines = number;
    report.head = hashLine(line);
    return true;
  };
  const stop = (line: number, reason: string): boolean => {
    report.broken = { line, reason };
    return false;
  };
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE)) {
      if (!take(data.subarray(0, end))) return report;
      data = data.subarray(end + 1);
    }
    rest = data;
    if (rest.length > MAX_LINE) {
      stop(report.lines + 1, 'it is longer than any line of such a log');
      return report;
    }
  }
  if (rest.length > 0) {
    report.open = true;
    if (!take(rest)) return report;
  }
  if (waiting !== undefined) {
    if (report.open) report.torn.push(waiting);
    else stop(waiting, 'it is not a line of this log');
  }
  return report;
}

interface Entry {
  sequence: number;
  previous: string;
  afterTorn?: boolean;
}

function parseEntry(line: Buffer): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line.toString());
    return typeof value === 'object' && value !== null && 'sequence' in value && 'previous' in value
      ? (value as Entry)
      : undefined;
  } catch {
    // No JSON: an incomplete line, or a foreign one; the caller tells which.
    return undefined;
  }
}

function problemOf(entry: Entry, number: number, head: string, afterTorn: boolean): string | undefined {
  if (entry.sequence !== number) return `its number is ${String(entry.sequence)}`;
  if (entry.previous !== head) return 'it does not follow from the line before';
  if (entry.afterTorn === true && !afterTorn) return 'it says that the line before is incomplete, which it is not';
  return undefined;
}
