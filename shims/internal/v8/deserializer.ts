/** Reads values in V8's serialization format (`v8.Deserializer`). */
import { Buffer } from '../buffer/buffer.ts';
import { ERROR_CLASSES, ErrorTag, OLDEST_VERSION, REGEXP_FLAGS, Tag, VERSION, VIEW_TAGS } from './tags.ts';

type ErrorName = (typeof ERROR_CLASSES)[number];
type ViewConstructor = new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView;

/** The constructor of a view, by its name. */
export function viewConstructor(name: string): ViewConstructor {
  return (globalThis as unknown as Record<string, ViewConstructor>)[name] as ViewConstructor;
}

/** The elements of a view from its length in bytes. */
export function makeView(name: string, buffer: ArrayBuffer, offset: number, byteLength: number): ArrayBufferView {
  const View = viewConstructor(name) as ViewConstructor & { BYTES_PER_ELEMENT?: number };
  return new View(buffer, offset, byteLength / (View.BYTES_PER_ELEMENT ?? 1));
}

/** https://nodejs.org/api/v8.html#class-v8deserializer */
export class Deserializer {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #version = 0;
  readonly #objects: unknown[] = [];
  readonly #transferred = new Map<number, ArrayBuffer>();

  constructor(bytes: ArrayBufferView) {
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) as Uint8Array;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Reads what `_writeHostObject` wrote; subclasses say how. */
  _readHostObject(): unknown {
    throw damaged();
  }

  /**
   * Reads the version.
   *
   * @throws Error for a version that is not known
   */
  readHeader(): true {
    if (this.#byte() !== Tag.version) throw damaged();
    this.#version = this.#varint();
    if (this.#version < OLDEST_VERSION || this.#version > VERSION) throw damaged();
    return true;
  }

  getWireFormatVersion(): number {
    return this.#version;
  }

  /** Gives the array buffer that a reference by `id` stands for. */
  transferArrayBuffer(id: number, buffer: ArrayBuffer): void {
    this.#transferred.set(id, buffer);
  }

  readUint32(): number {
    return this.#varint();
  }

  /** High and low half. */
  readUint64(): [number, number] {
    const value = this.#bigVarint();
    return [Number(value >> 32n), Number(value & 0xffffffffn)];
  }

  readDouble(): number {
    this.#need(8);
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  /** The next `length` bytes, without a copy. */
  readRawBytes(length: number): Buffer {
    const bytes = this.#take(length);
    return Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  }

  #need(count: number): void {
    if (this.#at + count > this.#bytes.length) throw damaged();
  }

  #byte(): number {
    this.#need(1);
    return this.#bytes[this.#at++] as number;
  }

  #take(length: number): Uint8Array {
    this.#need(length);
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return bytes;
  }

  #varint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
  }

