/** What an entry module exports: each declaration with its doc comment, wherever it is. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Comment, parseSync } from 'oxc-parser';
import { declarationText, type Statement } from './declaration.ts';

/** One export. */
export interface Documented {
  name: string;
  kind: 'class' | 'function' | 'interface' | 'type' | 'value';
  /** Its doc comment as text. */
  doc: string;
  /** Its declaration without bodies. */
  code: string;
}

/** A module as it is read. */
interface Source {
  file: string;
  code: string;
  body: readonly Statement[];
  comments: readonly Comment[];
}

const sources = new Map<string, Source>();

function read(file: string): Source {
  const known = sources.get(file);
  if (known !== undefined) return known;
  const code = readFileSync(file, 'utf8');
  const { program, comments, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const source = { file, code, body: program.body as unknown as Statement[], comments };
  sources.set(file, source);
  return source;
}

/** What `file` is for, and its exports in the order of their names. */
export function readExports(file: string): { doc: string; exports: Documented[] } {
  const source = read(file);
  const names = source.body.flatMap(exportedNames);
  const exports = names.map(({ name, local }) => find(file, local, name));
  return {
    doc: commentText(source.comments[0]),
    exports: exports.sort((left, right) => (left.name.toLowerCase() < right.name.toLowerCase() ? -1 : 1)),
  };
}

function exportedNames(statement: Statement): { name: string; local: string }[] {
  if (statement.type !== 'ExportNamedDeclaration') return [];
  const declared = declaredName(statement.declaration ?? undefined);
  if (declared !== undefined) return [{ name: declared, local: declared }];
  return (statement.specifiers ?? []).map(({ exported }) => ({ name: exported.name, local: exported.name }));
}

function declaredName(declaration: Statement | undefined): string | undefined {
  if (declaration === undefined) return undefined;
  return declaration.id?.name ?? declaration.declarations?.[0]?.id.name;
}

/** Follows `export … from` and imports to the declaration. */
function find(file: string, local: string, name: string): Documented {
  const source = read(file);
  for (const statement of source.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration && declaredName(declaration) === local && declaration.type !== 'ImportDeclaration') {
      return document(source, statement, declaration, name);
    }
  }
  for (const statement of source.body) {
    for (const { local: from, imported, exported } of statement.specifiers ?? []) {
      const here = statement.type === 'ImportDeclaration' ? from.name : exported?.name;
      if (here !== local) continue;
      const original = statement.type === 'ImportDeclaration' ? (imported?.name ?? local) : from.name;
      if (statement.source) return find(resolve(dirname(file), statement.source.value), original, name);
      if (original !== local) return find(file, original, name);
    }
  }
  throw new Error(`${file} does not declare ${local}`);
}

function document(source: Source, statement: Statement, declaration: Statement, name: string): Documented {
  const before = source.comments.findLast(
    ({ end, type, value }) =>
      type === 'Block' &&
      value.startsWith('*') &&
      end <= statement.start &&
      source.code.slice(end, statement.start).trim() === '',
  );
  return {
    name,
    kind: kindOf(declaration),
    doc: commentText(before),
    code: declarationText(source.code, declaration),
  };
}

function kindOf({ type }: Statement): Documented['kind'] {
  switch (type) {
    case 'ClassDeclaration':
      return 'class';
    case 'FunctionDeclaration':
      return 'function';
    case 'TSInterfaceDeclaration':
      return 'interface';
    case 'TSTypeAliasDeclaration':
      return 'type';
    default:
      return 'value';
  }
}

/** A doc comment without its stars. */
function commentText(comment: Comment | undefined): string {
  if (comment === undefined || comment.type !== 'Block') return '';
  return comment.value
    .replace(/^\*/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}
