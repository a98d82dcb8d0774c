/** Takes a module apart. https://webassembly.github.io/spec/core/binary/modules.html */
import { Reader } from './reader.ts';
import type {
  Constant,
  ElementMode,
  ElementSegment,
  External,
  FunctionType,
  GlobalType,
  Limits,
  ModuleParts,
  ReferenceType,
  TableType,
  ValueType,
} from './types.ts';

const MAGIC = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const KINDS = ['function', 'table', 'memory', 'global'] as const;
const MAX_PAGES = 65_536;
const VALUE_TYPES: Readonly<Record<number, ValueType>> = {
  127: 'i32',
  126: 'i64',
  125: 'f32',
  124: 'f64',
  112: 'funcref',
  111: 'externref',
};

/** The type that a byte stands for. @throws CompileError */
export function valueType(reader: Reader, byte: number = reader.u8()): ValueType {
  return VALUE_TYPES[byte] ?? reader.fail(`a type that is not offered here (0x${byte.toString(16)})`);
}

export function referenceType(reader: Reader): ReferenceType {
  const type = valueType(reader);
  return type === 'funcref' || type === 'externref' ? type : reader.fail('a type that is no reference');
}

/** @throws CompileError */
export function parseModule(bytes: Uint8Array): ModuleParts {
  const reader = new Reader(bytes);
  for (const byte of MAGIC) if (reader.u8() !== byte) reader.fail('no WebAssembly module of version 1');
  const parts: ModuleParts = {
    types: [],
    imports: [],
    functions: [],
    tables: [],
    memories: [],
    globals: [],
    initial: [],
    exports: [],
    start: undefined,
    elements: [],
    data: [],
    bodies: [],
    custom: [],
  };
  const parser = new Parser(parts);
  while (!reader.done) {
    const id = reader.u8();
    const size = reader.u32();
    const section = new Reader(bytes, reader.at, reader.at + size);
    reader.take(size);
    parser.section(id, section);
    if (!section.done) section.fail('a section that is longer than what it holds');
  }
  parser.check(reader);
  return parts;
}

class Parser {
  readonly #parts: ModuleParts;
  #declared = 0;
  #dataCount: number | undefined;

  constructor(parts: ModuleParts) {
    this.#parts = parts;
  }

