/** Resolves types to places in the plan's table, each structure once. */
import type { TypeDefinition, ValueType } from '../binary/definitions.ts';
import { FormatError } from '../binary/reader.ts';
import type { FunctionType, Plan, Primitive, TypeDef, TypeRef } from '../plan.ts';
import type { Scope, TypeValue } from './values.ts';

const PRIMITIVES: ReadonlySet<string> = new Set<Primitive>([
  'bool',
  's8',
  'u8',
  's16',
  'u16',
  's32',
  'u32',
  's64',
  'u64',
  'f32',
  'f64',
  'char',
  'string',
]);

/** See the file's head. */
export class TypeTable {
  readonly #plan: Plan;
  readonly #known = new Map<string, number>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** What a definition stands for in `scope`. */
  define(definition: TypeDefinition, scope: Scope): TypeValue {
    switch (definition.kind) {
      case 'primitive':
        return { kind: 'value', ref: this.resolve(definition.name, scope) };
      case 'function':
        return { kind: 'function', type: this.#function(definition, scope) };
      case 'instance':
      case 'component':
        return { kind: 'shape', definition, scope };
      case 'resource':
        throw new FormatError('it defines a resource of its own, which this host does not do');
      case 'unsupported':
        throw new FormatError(`it uses ${definition.what}, which this host does not do`);
      default:
        return { kind: 'value', ref: this.#add(this.#structure(definition, scope)) };
    }
  }

  /** A resource that the host implements. */
  addResource(from: string, name: string): TypeValue {
    return { kind: 'resource', resource: this.#plan.resources.push({ interface: from, name }) - 1 };
  }

  resolve(type: ValueType, scope: Scope): TypeRef {
    if (typeof type === 'string') {
      if (!PRIMITIVES.has(type)) throw new FormatError(`it uses ${type}, which this host does not do`);
      return type as Primitive;
    }
    const value = scope.types[type];
    if (value?.kind !== 'value') throw new FormatError(`the type ${type} is not one of values`);
    return value.ref;
  }

  /** The resource that an index stands for. */
  resourceAt(index: number, scope: Scope): number {
    const value = scope.types[index];
    if (value?.kind !== 'resource') throw new FormatError(`the type ${index} is not a resource`);
    return value.resource;
  }

  #function({ params, result }: TypeDefinition & { kind: 'function' }, scope: Scope): FunctionType {
    return {
      params: params.map(([, type]) => this.resolve(type, scope)),
      result: result === null ? null : this.resolve(result, scope),
    };
  }

  #structure(
    definition: Exclude<
      TypeDefinition,
      { kind: 'primitive' | 'function' | 'instance' | 'component' | 'resource' | 'unsupported' }
    >,
    scope: Scope,
  ): TypeDef {
    const resolve = (type: ValueType) => this.resolve(type, scope);
    const optional = (type: ValueType | null) => (type === null ? null : resolve(type));
    switch (definition.kind) {
      case 'record':
        return { kind: 'record', fields: definition.fields.map(([name, type]) => [name, resolve(type)]) };
      case 'variant':
        return { kind: 'variant', cases: definition.cases.map(([name, type]) => [name, optional(type)]) };
      case 'list':
        return { kind: 'list', element: resolve(definition.element) };
      case 'tuple':
        return { kind: 'tuple', items: definition.items.map(resolve) };
      case 'option':
        return { kind: 'option', some: resolve(definition.some) };
      case 'result':
        return { kind: 'result', ok: optional(definition.ok), error: optional(definition.error) };
      case 'own':
      case 'borrow':
        return { kind: definition.kind, resource: this.resourceAt(definition.index, scope) };
      case 'flags':
      case 'enum':
        return { kind: definition.kind, names: definition.names };
    }
  }

  #add(type: TypeDef): number {
    const key = JSON.stringify(type);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const index = this.#plan.types.push(type) - 1;
    this.#known.set(key, index);
    return index;
  }
}
