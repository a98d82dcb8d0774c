/** The linear memory of a guest, as one function of its sees it, and the resources that it holds handles of. */
import type { Handles } from './handles.ts';
import { Trap } from './trap.ts';

type Realloc = (oldPointer: number, oldSize: number, alignment: number, size: number) => number;

/** Strings up to this length are copied here; the engine's own copy costs a call. */
const SHORT = 24;

/** See the file's head. */
export class GuestMemory {
  readonly handles: Handles;
  readonly #memory: WebAssembly.Memory | undefined;
  readonly #realloc: Realloc | undefined;
  #bytes: Buffer = Buffer.alloc(0);
  #view = new DataView(new ArrayBuffer(0));
  /** What one call may still copy out: a guest can point at the same bytes any number of times. */
  #budget = 0;

  constructor(memory: WebAssembly.Memory | undefined, realloc: Realloc | undefined, handles: Handles) {
    this.#memory = memory;
    this.#realloc = realloc;
    this.handles = handles;
  }

  /** All of it; good until the guest runs. */
  get bytes(): Buffer {
    if (this.#bytes.length === 0) this.#look();
    return this.#bytes;
  }

  get view(): DataView {
    if (this.#bytes.length === 0) this.#look();
    return this.#view;
  }

  #look(): void {
    if (this.#memory === undefined) throw new Trap('the function has no memory');
    this.#bytes = Buffer.from(this.#memory.buffer as ArrayBuffer);
    this.#view = new DataView(this.#memory.buffer);
  }

  /** A call begins: no more than the guest has is copied out for it. */
  begin(): void {
    this.#budget = this.#memory === undefined ? 0 : this.bytes.length;
  }

  /** Memory that the guest allocates for what the host gives it. */
  allocate(size: number, alignment: number): number {
    if (this.#realloc === undefined) throw new Trap('the function cannot allocate memory');
    const pointer = this.#realloc(0, 0, alignment, size) >>> 0;
    if (pointer % alignment !== 0 || pointer + size > this.bytes.length) {
      throw new Trap('the guest allocated memory that it does not have');
    }
    return pointer;
  }

  /** Checks that the guest has these bytes, and counts them against what the call may copy out. */
  claim(pointer: number, length: number): void {
    if (pointer + length > this.bytes.length) throw new Trap('out of the bounds of memory');
    this.#budget -= length;
    if (this.#budget < 0) throw new Trap('one call names more bytes than the guest has');
  }

  /** @param length in code units */
  readString(pointer: number, length: number): string {
    this.claim(pointer, length);
    const bytes = this.bytes;
    if (length > SHORT) return bytes.toString('utf8', pointer, pointer + length);
    let text = '';
    for (let i = pointer; i < pointer + length; i++) {
      const byte = bytes[i] as number;
      if (byte > 0x7f) return bytes.toString('utf8', pointer, pointer + length);
      text += String.fromCharCode(byte);
    }
    return text;
  }

  /** @returns where it is, and its length in code units */
  writeString(text: string): [pointer: number, length: number] {
    if (text.length <= SHORT && isAscii(text)) {
      const pointer = this.allocate(text.length, 1);
      const bytes = this.bytes;
      for (let i = 0; i < text.length; i++) bytes[pointer + i] = text.charCodeAt(i);
      return [pointer, text.length];
    }
    const length = Buffer.byteLength(text);
    const pointer = this.allocate(length, 1);
    this.bytes.write(text, pointer, length);
    return [pointer, length];
  }
}

/** The memory of a guest that keeps its strings in UTF-16. */
export class Utf16Memory extends GuestMemory {
  override readString(pointer: number, length: number): string {
    if (pointer % 2 !== 0) throw new Trap('a string in UTF-16 is not aligned');
    this.claim(pointer, length * 2);
    return this.bytes.toString('utf16le', pointer, pointer + length * 2).toWellFormed();
  }

  override writeString(text: string): [pointer: number, length: number] {
    const pointer = this.allocate(text.length * 2, 2);
    this.bytes.write(text.toWellFormed(), pointer, 'utf16le');
    return [pointer, text.length];
  }
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7f) return false;
  }
  return true;
}
