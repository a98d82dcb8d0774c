import type { Assignment } from 'unbash';
import { AccessDenied } from '../denial.ts';
import { asText, deny, type Line, type Scope } from './line.ts';
import { literalValue } from './literal.ts';
import { isIdentifier } from './text.ts';
import { checkWord } from './words.ts';

/** Variables that steer the shell itself: no line sets them, whatever the grant names. */
const steering =
  /^(?:PATH|IFS|ENV|CDPATH|HOME|PWD|OLDPWD|PS[0-4]|SHELLOPTS|POSIXLY_CORRECT|GLOBIGNORE|EXECIGNORE|PROMPT_COMMAND|BASH.*|COMP_.*|COPROC|FUNCNAME|DIRSTACK|PIPESTATUS|MAPFILE|READLINE_.*|HIST.*|TMOUT|INPUTRC)$/;

/** Variables that bash evaluates as arithmetic when they are set. */
const evaluated = /^(?:RANDOM|SRANDOM|SECONDS|LINENO|EPOCHSECONDS|EPOCHREALTIME|PPID|UID|EUID|GROUPS|OPTIND|OPTERR)$/;

/** Whether a variable is the shell's own, not to be set by a line (a literal number apart, for those like `OPTIND`). */
export function isShellOwned(name: string): boolean {
  return steering.test(name) || evaluated.test(name);
}

/** Checks the name of a variable that the line sets. @throws {AccessDenied} */
export function checkVariable(line: Line, name: string, value?: string): void {
  if (!isIdentifier(name)) throw deny(line, 'a variable that does not parse');
  const isNumber = value !== undefined && /^\d+$/.test(value);
  if (line.rules.environment.isReserved(name) || steering.test(name) || (evaluated.test(name) && !isNumber)) {
    throw new AccessDenied('Environment', name, 'reserved variable');
  }
}

/**
 * Checks `NAME=value`, before a command or by itself.
 * @param asArgument it is an argument of `export` and the like, of which some shells make several when it is not quoted
 * @throws {AccessDenied}
 */
export function checkAssignment(line: Line, assignment: Assignment, scope: Scope, asArgument = false): void {
  const { name, value, append, index } = assignment;
  if (index !== undefined || value.type !== 'Word') throw deny(line, 'an array');
  if (append === true && line.shell.posix) throw deny(line, '"+=" in a POSIX shell');
  checkVariable(line, name, literalValue(value, line.source));
  // A value of `+=` to an integer variable is evaluated; there are none, since `declare -i` is denied.
  checkWord(line, value, asText, scope);
  const quoted = value.parts?.every((part) => ['Literal', 'SingleQuoted', 'DoubleQuoted'].includes(part.type)) ?? true;
  if (asArgument && !quoted) throw deny(line, 'an unquoted expansion in an assignment that is an argument');
}
