import type { TestExpression, Word } from 'unbash';
import { asText, deny, type Line, type Scope, textOf } from './line.ts';
import { literalValue } from './literal.ts';
import { checkWord } from './words.ts';

const ofText = new Set(['-n', '-z']);
const ofFiles = /^-[a-hkprsuwxGLNOS]$/;
const arithmetic = /^-(?:eq|ne|lt|le|gt|ge)$/;

/** Checks `[[ … ]]` of bash. @throws {AccessDenied} */
export function checkTestExpression(line: Line, expression: TestExpression, scope: Scope): void {
  switch (expression.type) {
    case 'TestLogical':
      for (const operand of expression.operands) checkTestExpression(line, operand, scope);
      return;
    case 'TestNot':
      checkTestExpression(line, expression.operand, scope);
      return;
    case 'TestGroup':
      checkTestExpression(line, expression.expression, scope);
      return;
    case 'TestUnary':
      checkWord(line, expression.operand, asText, scope);
      if (ofText.has(expression.operator)) return;
      if (!ofFiles.test(expression.operator)) throw deny(line, `[[ ${expression.operator} ]]`);
      checkFile(line, expression.operand);
      return;
    case 'TestBinary':
      checkBinary(line, expression.operator, expression.left, expression.right, scope);
  }
}

function checkBinary(line: Line, operator: string, left: Word, right: Word, scope: Scope): void {
  checkWord(line, left, asText, scope);
  if (operator === '=~') {
    // What is quoted and what is an expression in there changed between versions.
    if (!/^(?:[A-Za-z0-9^.*+?[\]_-]|\$\w+|\$$)*$/.test(textOf(line, right))) throw deny(line, 'a regular expression');
    return;
  }
  checkWord(line, right, asText, scope);
  if (/^(?:==?|!=|<|>)$/.test(operator)) return;
  if (arithmetic.test(operator)) {
    // Evaluated like `$((…))`, the values of variables too.
    if (![left, right].every((word) => isNumber(line, word))) throw deny(line, 'arithmetic in [[ ]]');
    return;
  }
  if (!/^-(?:nt|ot|ef)$/.test(operator)) throw deny(line, `[[ ${operator} ]]`);
  checkFile(line, left);
  checkFile(line, right);
}

function isNumber(line: Line, word: Word): boolean {
  const text = textOf(line, word);
  const [, name] = /^"?\$\{?([A-Za-z_]\w*)\}?"?$/.exec(text) ?? [];
  return /^(?:-?\d+|\$[#?$!])$/.test(text) || (name !== undefined && line.variables.isNumber(name));
}

/** The shell looks at the file itself: that is reading a path. */
function checkFile(line: Line, word: Word): void {
  const path = literalValue(word, line.source);
  if (path === undefined || path === '') throw deny(line, 'a file in [[ ]] that is not literal');
  const { real } = line.directories.check(path, 'FileSystemRead', { nullDevice: true });
  line.redirects.push({ permission: 'FileSystemRead', path, real });
}
