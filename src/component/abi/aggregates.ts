/** Records, tuples, flags and lists. */
import type { Primitive } from '../plan.ts';
import { align, type Codec, type Flat, type FlatSource, next } from './codec.ts';
import type { GuestMemory } from './memory.ts';
import { storePair } from './primitives.ts';
import { Trap } from './trap.ts';

/** A list whose elements take no room may have this many of them. */
const MAX_EMPTY_ELEMENTS = 1 << 16;

interface Field {
  name: string;
  offset: number;
  codec: Codec;
}

interface Layout {
  fields: Field[];
  size: number;
  alignment: number;
  flat: Codec['flat'];
}

/** Where the fields of a record are. */
export function layOut(members: readonly (readonly [name: string, codec: Codec])[]): Layout {
  let offset = 0;
  let alignment = 1;
  const fields = members.map(([name, codec]) => {
    offset = align(offset, codec.alignment);
    const field = { name, offset, codec };
    offset += codec.size;
    alignment = Math.max(alignment, codec.alignment);
    return field;
  });
  return { fields, size: align(offset, alignment), alignment, flat: members.flatMap(([, { flat }]) => flat) };
}

/** A record is an object whose keys are in camel case. */
export function record(members: readonly (readonly [name: string, codec: Codec])[]): Codec {
  const { fields, size, alignment, flat } = layOut(members);
  return {
    size,
    alignment,
    flat,
    load: (memory, pointer) => {
      const value: Record<string, unknown> = {};
      for (const { name, offset, codec } of fields) value[name] = codec.load(memory, pointer + offset);
      return value;
    },
    store: (memory, pointer, value) => {
      const from = value as Record<string, unknown>;
      for (const { name, offset, codec } of fields) codec.store(memory, pointer + offset, from[name]);
    },
    lift: (memory, source) => {
      const value: Record<string, unknown> = {};
      for (const { name, codec } of fields) value[name] = codec.lift(memory, source);
      return value;
    },
    lower: (memory, value, target) => {
      const from = value as Record<string, unknown>;
      for (const { name, codec } of fields) codec.lower(memory, from[name], target);
    },
  };
}

/** A tuple is an array. */
export function tuple(items: readonly Codec[]): Codec {
  const { fields, size, alignment, flat } = layOut(items.map((codec) => ['', codec] as const));
  return {
    size,
    alignment,
    flat,
    load: (memory, pointer) => fields.map(({ offset, codec }) => codec.load(memory, pointer + offset)),
    store: (memory, pointer, value) => {
      const from = value as unknown[];
      for (let i = 0; i < fields.length; i++) {
        const { offset, codec } = fields[i] as Field;
        codec.store(memory, pointer + offset, from[i]);
      }
    },
    lift: (memory, source) => fields.map(({ codec }) => codec.lift(memory, source)),
    lower: (memory, value, target) => {
      const from = value as unknown[];
      for (let i = 0; i < fields.length; i++) (fields[i] as Field).codec.lower(memory, from[i], target);
    },
  };
}

/** Flags are an object of booleans whose keys are in camel case. */
export function flags(names: readonly string[]): Codec {
  if (names.length > 32) throw new TypeError('More than 32 flags');
  const size = names.length <= 8 ? 1 : names.length <= 16 ? 2 : 4;
  const read = (bits: number) => Object.fromEntries(names.map((name, i) => [name, (bits & (1 << i)) !== 0]));
  const write = (value: unknown) =>
    names.reduce((bits, name, i) => ((value as Record<string, unknown>)[name] === true ? bits | (1 << i) : bits), 0);
  return {
    size,
    alignment: size,
    flat: ['i32'],
    load: (memory, pointer) => read(readBits(memory, pointer, size)),
    store: (memory, pointer, value) => writeBits(memory, pointer, size, write(value)),
    lift: (_memory, source) => read(next(source) as number),
    lower: (_memory, value, target) => void target.push(write(value)),
  };
}

/** An unsigned number of 1, 2 or 4 bytes. */
export function readBits({ view }: GuestMemory, pointer: number, size: number): number {
  if (size === 1) return view.getUint8(pointer);
  return size === 2 ? view.getUint16(pointer, true) : view.getUint32(pointer, true);
}

export function writeBits({ view }: GuestMemory, pointer: number, size: number, value: number): void {
  if (size === 1) view.setUint8(pointer, value);
  else if (size === 2) view.setUint16(pointer, value, true);
  else view.setUint32(pointer, value, true);
}

