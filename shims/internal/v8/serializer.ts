/** Writes values in V8's serialization format (`v8.Serializer`). */
import { ByteWriter, varintLength } from './byte-writer.ts';
import { classOf, ERROR_CLASSES, ErrorTag, REGEXP_FLAGS, Tag, VERSION, VIEW_TAGS } from './tags.ts';

/** A view whose constructor says what it is. */
type View = ArrayBufferView & { constructor: { name: string } };

/** https://nodejs.org/api/v8.html#class-v8serializer */
export class Serializer {
  readonly #out = new ByteWriter();
  readonly #ids = new Map<object, number>();
  readonly #transferred = new Map<object, number>();
  #viewsAreHostObjects = false;

  /** Writes a view or another object that the format does not know; subclasses say how. */
  _writeHostObject(object: object): void {
    throw this._getDataCloneError(`#<${object.constructor?.name ?? 'Object'}> could not be cloned.`);
  }

  /** Whether an object goes to `_writeHostObject`, besides views. */
  _isHostObject(_object: object): boolean {
    return false;
  }

  /** The error that says what cannot be written. */
  _getDataCloneError(message: string): Error {
    return new DOMException(message, 'DataCloneError');
  }

  /** Whether views go to `_writeHostObject`. */
  _setTreatArrayBufferViewsAsHostObjects(flag: boolean): void {
    this.#viewsAreHostObjects = flag;
  }

  /** Says that `buffer` is handed over by other means: only `id` is written for it. */
  transferArrayBuffer(id: number, buffer: ArrayBuffer): void {
    this.#transferred.set(buffer, id);
  }

  writeHeader(): void {
    this.#out.byte(Tag.version);
    this.#out.byte(VERSION);
  }

  writeUint32(value: number): void {
    this.#out.varint(value);
  }

  writeUint64(high: number, low: number): void {
    const value = (BigInt(high) << 32n) | BigInt(low);
    let rest = value;
    while (rest >= 0x80n) {
      this.#out.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.#out.byte(Number(rest));
  }

  writeDouble(value: number): void {
    this.#out.double(value);
  }

  writeRawBytes(bytes: ArrayBufferView): void {
    this.#out.bytes(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  /** What was written, as bytes; the serializer is used up. */
  releaseBytes(): Uint8Array {
    return this.#out.take();
  }

  /**
   * Writes a value with all that it refers to.
   *
   * @returns true, as V8 does
   * @throws DataCloneError for functions, symbols and the like
   */
  writeValue(value: unknown): true {
    const out = this.#out;
    switch (typeof value) {
      case 'undefined':
        out.byte(Tag.undefined);
        break;
      case 'boolean':
        out.byte(value ? Tag.true : Tag.false);
        break;
      case 'number':
        this.#writeNumber(value);
        break;
      case 'bigint':
        out.byte(Tag.bigint);
        this.#writeBigInt(value);
        break;
      case 'string':
        this.#writeString(value);
        break;
      case 'object':
        if (value === null) out.byte(Tag.null);
        else this.#writeObject(value);
        break;
      default:
        throw this.#cloneError(typeof value === 'symbol' ? value.toString() : String(value));
    }
    return true;
  }

  #cloneError(what: string): Error {
    return this._getDataCloneError(`${what} could not be cloned.`);
  }

  #writeNumber(value: number): void {
    const out = this.#out;
    if ((value | 0) === value && !Object.is(value, -0)) {
      out.byte(Tag.int32);
      out.varint(((value << 1) ^ (value >> 31)) >>> 0);
    } else {
      out.byte(Tag.double);
      out.double(value);
    }
  }

