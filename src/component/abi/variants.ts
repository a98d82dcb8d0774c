/** Variants, enums, options and results: a discriminant, and what belongs to it. */
import { readBits, writeBits } from './aggregates.ts';
import { align, type Codec, type Flat, type FlatSource, type FlatType, next } from './codec.ts';
import { Trap } from './trap.ts';

/** A case's tag, as JavaScript has it, and its payload. */
interface Case {
  tag: string;
  codec: Codec | null;
}

/** Converts between a JavaScript value and a case with its payload. */
interface Shape {
  wrap(index: number, payload: unknown): unknown;
  /** @returns the case's index; `payloadOf` gives the rest */
  indexOf(value: unknown): number;
  payloadOf(value: unknown, index: number): unknown;
}

const unknownCase = (value: unknown): never => {
  throw new TypeError(`The host gave ${String(value)}, which is no case of the WIT type`);
};

/** A variant is `{ tag, val }`. */
export function variant(cases: readonly Case[]): Codec {
  const indices = new Map(cases.map(({ tag }, index) => [tag, index]));
  return discriminated(cases, {
    wrap: (index, payload) => {
      const { tag, codec } = cases[index] as Case;
      return codec === null ? { tag } : { tag, val: payload };
    },
    indexOf: (value) => {
      const { tag } = value as { tag: string };
      return indices.get(tag) ?? unknownCase(tag);
    },
    payloadOf: (value) => (value as { val: unknown }).val,
  });
}

/** An enum is its case's name. */
export function enumeration(names: readonly string[]): Codec {
  const indices = new Map(names.map((name, index) => [name, index]));
  return discriminated(
    names.map((tag) => ({ tag, codec: null })),
    {
      wrap: (index) => names[index],
      indexOf: (value) => indices.get(value as string) ?? unknownCase(value),
      payloadOf: () => undefined,
    },
  );
}

/** An option is the value or undefined; an option of an option is `{ tag, val }`. */
export function option(some: Codec, nested: boolean): Codec {
  const cases = [
    { tag: 'none', codec: null },
    { tag: 'some', codec: some },
  ];
  if (nested) return variant(cases);
  return discriminated(cases, {
    wrap: (index, payload) => (index === 0 ? undefined : payload),
    indexOf: (value) => (value === undefined || value === null ? 0 : 1),
    payloadOf: (value) => value,
  });
}

/** A result within another type is `{ tag: 'ok' | 'err', val }`; that of a function is returned or thrown. */
export function result(ok: Codec | null, error: Codec | null): Codec {
  return variant([
    { tag: 'ok', codec: ok },
    { tag: 'err', codec: error },
  ]);
}

function discriminated(cases: readonly Case[], shape: Shape): Codec {
  const discriminantSize = cases.length <= 0x100 ? 1 : cases.length <= 0x10000 ? 2 : 4;
  const payloadAlignment = Math.max(1, ...cases.map(({ codec }) => codec?.alignment ?? 1));
  const alignment = Math.max(discriminantSize, payloadAlignment);
  const payloadAt = align(discriminantSize, payloadAlignment);
  const size = align(payloadAt + Math.max(0, ...cases.map(({ codec }) => codec?.size ?? 0)), alignment);
  const payloadFlat = joinAll(cases);
  const at = (index: number): Case => {
    const found = cases[index];
    if (found === undefined) throw new Trap(`invalid discriminant ${index}`);
    return found;
  };
  return {
    size,
    alignment,
    flat: ['i32', ...payloadFlat],
    load: (memory, pointer) => {
      const index = readBits(memory, pointer, discriminantSize);
      return shape.wrap(index, at(index).codec?.load(memory, pointer + payloadAt));
    },
    store: (memory, pointer, value) => {
      const index = shape.indexOf(value);
      writeBits(memory, pointer, discriminantSize, index);
      at(index).codec?.store(memory, pointer + payloadAt, shape.payloadOf(value, index));
    },
    lift: (memory, source) => {
      const index = (next(source) as number) >>> 0;
      const { codec } = at(index);
      const payload = codec?.lift(memory, narrow(source, codec.flat, payloadFlat));
      source.at += payloadFlat.length;
      return shape.wrap(index, payload);
    },
    lower: (memory, value, target) => {
      const index = shape.indexOf(value);
      const { codec } = at(index);
      const payload: Flat[] = [];
      codec?.lower(memory, shape.payloadOf(value, index), payload);
      target.push(index);
      payloadFlat.forEach((to, i) => {
        const from = codec?.flat[i];
        target.push(from === undefined ? zero(to) : widen(payload[i] as Flat, from, to));
      });
    },
  };
}

/** The core types that hold any case's payload. */
function joinAll(cases: readonly Case[]): FlatType[] {
  const joined: FlatType[] = [];
  for (const { codec } of cases) {
    codec?.flat.forEach((type, i) => {
      joined[i] = joined[i] === undefined ? type : join(joined[i], type);
    });
  }
  return joined;
}

function join(a: FlatType, b: FlatType): FlatType {
  if (a === b) return a;
  return [a, b].every((type) => type === 'i32' || type === 'f32') ? 'i32' : 'i64';
}

/** A case's core values out of those that hold any case's. */
function narrow(source: FlatSource, types: readonly FlatType[], joined: readonly FlatType[]): FlatSource {
  if (types.every((type, i) => type === joined[i])) return { values: source.values, at: source.at };
  return { values: types.map((to, i) => cut(source.values[source.at + i] as Flat, joined[i] as FlatType, to)), at: 0 };
}

const scratch = new DataView(new ArrayBuffer(8));

/** A core value of type `from` that holds one of type `to`. */
function cut(value: Flat, from: FlatType, to: FlatType): Flat {
  if (from === to) return value;
  if (from === 'i32') {
    scratch.setInt32(0, value as number);
    return scratch.getFloat32(0);
  }
  const bits = value as bigint;
  if (to === 'i32') return Number(BigInt.asIntN(32, bits));
  scratch.setBigInt64(0, BigInt.asIntN(64, bits));
  return to === 'f64' ? scratch.getFloat64(0) : scratch.getFloat32(4);
}

/** A core value of type `from` as one of type `to`, which holds it. */
function widen(value: Flat, from: FlatType, to: FlatType): Flat {
  if (from === to) return value;
  if (from === 'f32') scratch.setFloat32(4, value as number);
  else if (from === 'f64') scratch.setFloat64(0, value as number);
  else return BigInt(value) & 0xffffffffn;
  if (to === 'i32') return scratch.getInt32(4);
  return from === 'f64' ? scratch.getBigInt64(0) : BigInt(scratch.getUint32(4));
}

const zero = (type: FlatType): Flat => (type === 'i64' ? 0n : 0);
