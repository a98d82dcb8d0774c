/** The definitions that a component is made of, as they stand in its binary. */

export type CoreSort = 'func' | 'table' | 'memory' | 'global' | 'tag' | 'type' | 'module' | 'instance';
export type Sort = 'func' | 'value' | 'type' | 'component' | 'instance';

/** What an index is of. */
export type AnySort = { core: CoreSort } | { sort: Sort };
export type SortIndex = AnySort & { index: number };

/** A value type: a primitive by its name, or a type's index. */
export type ValueType = string | number;

export type TypeDefinition =
  | { kind: 'primitive'; name: string }
  | { kind: 'record'; fields: [string, ValueType][] }
  | { kind: 'variant'; cases: [string, ValueType | null][] }
  | { kind: 'list'; element: ValueType }
  | { kind: 'tuple'; items: ValueType[] }
  | { kind: 'flags' | 'enum'; names: string[] }
  | { kind: 'option'; some: ValueType }
  | { kind: 'result'; ok: ValueType | null; error: ValueType | null }
  | { kind: 'own' | 'borrow'; index: number }
  | { kind: 'function'; params: [string, ValueType][]; result: ValueType | null }
  | { kind: 'instance' | 'component'; declarations: Declaration[] }
  | { kind: 'resource' }
  | { kind: 'unsupported'; what: string };

export type Description =
  | { kind: 'func' | 'instance' | 'component' | 'module'; index: number }
  | { kind: 'type'; equals: number | null }
  | { kind: 'value' };

export type Alias =
  | { kind: 'instance'; sort: Sort; instance: number; name: string }
  | { kind: 'core-instance'; sort: CoreSort; instance: number; name: string }
  | { kind: 'outer'; sort: AnySort; count: number; index: number };

/** A declaration of an instance's or a component's type. */
export type Declaration =
  | { kind: 'core-type' }
  | { kind: 'type'; type: TypeDefinition }
  | { kind: 'alias'; alias: Alias }
  | { kind: 'import' | 'export'; name: string; description: Description };

export interface CanonicalOptions {
  encoding: 'utf8' | 'utf16' | 'latin1+utf16';
  async: boolean;
  memory: number | null;
  realloc: number | null;
  postReturn: number | null;
  callback: number | null;
}

export type Canonical =
  | { kind: 'lift'; core: number; options: CanonicalOptions; type: number }
  | { kind: 'lower'; func: number; options: CanonicalOptions }
  | { kind: 'resource.drop'; type: number }
  | { kind: 'task.return'; result: ValueType | null; options: CanonicalOptions }
  | { kind: 'context.get' | 'context.set'; slot: number }
  | { kind: 'absent'; name: string };

export type Definition =
  | { kind: 'core-module'; bytes: Uint8Array }
  | { kind: 'core-instance'; module: number; args: [string, number][] }
  | { kind: 'core-exports'; exports: [string, { core: CoreSort; index: number }][] }
  | { kind: 'core-type' }
  | { kind: 'component'; definitions: Definition[] }
  | { kind: 'instance'; component: number; args: [string, SortIndex][] }
  | { kind: 'exports'; exports: [string, SortIndex][] }
  | { kind: 'alias'; alias: Alias }
  | { kind: 'type'; type: TypeDefinition }
  | { kind: 'canonical'; canonical: Canonical }
  | { kind: 'import'; name: string; description: Description }
  | { kind: 'export'; name: string; item: SortIndex };