  section(id: number, r: Reader): void {
    const parts = this.#parts;
    switch (id) {
      case 0: {
        const name = r.name();
        parts.custom.push({ name, bytes: r.take(r.end - r.at) });
        break;
      }
      case 1:
        parts.types = r.list(() => functionType(r));
        break;
      case 2:
        r.list(() => this.#import(r));
        break;
      case 3:
        this.#declared = r.list(() => parts.functions.push(this.#typeAt(r))).length;
        break;
      case 4:
        r.list(() => parts.tables.push(tableType(r)));
        break;
      case 5:
        r.list(() => parts.memories.push(memoryType(r)));
        break;
      case 6:
        r.list(() => {
          parts.globals.push(globalType(r));
          parts.initial.push(this.#constant(r));
        });
        break;
      case 7:
        parts.exports = r.list(() => ({ name: r.name(), kind: kindOf(r), index: r.u32() }));
        break;
      case 8:
        parts.start = r.u32();
        break;
      case 9:
        parts.elements = r.list(() => this.#elements(r));
        break;
      case 10:
        parts.bodies = r.list(() => {
          const size = r.u32();
          const start = r.at;
          r.take(size);
          return { start, end: r.at };
        });
        break;
      case 11:
        parts.data = r.list(() => {
          const flag = r.u32();
          if (flag > 2) r.fail('a data segment of an unknown form');
          const memory = flag === 2 ? r.u32() : 0;
          const mode = flag === 1 ? ('passive' as const) : { memory, offset: this.#constant(r) };
          return { mode, bytes: r.take(r.u32()).slice() };
        });
        break;
      case 12:
        this.#dataCount = r.u32();
        break;
      default:
        r.fail(`a section that is not offered here (${id})`);
    }
  }

  /** What no section can say by itself. @throws CompileError */
  check(r: Reader): void {
    const { functions, tables, memories, globals, exports, start, bodies, data } = this.#parts;
    if (bodies.length !== this.#declared) r.fail('functions without bodies, or bodies without functions');
    if (this.#dataCount !== undefined && this.#dataCount !== data.length) r.fail('another number of data segments');
    if (memories.length > 1) r.fail('multiple memories are not offered here');
    const counts = { function: functions, table: tables, memory: memories, global: globals };
    const names = new Set<string>();
    for (const { name, kind, index } of exports) {
      if (index >= counts[kind].length) r.fail(`the export ${name} is not there`);
      if (names.has(name)) r.fail(`the export ${name} is there twice`);
      names.add(name);
    }
    if (start === undefined) return;
    const type = functions[start];
    if (type === undefined || type.params.length + type.results.length > 0) r.fail('a start function that is none');
  }

  #typeAt(r: Reader): FunctionType {
    return this.#parts.types[r.u32()] ?? r.fail('a type that is not there');
  }

  #import(r: Reader): void {
    const { functions, tables, memories, globals, imports } = this.#parts;
    const module = r.name();
    const name = r.name();
    const external = ((): External => {
      const kind = kindOf(r);
      switch (kind) {
        case 'function':
          return { kind, type: this.#typeAt(r) };
        case 'table':
          return { kind, type: tableType(r) };
        case 'memory':
          return { kind, type: memoryType(r) };
        case 'global':
          return { kind, type: globalType(r) };
      }
    })();
    imports.push({ module, name, ...external });
    if (external.kind === 'function') functions.push(external.type);
    else if (external.kind === 'table') tables.push(external.type);
    else if (external.kind === 'memory') memories.push(external.type);
    else globals.push(external.type);
  }

  /** A constant expression, over the globals and functions of the instance (`g`, `ref`). */
  #constant(r: Reader): Constant {
    const opcode = r.u8();
    const text = ((): string => {
      switch (opcode) {
        case 0x41:
          return String(r.s32());
        case 0x42:
          return `${r.s64()}n`;
        case 0x43:
          return numberText(r.f32());
        case 0x44:
          return numberText(r.f64());
        case 0x23:
          return `g${this.#indexIn(r, this.#parts.globals)}.v`;
        case 0xd0:
          referenceType(r);
          return 'null';
        case 0xd2:
          return `ref(${this.#indexIn(r, this.#parts.functions)})`;
        default:
          return r.fail(`an expression that is not constant (0x${opcode.toString(16)})`);
      }
    })();
    if (r.u8() !== 0x0b) r.fail('a constant expression of several instructions is not offered here');
    return text;
  }

  #indexIn(r: Reader, list: readonly unknown[]): number {
    const index = r.u32();
    return index < list.length ? index : r.fail('something that is not there');
  }

  #elements(r: Reader): ElementSegment {
    const flag = r.u32();
    if (flag > 7) r.fail('an element segment of an unknown form');
    const table = (flag & 3) === 2 ? r.u32() : 0;
    let mode: ElementMode = flag & 2 ? 'declarative' : 'passive';
    if ((flag & 1) === 0) mode = { table, offset: this.#constant(r) };
    const expressions = flag >= 4;
    let type: ReferenceType = 'funcref';
    if ((flag & 3) !== 0) {
      if (expressions) type = referenceType(r);
      else if (r.u8() !== 0) r.fail('elements of an unknown kind');
    }
    const items = r.list(() => (expressions ? this.#constant(r) : `ref(${this.#indexIn(r, this.#parts.functions)})`));
    return { mode, type, items };
  }
}

/** A float as JavaScript text. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function kindOf(r: Reader): External['kind'] {
  const byte = r.u8();
  return KINDS[byte] ?? r.fail(`a kind that is not offered here (${byte})`);
}

function functionType(r: Reader): FunctionType {
  if (r.u8() !== 0x60) r.fail('a type that is no function type');
  const params = r.list(() => valueType(r));
  const results = r.list(() => valueType(r));
  return { params, results, id: `${params}:${results}` };
}

function limits(r: Reader, most: number): Limits {
  const flag = r.u8();
  if (flag > 1) r.fail('limits that are not offered here (shared or 64-bit)');
  const minimum = r.u32();
  const maximum = flag === 1 ? r.u32() : undefined;
  if (minimum > most || (maximum !== undefined && (maximum > most || maximum < minimum))) r.fail('limits out of range');
  return { minimum, maximum };
}

function tableType(r: Reader): TableType {
  return { element: referenceType(r), ...limits(r, 0xffff_ffff) };
}

function memoryType(r: Reader): Limits {
  return limits(r, MAX_PAGES);
}

function globalType(r: Reader): GlobalType {
  const type = valueType(r);
  const mutable = r.u8();
  if (mutable > 1) r.fail('a mutability that is none');
  return { type, mutable: mutable === 1 };
}