type TypedArray = ArrayLike<number | bigint> & { buffer: ArrayBufferLike; byteOffset: number; byteLength: number };
type TypedArrayConstructor = {
  new (buffer: ArrayBuffer, offset?: number, length?: number): TypedArray & { slice(): TypedArray };
  from(items: ArrayLike<never>): TypedArray;
};

const TYPED_ARRAYS: Partial<Record<Primitive, TypedArrayConstructor>> = {
  s8: Int8Array as unknown as TypedArrayConstructor,
  u8: Uint8Array as unknown as TypedArrayConstructor,
  s16: Int16Array as unknown as TypedArrayConstructor,
  u16: Uint16Array as unknown as TypedArrayConstructor,
  s32: Int32Array as unknown as TypedArrayConstructor,
  u32: Uint32Array as unknown as TypedArrayConstructor,
  s64: BigInt64Array as unknown as TypedArrayConstructor,
  u64: BigUint64Array as unknown as TypedArrayConstructor,
  f32: Float32Array as unknown as TypedArrayConstructor,
  f64: Float64Array as unknown as TypedArrayConstructor,
};

/** A list is an array, or a typed array where its elements are numbers. */
export function list(element: Codec, primitive: Primitive | undefined): Codec {
  const typed = primitive === undefined ? undefined : TYPED_ARRAYS[primitive];
  const read = typed === undefined ? readElements(element) : readNumbers(element.size, typed);
  const write = typed === undefined ? writeElements(element) : writeNumbers(element.size, typed);
  return {
    size: 8,
    alignment: 4,
    flat: ['i32', 'i32'],
    load: (memory, pointer) => {
      const { view } = memory;
      return read(memory, view.getUint32(pointer, true), view.getUint32(pointer + 4, true));
    },
    store: (memory, pointer, value) => storePair(memory, pointer, write(memory, value)),
    lift: (memory, source: FlatSource) => {
      const pointer = (next(source) as number) >>> 0;
      return read(memory, pointer, (next(source) as number) >>> 0);
    },
    lower: (memory, value, target: Flat[]) => void target.push(...write(memory, value)),
  };
}

/** A list of bytes that is given as the guest's own memory where it is a parameter. */
export function lentBytes(bytes: Codec): Codec {
  return {
    ...bytes,
    lift: (memory, source) => {
      const pointer = (next(source) as number) >>> 0;
      const length = (next(source) as number) >>> 0;
      memory.claim(pointer, length);
      return new Uint8Array(memory.bytes.buffer, pointer, length);
    },
  };
}

type ReadList = (memory: GuestMemory, pointer: number, length: number) => unknown;
type WriteList = (memory: GuestMemory, value: unknown) => [pointer: number, length: number];

function readElements(element: Codec): ReadList {
  return (memory, pointer, length) => {
    if (element.size === 0 && length > MAX_EMPTY_ELEMENTS) throw new Trap('the list is too long');
    memory.claim(pointer, length * element.size);
    const items: unknown[] = [];
    for (let i = 0; i < length; i++) items.push(element.load(memory, pointer + i * element.size));
    return items;
  };
}

function writeElements(element: Codec): WriteList {
  return (memory, value) => {
    if (!Array.isArray(value)) throw new TypeError(`The host gave a ${typeof value} where the WIT has a list`);
    const pointer = memory.allocate(value.length * element.size, element.alignment);
    for (let i = 0; i < value.length; i++) element.store(memory, pointer + i * element.size, value[i]);
    return [pointer, value.length];
  };
}

function readNumbers(size: number, constructor: TypedArrayConstructor): ReadList {
  return (memory, pointer, length) => {
    memory.claim(pointer, length * size);
    // The copy begins at a multiple of the size, wherever the guest has the numbers.
    const copy = memory.bytes.buffer.slice(pointer, pointer + length * size) as ArrayBuffer;
    return new constructor(copy);
  };
}

function writeNumbers(size: number, constructor: TypedArrayConstructor): WriteList {
  return (memory, value) => {
    const numbers = (ArrayBuffer.isView(value) ? value : constructor.from(value as ArrayLike<never>)) as TypedArray;
    if (!(numbers instanceof (constructor as never))) throw new TypeError('The host gave numbers of another type');
    const pointer = memory.allocate(numbers.byteLength, size);
    memory.bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), pointer);
    return [pointer, numbers.length];
  };
}
