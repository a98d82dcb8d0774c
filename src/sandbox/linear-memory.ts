/** The linear memory of one instance, with a hard maximum. */
import { MEMORY_MODULE, MEMORY_NAME } from '../build/core-module/memory.ts';

const PAGE = 65_536;
const MAX_PAGES = 65_536;

/** What Node's types leave out. */
interface WebAssemblyApi {
  Memory: new (size: { initial: number; maximum: number }) => object;
}

/**
 * What a core module imports as its memory (`importMemory`), for one instance.
 * @param pages how many it begins with; undefined for a module without a memory
 * @param bytes how large the memory may become; one that begins larger is not made smaller
 */
export function memoryFor(pages: number | undefined, bytes: number): WebAssembly.Imports {
  if (pages === undefined) return {};
  const { Memory } = WebAssembly as unknown as WebAssemblyApi;
  const maximum = Math.min(Math.max(pages, Math.floor(bytes / PAGE)), MAX_PAGES);
  return { [MEMORY_MODULE]: { [MEMORY_NAME]: new Memory({ initial: pages, maximum }) } };
}
