/** Reads and writes the sections of a core module. https://webassembly.github.io/spec/core/binary/modules.html */
import { Reader } from '../../component/binary/reader.ts';

const MAGIC_BYTES = 8;

/** The ids of the sections that are looked at. */
export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  memory: 5,
  global: 6,
  export: 7,
  code: 10,
} as const;

export interface Section {
  id: number;
  body: Uint8Array;
}

export function readSections(module: Uint8Array): Section[] {
  const sections: Section[] = [];
  const reader = new Reader(module, MAGIC_BYTES);
  while (!reader.done) sections.push({ id: reader.byte(), body: reader.take(reader.number()) });
  return sections;
}

/** The module of `sections`; `module` gives the magic bytes and the version. */
export function writeSections(module: Uint8Array, sections: readonly Section[]): Uint8Array {
  return Buffer.concat([
    module.subarray(0, MAGIC_BYTES),
    ...sections.flatMap(({ id, body }) => [Uint8Array.of(id, ...number(body.length)), body]),
  ]);
}

/** Adds an entry at the end of a section's vector; the section is made where there is none. */
export function addEntry(sections: readonly Section[], id: number, entry: readonly number[]): Section[] {
  const existing = sections.find((section) => section.id === id);
  const merged = { id, body: withEntry(existing?.body ?? Uint8Array.of(0), entry) };
  if (existing !== undefined) return sections.map((section) => (section === existing ? merged : section));
  const before = sections.findIndex((section) => section.id !== SECTION.custom && section.id > id);
  return sections.toSpliced(before === -1 ? sections.length : before, 0, merged);
}

function withEntry(vector: Uint8Array, entry: readonly number[]): Uint8Array {
  const reader = new Reader(vector);
  const count = reader.number();
  return Buffer.concat([Uint8Array.from(number(count + 1)), vector.subarray(reader.at), Uint8Array.from(entry)]);
}

/** A number as unsigned LEB128. */
export function number(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 0x80, ...number(Math.floor(value / 128))];
}

/** A name. */
export function name(text: string): number[] {
  const bytes = Buffer.from(text);
  return [...number(bytes.length), ...bytes];
}
