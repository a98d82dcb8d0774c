/**
 * A core module's memory as an import, so that whoever instantiates it says how far it may grow. A module that defines its
 * memory can take 4 GiB, in the middle of a turn, where nobody can look.
 */

const MODULE = 'wasi-node:memory';
const MAGIC_BYTES = 8;
const IMPORT_SECTION = 2;
const MEMORY_SECTION = 5;
const MEMORY_KIND = 2;
const PAGE = 65_536;

/** What Node's types leave out. */
interface WebAssemblyApi {
  Memory: new (size: { initial: number; maximum: number }) => object;
  Module: { imports(module: WebAssembly.Module): { module: string; name: string }[] };
}

interface Section {
  id: number;
  body: Uint8Array;
}

/** The module with its memory imported; as it is where it defines none. The import's name says how many pages it begins with. */
export function importMemory(module: Uint8Array): Uint8Array {
  const sections = readSections(module);
  const memory = sections.find(({ id }) => id === MEMORY_SECTION);
  if (memory === undefined) return module;
  const reader = { bytes: memory.body, at: 0 };
  if (readNumber(reader) !== 1) throw new TypeError('A core module with several memories');
  const limits = memory.body.subarray(reader.at);
  const pages = readNumber({ bytes: limits, at: 1 });
  const entry = [...name(MODULE), ...name(String(pages)), MEMORY_KIND, ...limits];
  const others = sections.filter((section) => section !== memory);
  const imports = others.find(({ id }) => id === IMPORT_SECTION);
  const before = others.filter(({ id }) => id !== 0 && id < IMPORT_SECTION).length;
  const merged = { id: IMPORT_SECTION, body: withEntry(imports?.body ?? Uint8Array.of(0), entry) };
  if (imports === undefined) others.splice(before, 0, merged);
  else others[others.indexOf(imports)] = merged;
  return Buffer.concat([
    module.subarray(0, MAGIC_BYTES),
    ...others.flatMap(({ id, body }) => [Uint8Array.of(id, ...number(body.length)), body]),
  ]);
}

/**
 * What such a module imports, for one instance; nothing for another module.
 * @param bytes how large the memory may become; one that begins larger is not made smaller
 */
export function memoryFor(module: WebAssembly.Module, bytes: number): Record<string, Record<string, object>> {
  const { Memory, Module } = WebAssembly as unknown as WebAssemblyApi;
  const entry = Module.imports(module).find(({ module: from }) => from === MODULE);
  if (entry === undefined) return {};
  const initial = Number(entry.name);
  const maximum = Math.min(Math.max(initial, Math.floor(bytes / PAGE)), PAGE);
  return { [MODULE]: { [entry.name]: new Memory({ initial, maximum }) } };
}

function readSections(module: Uint8Array): Section[] {
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

/** A vector with one entry more. */
function withEntry(vector: Uint8Array, entry: readonly number[]): Uint8Array {
  const reader = { bytes: vector, at: 0 };
  const count = readNumber(reader);
  return Buffer.concat([Uint8Array.from(number(count + 1)), vector.subarray(reader.at), Uint8Array.from(entry)]);
}

/** An unsigned LEB128 number. */
function readNumber(reader: { readonly bytes: Uint8Array; at: number }): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = reader.bytes[reader.at++] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
  }
}

function number(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 0x80, ...number(Math.floor(value / 128))];
}

function name(text: string): number[] {
  const bytes = Buffer.from(text);
  return [...number(bytes.length), ...bytes];
}