  #writeBigInt(value: bigint): void {
    const out = this.#out;
    const digits: number[] = [];
    for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 8n) digits.push(Number(rest & 0xffn));
    while (digits.length % 8 !== 0) digits.push(0);
    out.varint(digits.length * 2 + (value < 0n ? 1 : 0));
    for (const digit of digits) out.byte(digit);
  }

  #writeString(text: string): void {
    const out = this.#out;
    if (/^[\0-\xff]*$/.test(text)) {
      out.byte(Tag.latin1);
      out.varint(text.length);
      out.latin1(text);
      return;
    }
    const length = text.length * 2;
    // The code units lie at an even place.
    if ((out.length + 1 + varintLength(length)) % 2 === 1) out.byte(Tag.padding);
    out.byte(Tag.utf16);
    out.varint(length);
    out.utf16(text);
  }

  #writeObject(object: object): void {
    const out = this.#out;
    const isView = ArrayBuffer.isView(object);
    const known = this.#ids.get(object);
    if (known !== undefined) {
      out.byte(Tag.reference);
      out.varint(known);
      return;
    }
    if (isView && !this.#viewsAreHostObjects && !this.#ids.has(object.buffer)) {
      // A view follows the buffer that it looks into.
      this.#writeObject(object.buffer);
    }
    this.#ids.set(object, this.#ids.size);
    if (this._isHostObject(object)) {
      out.byte(Tag.hostObject);
      this._writeHostObject(object);
    } else if (isView) this.#writeView(object as View);
    else if (Array.isArray(object)) this.#writeArray(object);
    else this.#writeByClass(object);
  }

  #writeByClass(object: object): void {
    const out = this.#out;
    switch (classOf(object)) {
      case 'Date':
        out.byte(Tag.date);
        out.double(Number(object));
        break;
      case 'Boolean':
        out.byte(object.valueOf() ? Tag.trueObject : Tag.falseObject);
        break;
      case 'Number':
        out.byte(Tag.numberObject);
        out.double(object.valueOf() as unknown as number);
        break;
      case 'BigInt':
        out.byte(Tag.bigintObject);
        this.#writeBigInt(object.valueOf() as unknown as bigint);
        break;
      case 'String':
        out.byte(Tag.stringObject);
        this.#writeString(object.valueOf() as unknown as string);
        break;
      case 'RegExp':
        this.#writeRegExp(object as RegExp);
        break;
      case 'Map':
        this.#writeMap(object as Map<unknown, unknown>);
        break;
      case 'Set':
        this.#writeSet(object as Set<unknown>);
        break;
      case 'ArrayBuffer':
        if (this.#transferred.has(object)) {
          out.byte(Tag.transferredArrayBuffer);
          out.varint(this.#transferred.get(object) as number);
          break;
        }
        out.byte(Tag.arrayBuffer);
        out.varint((object as ArrayBuffer).byteLength);
        out.bytes(new Uint8Array(object as ArrayBuffer));
        break;
      case 'Error':
        this.#writeError(object as Error);
        break;
      case 'Promise':
      case 'WeakMap':
      case 'WeakSet':
      case 'WeakRef':
        throw this.#cloneError(`#<${classOf(object)}>`);
      default:
        this.#writePlain(object);
    }
  }

  #writePlain(object: object): void {
    this.#out.byte(Tag.object);
    const count = this.#writeProperties(object, Object.keys(object));
    this.#out.byte(Tag.objectEnd);
    this.#out.varint(count);
  }

  /** Writes those of `keys` that are still there when their turn comes; a getter may remove some. */
  #writeProperties(object: object, keys: readonly string[]): number {
    let count = 0;
    for (const key of keys) {
      if (!Object.hasOwn(object, key)) continue;
      this.#writeKey(key);
      this.writeValue((object as Record<string, unknown>)[key]);
      count++;
    }
    return count;
  }

  #writeKey(key: string): void {
    const index = Number(key);
    if (Number.isInteger(index) && index >= 0 && index < 0x3fffffff && String(index) === key) this.#writeNumber(index);
    else this.#writeString(key);
  }

  #writeArray(array: unknown[]): void {
    const out = this.#out;
    const { length } = array;
    const keys = Object.keys(array);
    let dense = 0;
    while (dense < keys.length && keys[dense] === String(dense)) dense++;
    // As V8: an array with few holes is written in full.
    const isDense = dense === length;
    out.byte(isDense ? Tag.denseArray : Tag.sparseArray);
    out.varint(length);
    if (isDense) for (let i = 0; i < length; i++) this.writeValue(array[i]);
    const count = this.#writeProperties(array, isDense ? keys.slice(dense) : keys);
    out.byte(isDense ? Tag.denseArrayEnd : Tag.sparseArrayEnd);
    out.varint(count);
    out.varint(length);
  }

  #writeRegExp(regexp: RegExp): void {
    let flags = 0;
    for (const flag of regexp.flags) flags |= 1 << REGEXP_FLAGS.indexOf(flag);
    this.#out.byte(Tag.regexp);
    this.#writeString(regexp.source);
    this.#out.varint(flags);
  }

  #writeMap(map: Map<unknown, unknown>): void {
    const entries = [...map].flat();
    this.#out.byte(Tag.map);
    for (const value of entries) this.writeValue(value);
    this.#out.byte(Tag.mapEnd);
    this.#out.varint(entries.length);
  }

  #writeSet(set: Set<unknown>): void {
    const values = [...set];
    this.#out.byte(Tag.set);
    for (const value of values) this.writeValue(value);
    this.#out.byte(Tag.setEnd);
    this.#out.varint(values.length);
  }

  /** In the order in which V8 wants the parts. */
  #writeError(error: Error): void {
    const out = this.#out;
    out.byte(Tag.error);
    const name = ERROR_CLASSES.find((known) => known === String(error.name));
    if (name !== undefined) out.byte(ErrorTag[name]);
    const message = Object.getOwnPropertyDescriptor(error, 'message');
    if (message !== undefined) {
      out.byte(ErrorTag.message);
      this.#writeString(String(message.value));
    }
    if (typeof error.stack === 'string') {
      out.byte(ErrorTag.stack);
      this.#writeString(error.stack);
    }
    if (Object.hasOwn(error, 'cause')) {
      out.byte(ErrorTag.cause);
      this.writeValue(error.cause);
    }
    out.byte(ErrorTag.end);
  }

  #writeView(view: View): void {
    const out = this.#out;
    if (this.#viewsAreHostObjects) {
      out.byte(Tag.hostObject);
      this._writeHostObject(view);
      return;
    }
    const letter = VIEW_TAGS[classOf(view)];
    if (letter === undefined) throw this.#cloneError(`#<${classOf(view)}>`);
    out.byte(Tag.arrayBufferView);
    out.byte(letter.charCodeAt(0));
    out.varint(view.byteOffset);
    out.varint(view.byteLength);
    out.varint(0);
  }
}
