/** The parameters and the result of a function, as they cross the border: flat where they fit, otherwise in memory. */
import type { FunctionType, TypeRef } from '../plan.ts';
import { layOut, lentBytes } from './aggregates.ts';
import type { Codec, Flat } from './codec.ts';
import type { Codecs } from './codecs.ts';
import type { GuestMemory } from './memory.ts';

const MAX_FLAT_PARAMS = 16;
const MAX_FLAT_RESULTS = 1;

/** How the values of a list of types cross. */
export interface Crossing {
  /** How many core values they take. */
  readonly width: number;
  /** Makes values of core values. */
  lift(memory: GuestMemory, values: readonly Flat[]): unknown[];
  /** Makes core values of values. */
  lower(memory: GuestMemory, values: readonly unknown[]): Flat[];
}

/** Parameters, or the result of a function that is lifted `async`. */
export function parameters(codecs: Codecs, types: readonly TypeRef[], lent = false): Crossing {
  const items = types.map((type) => (lent && isBytes(codecs, type) ? lentBytes(codecs.of(type)) : codecs.of(type)));
  const flat = items.flatMap((codec) => codec.flat);
  return flat.length <= MAX_FLAT_PARAMS ? flatCrossing(items, flat.length) : spilled(items);
}

function isBytes(codecs: Codecs, type: TypeRef): boolean {
  if (typeof type === 'string') return false;
  const definition = codecs.type(type);
  return definition.kind === 'list' && definition.element === 'u8';
}

function flatCrossing(items: readonly Codec[], width: number): Crossing {
  return {
    width,
    lift: (memory, values) => {
      const source = { values, at: 0 };
      const lifted: unknown[] = [];
      for (const codec of items) lifted.push(codec.lift(memory, source));
      return lifted;
    },
    lower: (memory, values) => {
      const target: Flat[] = [];
      for (let i = 0; i < items.length; i++) (items[i] as Codec).lower(memory, values[i], target);
      return target;
    },
  };
}

function spilled(items: readonly Codec[]): Crossing {
  const { fields, size, alignment } = layOut(items.map((codec) => ['', codec] as const));
  return {
    width: 1,
    lift: (memory, [pointer]) => {
      const start = (pointer as number) >>> 0;
      memory.claim(start, size);
      return fields.map(({ offset, codec }) => codec.load(memory, start + offset));
    },
    lower: (memory, values) => {
      const start = memory.allocate(size, alignment);
      for (const [i, { offset, codec }] of fields.entries()) codec.store(memory, start + offset, values[i]);
      return [start];
    },
  };
}

/** How a function's result gets to its caller. */
export interface ResultCrossing {
  /** The result is written where a further core parameter points. */
  readonly indirect: boolean;
  /** @param pointer that parameter; 0 where there is none */
  lower(memory: GuestMemory, pointer: number, value: unknown): Flat | undefined;
  /** The value of what a core function returned. */
  lift(memory: GuestMemory, returned: Flat | undefined): unknown;
}

export function resultOf(codecs: Codecs, { result }: Pick<FunctionType, 'result'>): ResultCrossing {
  if (result === null) return { indirect: false, lower: () => undefined, lift: () => undefined };
  const codec = codecs.of(result);
  if (codec.flat.length > MAX_FLAT_RESULTS) {
    return {
      indirect: true,
      lower: (memory, pointer, value) => {
        memory.claim(pointer, codec.size);
        codec.store(memory, pointer, value);
        return undefined;
      },
      lift: (memory, returned) => codec.load(memory, (returned as number) >>> 0),
    };
  }
  return {
    indirect: false,
    lower: (memory, _pointer, value) => {
      const target: Flat[] = [];
      codec.lower(memory, value, target);
      return target[0];
    },
    lift: (memory, returned) => codec.lift(memory, { values: returned === undefined ? [] : [returned], at: 0 }),
  };
}
