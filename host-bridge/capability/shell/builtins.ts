import type { Assignment, Word } from 'unbash';
import { checkAssignment, checkVariable } from './assignments.ts';
import { deny, type Line, mayBeSeveral, type Scope } from './line.ts';
import { literalValue } from './literal.ts';
import { checkTestArguments } from './test-arguments.ts';
import { isIdentifier } from './text.ts';

/** An argument of a command; its words have been checked for what is expanded in them. */
export type Argument = Word | Assignment;

/** Checks the arguments of a builtin. @throws {AccessDenied} */
type Check = (line: Line, args: readonly Argument[], scope: Scope) => void;

/** The literal value of an argument, undefined where it has none. */
export function literalArgument(line: Line, argument: Argument | undefined): string | undefined {
  return argument?.type === 'Word' ? literalValue(argument, line.source) : undefined;
}

const anything: Check = () => {};

/** The part of the shell's language that looks like commands. It does nothing outside of the shell, so it is allowed unlisted. */
export const language: ReadonlyMap<string, Check> = new Map<string, Check>([
  [':', anything],
  ['break', anything],
  ['continue', anything],
  ['exit', anything],
  ['return', anything],
  ['shift', anything],
  ['cd', changeDirectory],
  ['export', declare],
  ['readonly', declare],
  ['local', declare],
  ['unset', unset],
  ['set', setOptions],
  ['read', read],
  ['getopts', getOptions],
  ['ulimit', ulimit],
  ['umask', umask],
  ['wait', wait],
]);

/** Builtins that are programs as well: the token lists them by name like any other. */
export const programs: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['echo', anything],
  ['false', anything],
  ['kill', anything],
  ['pwd', anything],
  ['true', anything],
  ['printf', print],
  ['test', checkTestArguments],
  ['[', checkTestArguments],
]);

/**
 * Builtins that run text as commands, change what a later word means, or reach out of the shell. They are denied even
 * where the token lists their names.
 */
export const refused: ReadonlySet<string> = new Set(
  `. source eval trap alias unalias enable hash bind complete compgen compopt fc history help caller dirs pushd popd
  mapfile readarray let shopt suspend disown logout times type jobs fg bg declare typeset chdir coproc time`.split(
    /\s+/,
  ),
);

/** Builtins whose argument is a command; they are looked through by the caller. */
export const wrappers: ReadonlySet<string> = new Set(['command', 'builtin', 'exec']);

/** Whether a name means something to the shell itself, so that no function may have it. */
export function isShellWord(name: string): boolean {
  return language.has(name) || programs.has(name) || refused.has(name) || wrappers.has(name) || reservedWords.has(name);
}

const reservedWords = new Set(
  '! { } [[ ]] case do done elif else esac fi for function if in select then until while'.split(' '),
);

