/** Reads and writes the sections of a core module. https://webassembly.github.io/spec/core/binary/modules.html */

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

/** A position in bytes. */
export interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

export function readSections(module: Uint8Array): Section[] {
  const sections: Section[] = [];
  const reader = { bytes: module, at: MAGIC_BYTES };
  while (reader.at < module.length) {
    const id = module[reader.at++] ?? 0;
    const length = readNumber(reader);
    sections.push({ id, body: module.subarray(reader.at, reader.at + length) });
    reader.at += length;
  }
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
  const reader = { bytes: vector, at: 0 };
  const count = readNumber(reader);
  return Buffer.concat([Uint8Array.from(number(count + 1)), vector.subarray(reader.at), Uint8Array.from(entry)]);
}

/** An unsigned LEB128 number. */
export function readNumber(reader: Reader): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = reader.bytes[reader.at++] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
  }
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
