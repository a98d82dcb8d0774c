/** Reads one module: what of Node it uses, and the commands, hosts, files and variables that it names. */
import { CallReader } from './call-reader.ts';
import type { Findings, Place } from './findings.ts';
import { hostPattern } from './hosts.ts';
import type { SourceModule } from './modules.ts';
import { findScopes, isReference, type Scope, type Scopes } from './scopes.ts';
import { bare, children, type Node, nameOf, nodeAt, nodesAt, parseModule } from './tree.ts';
import { type Reference, type Text, Values } from './values.ts';

/**
 * Reads a module into `findings`.
 * @returns the specifiers that it requires in a `try`: it does without them
 * @throws SyntaxProblem
 */
export function scanModule(module: SourceModule, findings: Findings): ReadonlySet<string> {
  const program = parseModule(module.file, module.code);
  const scan = new ModuleScan(module, findings, findScopes(program));
  scan.visit(program, undefined, '');
  return scan.tried;
}

class ModuleScan {
  readonly #module: SourceModule;
  readonly #findings: Findings;
  readonly #scopes: Scopes;
  readonly #values: Values;
  readonly #lines: number[];
  #scope: Scope | undefined;
  /** Globals of which the module asks whether they are there. */
  readonly #asked = new Set<string>();
  readonly tried = new Set<string>();
  readonly #calls = new CallReader({
    reference: (node) => this.#reference(node),
    text: (node) => this.#text(node),
    add: (kind, value, node) => this.#add(kind, value, node),
  });
  #tries = 0;

  constructor(module: SourceModule, findings: Findings, scopes: Scopes) {
    this.#module = module;
    this.#findings = findings;
    this.#scopes = scopes;
    this.#values = new Values(module.file);
    this.#lines = [...module.code.matchAll(/\n/g)].map(({ index }) => index);
    for (const [, name = ''] of module.code.matchAll(/\btypeof\s+([A-Za-z_$][\w$]*)/g)) this.#asked.add(name);
  }

  visit(node: Node, parent: Node | undefined, key: string): void {
    const outer = this.#scope;
    this.#scope = this.#scopes.get(node) ?? outer;
    const isTried = parent?.type === 'TryStatement' && key === 'block';
    if (isTried) this.#tries += 1;
    this.#look(node, parent, key);
    const reference = node.type === 'MemberExpression' ? this.#reference(node) : undefined;
    const wholeMember = reference !== undefined && reference.from.kind !== 'global';
    for (const { key: name, child } of children(node)) {
      // What a member belongs to is told with the member.
      if (!wholeMember || name !== 'object' || nodeAt(node, 'object')?.type === 'CallExpression')
        this.visit(child, node, name);
    }
    if (isTried) this.#tries -= 1;
    this.#scope = outer;
  }

  #look(node: Node, parent: Node | undefined, key: string): void {
    switch (node.type) {
      case 'ImportDeclaration':
        if (node['importKind'] !== 'type') this.#import(node, []);
        return;
      case 'ExportAllDeclaration':
        if (node['exportKind'] !== 'type') this.#import(node, ['*']);
        return;
      case 'ExportNamedDeclaration': {
        const names = nodesAt(node, 'specifiers').map((item) => item && nameOf(nodeAt(item, 'local')));
        if (node['exportKind'] !== 'type') this.#import(node, names);
        return;
      }
      case 'Identifier':
        if (parent !== undefined && isReference(parent, key)) this.#use(node, this.#reference(node), parent);
        return;
      case 'MemberExpression':
        this.#use(node, this.#reference(node), parent);
        return;
      case 'BinaryExpression':
        if (node['operator'] === 'in') this.#variableIn(node);
        return;
      case 'CallExpression':
      case 'NewExpression':
        this.#call(node);
        return;
      case 'TaggedTemplateExpression':
        this.#calls.tagged(node);
        return;
      case 'Literal':
      case 'TemplateLiteral':
        if (this.#module.package === undefined && parent !== undefined) this.#mention(node, parent, key);
    }
  }

  #reference(node: Node | undefined): Reference | undefined {
    return this.#scope && this.#values.reference(node, this.#scope);
  }

  #text(node: Node | undefined): Text | undefined {
    return this.#scope && this.#values.text(node, this.#scope);
  }

  #place(node: Node): Place {
    const line = this.#lines.findIndex((offset) => offset >= node.start);
    return {
      file: this.#module.file,
      line: (line < 0 ? this.#lines.length : line) + 1,
      package: this.#module.package,
    };
  }

  #add(kind: Parameters<Findings['add']>[0], value: string, node: Node): void {
    this.#findings.add(kind, value, this.#place(node));
  }

  #import(node: Node, names: readonly (string | undefined)[]): void {
    const source = nodeAt(node, 'source');
    const reference =
      source && this.#scope && this.#values.reference({ ...source, type: 'ImportExpression', source }, this.#scope);
    if (reference?.from.kind !== 'builtin') return;
    const { module } = reference.from;
    this.#add('builtin', module, node);
    for (const name of names) if (name !== undefined) this.#add('builtin', `${module}.${name}`, node);
  }

  #use(node: Node, reference: Reference | undefined, parent: Node | undefined): void {
    if (reference === undefined) return;
    const { from } = reference;
    if (from.kind === 'package') return;
    if (from.kind === 'global') {
      if (node.type === 'Identifier' && !this.#asked.has(from.module)) this.#add('global', from.module, node);
      return;
    }
    const end = reference.path.indexOf('()');
    const path = end < 0 ? reference.path : reference.path.slice(0, end);
    if (from.module === 'process' && path[0] === 'env') {
      const [, name] = path;
      if (name === undefined) this.#add('open', 'process.env as a whole', node);
      else this.#add('variable', name, node);
      this.#add('builtin', 'process.env', node);
      return;
    }
    // Its pattern, or its properties, tell what of the module is used.
    if (path.length === 0 && parent?.type === 'VariableDeclarator') return;
    this.#add('builtin', `${from.module}.${path.join('.') || '*'}`, node);
  }

  #variableIn(node: Node): void {
    const reference = this.#reference(nodeAt(node, 'right'));
    const name = nameOf(nodeAt(node, 'left'));
    if (name !== undefined && reference?.from.module === 'process' && reference.path.join() === 'env') {
      this.#add('variable', name, node);
    }
  }

  #call(node: Node): void {
    const callee = bare(nodeAt(node, 'callee'));
    const reference = this.#reference(callee);
    if (this.#tries > 0 && nameOf(callee) === 'require') {
      this.tried.add(this.#text(nodesAt(node, 'arguments')[0])?.text ?? '');
    }
    this.#calls.call(node, callee, reference);
  }

  /** A URL that stands in the program's own text. */
  #mention(node: Node, parent: Node, key: string): void {
    if (parent.type === 'ImportDeclaration' || /^Export/.test(parent.type)) return;
    if (parent.type === 'Property' && (key === 'key' || /^\$(?:schema|id)$/.test(nameOf(nodeAt(parent, 'key')) ?? '')))
      return;
    const text = this.#text(node);
    const pattern = text && hostPattern(text);
    if (pattern !== undefined) this.#add('host', pattern, node);
  }
}
