/** The parts of a module. https://webassembly.github.io/spec/core/syntax/modules.html */

export type NumberType = 'i32' | 'i64' | 'f32' | 'f64';
export type ReferenceType = 'funcref' | 'externref';
export type ValueType = NumberType | ReferenceType;

export interface FunctionType {
  params: ValueType[];
  results: ValueType[];
  /** What two equal types have in common. */
  id: string;
}

export interface Limits {
  minimum: number;
  maximum: number | undefined;
}

export interface TableType extends Limits {
  element: ReferenceType;
}

export interface GlobalType {
  type: ValueType;
  mutable: boolean;
}

/** What can be imported and exported. */
export type External =
  | { kind: 'function'; type: FunctionType }
  | { kind: 'table'; type: TableType }
  | { kind: 'memory'; type: Limits }
  | { kind: 'global'; type: GlobalType };

export type Import = External & { module: string; name: string };

export interface Export {
  name: string;
  kind: External['kind'];
  index: number;
}

/** A constant expression, as JavaScript text. */
export type Constant = string;

export type ElementMode = 'passive' | 'declarative' | { table: number; offset: Constant };

export interface ElementSegment {
  mode: ElementMode;
  type: ReferenceType;
  items: Constant[];
}

export interface DataSegment {
  mode: 'passive' | { memory: number; offset: Constant };
  bytes: Uint8Array;
}

/** The body of a function of the module's own. */
export interface Body {
  start: number;
  end: number;
}

/** A parsed module: each index space begins with what is imported. */
export interface ModuleParts {
  types: FunctionType[];
  imports: Import[];
  functions: FunctionType[];
  tables: TableType[];
  memories: Limits[];
  globals: GlobalType[];
  /** Of the module's own globals. */
  initial: Constant[];
  exports: Export[];
  start: number | undefined;
  elements: ElementSegment[];
  data: DataSegment[];
  bodies: Body[];
  custom: { name: string; bytes: Uint8Array }[];
}
