/** Writes modules in the binary format, for tests. */

type Bytes = readonly number[];
type Exports = Record<string, unknown>;

/** As much of `WebAssembly` as the tests use, of either implementation. */
export interface Api {
  Module: { new (bytes: Uint8Array): object; imports(module: object): { name: string; kind: string }[] };
  Instance: new (module: object, imports?: object) => { exports: Exports };
  Memory: new (descriptor: object) => { buffer: ArrayBuffer; grow(pages: number): number };
  Table: new (descriptor: object) => { get(index: number): unknown };
  Global: new (descriptor: object, value?: unknown) => { value: unknown };
  RuntimeError: new (message: string) => Error;
  instantiate(bytes: Uint8Array, imports: object): Promise<{ module: object; instance: { exports: Exports } }>;
  validate(bytes: Uint8Array): boolean;
}

export const TYPES = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, funcref: 0x70, externref: 0x6f } as const;
export type Type = keyof typeof TYPES;

export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes;
}

export function list(items: readonly Bytes[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

export function name(text: string): number[] {
  return list([...Buffer.from(text)].map((byte) => [byte]));
}

function section(id: number, content: Bytes): number[] {
  return [id, ...unsigned(content.length), ...content];
}

const types = (all: readonly Type[]): number[] => list(all.map((type) => [TYPES[type]]));

/** One function of a module. */
export interface Code {
  name: string;
  params: readonly Type[];
  results: readonly Type[];
  locals?: readonly Type[];
  /** Instructions, without the last `end`. */
  body: Bytes;
}

/** A module with these functions, each exported, and a memory of one page as `memory`. @param more further sections, in their places */
export function moduleOf(
  functions: readonly Code[],
  more: Readonly<Record<number, Bytes>> = {},
): Uint8Array<ArrayBuffer> {
  const sections: Record<number, number[]> = {
    1: list(functions.map(({ params, results }) => [0x60, ...types(params), ...types(results)])),
    3: list(functions.map((_, i) => unsigned(i))),
    5: list([[0x01, 1, 3]]),
    7: list([...functions.map((code, i) => [...name(code.name), 0, ...unsigned(i)]), [...name('memory'), 2, 0]]),
    10: list(
      functions.map(({ locals = [], body }) => {
        const content = [...list(locals.map((type) => [1, TYPES[type]])), ...body, 0x0b];
        return [...unsigned(content.length), ...content];
      }),
    ),
  };
  for (const [id, content] of Object.entries(more)) sections[Number(id)] = [...content];
  const order = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11];
  return Uint8Array.from([
    0,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...order.flatMap((id) => (sections[id] === undefined ? [] : section(id, sections[id]))),
  ]);
}
