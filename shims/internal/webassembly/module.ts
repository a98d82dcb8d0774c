/** `WebAssembly.Module`: a module becomes JavaScript that the engine runs. https://webassembly.github.io/spec/js-api/#modules */
import { CompileError } from './errors.ts';
import { helpers } from './helpers.ts';
import { parseModule } from './parse.ts';
import { translate } from './translate.ts';
import type { Constant, External, ModuleParts } from './types.ts';

/** What the text of a module is run with: the parts of an instance that are not code. */
export interface Environment {
  imported: { functions: unknown[]; globals: unknown[] };
  tables: unknown[];
  memory: unknown;
  data: Uint8Array[];
  /** The exported function for one of the instance's. */
  exported(index: number, call: unknown): unknown;
  indirect(table: unknown, index: number, type: string): unknown;
  outside(): never;
}

/** What running it gives. */
export interface Code {
  functions: ((...args: never[]) => unknown)[];
  globals: { v: unknown }[];
  elements: unknown[][];
  /** Where active segments go; undefined for the others. */
  elementOffsets: (number | undefined)[];
  dataOffsets: (number | undefined)[];
  ref(index: number): unknown;
  /** Takes up the memory's buffer. */
  refresh(): void;
}

/** A module that is ready to be run. */
export interface CompiledModule {
  parts: ModuleParts;
  run(environment: Environment): Code;
}

/** The names in the text, with the expression for each. */
function text(bytes: Uint8Array, parts: ModuleParts): string {
  const count = (kind: External['kind']) => parts.imports.filter((item) => item.kind === kind).length;
  const functions = count('function');
  const globals = count('global');
  const list = (length: number, name: string) => Array.from({ length }, (_, i) => `${name}${i}`).join();
  const offset = (mode: object | string): Constant =>
    typeof mode === 'object' ? (mode as { offset: Constant }).offset : 'undefined';
  return [
    `'use strict';const {${Object.keys(helpers)}}=H;`,
    'const {imported,tables,memory:M,data,exported,indirect,outside}=E;',
    'const none=[];let D,U;const refresh=()=>{D=M.view;U=M.bytes};',
    `const [${list(functions, 'f')}]=imported.functions;`,
    `const [${list(parts.tables.length, 't')}]=tables;`,
    ...parts.bodies.map((body, i) => {
      const type = parts.functions[functions + i];
      if (type === undefined) throw new CompileError('WebAssembly.Module(): a function without a type');
      return translate(bytes, parts, functions + i, type, body);
    }),
    `const functions=[${list(parts.functions.length, 'f')}],refs=[];`,
    'const ref=(i)=>refs[i]??=exported(i,functions[i]);',
    `const [${list(globals, 'g')}]=imported.globals;`,
    ...parts.initial.map((value, i) => `const g${globals + i}={v:${value}};`),
    `const elements=[${parts.elements.map(({ items }) => `[${items}]`)}];`,
    `return{functions,globals:[${list(parts.globals.length, 'g')}],elements,ref,refresh,`,
    `elementOffsets:[${parts.elements.map(({ mode }) => offset(mode))}],`,
    `dataOffsets:[${parts.data.map(({ mode }) => offset(mode))}]};`,
  ].join('\n');
}

/** The bytes that a program gives. @throws TypeError */
export function bytesOf(source: unknown, what: string): Uint8Array {
  if (source instanceof ArrayBuffer) return new Uint8Array(source).slice();
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice();
  throw new TypeError(`${what}: Argument 0 must be a buffer source`);
}

/** @throws CompileError */
export function compileBytes(bytes: Uint8Array): CompiledModule {
  const parts = parseModule(bytes);
  const run = new Function('H', 'E', text(bytes, parts)) as (given: object, environment: Environment) => Code;
  return { parts, run: (environment) => run(helpers, environment) };
}

const compiled = /* @__PURE__ */ new WeakMap<object, CompiledModule>();

/** What is behind a module; undefined for any other value. */
export function compiledOf(value: unknown): CompiledModule | undefined {
  return typeof value === 'object' && value !== null ? compiled.get(value) : undefined;
}

/** @throws TypeError */
function partsOf(module: unknown, what: string): ModuleParts {
  const found = compiledOf(module);
  if (found === undefined) throw new TypeError(`WebAssembly.Module.${what}(): Argument 0 must be a WebAssembly.Module`);
  return found.parts;
}

/** See the file's head. */
export class Module {
  /** @throws CompileError, TypeError */
  constructor(bytes: ArrayBuffer | ArrayBufferView) {
    compiled.set(this, compileBytes(bytesOf(bytes, 'WebAssembly.Module()')));
  }

  static exports(module: Module): { name: string; kind: string }[] {
    return partsOf(module, 'exports').exports.map(({ name, kind }) => ({ name, kind }));
  }

  static imports(module: Module): { module: string; name: string; kind: string }[] {
    return partsOf(module, 'imports').imports.map((item) => ({
      module: item.module,
      name: item.name,
      kind: item.kind,
    }));
  }

  static customSections(module: Module, name: string): ArrayBuffer[] {
    const { custom } = partsOf(module, 'customSections');
    if (name === undefined) throw new TypeError('WebAssembly.Module.customSections(): Argument 1 is required');
    return custom.filter((section) => section.name === `${name}`).map(({ bytes }) => bytes.slice().buffer);
  }

  get [Symbol.toStringTag](): string {
    return 'WebAssembly.Module';
  }
}
