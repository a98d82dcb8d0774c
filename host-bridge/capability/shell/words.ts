import type { ArithmeticExpansionPart, CommandExpansionPart, ParameterExpansionPart, Word, WordPart } from 'unbash';
import { AccessDenied } from '../denial.ts';
import { isShellOwned } from './assignments.ts';
import { asText, deny, type Line, type Scope, textOf, type WordUse } from './line.ts';
import { coversWhole, isLiteralText, literalValue, type Place } from './literal.ts';
import { checkPattern, namesFiles } from './patterns.ts';
import { isIdentifier } from './text.ts';

/** Checks a word and everything that is expanded in it. @throws {AccessDenied} */
export function checkWord(line: Line, word: Word, use: WordUse, scope: Scope, place: Place = 'word'): void {
  // The home of another user is a look at the host's accounts.
  if (place === 'word' && /^~[^/]/.test(textOf(line, word))) throw deny(line, 'a home directory by name');
  checkParts(line, word.parts, word, place, use, scope);
  if (use.globs && place === 'word' && namesFiles(line, word)) checkPattern(line, word);
}

/** Checks the parts of a word or here-document; without parts, all of it is literal. @throws {AccessDenied} */
export function checkParts(
  line: Line,
  parts: readonly WordPart[] | undefined,
  whole: { readonly pos: number; readonly end: number },
  place: Place,
  use: WordUse,
  scope: Scope,
): void {
  if (parts === undefined) {
    if (!isLiteralText(textOf(line, whole), place)) throw deny(line, 'a word that does not parse');
    return;
  }
  if (!coversWhole(parts, whole.pos, whole.end)) throw deny(line, 'a word that does not parse');
  for (const part of parts) checkPart(line, part, place, use, scope);
}

