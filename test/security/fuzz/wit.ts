/** The interfaces of `wit/`, read as far as a fuzzer needs them: which functions there are, and of what type their arguments are. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../../wit');

/** A type: a name, with what stands in angle brackets. */
export interface WitType {
  readonly name: string;
  readonly of: readonly WitType[];
}

/** A type with a name of its own. */
export type Definition =
  | { kind: 'record' | 'variant'; members: [name: string, type: WitType | undefined][] }
  | { kind: 'enum' | 'flags'; names: string[] }
  | { kind: 'alias'; type: WitType }
  | { kind: 'resource' };

export interface WitFunction {
  /** The resource whose method it is. */
  readonly resource: string | undefined;
  readonly name: string;
  readonly parameters: readonly WitType[];
}

export interface WitInterface {
  readonly name: string;
  readonly functions: readonly WitFunction[];
  /** Also those of other interfaces that it uses. */
  readonly definitions: ReadonlyMap<string, Definition>;
}

/** `read-file` as the engine's glue calls it. */
export const camel = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** Every interface of the package. */
export function readInterfaces(): WitInterface[] {
  const read = new Map<string, Parser>();
  for (const file of readdirSync(FOLDER)) {
    const text = readFileSync(join(FOLDER, file), 'utf8').replace(/\/\/.*$/gm, '');
    for (const [, name = '', body = ''] of text.matchAll(/\binterface ([a-z0-9-]+) \{([\s\S]*?)\n\}/g)) {
      read.set(name, new Parser(body));
    }
  }
  return [...read].map(([name, { functions, definitions, uses }]) => {
    const all = new Map(definitions);
    for (const [from, type, as] of uses) {
      const definition = read.get(from)?.definitions.get(type);
      if (definition === undefined) throw new TypeError(`${name} uses ${from}.${type}, which is not there`);
      all.set(as, definition);
      for (const [other, value] of read.get(from)?.definitions ?? []) if (!all.has(other)) all.set(other, value);
    }
    return { name, functions, definitions: all };
  });
}

class Parser {
  readonly functions: WitFunction[] = [];
  readonly definitions = new Map<string, Definition>();
  readonly uses: [from: string, name: string, as: string][] = [];
  readonly #tokens: string[];
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

  #item(): void {
    const word = this.#next();
    const name = word === 'record' || word === 'variant' ? this.#next() : undefined;
    if (name !== undefined) {
      this.definitions.set(name, { kind: word as 'record' | 'variant', members: this.#members() });
    } else if (word === 'enum' || word === 'flags') {
      this.definitions.set(this.#next(), { kind: word, names: this.#members().map(([member]) => member) });
    } else if (word === 'type') {
      const alias = this.#next();
      this.#next();
      this.definitions.set(alias, { kind: 'alias', type: this.#type() });
      this.#next();
    } else if (word === 'resource') {
      const resource = this.#next();
      this.definitions.set(resource, { kind: 'resource' });
      if (this.#is(';')) return;
      this.#next();
      while (!this.#is('}')) this.#function(this.#next(), resource);
    } else if (word === 'use') {
      this.#use();
    } else {
      this.#function(word, undefined);
    }
  }

  #use(): void {
    const from = this.#next();
    this.#next();
    this.#next();
    while (!this.#is('}')) {
      const name = this.#next();
      this.uses.push([from, name, this.#is('as') ? this.#next() : name]);
      this.#is(',');
    }
    this.#next();
  }

  #members(): [string, WitType | undefined][] {
    const members: [string, WitType | undefined][] = [];
    this.#next();
    while (!this.#is('}')) {
      const name = this.#next();
      let type: WitType | undefined;
      if (this.#is(':')) type = this.#type();
      else if (this.#is('(')) {
        type = this.#type();
        this.#next();
      }
      members.push([name, type]);
      this.#is(',');
    }
    return members;
  }

  #function(name: string, resource: string | undefined): void {
    const parameters: WitType[] = [];
    while (this.#next() !== '(');
    while (!this.#is(')')) {
      this.#next();
      this.#next();
      parameters.push(this.#type());
      this.#is(',');
    }
    while (this.#next() !== ';');
    this.functions.push({ resource, name, parameters });
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
