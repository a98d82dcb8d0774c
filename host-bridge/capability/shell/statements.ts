import type {
  AndOr,
  Case,
  CommandNode,
  CompoundCommand,
  CompoundList,
  Function,
  ParsedScript,
  PipelineNode,
  Statement,
} from 'unbash';
import { checkVariable } from './assignments.ts';
import { isShellWord } from './builtins.ts';
import { accountsForAll } from './gaps.ts';
import { asArgument, asText, deny, type Line, type Scope, textOf } from './line.ts';
import { checkRedirect } from './redirects.ts';
import { checkCommand } from './simple-command.ts';
import { checkTestExpression } from './test-expression.ts';
import { isIdentifier } from './text.ts';
import { checkWord } from './words.ts';

/** Deeper nesting than a line of good intent has. */
const deepest = 48;

/** Checks a script: the line, or what is in a substitution. @throws {AccessDenied} */
export function checkScript(line: Line, script: ParsedScript, scope: Scope): void {
  if (script.errors !== undefined && script.errors.length > 0) throw deny(line, 'does not parse');
  if (scope.depth > deepest) throw deny(line, 'too deeply nested');
  if (!accountsForAll(script, line.source, scope.depth > 0)) throw deny(line, 'does not parse in full');
  for (const statement of script.commands) {
    checkStatement(line, statement, scope);
    // From here on a call of it is a call of the function, whatever else has that name.
    const { command, background } = statement;
    if (scope.depth === 0 && command.type === 'Function' && background !== true) line.defined.add(command.name.value);
  }
}

function checkStatement(line: Line, { command }: Statement, scope: Scope): void {
  if (command.type === 'AndOr') checkAndOr(line, command, scope);
  else checkPipeline(line, command, scope);
}

/** After `cd x &&` the line is in `x`; after `||`, wherever it was before. */
function checkAndOr(line: Line, { commands, operators }: AndOr, scope: Scope): void {
  const { directories } = line;
  let seen = directories.possible;
  commands.forEach((command, index) => {
    if (operators[index - 1] === '||') directories.narrow(seen);
    checkPipeline(line, command, scope);
    seen = seen.union(directories.possible);
    if (isPlainCd(line, command) && operators[index] === '&&') directories.narrow(directories.entered);
  });
  directories.narrow(seen);
}

function isPlainCd(line: Line, command: PipelineNode): boolean {
  return command.type === 'Command' && command.name !== undefined && textOf(line, command.name) === 'cd';
}

function checkPipeline(line: Line, pipeline: PipelineNode, scope: Scope): void {
  if (pipeline.type !== 'Pipeline') {
    checkNode(line, pipeline, scope);
    return;
  }
  if (line.shell.posix && pipeline.operators.includes('|&')) throw deny(line, '"|&" in a POSIX shell');
  if (line.shell.posix && pipeline.prefixes.some(({ type }) => type === 'Time')) {
    throw deny(line, '"time" in a POSIX shell');
  }
  for (const node of pipeline.commands) checkNode(line, node, scope);
}

function checkNode(line: Line, node: CommandNode, outer: Scope): void {
  const scope = { ...outer, depth: outer.depth + 1 };
  switch (node.type) {
    case 'Command':
      checkCommand(line, node, scope);
      return;
    case 'Function':
      checkFunction(line, node, scope);
      return;
    case 'Redirected':
      for (const redirect of node.redirects) checkRedirect(line, redirect, scope);
      checkCompound(line, node.command, scope);
      return;
    case 'Coproc':
      throw deny(line, 'coproc');
    default:
      checkCompound(line, node, scope);
      return;
  }
}

function checkCompound(line: Line, node: CompoundCommand, scope: Scope): void {
  switch (node.type) {
    case 'If':
      checkList(line, node.clause, scope);
      checkList(line, node.then, scope);
      for (const { clause, then } of node.elif) {
        checkList(line, clause, scope);
        checkList(line, then, scope);
      }
      if (node.else !== undefined) checkList(line, node.else, scope);
      return;
    case 'While':
      checkList(line, node.clause, { ...scope, repeats: true });
      checkList(line, node.body, { ...scope, repeats: true });
      return;
    case 'For':
      checkVariable(line, textOf(line, node.name));
      for (const word of node.wordlist ?? []) checkWord(line, word, asArgument, scope);
      checkList(line, node.body, { ...scope, repeats: true });
      return;
    case 'Case':
      checkCase(line, node, scope);
      return;
    case 'Subshell':
      // `((` is arithmetic to one shell and two subshells to another.
      if (textOf(line, node).startsWith('((')) throw deny(line, '"(("');
      // A `cd` in there is undone at its end, unless the whole may run with another directory.
      checkList(line, node.body, { ...scope, repeats: scope.inFunction });
      return;
    case 'BraceGroup':
      checkList(line, node.body, scope);
      return;
    case 'TestCommand':
      if (line.shell.posix) throw deny(line, '"[[" in a POSIX shell');
      checkTestExpression(line, node.expression, scope);
      return;
    default:
      throw deny(line, `${node.type} is not read alike by shells`);
  }
}

function checkList(line: Line, list: CompoundList, scope: Scope): void {
  if (scope.depth > deepest) throw deny(line, 'too deeply nested');
  for (const statement of list.commands) checkStatement(line, statement, scope);
}

function checkCase(line: Line, node: Case, scope: Scope): void {
  checkWord(line, node.word, asText, scope);
  for (const { pattern, body, terminator } of node.items) {
    if (line.shell.posix && terminator !== undefined && terminator !== ';;') {
      throw deny(line, `"${terminator}" in a POSIX shell`);
    }
    for (const word of pattern) checkWord(line, word, asText, scope);
    checkList(line, body, scope);
  }
}

function checkFunction(line: Line, node: Function, scope: Scope): void {
  const name = textOf(line, node.name);
  if (textOf(line, node).startsWith('function') && name !== 'function' && line.shell.posix) {
    throw deny(line, '"function" in a POSIX shell');
  }
  if (!isIdentifier(name) || isShellWord(name)) throw deny(line, `a function named ${name}`);
  const inner = { ...scope, repeats: true, inFunction: true };
  if (node.body.type === 'CompoundList') throw deny(line, 'a function without a body');
  if (node.body.type === 'Redirected') {
    for (const redirect of node.body.redirects) checkRedirect(line, redirect, inner);
    checkCompound(line, node.body.command, inner);
  } else checkCompound(line, node.body, inner);
}
