/** What an expression stands for: a part of a module, a global, or a text that is known. */
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtinName } from '../../build/builtins.ts';
import type { Scope } from './scopes.ts';
import { bare, type Node, nameOf, nodeAt, nodesAt } from './tree.ts';

/** Something of a module, or a global. */
export interface Reference {
  /** `module` is a builtin's name without `node:`, or a package's specifier. */
  from: { kind: 'builtin' | 'package'; module: string } | { kind: 'global'; module: string };
  /** Where in it: `['promises', 'readFile']`. `'()'` is what a call of it gives. */
  path: readonly string[];
}

/** A text, or the beginning of one. */
export interface Text {
  text: string;
  /** Whether that is all of it. */
  whole: boolean;
}

const DEEPEST = 40;
/** Helpers that give the module that they are given. */
const INTEROP = /^_*(?:interop\w*|import(?:Star|Default)|toESM|__toESM|__importStar|__importDefault)$/i;

/** Looks expressions of one module up. */
export class Values {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** What an expression refers to; undefined for what is only known at run time. */
  reference(expression: Node | undefined, scope: Scope, depth = 0): Reference | undefined {
    const node = bare(expression);
    if (node === undefined || depth > DEEPEST) return undefined;
    switch (node.type) {
      case 'Identifier':
        return this.#named(String(node['name']), scope, depth);
      case 'MemberExpression': {
        const name = memberName(node);
        const object = this.reference(nodeAt(node, 'object'), scope, depth + 1);
        return object === undefined || name === undefined ? undefined : member(object, name);
      }
      case 'AwaitExpression':
        return this.reference(nodeAt(node, 'argument'), scope, depth + 1);
      case 'LogicalExpression':
        return (
          this.reference(nodeAt(node, 'left'), scope, depth + 1) ??
          this.reference(nodeAt(node, 'right'), scope, depth + 1)
        );
      case 'ImportExpression':
        return moduleReference(this.text(nodeAt(node, 'source'), scope));
      case 'CallExpression':
      case 'NewExpression':
        return this.#called(node, scope, depth);
      default:
        return undefined;
    }
  }

