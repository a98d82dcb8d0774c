import { type Assignment, type Command, forEachChild, type SyntaxNode, type Word } from 'unbash';
import { hasGlobCharacters, literalValue } from './literal.ts';
import { isIdentifier } from './text.ts';

/** What a variable of a line can hold. `plain` is text that no file name expansion takes for a pattern. */
type Content = 'number' | 'plain' | 'any';

/** Knows what the variables of a line can hold, from what the line and the environment put in. */
export interface Variables {
  /** Whether the value is an integer, or nothing, for certain. */
  isNumber(name: string): boolean;
  /** Whether the value, unquoted, names no files. */
  isPlain(name: string): boolean;
}

/** Variables that a shell sets by itself, with text from outside. */
const setByShell =
  /^(?:PWD|OLDPWD|OPTARG|REPLY|_|IFS|PS[0-4]|PATH|HOME|MAIL.*|BASH.*|DIRSTACK|FUNCNAME|PIPESTATUS|HOST.*|MACHTYPE|OSTYPE|COMP_.*|READLINE_.*|MAPFILE|COPROC|SHELL.*|TERM|HIST.*|TIMEFORMAT)$/;

const integer = /^-?\d+$/;

/**
 * Looks at every assignment of a line, whatever its form; what arithmetic assigns is a number and changes nothing. Words of
 * `read` and `getopts` count as holding anything.
 */
export function studyVariables(
  script: SyntaxNode,
  source: string,
  environment: Readonly<Record<string, string>>,
): Variables {
  const contents = new Map<string, Content>();
  const put = (name: string, content: Content): void => {
    const known = contents.get(name);
    contents.set(
      name,
      known === undefined || known === content ? content : known === 'any' || content === 'any' ? 'any' : 'plain',
    );
  };
  visit(script, (node) => {
    if (node.type === 'Assignment') put(node.name, contentOf(node, source));
    else if (node.type === 'For') put(node.name.value, contentOfList(node.wordlist, source));
    else if (node.type === 'ParameterExpansion' && node.operation?.type === 'Default') {
      if (node.operation.operator.includes('=')) put(node.parameter, 'any');
    } else if (node.type === 'Command') {
      for (const name of namesOfWords(node)) put(name, 'any');
    }
  });

  const initially = (name: string): Content => {
    const value = environment[name];
    if (value === undefined) return setByShell.test(name) ? 'any' : 'number';
    if (integer.test(value)) return 'number';
    return hasGlobCharacters(value) ? 'any' : 'plain';
  };
  return {
    isNumber: (name) => initially(name) === 'number' && (contents.get(name) ?? 'number') === 'number',
    isPlain: (name) => initially(name) !== 'any' && contents.get(name) !== 'any',
  };
}

function contentOf(assignment: Assignment, source: string): Content {
  const { value } = assignment;
  if (assignment.append === true || value.type !== 'Word') return 'any';
  const only = value.parts?.length === 1 ? value.parts[0] : undefined;
  if (only?.type === 'ArithmeticExpansion' || (only?.type === 'SimpleExpansion' && /^\$[#?$!]$/.test(only.text))) {
    return 'number';
  }
  const literal = literalValue(value, source);
  if (literal === undefined || hasGlobCharacters(literal)) return 'any';
  return integer.test(literal) ? 'number' : 'plain';
}

/** A pattern in the list gives names of files, which have no slash: what they name lies in the same folder. */
function contentOfList(words: readonly Word[] | undefined, source: string): Content {
  if (words === undefined) return 'any';
  const plain = words.every((word) => {
    const literal = literalValue(word, source);
    if (literal !== undefined) return !hasGlobCharacters(literal);
    return word.parts?.every((part) => part.type === 'Glob' || part.type === 'Literal') === true;
  });
  return plain ? 'plain' : 'any';
}

/** The variables that `read`, `getopts` and the like fill: any word of theirs that could be a name. */
function namesOfWords(command: Command): string[] {
  const words = command.name === undefined ? [] : [command.name, ...command.args];
  if (
    !words.some((word) => word.type === 'Word' && /^(?:read|getopts|mapfile|readarray|printf|wait)$/.test(word.value))
  )
    return [];
  return words.flatMap((word) => (word.type === 'Word' && isIdentifier(word.value) ? [word.value] : []));
}

/** Substitutions within substitutions: each is read once more, so there are few. */
const deepestSubstitution = 16;

/**
 * Calls back for a node and everything beneath, nested scripts included.
 * @throws {RangeError} where it is nested too deeply
 */
export function visit(node: SyntaxNode, callback: (node: SyntaxNode) => void, scripts = 0): void {
  const within = node.type === 'Script' ? scripts + 1 : scripts;
  if (within > deepestSubstitution) throw new RangeError('Too deeply nested');
  callback(node);
  forEachChild(node, (child) => visit(child, callback, within));
}
