/**
 * Links a component ahead of time: follows its definitions with symbols in the place of instances, components within components
 * included, and gives the plan of what is left to do for each instance.
 */
import { readComponent } from '../binary/component.ts';
import type { Alias, Definition, SortIndex } from '../binary/definitions.ts';
import { FormatError } from '../binary/reader.ts';
import type { CoreRef, Plan } from '../plan.ts';
import { addCanonical } from './canonical.ts';
import { instanceOfShape } from './shapes.ts';
import { TypeTable } from './type-table.ts';
import { type CoreInstanceValue, type InstanceValue, type ItemValue, newScope, type Scope } from './values.ts';

/** A linked component. */
export interface Linked {
  plan: Plan;
  /** Its core modules by the names that the plan has for them. */
  modules: Map<string, Uint8Array>;
}

/** What is collected while a component is linked. */
export interface Linker {
  plan: Plan;
  types: TypeTable;
  modules: Map<string, Uint8Array>;
}

/**
 * @throws FormatError when it is malformed, or uses what this host does not have
 */
export function linkComponent(bytes: Uint8Array): Linked {
  const plan: Plan = { steps: [], functions: [], lifts: [], types: [], resources: [], imports: [], exports: {} };
  const linker: Linker = { plan, types: new TypeTable(plan), modules: new Map() };
  const scope = newScope(undefined);
  const exports = instantiate(linker, readComponent(bytes), scope, undefined);
  for (const [name, item] of exports) {
    if (item.sort !== 'instance') continue;
    const functions: Record<string, number> = {};
    for (const [key, { sort, value }] of item.value) {
      if (sort === 'func' && 'lift' in value.callee) functions[key] = value.callee.lift;
    }
    plan.exports[name] = functions;
  }
  return { plan, modules: linker.modules };
}

/** @param args what the component's imports are; undefined for the outermost one, whose imports are the host's */
function instantiate(
  linker: Linker,
  definitions: readonly Definition[],
  scope: Scope,
  args: InstanceValue | undefined,
): InstanceValue {
  const exports: InstanceValue = new Map();
  for (const definition of definitions) {
    switch (definition.kind) {
      case 'core-module':
        scope.coreModules.push(addModule(linker, definition.bytes));
        break;
      case 'core-instance':
        scope.coreInstances.push({ kind: 'module', step: addStep(linker, scope, definition) });
        break;
      case 'core-exports':
        scope.coreInstances.push({ kind: 'exports', exports: coreExports(scope, definition.exports) });
        break;
      case 'core-type':
        break;
      case 'component':
        scope.components.push({ definitions: definition.definitions, scope });
        break;
      case 'instance': {
        const component = at(scope.components, definition.component, 'component');
        const inner = new Map(definition.args.map(([name, item]) => [name, itemAt(scope, item)]));
        scope.instances.push(instantiate(linker, component.definitions, newScope(component.scope), inner));
        break;
      }
      case 'exports':
        scope.instances.push(new Map(definition.exports.map(([name, item]) => [name, itemAt(scope, item)])));
        break;
      case 'alias':
        addAlias(scope, definition.alias);
        break;
      case 'type':
        scope.types.push(linker.types.define(definition.type, scope));
        break;
      case 'canonical':
        addCanonical(linker, scope, definition.canonical);
        break;
      case 'import':
        addItem(scope, importOf(linker, scope, definition, args));
        break;
      case 'export': {
        const item = itemAt(scope, definition.item);
        exports.set(definition.name, item);
        addItem(scope, item);
        break;
      }
    }
  }
  return exports;
}

function importOf(
  linker: Linker,
  scope: Scope,
  { name, description }: Definition & { kind: 'import' },
  args: InstanceValue | undefined,
): ItemValue {
  if (args !== undefined) {
    const given = args.get(name);
    if (given === undefined) throw new FormatError(`a component in it is not given its import ${name}`);
    return given;
  }
  if (description.kind !== 'instance') throw new FormatError(`it imports ${name}, which is not an interface`);
  const shape = at(scope.types, description.index, 'type');
  if (shape.kind !== 'shape' || shape.definition.kind !== 'instance') {
    throw new FormatError(`it imports ${name}, which is not an interface`);
  }
  const imported = name.replace(/@.*$/, '');
  linker.plan.imports.push(imported);
  return { sort: 'instance', value: instanceOfShape(linker, shape.definition.declarations, shape.scope, imported) };
}

