/** Walks over the instructions of a function. https://webassembly.github.io/spec/core/binary/instructions.html */
import { Reader } from '../../component/binary/reader.ts';

/** What a walk is told of. */
export interface Visitor {
  /** A loop's body begins at `at`. */
  loop(at: number): void;
  /** The function calls another one by its index. */
  call(index: number): void;
  /** A branch to one of so many places. */
  table(targets: number): void;
  /** An `i32.const` that is not negative. */
  constant(value: number): void;
}

/** An instruction that this reader does not know. */
export class UnknownInstruction extends Error {
  constructor(code: number) {
    super(`unknown instruction 0x${code.toString(16)}`);
    this.name = 'UnknownInstruction';
  }
}

/** How the immediates of an instruction are skipped, a letter each. */
type Immediates = string;
const ONE: Immediates = 'n';

/** By opcode: n(umber), b(yte), l(abels), t(ypes), c(atches), m(emory argument), 4 and 8 bytes. */
const IMMEDIATES = new Map<number, Immediates>([
  ...[0x00, 0x01, 0x05, 0x0a, 0x0b, 0x0f, 0x19, 0x1a, 0x1b, 0xd1, 0xd3, 0xd4].map((code) => [code, ''] as const),
  ...[0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x09, 0x0c, 0x0d, 0x10, 0x12, 0x14, 0x15, 0x18].map(
    (code) => [code, ONE] as const,
  ),
  ...[0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0x41, 0x42, 0xd0, 0xd2, 0xd5, 0xd6].map(
    (code) => [code, ONE] as const,
  ),
  [0x0e, 'l'],
  [0x11, 'nn'],
  [0x13, 'nn'],
  [0x1c, 't'],
  [0x1f, 'nc'],
  [0x43, '4'],
  [0x44, '8'],
]);

const LOOP = 0x03;
const CALL = 0x10;
const RETURN_CALL = 0x12;
const BRANCH_TABLE = 0x0e;
const CONSTANT = 0x41;

/** Reads a function's instructions up to its end. @throws UnknownInstruction */
export function walk(reader: Reader, end: number, visitor: Visitor): void {
  while (reader.at < end) {
    const code = reader.byte();
    if (code === CALL || code === RETURN_CALL) {
      visitor.call(reader.number());
      continue;
    }
    if (code === BRANCH_TABLE) visitor.table(new Reader(reader.bytes, reader.at).number());
    if (code === CONSTANT) visitor.constant(new Reader(reader.bytes, reader.at).number());
    skip(reader, immediatesOf(reader, code));
    if (code === LOOP) visitor.loop(reader.at);
  }
}

function immediatesOf(reader: Reader, code: number): Immediates {
  if (code >= 0x45 && code <= 0xc4) return '';
  if (code >= 0x28 && code <= 0x3e) return 'm';
  if (code === 0xfc) return bulk(reader.number());
  if (code === 0xfd) return vector(reader.number());
  const immediates = IMMEDIATES.get(code);
  if (immediates === undefined) throw new UnknownInstruction(code);
  return immediates;
}

/** Saturating conversions, bulk memory and tables. */
function bulk(code: number): Immediates {
  if (code <= 7) return '';
  if (code > 17) throw new UnknownInstruction(0xfc00 + code);
  return [9, 11, 13, 15, 16, 17].includes(code) ? 'n' : 'nn';
}

function vector(code: number): Immediates {
  if (code <= 11 || code === 92 || code === 93) return 'm';
  if (code === 12 || code === 13) return '88';
  if (code >= 21 && code <= 34) return 'b';
  return code >= 84 && code <= 91 ? 'mb' : '';
}

function skip(reader: Reader, immediates: Immediates): void {
  for (const immediate of immediates) {
    switch (immediate) {
      case 'n':
        skipNumber(reader);
        break;
      case 'b':
        reader.at++;
        break;
      case '4':
        reader.at += 4;
        break;
      case '8':
        reader.at += 8;
        break;
      case 'm':
        // A sixth bit says that the memory's index follows.
        if ((reader.number() & 0x40) !== 0) skipNumber(reader);
        skipNumber(reader);
        break;
      case 'c':
        for (let count = reader.number(); count > 0; count--) {
          if (reader.byte() < 2) skipNumber(reader);
          skipNumber(reader);
        }
        break;
      default:
        // Labels have one more than they count, for the default; types are a byte each or more.
        for (let count = reader.number() + (immediate === 'l' ? 1 : 0); count > 0; count--) skipNumber(reader);
    }
  }
}

function skipNumber(reader: Reader): void {
  while (reader.byte() >= 0x80);
}
