/**
 * How a component is instantiated, as data (JSON): its core modules, what each imports, and the functions between them
 * and the host by their types. What links it is the same code for every component.
 */

/** A type: a primitive by name, or a number: its place in `Plan.types`. */
export type TypeRef = Primitive | number;

export type Primitive =
  | 'bool'
  | 's8'
  | 'u8'
  | 's16'
  | 'u16'
  | 's32'
  | 'u32'
  | 's64'
  | 'u64'
  | 'f32'
  | 'f64'
  | 'char'
  | 'string';

/** A type that is made of others. https://component-model.bytecodealliance.org/design/wit.html#types */
export type TypeDef =
  | { kind: 'record'; fields: [name: string, type: TypeRef][] }
  | { kind: 'variant'; cases: [name: string, type: TypeRef | null][] }
  | { kind: 'list'; element: TypeRef }
  | { kind: 'tuple'; items: TypeRef[] }
  | { kind: 'flags'; names: string[] }
  | { kind: 'enum'; names: string[] }
  | { kind: 'option'; some: TypeRef }
  | { kind: 'result'; ok: TypeRef | null; error: TypeRef | null }
  | { kind: 'own' | 'borrow'; resource: number };

export interface FunctionType {
  params: TypeRef[];
  result: TypeRef | null;
}

/** A core function, table, memory or global: an export of a core instance, or one of `Plan.functions`. */
export type CoreRef = { instance: number; name: string } | { function: number };

/** Where values of a function are. */
export interface MemoryOptions {
  memory: CoreRef | null;
  realloc: CoreRef | null;
  /** Its strings are in UTF-16; else in UTF-8. */
  utf16?: true;
}

/** A core function that the host provides. https://github.com/WebAssembly/component-model/blob/main/design/mvp/CanonicalABI.md */
export type HostFunction =
  | ({ kind: 'lower'; callee: Callee; type: FunctionType } & MemoryOptions)
  | ({ kind: 'task.return'; result: TypeRef | null } & MemoryOptions)
  | { kind: 'resource.drop'; resource: number }
  | { kind: 'context.get' | 'context.set'; slot: number }
  /** One that a component of ours declares and does not call: nothing that it does is ever pending. */
  | { kind: 'absent'; name: string };

/** What a lowered function calls: a function of the host, or one of another component inside this one. */
export type Callee = { interface: string; name: string } | { lift: number };

/** A core function as a function of the component's. */
export interface Lift extends MemoryOptions {
  core: CoreRef;
  type: FunctionType;
  /** Lifted `async`: results come through `task.return`. */
  async: boolean;
  callback: CoreRef | null;
  postReturn: CoreRef | null;
}

/** A core instance. */
export interface Step {
  /** Its module's file. */
  module: string;
  imports: Record<string, Record<string, CoreRef>>;
}

export interface Plan {
  steps: Step[];
  functions: HostFunction[];
  lifts: Lift[];
  types: TypeDef[];
  /** Resources that the host implements. */
  resources: { interface: string; name: string }[];
  /** Interfaces that the component imports, without versions. */
  imports: string[];
  /** Functions by interface (with its version) and name; numbers are places in `lifts`. */
  exports: Record<string, Record<string, number>>;
}