/** A module's name in the plan: one file for each content. */
function addModule(linker: Linker, bytes: Uint8Array): string {
  for (const [name, known] of linker.modules) {
    if (Buffer.compare(known, bytes) === 0) return name;
  }
  const name = `core${linker.modules.size}.wasm`;
  linker.modules.set(name, bytes);
  return name;
}

function addStep(linker: Linker, scope: Scope, { module, args }: Definition & { kind: 'core-instance' }): number {
  const file = at(scope.coreModules, module, 'core module');
  const given = new Map(args.map(([name, index]) => [name, at(scope.coreInstances, index, 'core instance')]));
  const imports: Record<string, Record<string, CoreRef>> = {};
  for (const { module: from, name } of importsOf(linker.modules.get(file) as Uint8Array)) {
    const instance = given.get(from);
    if (instance === undefined) throw new FormatError(`a core module is not given ${from}`);
    (imports[from] ??= {})[name] = coreExport(instance, name);
  }
  return linker.plan.steps.push({ module: file, imports }) - 1;
}

function importsOf(bytes: Uint8Array): { module: string; name: string }[] {
  const api = WebAssembly as unknown as {
    Module: { imports(module: WebAssembly.Module): { module: string; name: string }[] };
  };
  return api.Module.imports(new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>));
}

function coreExport(instance: CoreInstanceValue, name: string): CoreRef {
  if (instance.kind === 'module') return { instance: instance.step, name };
  const item = instance.exports.get(name);
  if (item === undefined) throw new FormatError(`a core instance in it has no ${name}`);
  return item.ref;
}

function coreExports(
  scope: Scope,
  exports: (Definition & { kind: 'core-exports' })['exports'],
): Map<string, { sort: string; ref: CoreRef }> {
  return new Map(exports.map(([name, { core, index }]) => [name, { sort: core, ref: coreAt(scope, core, index) }]));
}

function coreAt(scope: Scope, sort: string, index: number): CoreRef {
  const space = scope.core[sort as keyof Scope['core']] as CoreRef[] | undefined;
  if (space === undefined) throw new FormatError(`it exports a core ${sort}, which this host does not do`);
  return at(space, index, `core ${sort}`);
}

function addAlias(scope: Scope, alias: Alias): void {
  if (alias.kind === 'core-instance') {
    const space = scope.core[alias.sort as keyof Scope['core']] as CoreRef[] | undefined;
    if (space === undefined) throw new FormatError(`it takes a core ${alias.sort} out of an instance`);
    space.push(coreExport(at(scope.coreInstances, alias.instance, 'core instance'), alias.name));
    return;
  }
  if (alias.kind === 'instance') {
    const item = at(scope.instances, alias.instance, 'instance').get(alias.name);
    if (item === undefined) throw new FormatError(`an instance in it has no ${alias.name}`);
    addItem(scope, item);
    return;
  }
  let outer: Scope | undefined = scope;
  for (let i = 0; i < alias.count; i++) outer = outer?.parent;
  if (outer === undefined) throw new FormatError('an alias leads out of the component');
  if ('core' in alias.sort) {
    if (alias.sort.core !== 'module') throw new FormatError(`an alias of an outer core ${alias.sort.core}`);
    scope.coreModules.push(at(outer.coreModules, alias.index, 'core module'));
    return;
  }
  addItem(scope, itemAt(outer, { ...alias.sort, index: alias.index }));
}

function addItem(scope: Scope, item: ItemValue): void {
  if (item.sort === 'func') scope.funcs.push(item.value);
  else if (item.sort === 'type') scope.types.push(item.value);
  else if (item.sort === 'instance') scope.instances.push(item.value);
  else scope.components.push(item.value);
}

function itemAt(scope: Scope, item: SortIndex): ItemValue {
  if (!('sort' in item)) throw new FormatError('a core item where a component’s is needed');
  switch (item.sort) {
    case 'func':
      return { sort: 'func', value: at(scope.funcs, item.index, 'function') };
    case 'type':
      return { sort: 'type', value: at(scope.types, item.index, 'type') };
    case 'instance':
      return { sort: 'instance', value: at(scope.instances, item.index, 'instance') };
    case 'component':
      return { sort: 'component', value: at(scope.components, item.index, 'component') };
    default:
      throw new FormatError('it has a value, which this host does not do');
  }
}

/** The item of an index space. */
export function at<T>(space: readonly T[], index: number, what: string): T {
  const item = space[index];
  if (item === undefined) throw new FormatError(`it has no ${what} ${index}`);
  return item;
}
