/** Primitive types and handles. */
import type { Primitive } from '../plan.ts';
import { type Codec, type FlatType, next } from './codec.ts';
import type { GuestMemory } from './memory.ts';
import { Trap } from './trap.ts';

interface NumberKind {
  size: number;
  flat: FlatType;
  load(view: DataView, pointer: number): unknown;
  store(view: DataView, pointer: number, value: never): void;
  /** A core value as one of the type. */
  lift(value: never): unknown;
  /** A value as a core value. */
  lower(value: never): number | bigint;
}

const same = <T>(value: T): T => value;
const integer = (value: number): number => value | 0;

const KINDS: Readonly<Record<Exclude<Primitive, 'string'>, NumberKind>> = {
  bool: {
    size: 1,
    flat: 'i32',
    load: (view, at) => view.getUint8(at) !== 0,
    store: (view, at, value: boolean) => view.setUint8(at, value ? 1 : 0),
    lift: (value: number) => value !== 0,
    lower: (value: boolean) => (value ? 1 : 0),
  },
  s8: {
    size: 1,
    flat: 'i32',
    load: (view, at) => view.getInt8(at),
    store: (view, at, value: number) => view.setInt8(at, value),
    lift: (value: number) => (value << 24) >> 24,
    lower: (value: number) => (value << 24) >> 24,
  },
  u8: {
    size: 1,
    flat: 'i32',
    load: (view, at) => view.getUint8(at),
    store: (view, at, value: number) => view.setUint8(at, value),
    lift: (value: number) => value & 0xff,
    lower: (value: number) => value & 0xff,
  },
  s16: {
    size: 2,
    flat: 'i32',
    load: (view, at) => view.getInt16(at, true),
    store: (view, at, value: number) => view.setInt16(at, value, true),
    lift: (value: number) => (value << 16) >> 16,
    lower: (value: number) => (value << 16) >> 16,
  },
  u16: {
    size: 2,
    flat: 'i32',
    load: (view, at) => view.getUint16(at, true),
    store: (view, at, value: number) => view.setUint16(at, value, true),
    lift: (value: number) => value & 0xffff,
    lower: (value: number) => value & 0xffff,
  },
  s32: {
    size: 4,
    flat: 'i32',
    load: (view, at) => view.getInt32(at, true),
    store: (view, at, value: number) => view.setInt32(at, value, true),
    lift: integer,
    lower: integer,
  },
  u32: {
    size: 4,
    flat: 'i32',
    load: (view, at) => view.getUint32(at, true),
    store: (view, at, value: number) => view.setUint32(at, value, true),
    lift: (value: number) => value >>> 0,
    lower: integer,
  },
  s64: {
    size: 8,
    flat: 'i64',
    load: (view, at) => view.getBigInt64(at, true),
    store: (view, at, value: bigint) => view.setBigInt64(at, value, true),
    lift: (value: bigint) => BigInt.asIntN(64, value),
    lower: (value: bigint) => BigInt.asIntN(64, BigInt(value)),
  },
  u64: {
    size: 8,
    flat: 'i64',
    load: (view, at) => view.getBigUint64(at, true),
    store: (view, at, value: bigint) => view.setBigUint64(at, value, true),
    lift: (value: bigint) => BigInt.asUintN(64, value),
    lower: (value: bigint) => BigInt.asUintN(64, BigInt(value)),
  },
  f32: {
    size: 4,
    flat: 'f32',
    load: (view, at) => view.getFloat32(at, true),
    store: (view, at, value: number) => view.setFloat32(at, value, true),
    lift: same,
    lower: (value: number) => +value,
  },
  f64: {
    size: 8,
    flat: 'f64',
    load: (view, at) => view.getFloat64(at, true),
    store: (view, at, value: number) => view.setFloat64(at, value, true),
    lift: same,
    lower: (value: number) => +value,
  },
  char: {
    size: 4,
    flat: 'i32',
    load: (view, at) => character(view.getUint32(at, true)),
    store: (view, at, value: string) => view.setUint32(at, codePoint(value), true),
    lift: (value: number) => character(value >>> 0),
    lower: codePoint,
  },
};

function character(code: number): string {
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new Trap('invalid character');
  return String.fromCodePoint(code);
}

function codePoint(value: string): number {
  const code = String(value).codePointAt(0);
  if (code === undefined) throw new TypeError('An empty string is no character');
  return code;
}

export function primitive(name: Primitive): Codec {
  if (name === 'string') return STRING;
  const { size, flat, load, store, lift, lower } = KINDS[name];
  return {
    size,
    alignment: size,
    flat: [flat],
    load: (memory, pointer) => load(memory.view, pointer),
    store: (memory, pointer, value) => store(memory.view, pointer, value as never),
    lift: (_memory, source) => lift(next(source) as never),
    lower: (_memory, value, target) => void target.push(lower(value as never)),
  };
}

const STRING: Codec = {
  size: 8,
  alignment: 4,
  flat: ['i32', 'i32'],
  load: (memory, pointer) => {
    const { view } = memory;
    return memory.readString(view.getUint32(pointer, true), view.getUint32(pointer + 4, true));
  },
  store: (memory, pointer, value) => storePair(memory, pointer, memory.writeString(text(value))),
  lift: (memory, source) => {
    const pointer = (next(source) as number) >>> 0;
    return memory.readString(pointer, (next(source) as number) >>> 0);
  },
  lower: (memory, value, target) => void target.push(...memory.writeString(text(value))),
};

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`The host gave a ${typeof value} where the WIT has a string`);
  return value;
}

/** Writes a pointer and a length. */
export function storePair(memory: GuestMemory, at: number, [pointer, length]: readonly [number, number]): void {
  const { view } = memory;
  view.setUint32(at, pointer, true);
  view.setUint32(at + 4, length, true);
}

/** A handle of a resource of the host's. */
export function handle(kind: 'own' | 'borrow', resource: number): Codec {
  const lift = (memory: GuestMemory, index: number): object =>
    kind === 'own' ? memory.handles.take(resource, index) : memory.handles.get(resource, index);
  return {
    size: 4,
    alignment: 4,
    flat: ['i32'],
    load: (memory, pointer) => lift(memory, memory.view.getUint32(pointer, true)),
    store: (memory, pointer, value) => memory.view.setUint32(pointer, memory.handles.add(resource, value), true),
    lift: (memory, source) => lift(memory, (next(source) as number) >>> 0),
    lower: (memory, value, target) => void target.push(memory.handles.add(resource, value)),
  };
}
