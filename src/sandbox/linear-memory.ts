/** The linear memory of one instance, with a hard maximum. */
import { MEMORY_MODULE } from '../build/core-module/memory.ts';

const PAGE = 65_536;
const MAX_PAGES = 65_536;

/** What Node's types leave out. */
interface WebAssemblyApi {
  Memory: new (size: { initial: number; maximum: number }) => object;
  Module: { imports(module: WebAssembly.Module): { module: string; name: string }[] };
}

/**
 * What a core module imports as its memory (`importMemory`), for one instance; nothing for a module without one.
 * @param bytes how large the memory may become; one that begins larger is not made smaller
 */
export function memoryFor(module: WebAssembly.Module, bytes: number): Record<string, Record<string, object>> {
  const { Memory, Module } = WebAssembly as unknown as WebAssemblyApi;
  const entry = Module.imports(module).find(({ module: from }) => from === MEMORY_MODULE);
  if (entry === undefined) return {};
  const initial = Number(entry.name);
  const maximum = Math.min(Math.max(initial, Math.floor(bytes / PAGE)), MAX_PAGES);
  return { [MEMORY_MODULE]: { [entry.name]: new Memory({ initial, maximum }) } };
}
