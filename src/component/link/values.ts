/** What the definitions of a component stand for while it is linked: symbols instead of instances. */
import type { Definition, TypeDefinition } from '../binary/definitions.ts';
import type { Callee, CoreRef, FunctionType, TypeRef } from '../plan.ts';

/** A resource type: its place in `Plan.resources`. */
export interface ResourceValue {
  kind: 'resource';
  resource: number;
}

export type TypeValue =
  | ResourceValue
  | { kind: 'value'; ref: TypeRef }
  | { kind: 'function'; type: FunctionType }
  | { kind: 'shape'; definition: TypeDefinition & { kind: 'instance' | 'component' }; scope: Scope };

export interface FunctionValue {
  callee: Callee;
  type: FunctionType;
}

export type ItemValue =
  | { sort: 'func'; value: FunctionValue }
  | { sort: 'type'; value: TypeValue }
  | { sort: 'instance'; value: InstanceValue }
  | { sort: 'component'; value: ComponentValue };

export type InstanceValue = Map<string, ItemValue>;

export interface ComponentValue {
  definitions: Definition[];
  scope: Scope;
}

/** A core instance: its exports by name, or any name where a module gives them. */
export type CoreInstanceValue =
  | { kind: 'module'; step: number }
  | { kind: 'exports'; exports: Map<string, { sort: string; ref: CoreRef }> };

/** The index spaces of one component. */
export interface Scope {
  parent: Scope | undefined;
  coreModules: string[];
  coreInstances: CoreInstanceValue[];
  /** Functions, tables, memories, globals and tags have a space each. */
  core: Record<'func' | 'table' | 'memory' | 'global' | 'tag', CoreRef[]>;
  funcs: FunctionValue[];
  types: TypeValue[];
  instances: InstanceValue[];
  components: ComponentValue[];
}

export function newScope(parent: Scope | undefined): Scope {
  return {
    parent,
    coreModules: [],
    coreInstances: [],
    core: { func: [], table: [], memory: [], global: [], tag: [] },
    funcs: [],
    types: [],
    instances: [],
    components: [],
  };
}
