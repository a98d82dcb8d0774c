/** An instance as its type describes it: what an import of the outermost component is. */
import type { Declaration, Description } from '../binary/definitions.ts';
import { FormatError } from '../binary/reader.ts';
import type { Linker } from './index.ts';
import { type InstanceValue, type ItemValue, newScope, type Scope } from './values.ts';

/** @param name the interface, without its version: its functions and resources are the host's */
export function instanceOfShape(
  linker: Linker,
  declarations: readonly Declaration[],
  outer: Scope,
  name: string,
): InstanceValue {
  const scope = newScope(outer);
  const exports: InstanceValue = new Map();
  for (const declaration of declarations) {
    if (declaration.kind === 'type') {
      scope.types.push(linker.types.define(declaration.type, scope));
    } else if (declaration.kind === 'alias') {
      addOuterType(scope, declaration.alias);
    } else if (declaration.kind === 'export') {
      const item = exported(linker, scope, declaration.description, name, declaration.name);
      exports.set(declaration.name, item);
      if (item.sort === 'type') scope.types.push(item.value);
    } else {
      throw new FormatError(`the interface ${name} declares what this host does not do`);
    }
  }
  return exports;
}

function addOuterType(scope: Scope, alias: (Declaration & { kind: 'alias' })['alias']): void {
  if (alias.kind !== 'outer' || !('sort' in alias.sort) || alias.sort.sort !== 'type') {
    throw new FormatError('an interface takes what is not a type from outside');
  }
  let outer: Scope | undefined = scope;
  for (let i = 0; i < alias.count; i++) outer = outer?.parent;
  const type = outer?.types[alias.index];
  if (type === undefined) throw new FormatError(`it has no type ${alias.index}`);
  scope.types.push(type);
}

function exported(
  linker: Linker,
  scope: Scope,
  description: Description,
  from: string,
  name: string,
): ItemValue & { sort: 'func' | 'type' } {
  if (description.kind === 'func') {
    const type = scope.types[description.index];
    if (type?.kind !== 'function') throw new FormatError(`${from} has ${name}, whose type is no function's`);
    return { sort: 'func', value: { callee: { interface: from, name }, type: type.type } };
  }
  if (description.kind === 'type') {
    if (description.equals === null) return { sort: 'type', value: linker.types.addResource(from, name) };
    const type = scope.types[description.equals];
    if (type === undefined) throw new FormatError(`it has no type ${description.equals}`);
    return { sort: 'type', value: type };
  }
  throw new FormatError(`the interface ${from} has ${name}, which is neither a function nor a type`);
}
