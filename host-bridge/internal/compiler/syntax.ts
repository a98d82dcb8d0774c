/** Reads a module's syntax: whether it is an ES module, and where things are that the engine cannot evaluate at run time. */
import { type ParseResult, type Program, parseSync, Visitor } from 'oxc-parser';
import type { Diagnostic, Format } from '../../wit/zora-node-compiler.d.ts';

/** What the parser tells of a module. */
export interface Syntax {
  format: Format;
  /** It has `await` outside of any function. */
  topLevelAwait: boolean;
  /** Start offsets of `import(…)` expressions. */
  dynamicImports: number[];
  program: Program;
}

/** A module that does not parse. */
export class ModuleSyntaxError extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.name = 'ModuleSyntaxError';
    this.diagnostic = diagnostic;
  }
}

/**
 * @param format as it is known; undefined: what the text's syntax says
 * @throws ModuleSyntaxError
 */
export function readSyntax(filename: string, text: string, format: Format | undefined): Syntax {
  if (format === undefined) {
    const asScript = parse(filename, text, 'commonjs');
    // Node tries CommonJS first, and an ES module where only that can be meant.
    if (asScript.errors.length === 0 && !asScript.module.hasModuleSyntax) return describe(asScript, 'commonjs');
    const asModule = parse(filename, text, 'module');
    if (asModule.errors.length === 0) return describe(asModule, 'module');
    throw toError(asScript.module.hasModuleSyntax ? asModule : asScript, text);
  }
  const result = parse(filename, text, format);
  if (result.errors.length > 0) throw toError(result, text);
  return describe(result, format);
}

function parse(filename: string, text: string, sourceType: Format): ParseResult {
  return parseSync(filename, text, { lang: 'js', sourceType, showSemanticErrors: true } as never);
}

function describe(result: ParseResult, format: Format): Syntax {
  const dynamicImports: number[] = [];
  let depth = 0;
  let topLevelAwait = false;
  const enter = () => {
    depth++;
  };
  const leave = () => {
    depth--;
  };
  const onAwait = () => {
    if (depth === 0) topLevelAwait = true;
  };
  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    PropertyDefinition: enter,
    'PropertyDefinition:exit': leave,
    StaticBlock: enter,
    'StaticBlock:exit': leave,
    AwaitExpression: onAwait,
    ForOfStatement(node) {
      if (node.await) onAwait();
    },
    ImportExpression(node) {
      dynamicImports.push(node.start);
    },
  }).visit(result.program);
  return { format, topLevelAwait, dynamicImports, program: result.program };
}

function toError(result: ParseResult, text: string): ModuleSyntaxError {
  const [error] = result.errors;
  const offset = error?.labels[0]?.start ?? 0;
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  const end = text.indexOf('\n', offset);
  return new ModuleSyntaxError({
    message: error?.message ?? 'Invalid or unexpected token',
    line: before.split('\n').length,
    column: offset - start + 1,
    excerpt: text
      .slice(start, end < 0 ? undefined : end)
      .slice(0, 200)
      .toWellFormed(),
  });
}
