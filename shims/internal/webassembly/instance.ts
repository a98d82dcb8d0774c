/** `WebAssembly.Instance`. https://webassembly.github.io/spec/js-api/#instances */
import { LinkError, trap } from './errors.ts';
import { Global, globalStoreOf } from './global.ts';
import { Memory, MemoryStore, memoryStoreOf } from './memory.ts';
import { type CompiledModule, compiledOf, type Module } from './module.ts';
import { Table, TableStore, tableStoreOf } from './table.ts';
import type { Import, Limits } from './types.ts';
import { enter, exportFunction, importFunction, recordOf, toWasm } from './values.ts';

/** What an instance takes from outside. */
interface Imported {
  functions: unknown[];
  /** Those of them that are exports of another instance. */
  originals: unknown[];
  tables: TableStore[];
  memories: MemoryStore[];
  globals: { v: unknown }[];
}

/** Whether something of a size fits where a size is asked for. */
function fits(size: number, has: Limits, wants: Limits): boolean {
  if (size < wants.minimum) return false;
  return wants.maximum === undefined || (has.maximum !== undefined && has.maximum <= wants.maximum);
}

/** @throws TypeError, LinkError */
function readImports(imports: readonly Import[], given: unknown): Imported {
  const result: Imported = { functions: [], originals: [], tables: [], memories: [], globals: [] };
  if (imports.length > 0 && (typeof given !== 'object' || given === null)) {
    throw new TypeError('WebAssembly.Instance(): Imports argument must be present and must be an object');
  }
  imports.forEach((item, index) => {
    const where = `WebAssembly.Instance(): Import #${index} "${item.module}"`;
    const from = (given as Record<string, unknown>)[item.module];
    if ((typeof from !== 'object' && typeof from !== 'function') || from === null) {
      throw new TypeError(`${where}: module is not an object or function`);
    }
    const value = (from as Record<string, unknown>)[item.name];
    take(result, item, value, (what) => {
      throw new LinkError(`${where} "${item.name}": ${what}`);
    });
  });
  return result;
}

function take(result: Imported, item: Import, value: unknown, fail: (what: string) => never): void {
  switch (item.kind) {
    case 'function': {
      if (typeof value !== 'function') fail('function import requires a callable');
      const record = recordOf(value);
      if (record && record.type.id !== item.type.id) fail('imported function does not match the expected type');
      result.originals.push(record && value);
      result.functions.push(record?.call ?? importFunction(value as (...args: unknown[]) => unknown, item.type));
      break;
    }
    case 'table': {
      const store = tableStoreOf(value) ?? fail('table import requires a WebAssembly.Table');
      if (store.type.element !== item.type.element) fail('imported table does not match the expected type');
      if (!fits(store.size, store.type, item.type)) fail('table import has another size');
      result.tables.push(store);
      break;
    }
    case 'memory': {
      const store = memoryStoreOf(value) ?? fail('memory import must be a WebAssembly.Memory object');
      if (!fits(store.pages, store.limits, item.type)) fail('memory import has another size');
      result.memories.push(store);
      break;
    }
    case 'global': {
      const { type, mutable } = item.type;
      const store = globalStoreOf(value);
      if (store !== undefined) {
        if (store.type.type !== type || store.type.mutable !== mutable) {
          fail('imported global does not match the expected type');
        }
        result.globals.push(store);
        break;
      }
      if (mutable) fail('imported mutable global must be a WebAssembly.Global object');
      if (type === 'i64' ? typeof value !== 'bigint' : /^[if]/.test(type) && typeof value !== 'number') {
        // A `funcref` begins with an f, too, and is no number.
        if (type !== 'funcref') fail(`global import must be a ${type === 'i64' ? 'BigInt' : 'number'}`);
      }
      result.globals.push({ v: toWasm(value, type) });
    }
  }
}

/** The function that a table holds at an index. @throws RuntimeError */
function indirect(table: TableStore, index: number, type: string): unknown {
  const record = recordOf(table.read(index));
  if (record === undefined) return trap('null function or function signature mismatch');
  return record.type.id === type ? record.call : trap('null function or function signature mismatch');
}

/** @throws LinkError, RuntimeError, TypeError, and what the module's start throws */
export function instantiate({ parts, run }: CompiledModule, given: unknown): Record<string, unknown> {
  const imported = readImports(parts.imports, given);
  const tables = [
    ...imported.tables,
    ...parts.tables.slice(imported.tables.length).map((type) => new TableStore(type)),
  ];
  const [memory] = [
    ...imported.memories,
    ...parts.memories.slice(imported.memories.length).map((limits) => new MemoryStore(limits)),
  ];
  const data = parts.data.map(({ bytes }) => bytes);
  const code = run({
    imported,
    tables,
    memory,
    data,
    indirect: indirect as never,
    outside: () => trap('memory access out of bounds'),
    exported(index, call) {
      // A function that came from another instance is that one's.
      const type = parts.functions[index];
      return type && (imported.originals[index] ?? exportFunction(call as never, type, index));
    },
  });
  memory?.use(code.refresh);
  parts.elements.forEach(({ mode }, i) => {
    const items = code.elements[i] ?? [];
    const offset = code.elementOffsets[i];
    if (typeof mode === 'object' && offset !== undefined) {
      tables[mode.table]?.init(items, offset >>> 0, 0, items.length);
    }
    if (mode !== 'passive') code.elements[i] = [];
  });
  parts.data.forEach(({ mode, bytes }, i) => {
    const offset = code.dataOffsets[i];
    if (mode === 'passive' || offset === undefined) return;
    if (memory === undefined) trap('data segment without a memory');
    memory.init(bytes, offset >>> 0, 0, bytes.length);
    data[i] = new Uint8Array(0);
  });
  const { start } = parts;
  if (start !== undefined) enter(() => code.functions[start]?.());
  return exportsOf(parts.exports, (kind, index) => {
    switch (kind) {
      case 'function':
        return code.ref(index);
      case 'table':
        return Table.over(tables[index] as TableStore);
      case 'memory':
        return Memory.over(memory as MemoryStore);
      case 'global': {
        const store = code.globals[index] as { v: unknown };
        const type = parts.globals[index];
        return type && Global.over(Object.assign(store, { type }));
      }
    }
  });
}

/** What is exported twice is one object. */
function exportsOf(
  exports: CompiledModule['parts']['exports'],
  make: (kind: CompiledModule['parts']['exports'][number]['kind'], index: number) => unknown,
): Record<string, unknown> {
  const made = new Map<string, unknown>();
  const result = Object.create(null) as Record<string, unknown>;
  for (const { name, kind, index } of exports) {
    const key = `${kind} ${index}`;
    if (!made.has(key)) made.set(key, make(kind, index));
    result[name] = made.get(key);
  }
  return Object.freeze(result);
}

/** See the file's head. */
export class Instance {
  declare readonly exports: Record<string, unknown>;

  /** @throws LinkError, RuntimeError, TypeError */
  constructor(module: Module, imports?: object) {
    const compiled = compiledOf(module);
    if (compiled === undefined) {
      throw new TypeError('WebAssembly.Instance(): Argument 0 must be a WebAssembly.Module');
    }
    Object.defineProperty(this, 'exports', {
      value: instantiate(compiled, imports),
      enumerable: true,
      configurable: true,
    });
  }

  get [Symbol.toStringTag](): string {
    return 'WebAssembly.Instance';
  }
}
