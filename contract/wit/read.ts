/** Reads the WIT package that this contract is of: its own text is what completeness is measured against. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../host-bridge/internal/package-root.ts';
import { InterfaceParser } from './parser.ts';
import type { Definition, WitInterface, WitPackage } from './types.ts';

const FOLDER = join(PACKAGE_ROOT, 'wit');

/**
 * Reads a package from the `.wit` files of one folder.
 * @param folder this package's own by default
 * @throws SyntaxError, TypeError for what is no WIT, or not of one piece
 */
export function readPackage(folder: string = FOLDER): WitPackage {
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.wit'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  return parsePackage(texts);
}

/** Reads a package from the text of its files. */
export function parsePackage(texts: readonly string[]): WitPackage {
  const header = /^package ([a-z0-9-]+:[a-z0-9-]+)@([^;]+);/m.exec(texts[0] ?? '');
  if (header === null) throw new SyntaxError('the package has no name and version');
  const parsed = new Map<string, { docs: string; body: InterfaceParser }>();
  const worlds = { imports: [] as string[], exports: [] as string[] };
  for (const text of texts) {
    for (const [, docs = '', name = '', body = ''] of text.matchAll(
      /((?:^\/\/\/.*\n)*)^interface ([a-z0-9-]+) \{([\s\S]*?)\n\}/gm,
    )) {
      parsed.set(name, {
        docs: docs.replace(/^\/\/\/ ?/gm, '').trim(),
        body: new InterfaceParser(body.replace(/\/\/.*$/gm, '')),
      });
    }
    for (const [, body = ''] of text.matchAll(/^world [a-z0-9-]+ \{([\s\S]*?)\n\}/gm)) {
      for (const [, direction, name = ''] of body.matchAll(/^\s*(import|export) ([a-z0-9-]+);/gm))
        worlds[direction === 'import' ? 'imports' : 'exports'].push(name);
    }
  }
  const interfaces = new Map<string, WitInterface>();
  for (const [name, { docs, body }] of parsed) {
    const own: WitInterface = {
      name,
      docs,
      functions: body.functions,
      types: body.types,
      find(type) {
        const definition: Definition | undefined = body.types.get(type);
        if (definition !== undefined) return { definition, name: type, home: own };
        const use = body.uses.find(({ as }) => as === type);
        const from = use && interfaces.get(use.from);
        if (from === undefined) throw new TypeError(`${name} has no type ${type}`);
        return from.find(use!.name);
      },
    };
    interfaces.set(name, own);
  }
  return { name: header[1]!, version: header[2]!, interfaces, ...worlds };
}
