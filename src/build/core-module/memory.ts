/**
 * A core module's memory as an import, so that whoever instantiates it says how far it may grow. A module that defines its
 * memory can take 4 GiB, in the middle of a turn, where nobody can look.
 */
import { Reader } from '../../component/binary/reader.ts';
import { addEntry, name, readSections, SECTION, writeSections } from './binary.ts';

/** The import's module and name. */
export const MEMORY_MODULE = 'wasi-node';
export const MEMORY_NAME = 'memory';

const MEMORY_KIND = 2;

/**
 * @returns the module with its memory imported, as it is where it defines none, and how many pages the memory begins with
 */
export function importMemory(module: Uint8Array): { bytes: Uint8Array; pages: number | undefined } {
  const sections = readSections(module);
  const memory = sections.find(({ id }) => id === SECTION.memory);
  if (memory === undefined) return { bytes: module, pages: undefined };
  const reader = new Reader(memory.body);
  if (reader.number() !== 1) throw new TypeError('A core module with several memories');
  const limits = memory.body.subarray(reader.at);
  const pages = new Reader(limits, 1).number();
  const entry = [...name(MEMORY_MODULE), ...name(MEMORY_NAME), MEMORY_KIND, ...limits];
  const others = sections.filter((section) => section !== memory);
  return { bytes: writeSections(module, addEntry(others, SECTION.import, entry)), pages };
}
