/**
 * Async functions as generators that a helper of the guest drives (`__wasiNodeAsync(this, arguments, function* …)`): the engine tells nobody of a promise
 * that an async function rejects, and `unhandledRejection` needs to know. The text is edited in place, so that lines stay where they are.
 * A function with what a generator cannot have (`super`, `new.target`, `for await`) stays as it is, as do async generators.
 */
import type MagicString from 'magic-string';
import {
  type ArrowFunctionExpression,
  type Function as FunctionNode,
  type MethodDefinition,
  type Node,
  type ObjectProperty,
  type Program,
  Visitor,
} from 'oxc-parser';

/** The helper's name in the guest. */
export const ASYNC_HELPER = '__wasiNodeAsync';

type AsyncFunction = FunctionNode | ArrowFunctionExpression;

/** What is known of a function while its body is visited. */
interface Scope {
  node: AsyncFunction | undefined;
  awaits: { start: number; end: number; statement: boolean; leftmost: number | undefined }[];
  usesArguments: boolean;
  keeps: boolean;
}

/** Lowers every async function of `program` in `text`. */
export function lowerAsync(text: MagicString, program: Program): void {
  // The top level of a module is no function of the program's.
  const scopes: Scope[] = [newScope(undefined)];
  const current = () => scopes.at(-1) as Scope;
  const statements = new Map<number, Node>();
  /** Where the `async` of a method stands: its function begins at the parameters. */
  const keywords = new Map<Node, number>();
  const onMethod = (
    node: MethodDefinition | ObjectProperty | { type: 'Property'; start: number; key: Node; value: Node },
  ) => {
    const { value } = node;
    if (value.type !== 'FunctionExpression' || !value.async || value.start === node.start) return;
    const head = text.original.slice(node.start, node.key.start);
    const at = /(?:^|\s)async\b/.exec(head);
    if (at !== null) keywords.set(value, node.start + at.index + at[0].length - 'async'.length);
  };

  const enter = (node: AsyncFunction) => {
    scopes.push(newScope(node.async && !('generator' in node && node.generator) ? node : undefined));
  };
  const leave = (node: AsyncFunction) => {
    const scope = scopes.pop() as Scope;
    if (node.type === 'ArrowFunctionExpression') {
      // What an arrow function sees of these is its outer function's.
      current().usesArguments ||= scope.usesArguments;
      current().keeps ||= scope.keeps && scope.node === undefined;
    }
    if (scope.node !== undefined && !scope.keeps) lower(text, scope, keywords.get(scope.node) ?? scope.node.start);
  };

  new Visitor({
    MethodDefinition: onMethod,
    Property: onMethod,
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    ExpressionStatement(node) {
      statements.set(node.start, node.expression);
    },
    AwaitExpression(node) {
      const { start, end } = node;
      const statement = statements.get(start);
      const isStatement = statement !== undefined && statement.type === 'AwaitExpression' && statement.end === end;
      current().awaits.push({
        start,
        end,
        statement: isStatement,
        leftmost: statement === undefined || isStatement ? undefined : start,
      });
    },
    ForOfStatement(node) {
      if (node.await) current().keeps = true;
    },
    Super() {
      current().keeps = true;
    },
    MetaProperty(node) {
      if (node.meta.name === 'new') current().keeps = true;
    },
    Identifier(node) {
      if (node.name === 'arguments') current().usesArguments = true;
    },
  }).visit(program);
}

function newScope(node: AsyncFunction | undefined): Scope {
  return { node, awaits: [], usesArguments: false, keeps: false };
}

function lower(text: MagicString, { node, awaits, usesArguments }: Scope, keyword: number): void {
  if (node?.body == null) return;
  text.remove(keyword, keyword + 'async'.length);
  for (const { start, end, statement, leftmost } of awaits) {
    // A parenthesis at the start of a statement would join it to a line before that has no semicolon.
    const open = statement ? 'yield' : leftmost === undefined ? '(yield' : 'void 0,(yield';
    text.update(start, start + 'await'.length, open);
    if (!statement) text.appendLeft(end, ')');
  }
  const args = node.type === 'ArrowFunctionExpression' && !usesArguments ? 'void 0' : 'arguments';
  const { body } = node;
  if (body.type === 'BlockStatement') {
    text.appendLeft(body.start + 1, `return ${ASYNC_HELPER}(this,${args},function*(){`);
    text.appendRight(body.end - 1, '})');
  } else {
    text.appendRight(body.start, `${ASYNC_HELPER}(this,${args},function*(){return(`);
    text.appendLeft(body.end, ')})');
  }
}
