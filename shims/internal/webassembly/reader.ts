/** Reads the binary format. https://webassembly.github.io/spec/core/binary/values.html */
import { CompileError } from './errors.ts';

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true });

/** A position in the bytes of a module. Each method reads on from it, and throws CompileError where there is no such thing. */
export class Reader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly end: number;
  at: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
    this.end = end;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** @throws CompileError */
  fail(what: string): never {
    throw new CompileError(`WebAssembly.Module(): ${what} @+${this.at}`);
  }

  u8(): number {
    if (this.at >= this.end) this.fail('unexpected end');
    return this.bytes[this.at++] as number;
  }

  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value > 0xffff_ffff ? this.fail('an integer that is too large') : value;
    }
    return this.fail('an integer that is too long');
  }

  s32(): number {
    return Number(this.#signed(32));
  }

  s64(): bigint {
    return this.#signed(64);
  }

  /** The type of a block: an index, or the type itself as a negative number. */
  s33(): number {
    return Number(this.#signed(33));
  }

  #signed(bits: number): bigint {
    let low = 0;
    let high = 0n;
    let shift = 0;
    for (;;) {
      const byte = this.u8();
      if (shift < 28) low |= (byte & 0x7f) << shift;
      else high |= BigInt(byte & 0x7f) << BigInt(shift);
      shift += 7;
      if (byte < 0x80) {
        if (shift <= 28) return BigInt((low << (32 - shift)) >> (32 - shift));
        return BigInt.asIntN(Math.min(shift, bits), BigInt(low >>> 0) | high);
      }
      if (shift >= bits) this.fail('an integer that is too long');
    }
  }

  f32(): number {
    this.#need(4);
    this.at += 4;
    return this.#view.getFloat32(this.at - 4, true);
  }

  f64(): number {
    this.#need(8);
    this.at += 8;
    return this.#view.getFloat64(this.at - 8, true);
  }

  take(length: number): Uint8Array {
    this.#need(length);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  name(): string {
    const bytes = this.take(this.u32());
    try {
      return decoder.decode(bytes);
    } catch {
      return this.fail('a name that is no UTF-8');
    }
  }

  /** A vector. */
  list<T>(read: () => T): T[] {
    const count = this.u32();
    // Each has a byte at least: what the count says beyond that is not believed.
    if (count > this.end - this.at) this.fail('a vector that is too long');
    return Array.from({ length: count }, read);
  }

  #need(length: number): void {
    if (length > this.end - this.at) this.fail('unexpected end');
  }
}
