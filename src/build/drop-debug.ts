/**
 * Drops every `_debugLog(…)` of jco's output. Each reads `process.env` and builds its arguments even when logging is off:
 * without them a call is three to four times faster (docs/architecture.md).
 */
import MagicString from 'magic-string';
import { type Node, type Program, parseSync, Visitor } from 'oxc-parser';

const NAME = '_debugLog';

/** @returns `code` without its calls of `_debugLog`, and how many there were. */
export function dropDebugCalls(code: string): { code: string; dropped: number } {
  const { program, errors } = parseSync('glue.js', code);
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`jco's output does not parse: ${error.message}`);
  const text = new MagicString(code);
  let dropped = 0;
  for (const { start, end, statement } of debugCalls(program)) {
    // A statement may be the whole body of an `if`: an empty one keeps its place.
    text.overwrite(start, end, statement ? ';' : 'void 0');
    dropped++;
  }
  return { code: text.toString(), dropped };
}

interface Span {
  start: number;
  end: number;
  statement: boolean;
}

function debugCalls(program: Program): Span[] {
  const spans: Span[] = [];
  const inStatements = new Set<number>();
  const isCall = (node: Node): boolean =>
    node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === NAME;
  new Visitor({
    ExpressionStatement(node) {
      if (!isCall(node.expression)) return;
      inStatements.add(node.expression.start);
      spans.push({ start: node.start, end: node.end, statement: true });
    },
    CallExpression(node) {
      if (isCall(node) && !inStatements.has(node.start))
        spans.push({ start: node.start, end: node.end, statement: false });
    },
  }).visit(program);
  return spans;
}
