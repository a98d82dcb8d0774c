/** What the arguments of calls name: commands, files, hosts, addresses. */
import { connects, isServer, type Meaning, meaningOf } from './calls.ts';
import type { Kind } from './findings.ts';
import { hostPattern } from './hosts.ts';
import { shellWords } from './shell-words.ts';
import { bare, type Node, nameOf, nodeAt, nodesAt } from './tree.ts';
import type { Reference, Text } from './values.ts';

/** The module that is read, at the place that is looked at. */
export interface ModuleView {
  reference(node: Node | undefined): Reference | undefined;
  text(node: Node | undefined): Text | undefined;
  add(kind: Kind, value: string, node: Node): void;
}

/** See the file's head. */
export class CallReader {
  readonly #module: ModuleView;

  constructor(module: ModuleView) {
    this.#module = module;
  }

  /** What the arguments of a call name. @param callee what is called, where that is known */
  call(node: Node, callee: Node | undefined, called: Reference | undefined): void {
    const args = nodesAt(node, 'arguments');
    if (callee?.type === 'MemberExpression' && nameOf(nodeAt(callee, 'property')) === 'listen') {
      const server = this.#module.reference(nodeAt(callee, 'object'));
      if (server !== undefined && isServer(server)) this.#listen(node, args);
    }
    if (called === undefined) return;
    if (connects(called)) this.#connect(node, args, called);
    const meaning = meaningOf(called);
    if (meaning !== undefined) this.#argument(meaning, node, args, describe(called));
  }

  #argument(meaning: Meaning, node: Node, args: (Node | undefined)[], name: string): void {
    const [first, second] = args;
    switch (meaning) {
      case 'git':
      case 'node':
        this.#module.add('command', meaning, node);
        return;
      case 'program':
      case 'line': {
        const text = this.#module.text(first);
        if (meaning === 'line' || runsShell(args)) this.#line(node, text, name);
        else if (text?.whole === true) this.#module.add('command', text.text, node);
        else this.#module.add('open', `${name}: a command that is not literal`, node);
        return;
      }
      case 'path':
        this.#path(node, this.#module.text(first), name);
        return;
      case 'two paths':
        this.#path(node, this.#module.text(first), name);
        this.#path(node, this.#module.text(second), name);
        return;
      case 'host': {
        const text = this.#module.text(first);
        if (text?.whole === true) this.#module.add('host', text.text, node);
        else this.#module.add('open', `${name}: a host that is not literal`, node);
        return;
      }
      case 'url':
        this.#url(node, first, name);
    }
  }

  #line(node: Node, text: Text | undefined, name: string): void {
    const words = text === undefined ? undefined : shellWords(text.whole ? [text.text] : [text.text, '']);
    for (const command of words?.commands ?? []) this.#module.add('command', command, node);
    for (const path of words?.paths ?? []) this.#module.add('path', path, node);
    if (words === undefined || words.open || text?.whole !== true) {
      this.#module.add('open', `${name}: a line for the shell that is not literal`, node);
    }
  }

  /** A line that is written as a tagged template. */
  tagged(node: Node): void {
    const tag = bare(nodeAt(node, 'tag'));
    const reference = this.#module.reference(tag?.type === 'CallExpression' ? nodeAt(tag, 'callee') : tag);
    if (reference === undefined || !['line', 'program'].includes(meaningOf(reference) ?? '')) return;
    const quasi = nodeAt(node, 'quasi');
    const parts = (quasi === undefined ? [] : nodesAt(quasi, 'quasis')).map(
      (part) => (part?.['value'] as { cooked?: string | null } | undefined)?.cooked ?? '',
    );
    const words = shellWords(parts);
    for (const command of words.commands) this.#module.add('command', command, node);
    for (const path of words.paths) this.#module.add('path', path, node);
    if (words.open) this.#module.add('open', `${describe(reference)}: a command that is not literal`, node);
  }

  #path(node: Node, text: Text | undefined, name: string): void {
    if (text?.whole === true) {
      const path = text.text.startsWith('file://') ? decodeURIComponent(new URL(text.text).pathname) : text.text;
      this.#module.add('path', path, node);
      return;
    }
    // Up to the last separator it is known where the file will be.
    const folder = text === undefined ? '' : text.text.slice(0, text.text.lastIndexOf('/') + 1);
    if (folder !== '' && folder !== '/') this.#module.add('path', folder, node);
    else this.#module.add('open', `${name}: a path that is not literal`, node);
  }

  #url(node: Node, first: Node | undefined, name: string): void {
    const options = bare(first);
    if (options?.type === 'ObjectExpression') {
      const host = this.#module.text(property(options, 'hostname') ?? property(options, 'host'));
      const port = bare(property(options, 'port'))?.['value'];
      if (host?.whole === true) {
        this.#module.add('host', port === undefined ? host.text : `${host.text}:${String(port)}`, node);
        return;
      }
    }
    const text = this.#module.text(first);
    const pattern = text && hostPattern(text);
    if (pattern !== undefined) this.#module.add('host', pattern, node);
    else this.#module.add('open', `${name}: a host that is not literal`, node);
  }

  #connect(node: Node, args: (Node | undefined)[], reference: Reference): void {
    const [first, second] = args.map(bare);
    const options = first?.type === 'ObjectExpression' ? first : undefined;
    const port = options === undefined ? first?.['value'] : bare(property(options, 'port'))?.['value'];
    const hostNode = options === undefined ? second : property(options, 'host');
    const host = hostNode === undefined ? { text: 'localhost', whole: true } : this.#module.text(hostNode);
    if (typeof port === 'number' && host?.whole === true) this.#module.add('host', `${host.text}:${port}`, node);
    else this.#module.add('open', `${describe(reference)}: a host that is not literal`, node);
  }

  #listen(node: Node, args: (Node | undefined)[]): void {
    const [first, second] = args.map(bare);
    const options = first?.type === 'ObjectExpression' ? first : undefined;
    const port = first === undefined ? 0 : (options === undefined ? first : bare(property(options, 'port')))?.['value'];
    const host = this.#module.text(options === undefined ? second : property(options, 'host'));
    if (typeof port === 'number') this.#module.add('listen', `${host?.whole === true ? host.text : ''}:${port}`, node);
    else this.#module.add('open', 'listen: a port that is not literal', node);
  }
}

function describe({ from, path }: Reference): string {
  return [from.module, ...path.filter((part) => part !== '()')].join('.');
}

function property(object: Node, name: string): Node | undefined {
  const found = nodesAt(object, 'properties').find(
    (item) => item !== undefined && nameOf(nodeAt(item, 'key')) === name,
  );
  return found && nodeAt(found, 'value');
}

/** Whether the options of a call say that a shell runs its command. */
function runsShell(args: (Node | undefined)[]): boolean {
  return args.some((argument) => {
    const options = bare(argument);
    const shell = options?.type === 'ObjectExpression' ? bare(property(options, 'shell')) : undefined;
    return shell !== undefined && shell['value'] !== false;
  });
}
