/** A WIT package as canonical data: every name resolved, nothing of its comments and its order of definitions. */
import type { Definition, WitFunction, WitInterface, WitPackage, WitType } from '../wit/types.ts';

/** What a package looked like when a version of it was made. */
export interface Snapshot {
  package: string;
  version: string;
  /** What guests import, and what they export. */
  imports: string[];
  exports: string[];
  interfaces: Record<string, InterfaceSnapshot>;
}

/** One interface. Each definition is a text in which types of interfaces have the interface's name in front. */
export interface InterfaceSnapshot {
  types: Record<string, string>;
  functions: Record<string, string>;
}

/** The snapshot of a package. */
export function snapshotOf(wit: WitPackage): Snapshot {
  return {
    package: wit.name,
    version: wit.version,
    imports: wit.imports.toSorted(),
    exports: wit.exports.toSorted(),
    interfaces: sorted([...wit.interfaces.values()].map((each) => [each.name, interfaceOf(each)])),
  };
}

function interfaceOf(home: WitInterface): InterfaceSnapshot {
  return {
    types: sorted([...home.types].map(([name, definition]) => [name, definitionText(home, definition)])),
    functions: sorted(home.functions.map((f) => [f.id, functionText(home, f)])),
  };
}

function sorted<T>(entries: [string, T][]): Record<string, T> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function definitionText(home: WitInterface, definition: Definition): string {
  switch (definition.kind) {
    case 'record':
    case 'variant': {
      const members = definition.members.map(([name, type]) =>
        type === undefined ? name : `${name}: ${typeText(home, type)}`,
      );
      return `${definition.kind} { ${members.join(', ')} }`;
    }
    case 'enum':
    case 'flags':
      return `${definition.kind} { ${definition.names.join(', ')} }`;
    case 'alias':
      return `type ${typeText(home, definition.type)}`;
    case 'resource':
      return 'resource';
  }
}

function functionText(home: WitInterface, { parameters, result, async }: WitFunction): string {
  const given = parameters.map(([name, type]) => `${name}: ${typeText(home, type)}`).join(', ');
  return `${async ? 'async ' : ''}func(${given})${result === undefined ? '' : ` -> ${typeText(home, result)}`}`;
}

const BUILT_IN = /^(_|bool|char|string|[us](8|16|32|64)|f(32|64)|list|option|result|tuple|own|borrow|future|stream)$/;

function typeText(home: WitInterface, { name, of }: WitType): string {
  const inner = of.length === 0 ? '' : `<${of.map((type) => typeText(home, type)).join(', ')}>`;
  if (BUILT_IN.test(name)) return name + inner;
  const found = home.find(name);
  return `${found.home.name}.${found.name}${inner}`;
}