  #named(name: string, scope: Scope, depth: number): Reference | undefined {
    const binding = scope.find(name);
    if (binding === undefined) {
      // Both are names of the module `process`, and of the global object.
      if (name === 'process') return { from: { kind: 'builtin', module: 'process' }, path: [] };
      return { from: { kind: 'global', module: name }, path: [] };
    }
    if (binding.kind === 'own') return undefined;
    if (binding.kind === 'import') {
      const { module, name: imported } = binding;
      const found = moduleReference({ text: module, whole: true });
      return found === undefined || imported === undefined ? found : member(found, imported);
    }
    let found = this.reference(binding.init, binding.scope, depth + 1);
    for (const key of binding.path) found = found && member(found, key);
    return found;
  }

  #called(node: Node, scope: Scope, depth: number): Reference | undefined {
    const callee = bare(nodeAt(node, 'callee'));
    const [first] = nodesAt(node, 'arguments');
    const name = nameOf(callee);
    if (name === 'require' && scope.find(name) === undefined) return moduleReference(this.text(first, scope));
    if (name !== undefined && INTEROP.test(name)) return this.reference(first, scope, depth + 1);
    const called = this.reference(callee, scope, depth + 1);
    if (called === undefined) return undefined;
    if (isAt(called, 'util', 'promisify')) return this.reference(first, scope, depth + 1);
    if (isAt(called, 'process', 'getBuiltinModule')) return moduleReference(this.text(first, scope));
    // `createRequire(import.meta.url)('x')`, in two steps or in one.
    if (isAt(called, 'module', 'createRequire', '()')) return moduleReference(this.text(first, scope));
    return { from: called.from, path: [...called.path, '()'] };
  }

  /** The text of an expression, or how it begins; undefined where nothing is known of it. */
  text(expression: Node | undefined, scope: Scope, depth = 0): Text | undefined {
    const node = bare(expression);
    if (node === undefined || depth > DEEPEST) return undefined;
    const inner = (key: string): Text | undefined => this.text(nodeAt(node, key), scope, depth + 1);
    switch (node.type) {
      case 'Literal':
        return typeof node['value'] === 'string' ? { text: node['value'], whole: true } : undefined;
      case 'TemplateLiteral':
        return this.#template(node, scope, depth);
      case 'BinaryExpression': {
        if (node['operator'] !== '+') return undefined;
        return concat([inner('left'), inner('right')]);
      }
      case 'LogicalExpression':
        // `process.env.X ?? 'default'`: the one that can be known.
        return inner('left') ?? inner('right');
      case 'Identifier': {
        const name = String(node['name']);
        const binding = scope.find(name);
        if (binding === undefined && name === '__dirname') return { text: dirname(this.#file), whole: true };
        if (binding === undefined && name === '__filename') return { text: this.#file, whole: true };
        if (binding?.kind !== 'value' || binding.path.length > 0 || !binding.constant) return undefined;
        return this.text(binding.init, binding.scope, depth + 1);
      }
      case 'MemberExpression':
        return this.#memberText(node, scope, depth);
      case 'CallExpression':
      case 'NewExpression':
        return this.#calledText(node, scope, depth);
      default:
        return undefined;
    }
  }

  #template(node: Node, scope: Scope, depth: number): Text {
    const expressions = nodesAt(node, 'expressions');
    const parts = nodesAt(node, 'quasis').flatMap((quasi, index) => {
      const value = quasi?.['value'] as { cooked?: string | null } | undefined;
      const text: Text = { text: value?.cooked ?? '', whole: true };
      return index < expressions.length ? [text, this.text(expressions[index], scope, depth + 1)] : [text];
    });
    return concat(parts) ?? { text: '', whole: false };
  }

  #memberText(node: Node, scope: Scope, depth: number): Text | undefined {
    const object = bare(nodeAt(node, 'object'));
    const name = memberName(node);
    if (object?.type === 'MetaProperty') {
      if (name === 'dirname') return { text: dirname(this.#file), whole: true };
      if (name === 'filename') return { text: this.#file, whole: true };
      if (name === 'url') return { text: `file://${this.#file}`, whole: true };
    }
    if (name === 'href' || name === 'pathname') return this.text(object, scope, depth + 1);
    const reference = this.reference(node, scope, depth + 1);
    return reference !== undefined && isAt(reference, 'path', 'sep') ? { text: '/', whole: true } : undefined;
  }

  #calledText(node: Node, scope: Scope, depth: number): Text | undefined {
    const callee = bare(nodeAt(node, 'callee'));
    const args = nodesAt(node, 'arguments');
    const texts = (): (Text | undefined)[] => args.map((argument) => this.text(argument, scope, depth + 1));
    const called = this.reference(callee, scope, depth + 1);
    if (called?.from.kind === 'global' && called.path.length === 0) {
      if (called.from.module === 'URL') return urlText(texts());
      if (called.from.module === 'String') return texts()[0];
    }
    if (callee?.type === 'MemberExpression' && ['toString', 'trim'].includes(memberName(callee) ?? '')) {
      return this.text(nodeAt(callee, 'object'), scope, depth + 1);
    }
    if (called?.from.kind !== 'builtin') return undefined;
    const name = called.path.at(-1);
    switch (called.from.module) {
      case 'path':
      case 'path/posix':
        return name === 'join' || name === 'resolve'
          ? joinText(name, texts())
          : name === 'dirname'
            ? mapText(texts()[0], dirname)
            : undefined;
      case 'os':
        if (name === 'homedir') return { text: homedir(), whole: true };
        return name === 'tmpdir' ? { text: tmpdir(), whole: true } : undefined;
      case 'url':
        return name === 'fileURLToPath'
          ? mapText(texts()[0], (text) => (text.startsWith('file:') ? fileURLToPath(text) : text))
          : undefined;
      case 'process':
        return name === 'cwd' ? { text: process.cwd(), whole: true } : undefined;
      default:
        return undefined;
    }
  }
}

/** Whether a reference is to this path of a builtin. */
export function isAt({ from, path }: Reference, module: string, ...expected: string[]): boolean {
  return from.kind === 'builtin' && from.module === module && path.join() === expected.join();
}

/** The name of a member, where it is known. */
export function memberName(node: Node): string | undefined {
  const property = nodeAt(node, 'property');
  if (node['computed'] === true && property?.type !== 'Literal') return undefined;
  return nameOf(property);
}

function member({ from, path }: Reference, name: string): Reference | undefined {
  // The default export of a builtin is the builtin; what interop makes of a package is the package.
  if (name === 'default' && path.length === 0) return { from, path };
  if (from.kind === 'global' && /^(?:globalThis|global)$/.test(from.module) && path.length === 0) {
    return name === 'process'
      ? { from: { kind: 'builtin', module: 'process' }, path: [] }
      : { from: { kind: 'global', module: name }, path: [] };
  }
  return { from, path: [...path, name] };
}

function moduleReference(specifier: Text | undefined): Reference | undefined {
  if (specifier?.whole !== true) return undefined;
  const builtin = builtinName(specifier.text);
  if (builtin !== undefined) return { from: { kind: 'builtin', module: builtin }, path: [] };
  return { from: { kind: 'package', module: specifier.text }, path: [] };
}

/** Texts one after the other, as far as they are known. */
function concat(parts: (Text | undefined)[]): Text | undefined {
  if (parts[0] === undefined) return undefined;
  let text = '';
  for (const part of parts) {
    if (part === undefined) return { text, whole: false };
    text += part.text;
    if (!part.whole) return { text, whole: false };
  }
  return { text, whole: true };
}

function joinText(how: 'join' | 'resolve', parts: (Text | undefined)[]): Text | undefined {
  if (parts[0] === undefined) return undefined;
  const known = parts.findIndex((part) => part?.whole !== true);
  const texts = (known < 0 ? parts : parts.slice(0, known)).map((part) => part?.text ?? '');
  if (texts.length === 0) return undefined;
  const text = how === 'join' ? join(...texts) : resolve(...texts);
  return known < 0 ? { text, whole: true } : { text: `${text}/`, whole: false };
}

const mapText = (text: Text | undefined, map: (text: string) => string): Text | undefined =>
  text?.whole === true ? { text: map(text.text), whole: true } : undefined;

function urlText([path, base]: (Text | undefined)[]): Text | undefined {
  if (path === undefined) return undefined;
  if (base?.whole !== true) return path;
  const url = URL.parse(path.text, base.text);
  return url === null ? undefined : { text: url.href, whole: path.whole };
}
