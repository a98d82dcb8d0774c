import type { SyntaxNode, Word, WordPart } from 'unbash';
import { isShellOwned } from './assignments.ts';
import { type Line, textOf } from './line.ts';
import { isIdentifier } from './text.ts';
import { visit } from './variables.ts';

/** Builtins that may set or unset a variable whose name is not seen in the line. */
const MAY_SET =
  /^(?:read|getopts|mapfile|readarray|printf|wait|export|readonly|local|declare|typeset|unset|set|let|command|builtin)$/;

/**
 * The value of a word in double quotes whose expansions are variables of the child's environment that nothing in the line can change:
 * `"${PROGRAM}" "$1"` is how callers pass names to a shell without quoting them. The shell takes the value as it is, as one word and never
 * as a keyword or an option of its own grammar.
 * @returns undefined for any other word
 */
export function knownValue(line: Line, word: Word, script: SyntaxNode): string | undefined {
  const [only] = word.parts ?? [];
  if (only?.type !== 'DoubleQuoted' || word.parts?.length !== 1) return undefined;
  if (only.pos !== word.pos || only.end !== word.end || mayChangeVariables(script)) return undefined;
  let value = '';
  let at = only.pos + 1;
  for (const part of only.parts) {
    if (part.pos !== at) return undefined;
    at = part.end;
    const text = valueOf(line, part);
    if (text === undefined) return undefined;
    value += text;
  }
  return at === only.end - 1 ? value : undefined;
}

function valueOf(line: Line, part: WordPart): string | undefined {
  const text = textOf(line, part);
  if (part.type === 'Literal') return /[$`\\"!]/.test(text) ? undefined : text;
  const [, braced, bare] = /^\$(?:\{(\w+)\}|(\w+))$/.exec(text) ?? [];
  const name = braced ?? bare ?? '';
  if (!isIdentifier(name) || isShellOwned(name) || !isOnlyExpanded(line.source, name)) return undefined;
  return Object.hasOwn(line.environment, name) ? line.environment[name] : undefined;
}

/** Whether every mention of a name in the line is an expansion of it. */
function isOnlyExpanded(source: string, name: string): boolean {
  const mentions = source.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0;
  const expansions = source.match(new RegExp(`\\$(?:\\{${name}\\}|${name}\\b)`, 'g'))?.length ?? 0;
  return mentions === expansions;
}

function mayChangeVariables(script: SyntaxNode): boolean {
  let may = false;
  visit(script, (node) => {
    if (node.type.startsWith('Arithmetic') || node.type === 'For' || node.type === 'Select') may = true;
    if (node.type === 'Word' && MAY_SET.test(node.value)) may = true;
  });
  return may;
}
