import type { Argument } from './builtins.ts';
import { deny, type Line, mayBeSeveral, textOf } from './line.ts';
import { literalValue } from './literal.ts';

/** Operators that look at text, numbers and files; not `-v` and `-R`, whose operand bash evaluates. */
const unary = /^-[a-hknoprstuwxzGLNOS]$/;
const binary = /^(?:=|==|!=|<|>|-eq|-ne|-lt|-le|-gt|-ge|-nt|-ot|-ef)$/;

/**
 * Checks the arguments of `test` and `[`. dash only compares; in bash an operand can be taken for an operator, so there
 * the operators have to stand where their number alone tells them apart.
 * @throws {AccessDenied}
 */
export function checkTestArguments(line: Line, args: readonly Argument[]): void {
  if (line.shell.engine === 'dash') return;
  const words = args.map((argument) => {
    if (argument.type !== 'Word') return { known: textOf(line, argument) };
    if (mayBeSeveral(argument) && !isNumberOrNothing(line, textOf(line, argument))) {
      throw deny(line, 'an unquoted expansion in a test');
    }
    return { known: literalValue(argument, line.source) ?? operatorOf(textOf(line, argument)) };
  });
  if (words.at(-1)?.known === ']') words.pop();
  if (words.length > 4 && words.every(({ known }) => known !== undefined && known !== '-v' && known !== '-R')) return;
  if (!isPlain(words.map(({ known }) => known))) throw deny(line, 'a test that bash may read in several ways');
}

/** `!`, `<` and `(` are no literals of the walk, but are what they are here. */
function operatorOf(text: string): string | undefined {
  return /^(?:!|\\?[()<>]|'[()<>!]'|"[()<>!]"|!=|\])$/.test(text) ? text.replace(/[\\'"]/g, '') : undefined;
}

function isPlain(words: readonly (string | undefined)[]): boolean {
  const [first, second] = words;
  if (words.length <= 1) return true;
  if (words.length === 2) return first === '!' || (first !== undefined && unary.test(first));
  // With three, the middle one is looked at first.
  if (words.length === 3 && second !== undefined && binary.test(second)) return true;
  return first === '!' && words.length <= 4 && isPlain(words.slice(1));
}

/** Such a word brings in no operator, and where it vanishes, those that are there stay literal. */
function isNumberOrNothing(line: Line, text: string): boolean {
  const [, name] = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(text) ?? [];
  return /^\$[#?$!]$/.test(text) || (name !== undefined && line.variables.isNumber(name));
}