  #bigVarint(): bigint {
    let value = 0n;
    let shift = 0n;
    for (;;) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
      shift += 7n;
    }
  }

  #tag(): number {
    let tag = this.#byte();
    while (tag === Tag.padding) tag = this.#byte();
    return tag;
  }

  #peekTag(): number {
    const start = this.#at;
    const tag = this.#tag();
    this.#at = start;
    return tag;
  }

  /** Remembers an object for references to it, at the place that its writer gave it. */
  #remember<T>(object: T): T {
    this.#objects.push(object);
    return object;
  }

  /**
   * Reads the next value.
   *
   * @throws Error where the bytes are no value
   */
  readValue(): unknown {
    const value = this.#read(this.#tag());
    // A view follows the buffer that it looks into.
    if (value instanceof ArrayBuffer && this.#at < this.#bytes.length && this.#peekTag() === Tag.arrayBufferView) {
      this.#tag();
      return this.#readView(value);
    }
    return value;
  }

  #read(tag: number): unknown {
    switch (tag) {
      case Tag.undefined:
        return undefined;
      case Tag.null:
        return null;
      case Tag.true:
        return true;
      case Tag.false:
        return false;
      case Tag.int32: {
        const value = this.#varint();
        return (value >>> 1) ^ -(value & 1);
      }
      case Tag.uint32:
        return this.#varint();
      case Tag.double:
        return this.readDouble();
      case Tag.bigint:
        return this.#readBigInt();
      case Tag.latin1:
      case Tag.utf16:
      case Tag.utf8:
        return this.#readText(tag);
      case Tag.reference: {
        const id = this.#varint();
        if (id >= this.#objects.length) throw damaged();
        return this.#objects[id];
      }
      case Tag.object:
        return this.#readObject();
      case Tag.denseArray:
        return this.#readDenseArray();
      case Tag.sparseArray:
        return this.#readSparseArray();
      case Tag.map:
        return this.#readMap();
      case Tag.set:
        return this.#readSet();
      case Tag.error:
        return this.#readError();
      case Tag.hostObject:
        return this.#readHost();
      default:
        return this.#remember(this.#readSimpleObject(tag));
    }
  }

  #readSimpleObject(tag: number): unknown {
    switch (tag) {
      case Tag.date:
        return new Date(this.readDouble());
      case Tag.trueObject:
        return Object(true);
      case Tag.falseObject:
        return Object(false);
      case Tag.numberObject:
        return Object(this.readDouble());
      case Tag.bigintObject:
        return Object(this.#readBigInt());
      case Tag.stringObject:
        return Object(this.#readText(this.#tag()));
      case Tag.regexp:
        return this.#readRegExp();
      case Tag.arrayBuffer:
        return new Uint8Array(this.#take(this.#varint())).buffer;
      case Tag.resizableArrayBuffer: {
        const length = this.#varint();
        const buffer = new ArrayBuffer(length, { maxByteLength: this.#varint() });
        new Uint8Array(buffer).set(this.#take(length));
        return buffer;
      }
      case Tag.transferredArrayBuffer: {
        const buffer = this.#transferred.get(this.#varint());
        if (buffer === undefined) throw damaged();
        return buffer;
      }
      default:
        throw damaged();
    }
  }

  #readBigInt(): bigint {
    const bits = this.#varint();
    const digits = this.#take(Math.floor(bits / 2));
    let value = 0n;
    for (let i = digits.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(digits[i] as number);
    return bits % 2 === 1 ? -value : value;
  }

  #readText(tag: number): string {
    const bytes = this.#take(this.#varint());
    const encoding = tag === Tag.latin1 ? 'latin1' : tag === Tag.utf16 ? 'utf16le' : 'utf8';
    return Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
  }

  #readRegExp(): RegExp {
    const source = this.#readText(this.#tag());
    const bits = this.#varint();
    const flags = [...REGEXP_FLAGS].filter((flag, place) => flag !== '?' && bits & (1 << place));
    return new RegExp(source, flags.join(''));
  }

  /** Reads keys and values up to the tag that ends them, and checks how many there were. */
  #readProperties(object: object, end: number): void {
    let count = 0;
    for (let tag = this.#tag(); tag !== end; tag = this.#tag()) {
      const key = this.#read(tag);
      const value = this.readValue();
      // Not an assignment: a key may be `__proto__`.
      Object.defineProperty(object, key as string, { value, writable: true, enumerable: true, configurable: true });
      count++;
    }
    if (this.#varint() !== count) throw damaged();
  }

  #readObject(): object {
    const object = this.#remember({});
    this.#readProperties(object, Tag.objectEnd);
    return object;
  }

  #readDenseArray(): unknown[] {
    const length = this.#varint();
    this.#need(length);
    const array = this.#remember(new Array<unknown>(length));
    for (let i = 0; i < length; i++) {
      if (this.#peekTag() === Tag.hole) this.#tag();
      else array[i] = this.readValue();
    }
    this.#readProperties(array, Tag.denseArrayEnd);
    if (this.#varint() !== length) throw damaged();
    return array;
  }

  #readSparseArray(): unknown[] {
    const array = this.#remember(new Array<unknown>(this.#varint()));
    this.#readProperties(array, Tag.sparseArrayEnd);
    if (this.#varint() !== array.length) throw damaged();
    return array;
  }

  /** The values up to the tag that ends them. */
  #readValuesUntil(end: number): unknown[] {
    const values: unknown[] = [];
    while (this.#peekTag() !== end) values.push(this.readValue());
    this.#tag();
    if (this.#varint() !== values.length) throw damaged();
    return values;
  }

  #readMap(): Map<unknown, unknown> {
    const map = this.#remember(new Map<unknown, unknown>());
    const values = this.#readValuesUntil(Tag.mapEnd);
    for (let i = 0; i < values.length; i += 2) map.set(values[i], values[i + 1]);
    return map;
  }

  #readSet(): Set<unknown> {
    const set = this.#remember(new Set<unknown>());
    for (const value of this.#readValuesUntil(Tag.setEnd)) set.add(value);
    return set;
  }

  #readError(): Error {
    const place = this.#objects.length;
    this.#objects.push(undefined);
    let name: ErrorName | 'Error' = 'Error';
    let stack: string | undefined;
    const parts: { message?: string; cause?: unknown } = {};
    const names = new Map<number, ErrorName>(ERROR_CLASSES.map((known) => [ErrorTag[known], known]));
    for (let tag = this.#byte(); tag !== ErrorTag.end; tag = this.#byte()) {
      // The letters of names and parts do not overlap.
      if (tag === ErrorTag.message) parts.message = this.#readText(this.#tag());
      else if (tag === ErrorTag.stack) stack = this.#readText(this.#tag());
      else if (tag === ErrorTag.cause) parts.cause = this.readValue();
      else name = names.get(tag) ?? 'Error';
    }
    const error = makeError(name, parts);
    if (stack !== undefined)
      Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true });
    this.#objects[place] = error;
    return error;
  }

  #readHost(): unknown {
    const place = this.#objects.length;
    this.#objects.push(undefined);
    const object = this._readHostObject();
    this.#objects[place] = object;
    return object;
  }

  #readView(buffer: ArrayBuffer): ArrayBufferView {
    const letter = String.fromCharCode(this.#byte());
    const name = Object.keys(VIEW_TAGS).find((key) => VIEW_TAGS[key] === letter);
    if (name === undefined) throw damaged();
    const offset = this.#varint();
    const length = this.#varint();
    if (this.#version >= 14) this.#varint();
    return this.#remember(makeView(name, buffer, offset, length));
  }
}

function makeError(name: ErrorName | 'Error', parts: { message?: string; cause?: unknown }): Error {
  const options = 'cause' in parts ? { cause: parts.cause } : undefined;
  const ErrorClass = (globalThis as unknown as Record<string, ErrorConstructor>)[name] as ErrorConstructor;
  return new ErrorClass(parts.message, options);
}

function damaged(): Error {
  return new Error('Unable to deserialize cloned data.');
}