function changeDirectory(line: Line, args: readonly Argument[], scope: Scope): void {
  const words = args.map((argument) => literalArgument(line, argument));
  if (words[0] === '--' || words[0] === '-P' || words[0] === '-L') words.shift();
  const [target] = words;
  if (words.length !== 1 || target === undefined || target === '' || target.startsWith('-')) {
    throw deny(line, 'cd to what is not literal');
  }
  if (line.environment['CDPATH'] !== undefined && !/^\.{0,2}\//.test(target)) throw deny(line, 'cd along CDPATH');
  if (scope.repeats) throw deny(line, 'cd in a loop or a function');
  const { real } = line.directories.enter(target);
  line.redirects.push({ permission: 'FileSystemRead', path: target, real });
}

function declare(line: Line, args: readonly Argument[], scope: Scope): void {
  for (const argument of args) {
    if (argument.type === 'Assignment') {
      checkAssignment(line, argument, scope, true);
      continue;
    }
    const [, name, value] = /^([^=]*)(?:=(.*))?$/s.exec(literalArgument(line, argument) ?? '') ?? [];
    if (name === undefined || name === '') throw deny(line, 'a declaration that is not literal');
    checkVariable(line, name, value);
  }
}

function unset(line: Line, args: readonly Argument[]): void {
  for (const argument of args) {
    const name = literalArgument(line, argument);
    if (name === undefined || !isIdentifier(name)) throw deny(line, 'unset of what is not a literal variable');
    // It would remove a function of that name, and the program behind it would be run instead.
    if (line.functionNames.has(name)) throw deny(line, 'unset of a function');
    checkVariable(line, name);
  }
}

const optionNames = new Set(['errexit', 'nounset', 'xtrace', 'noclobber', 'pipefail', 'noglob']);

function setOptions(line: Line, args: readonly Argument[]): void {
  for (let index = 0; index < args.length; index++) {
    const word = literalArgument(line, args[index]);
    if (word === undefined) throw deny(line, 'options of set that are not literal');
    if (word === '--') return;
    if (!/^[-+]/.test(word)) return;
    const letters = word.slice(1);
    if (word.startsWith('-') ? !/^[eufxCv]*o?$/.test(letters) : !/^[euxCv]*o?$/.test(letters)) {
      throw deny(line, `set ${word}`);
    }
    if (!letters.endsWith('o')) continue;
    const name = literalArgument(line, args[++index]);
    if (name === undefined || !optionNames.has(name) || (name === 'noglob' && word.startsWith('+'))) {
      throw deny(line, `set ${word} ${name ?? ''}`);
    }
  }
}

function read(line: Line, args: readonly Argument[]): void {
  let index = 0;
  for (; index < args.length; index++) {
    const option = literalArgument(line, args[index]);
    if (option === undefined) throw deny(line, 'read of what is not literal');
    if (option === '--') {
      index += 1;
      break;
    }
    if (!option.startsWith('-')) break;
    if (/^-[rs]+$/.test(option)) continue;
    if (!/^-[ptnNd]$/.test(option) || literalArgument(line, args[++index]) === undefined) {
      throw deny(line, `read ${option}`);
    }
  }
  for (const argument of args.slice(index)) {
    checkVariable(line, literalArgument(line, argument) ?? '');
  }
}

function getOptions(line: Line, args: readonly Argument[]): void {
  const options = literalArgument(line, args[0]);
  const name = literalArgument(line, args[1]);
  if (options === undefined || options.startsWith('-') || name === undefined) {
    throw deny(line, 'getopts of what is not literal');
  }
  checkVariable(line, name);
}

/** The line's own limits, which the system lets nobody raise above what the host's are. */
function ulimit(line: Line, args: readonly Argument[]): void {
  const words = args.map((argument) => literalArgument(line, argument));
  if (!words.every((word) => word !== undefined && /^(?:-[HS]?[cdflmnstv]|-[HS]|\d{1,15}|unlimited)$/.test(word))) {
    throw deny(line, 'ulimit of what is not literal');
  }
}

function umask(line: Line, args: readonly Argument[]): void {
  const words = args.map((argument) => literalArgument(line, argument));
  if (!words.every((word) => word !== undefined && /^(?:-S|[0-7]{1,4}|[ugoa]*[-+=][rwx]*)$/.test(word))) {
    throw deny(line, 'umask of what is not literal');
  }
}

function wait(line: Line, args: readonly Argument[]): void {
  // `wait -p name[…]` of bash evaluates its argument.
  if (line.shell.engine === 'dash') return;
  for (const argument of args) {
    const text = line.source.slice(argument.pos, argument.end);
    const [, name] = /^"?\$\{?([A-Za-z_]\w*)\}?"?$/.exec(text) ?? [];
    if (name !== undefined && line.variables.isNumber(name)) continue;
    if (!/^(?:\d+|%\d+|\$!|"\$!")$/.test(text)) throw deny(line, 'wait for what is not literal');
  }
}

function print(line: Line, args: readonly Argument[]): void {
  const [format] = args;
  // `printf -v name` of bash sets a variable, and evaluates an index in its name.
  const raw = format === undefined ? '-' : line.source.slice(format.pos, format.end);
  const start = /^(?:"[^-$`"\\]|'[^-']|[^-$`"'\\~*?[{])/.test(raw) || /^(?:"\\|'\\)/.test(raw);
  const several = format?.type !== 'Word' || mayBeSeveral(format);
  if (!start || several) throw deny(line, 'printf with a format that does not begin with a literal');
}
