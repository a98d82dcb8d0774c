/** Reads the body of one interface of WIT text. */
import type { Definition, Member, WitFunction, WitType } from './types.ts';

/** A type that an interface takes from another one. */
export interface Use {
  from: string;
  name: string;
  as: string;
}

/** What stands between the braces of an interface, without comments. */
export class InterfaceParser {
  readonly functions: WitFunction[] = [];
  readonly types = new Map<string, Definition>();
  readonly uses: Use[] = [];
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/%?[a-zA-Z][a-zA-Z0-9-]*|->|[^\s]/g) ?? [];
    while (this.#at < this.#tokens.length) this.#item();
  }

  #next(): string {
    return (this.#tokens[this.#at++] ?? '').replace(/^%/, '');
  }

  #is(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#is(token)) throw new SyntaxError(`${this.#tokens[this.#at]} stands where ${token} belongs`);
  }

  #item(): void {
    const word = this.#next();
    switch (word) {
      case 'record':
      case 'variant': {
        const name = this.#next();
        this.types.set(name, { kind: word, members: this.#members() });
        break;
      }
      case 'enum':
      case 'flags': {
        const name = this.#next();
        this.types.set(name, { kind: word, names: this.#members().map(([member]) => member) });
        break;
      }
      case 'type': {
        const alias = this.#next();
        this.#expect('=');
        this.types.set(alias, { kind: 'alias', type: this.#type() });
        this.#expect(';');
        break;
      }
      case 'resource':
        this.#resource(this.#next());
        break;
      case 'use':
        this.#use();
        break;
      default:
        this.#expect(':');
        this.#function(word, undefined);
    }
  }

  #resource(resource: string): void {
    this.types.set(resource, { kind: 'resource' });
    if (this.#is(';')) return;
    this.#expect('{');
    while (!this.#is('}')) {
      const name = this.#next();
      if (name === 'constructor') this.#signature('constructor', resource, 'constructor', false);
      else {
        this.#expect(':');
        this.#function(name, resource);
      }
    }
  }

  #use(): void {
    const from = this.#next();
    this.#expect('.');
    this.#expect('{');
    while (!this.#is('}')) {
      const name = this.#next();
      this.uses.push({ from, name, as: this.#is('as') ? this.#next() : name });
      this.#is(',');
    }
    this.#expect(';');
  }

  #members(): Member[] {
    const members: Member[] = [];
    this.#expect('{');
    while (!this.#is('}')) {
      const name = this.#next();
      let type: WitType | undefined;
      if (this.#is(':')) type = this.#type();
      else if (this.#is('(')) {
        type = this.#type();
        this.#expect(')');
      }
      members.push([name, type]);
      this.#is(',');
    }
    return members;
  }

  #function(name: string, resource: string | undefined): void {
    const isStatic = this.#is('static');
    const isAsync = this.#is('async');
    this.#expect('func');
    this.#signature(name, resource, resource === undefined ? 'free' : isStatic ? 'static' : 'method', isAsync);
  }

  #signature(name: string, resource: string | undefined, kind: WitFunction['kind'], async: boolean): void {
    const parameters: [string, WitType][] = [];
    this.#expect('(');
    while (!this.#is(')')) {
      const parameter = this.#next();
      this.#expect(':');
      parameters.push([parameter, this.#type()]);
      this.#is(',');
    }
    const result = this.#is('->') ? this.#type() : undefined;
    this.#expect(';');
    const id = { free: name, method: `[method]${resource}.${name}`, static: `[static]${resource}.${name}` };
    this.functions.push({
      id: kind === 'constructor' ? `[constructor]${resource}` : id[kind],
      kind,
      resource,
      name,
      parameters,
      result,
      async,
    });
  }

  #type(): WitType {
    const name = this.#next();
    const of: WitType[] = [];
    if (this.#is('<')) {
      while (!this.#is('>')) {
        of.push(this.#type());
        this.#is(',');
      }
    }
    return { name, of };
  }
}
