import { forEachChild, type ParsedScript, type SyntaxNode } from 'unbash';

/** What stands between the children of each construct, a blank being in the place of each child. */
const between: Partial<Record<SyntaxNode['type'], RegExp>> = {
  Script: /^[\s;&]*$/,
  CompoundList: /^[\s;&]*$/,
  Statement: /^\s*&?\s*$/,
  AndOr: /^[\s&|]*$/,
  Pipeline: /^[\s|&]*$/,
  Time: /^time\s*(?:-p)?\s*(?:--)?$/,
  Negation: /^!$/,
  Redirected: /^\s*$/,
  Command: /^[ \t]*$/,
  Redirect: /^\s*[<>&|]+\s*$/,
  HereString: /^\s*<<<\s*$/,
  HereDoc: /^\s*<<-?\s*$/,
  Subshell: /^\([\s;&]*\)$/,
  BraceGroup: /^\{[\s;&]*\}$/,
  If: /^if[\s;&]*then[\s;&]*(?:else[\s;&]*)?fi$/,
  Elif: /^elif[\s;&]*then[\s;&]*$/,
  While: /^(?:while|until)[\s;&]*do[\s;&]*done$/,
  For: /^for\s+(?:in\s)?[\s;]*do[\s;&]*done$/,
  Case: /^case\s+in\s+esac$/,
  CaseItem: /^\(?[\s|]*\)[\s;&]*$/,
  Function: /^(?:function\s)?\s*(?:\(\s*\))?\s*$/,
};

/** Words, which the walk looks into by itself, and what it denies as a whole. */
const leaves = new Set<SyntaxNode['type']>([
  'Word',
  'Assignment',
  'FileDescriptor',
  'FileDescriptorVariable',
  'HereDocDelimiter',
  'HereDocBody',
  'TestCommand',
  'ArithmeticCommand',
  'ArithmeticFor',
  'Select',
  'Coproc',
]);

/** Comments end with their line in every shell; a backslash in one is not worth the doubt. */
const comment = /(^|[\s;&|()])#[^\n]*/g;

/** Each of them is held against each construct. */
const mostDocuments = 64;

type Span = readonly [pos: number, end: number];

/**
 * Whether the tree of a script accounts for all of its text, so that no part of it is a command that the walk does not
 * see: each construct is its children and what the grammar has between them. A comment is accepted at the top level
 * only.
 */
export function accountsForAll(script: ParsedScript, source: string, nested: boolean): boolean {
  const documents: Span[] = [];
  collectDocuments(script, documents);
  if (documents.length > mostDocuments) return false;
  return isWhole(script, source, documents, nested);
}

/** Here-documents lie behind the line that they belong to, wherever in the tree that is. */
function collectDocuments(node: SyntaxNode, spans: Span[]): void {
  if (node.type === 'HereDoc') {
    spans.push([node.body.pos, node.closing?.end ?? node.body.end]);
  } else if (!leaves.has(node.type)) {
    forEachChild(node, (child) => collectDocuments(child, spans));
  }
}

function isWhole(node: SyntaxNode, source: string, documents: readonly Span[], nested: boolean): boolean {
  if (leaves.has(node.type)) return true;
  const expected = between[node.type];
  if (expected === undefined) return false;
  const spans: Span[] = [...documents];
  let whole = true;
  forEachChild(node, (child) => {
    if (child.type !== 'HereDocBody') spans.push([child.pos, child.end]);
    whole &&= isWhole(child, source, documents, nested);
  });
  return whole && expected.test(restOf(node, source, spans, nested));
}

/** The text of a node without some stretches, a blank in the place of each, and without comments. */
function restOf(node: { pos: number; end: number }, source: string, spans: readonly Span[], nested: boolean): string {
  let at = node.pos;
  let rest = '';
  for (const [pos, end] of spans.toSorted((left, right) => left[0] - right[0])) {
    if (pos >= node.end || end <= node.pos) continue;
    if (pos > at) rest += source.slice(at, pos);
    rest += ' ';
    at = Math.max(at, end);
  }
  if (at < node.end) rest += source.slice(at, node.end);
  rest = rest.replace(/\\\n/g, (text, offset: number, all: string) => (isInComment(all, offset) ? text : ' '));
  return nested ? rest : rest.replace(comment, (text, before: string) => (text.includes('\\') ? text : before));
}

function isInComment(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).includes('#');
}
