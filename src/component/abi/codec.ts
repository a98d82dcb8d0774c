/**
 * How values of a type stand in linear memory and in core arguments.
 * https://github.com/WebAssembly/component-model/blob/main/design/mvp/CanonicalABI.md
 */
import type { GuestMemory } from './memory.ts';

/** A core value type. */
export type FlatType = 'i32' | 'i64' | 'f32' | 'f64';

/** A core value. */
export type Flat = number | bigint;

/** Core values that are read one after the other. */
export interface FlatSource {
  readonly values: readonly Flat[];
  at: number;
}

export interface Codec {
  /** Bytes. */
  readonly size: number;
  readonly alignment: number;
  readonly flat: readonly FlatType[];
  /** Reads a value at `pointer`. */
  load(memory: GuestMemory, pointer: number): unknown;
  /** Writes a value at `pointer`; what it refers to is allocated by the guest. */
  store(memory: GuestMemory, pointer: number, value: unknown): void;
  /** Makes a value of core values. */
  lift(memory: GuestMemory, source: FlatSource): unknown;
  /** Makes core values of a value. */
  lower(memory: GuestMemory, value: unknown, target: Flat[]): void;
}

export const align = (offset: number, alignment: number): number => Math.ceil(offset / alignment) * alignment;

/** The next core value. */
export function next(source: FlatSource): Flat {
  return source.values[source.at++] as Flat;
}
