/** A module's syntax tree (ESTree, with TypeScript's nodes) as the check walks it. */
import { basename } from 'node:path';
import { parseSync } from 'oxc-parser';

/** Any node. What is read of one is looked at before it is used. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

export const nodeAt = (node: Node, key: string): Node | undefined => {
  const value = node[key];
  return isNode(value) ? value : undefined;
};

export const nodesAt = (node: Node, key: string): (Node | undefined)[] => {
  const value = node[key];
  return Array.isArray(value) ? value.map((item) => (isNode(item) ? item : undefined)) : [];
};

/** The name of an identifier, or the text of a string. */
export function nameOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Identifier') return String(node['name']);
  if (node?.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  return undefined;
}

/** Nodes that are only types, and what is in them. */
const KEEPS_CODE =
  /^TS(?:As|Satisfies|NonNull|Instantiation)Expression$|^TS(?:TypeAssertion|Enum\w+|Module\w+|ParameterProperty|ExportAssignment)$/;

export const isType = (node: Node): boolean => node.type.startsWith('TS') && !KEEPS_CODE.test(node.type);

/** An expression without what only TypeScript, or its grouping, puts around it. */
export function bare(node: Node | undefined): Node | undefined {
  let at = node;
  while (
    at !== undefined &&
    /^(?:TS\w+Expression|TSTypeAssertion|ParenthesizedExpression|ChainExpression)$/.test(at.type)
  ) {
    at = nodeAt(at, 'expression');
  }
  return at;
}

/** The nodes in a node that run. */
export function* children(node: Node): Generator<{ key: string; child: Node }> {
  for (const [key, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child) && !isType(child)) yield { key, child };
    }
  }
}

/** A file that does not parse. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem';
}

/** @throws SyntaxProblem */
export function parseModule(file: string, code: string): Node {
  const { program, errors } = parseSync(basename(file), code);
  const [error] = errors;
  if (error !== undefined && program.body.length === 0) throw new SyntaxProblem(`${file}: ${error.message}`);
  return program as unknown as Node;
}
