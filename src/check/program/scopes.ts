/** What the names of a module stand for. */
import { bare, children, isType, type Node, nameOf, nodeAt, nodesAt } from './tree.ts';

/** What a name stands for. */
export type Binding =
  /** An import: of a module as a whole (`name` undefined) or of one of its exports. */
  | { kind: 'import'; module: string; name: string | undefined }
  /** A variable whose value is `init`, or what is at `path` in it. */
  | { kind: 'value'; init: Node; path: string[]; scope: Scope; constant: boolean }
  /** A parameter, a function, a class: something of the module's own. */
  | { kind: 'own' };

/** The names of a stretch of code. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly isFunction: boolean;
  readonly #names = new Map<string, Binding>();

  constructor(parent: Scope | undefined, isFunction: boolean) {
    this.parent = parent;
    this.isFunction = isFunction;
  }

  declare(name: string, binding: Binding): void {
    if (!this.#names.has(name)) this.#names.set(name, binding);
  }

  /** The binding of a name, and undefined for one that the module does not declare. */
  find(name: string): Binding | undefined {
    return this.#names.get(name) ?? this.parent?.find(name);
  }

  /** A variable without a value gets the first that is assigned to it. */
  assign(name: string, init: Node, scope: Scope): void {
    if (this.#names.has(name)) {
      const known = this.#names.get(name);
      if (known?.kind === 'own' && UNSET.has(known)) {
        this.#names.set(name, { kind: 'value', init, path: [], scope, constant: false });
      } else if (known?.kind === 'value') known.constant = false;
    } else this.parent?.assign(name, init, scope);
  }
}

/** Variables that were declared without a value. */
const UNSET = new WeakSet<Binding>();

const FUNCTIONS = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/;
const BLOCKS =
  /^(?:BlockStatement|ForStatement|ForInStatement|ForOfStatement|CatchClause|SwitchStatement|StaticBlock|TSModuleBlock)$/;

/** The scopes of a module, each by the node that opens it. */
export type Scopes = ReadonlyMap<Node, Scope>;

/** Finds the scopes of a module and what is declared in them. */
export function findScopes(program: Node): Scopes {
  const scopes = new Map<Node, Scope>();
  const assignments: { name: string; init: Node; scope: Scope }[] = [];

  const visit = (node: Node, outer: Scope): void => {
    let scope = outer;
    if (FUNCTIONS.test(node.type)) {
      const name = nameOf(nodeAt(node, 'id'));
      if (name !== undefined && node.type === 'FunctionDeclaration') outer.declare(name, { kind: 'own' });
      scope = new Scope(outer, true);
      scopes.set(node, scope);
      if (name !== undefined && node.type === 'FunctionExpression') scope.declare(name, { kind: 'own' });
      for (const parameter of nodesAt(node, 'params')) declarePattern(parameter, scope, undefined, []);
    } else if (BLOCKS.test(node.type)) {
      scope = new Scope(outer, false);
      scopes.set(node, scope);
      if (node.type === 'CatchClause') declarePattern(nodeAt(node, 'param'), scope, undefined, []);
    }
    declare(node, scope);
    if (node.type === 'AssignmentExpression' && node['operator'] === '=') {
      const [name, init] = [nameOf(nodeAt(node, 'left')), nodeAt(node, 'right')];
      if (name !== undefined && init !== undefined) assignments.push({ name, init, scope });
    }
    for (const { child } of children(node)) visit(child, scope);
  };

  const module = new Scope(undefined, true);
  scopes.set(program, module);
  visit(program, module);
  for (const { name, init, scope } of assignments) scope.assign(name, init, scope);
  return scopes;
}

function declare(node: Node, scope: Scope): void {
  switch (node.type) {
    case 'ImportDeclaration':
      if (node['importKind'] !== 'type') declareImports(node, scope);
      return;
    case 'VariableDeclaration': {
      if (node['declare'] === true) return;
      const at = node['kind'] === 'var' ? functionOf(scope) : scope;
      for (const declarator of nodesAt(node, 'declarations')) {
        if (declarator === undefined) continue;
        const init = nodeAt(declarator, 'init');
        declarePattern(nodeAt(declarator, 'id'), at, init && { init, scope, constant: node['kind'] === 'const' }, []);
      }
      return;
    }
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
    case 'TSModuleDeclaration': {
      const name = nameOf(nodeAt(node, 'id'));
      if (name !== undefined) scope.declare(name, { kind: 'own' });
      return;
    }
    case 'ClassExpression': {
      const name = nameOf(nodeAt(node, 'id'));
      if (name !== undefined) scope.declare(name, { kind: 'own' });
    }
  }
}

function functionOf(scope: Scope): Scope {
  let at = scope;
  while (!at.isFunction && at.parent !== undefined) at = at.parent;
  return at;
}

function declareImports(node: Node, scope: Scope): void {
  const module = nameOf(nodeAt(node, 'source')) ?? '';
  for (const specifier of nodesAt(node, 'specifiers')) {
    const local = specifier && nameOf(nodeAt(specifier, 'local'));
    if (specifier === undefined || local === undefined || specifier['importKind'] === 'type') continue;
    const imported = specifier.type === 'ImportSpecifier' ? nameOf(nodeAt(specifier, 'imported')) : undefined;
    scope.declare(local, { kind: 'import', module, name: imported === 'default' ? undefined : imported });
  }
}

interface Source {
  init: Node;
  scope: Scope;
  constant: boolean;
}

/** Declares the names of a pattern. @param path where in `source` the value of the pattern lies */
function declarePattern(pattern: Node | undefined, scope: Scope, source: Source | undefined, path: string[]): void {
  const node = bare(pattern);
  switch (node?.type) {
    case 'Identifier': {
      const binding: Binding = source === undefined ? { kind: 'own' } : { kind: 'value', ...source, path };
      if (source === undefined) UNSET.add(binding);
      scope.declare(String(node['name']), binding);
      return;
    }
    case 'AssignmentPattern':
      // A default value decides nothing where the pattern has a source.
      declarePattern(nodeAt(node, 'left'), scope, source, path);
      return;
    case 'TSParameterProperty':
      declarePattern(nodeAt(node, 'parameter'), scope, undefined, []);
      return;
    case 'RestElement':
      declarePattern(nodeAt(node, 'argument'), scope, undefined, []);
      return;
    case 'ArrayPattern':
      for (const element of nodesAt(node, 'elements')) declarePattern(element, scope, undefined, []);
      return;
    case 'ObjectPattern':
      for (const property of nodesAt(node, 'properties')) {
        if (property?.type === 'RestElement') declarePattern(property, scope, undefined, []);
        if (property?.type !== 'Property') continue;
        const key = property['computed'] === true ? undefined : nameOf(nodeAt(property, 'key'));
        declarePattern(nodeAt(property, 'value'), scope, key === undefined ? undefined : source, [...path, key ?? '']);
      }
  }
}

/** Whether an identifier is a name that is looked up, and no key, label or declaration. */
export function isReference(parent: Node, key: string): boolean {
  if (isType(parent)) return false;
  switch (parent.type) {
    case 'MemberExpression':
      return key === 'object' || parent['computed'] === true;
    case 'Property':
    case 'PropertyDefinition':
    case 'AccessorProperty':
    case 'MethodDefinition':
      return key === 'value' || parent['computed'] === true;
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
    case 'ImportAttribute':
    case 'ExportAllDeclaration':
    case 'MetaProperty':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'TSEnumMember':
      return key === 'initializer' || key === 'body';
    case 'ExportSpecifier':
      return key === 'local';
    default:
      return !(key === 'id' || key === 'params' || key === 'param');
  }
}
