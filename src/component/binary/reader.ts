/** Reads the primitives of the binary format. https://webassembly.github.io/spec/core/binary/values.html */

/** A malformed component. */
export class FormatError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FormatError';
  }
}

/** A position in bytes. */
export class Reader {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  byte(): number {
    if (this.at >= this.end) throw new FormatError('it ends early');
    return this.bytes[this.at++] as number;
  }

  peek(): number {
    if (this.at >= this.end) throw new FormatError('it ends early');
    return this.bytes[this.at] as number;
  }

  /** An unsigned LEB128 number of 32 bits. */
  number(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new FormatError('a number is too long');
  }

  name(): string {
    const length = this.number();
    return Buffer.from(this.take(length)).toString('utf8');
  }

  take(length: number): Uint8Array {
    if (this.at + length > this.end) throw new FormatError('it ends early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** A reader of the next `length` bytes, which this one skips. */
  part(length: number): Reader {
    const start = this.at;
    this.take(length);
    return new Reader(this.bytes, start, this.at);
  }

  vector<T>(read: () => T): T[] {
    const count = this.number();
    const items: T[] = [];
    for (let i = 0; i < count; i++) items.push(read());
    return items;
  }

  option<T>(read: () => T): T | null {
    const tag = this.byte();
    if (tag > 1) throw new FormatError(`${tag} is no option`);
    return tag === 0 ? null : read();
  }
}