function checkPart(line: Line, part: WordPart, place: Place, use: WordUse, scope: Scope): void {
  const text = textOf(line, part);
  const unquoted = place === 'word' || place === 'operand';
  switch (part.type) {
    case 'Literal':
      if (!isLiteralText(text, place)) throw deny(line, 'a word that does not parse');
      return;
    case 'Glob':
      if (part.parts === undefined) return;
      if (!part.parts.every((inner) => inner.type === 'Literal')) throw deny(line, 'an expansion in a pattern');
      if (!isLiteralText(text, place)) throw deny(line, 'a pattern that does not parse');
      return;
    case 'SingleQuoted':
      if (place !== 'word' || !/^'[^']*'$/.test(text)) throw deny(line, 'a quotation that does not parse');
      return;
    case 'DoubleQuoted':
      if (place !== 'word') throw deny(line, 'a quotation within an expansion');
      checkParts(line, part.parts, { pos: part.pos + 1, end: part.end - 1 }, 'double quotes', use, scope);
      return;
    case 'AnsiCQuoted':
      if (line.shell.posix || place !== 'word') throw deny(line, "$'…' in a POSIX shell");
      return;
    case 'SimpleExpansion':
      if (!/^\$(?:[A-Za-z_]\w*|[0-9@*#?$!-])$/.test(text)) throw deny(line, 'an expansion that does not parse');
      if (unquoted && use.splits && !isPlain(line, text.slice(1))) line.splits = true;
      return;
    case 'ParameterExpansion':
      checkParameter(line, part, place, scope);
      if (unquoted && use.splits && !isPlainExpansion(line, part)) line.splits = true;
      return;
    case 'CommandExpansion':
      checkSubstitution(line, part, place, scope);
      if (unquoted && use.splits) line.splits = true;
      return;
    case 'ArithmeticExpansion':
      checkArithmetic(line, part);
      return;
    case 'ProcessSubstitution':
      if (line.shell.posix || part.script === undefined || place !== 'word')
        throw deny(line, '"<(…)" in a POSIX shell');
      line.checkNested(part.script, scope);
      return;
    case 'BraceExpansion':
      // The patterns within are patterns of several words at once.
      if (line.shell.posix || /[*?[\]~\\'"]/.test(text)) throw deny(line, 'a brace expansion');
      if (part.parts === undefined) return;
      for (const inner of part.parts) if (inner.type !== 'Literal') checkPart(line, inner, place, use, scope);
      return;
    default:
      // ExtendedGlob, which depends on an option; LocaleString, whose text comes from a catalogue.
      throw deny(line, `${part.type} is not read alike by shells`);
  }
}

/** `$(…)` and backquotes. */
function checkSubstitution(line: Line, part: CommandExpansionPart, place: Place, scope: Scope): void {
  const text = textOf(line, part);
  const { script } = part;
  if (script === undefined || script.source !== undefined) throw deny(line, 'a substitution that does not parse');
  if (text.startsWith('`')) {
    // Within backquotes a backslash, and within quotes a quote, means one thing here and another there.
    if (/\\/.test(text) || text.slice(1, -1).includes('`') || (place !== 'word' && /["']/.test(text))) {
      throw deny(line, 'quotation within backquotes');
    }
    if (!text.endsWith('`') || text.length < 2) throw deny(line, 'a substitution that does not parse');
  } else if (!/^\$\((?!\()[\s\S]*\)$/.test(text)) {
    // `$((` is arithmetic to one shell and a subshell to another; `${ …; }` runs in the shell itself.
    throw deny(line, 'a substitution that is not read alike by shells');
  }
  line.checkNested(script, scope);
}

/** `${…}`. */
function checkParameter(line: Line, part: ParameterExpansionPart, place: Place, scope: Scope): void {
  const { parameter, prefix, index, operation } = part;
  if (!/^(?:[A-Za-z_]\w*|\d{1,4}|[@*#?$!-])$/.test(parameter)) throw deny(line, 'a parameter that does not parse');
  if (prefix === '!' || index !== undefined) throw deny(line, 'an indirect or indexed parameter');
  if (operation === undefined) {
    const text = textOf(line, part);
    if (text !== `\${${prefix ?? ''}${parameter}}`) throw deny(line, 'a parameter that does not parse');
    return;
  }
  if (prefix !== undefined) throw deny(line, 'a parameter that does not parse');
  const inner: Place = place === 'word' ? 'operand' : place === 'here-document' ? 'operand' : place;
  const check = (word: Word | undefined): void => {
    if (word === undefined) return;
    if (/['"`\\\n]/.test(textOf(line, word))) throw deny(line, 'a quotation within an expansion');
    checkWord(line, word, asText, scope, inner === 'double quotes' ? 'operand' : inner);
  };
  switch (operation.type) {
    case 'Default':
      if (operation.operator.includes('=')) checkAssigned(line, parameter);
      check(operation.operand);
      return;
    case 'Remove':
      check(operation.operand);
      return;
    case 'Replace':
      if (line.shell.posix) break;
      check(operation.pattern);
      check(operation.replacement);
      return;
    case 'CaseModification':
      if (line.shell.posix) break;
      check(operation.operand);
      return;
    case 'Slice': {
      if (line.shell.posix) break;
      // bash evaluates them as arithmetic, and what the variables in that hold as well.
      const numbers = [operation.offset, operation.length].filter((word) => word !== undefined);
      if (!numbers.every((word) => /^ ?-?\d+$/.test(textOf(line, word))))
        throw deny(line, 'arithmetic in an expansion');
      return;
    }
    default:
  }
  throw deny(line, `"${operation.type}" of a parameter`);
}

/** A variable that an expansion assigns. */
function checkAssigned(line: Line, name: string): void {
  if (!isIdentifier(name) || isShellOwned(name) || line.rules.environment.isReserved(name)) {
    throw new AccessDenied('Environment', name, 'reserved variable');
  }
}

/**
 * `$((…))` with names, numbers and operators only. bash takes the value of a variable for an expression in turn, with
 * the commands in it, so there a variable has to be known to hold a number.
 */
function checkArithmetic(line: Line, part: ArithmeticExpansionPart): void {
  const text = textOf(line, part);
  const [, inner] = /^\$\(\(([0-9A-Za-z_ \t+\-*/%()<>=!&|^~?:,$#{}]*)\)\)$/.exec(text) ?? [];
  if (inner === undefined || (part.expression === undefined && inner.trim() !== '')) throw deny(line, 'arithmetic');
  // They stand alone: beside a letter or digit, an empty one would leave another name or number.
  const bare = inner.replace(/(?<![\w$}])\$(?:[#?$!]|\{#[A-Za-z_]\w*\})(?![\w${])/g, '0');
  if (/[${}]/.test(bare)) throw deny(line, 'an expansion in arithmetic');
  if (line.shell.posix && /\+\+|--/.test(bare)) throw deny(line, 'arithmetic of bash');
  for (const [name] of bare.replace(/\b0[xX][0-9A-Fa-f]+\b/g, '0').matchAll(/[A-Za-z_]\w*/g)) {
    checkAssigned(line, name);
    if (line.shell.engine === 'bash' && !line.variables.isNumber(name)) {
      throw deny(line, 'arithmetic on a variable that may not be a number');
    }
  }
}

function isPlain(line: Line, name: string): boolean {
  if (/^[#?$!-]$/.test(name)) return true;
  return isIdentifier(name) && line.variables.isPlain(name);
}

function isPlainExpansion(line: Line, { prefix, parameter, operation }: ParameterExpansionPart): boolean {
  if (prefix === '#') return true;
  if (!isPlain(line, parameter)) return false;
  if (operation === undefined) return true;
  const operand = operation.type === 'Default' ? literalValue(operation.operand, line.source) : undefined;
  return operand !== undefined;
}

/** A literal word that begins with `~/`, with the child's home in its place; undefined for any other. */
export function withHome(line: Line, word: Word): string | undefined {
  const home = line.environment['HOME'];
  const raw = textOf(line, word);
  if (home === undefined || !home.startsWith('/') || !/^~(?:\/[A-Za-z0-9_.,/:=@%+^-]*)?$/.test(raw)) return undefined;
  return home + raw.slice(1);
}
