import { isAbsolute, resolve } from 'node:path';
import type { Assignment, Command } from 'unbash';
import { guestCanWrite } from '../commands/writable.ts';
import { AccessDenied } from '../denial.ts';
import { checkAssignment } from './assignments.ts';
import { type Argument, isShellWord, language, literalArgument, programs, refused, wrappers } from './builtins.ts';
import { knownValue } from './known.ts';
import { asArgument, deny, type Line, type Scope, textOf } from './line.ts';
import { literalValue } from './literal.ts';
import { checkRedirect } from './redirects.ts';
import { checkWord } from './words.ts';

/** Checks a simple command: its assignments, redirections, words, and whether it may be run. @throws {AccessDenied} */
export function checkCommand(line: Line, command: Command, scope: Scope): void {
  const args: Argument[] = [];
  // Redirections come before the command itself, so also before a `cd` of it.
  for (const item of command.prefix) {
    if (item.type !== 'Assignment') checkRedirect(line, item, scope);
    else if (!splitsRead(line, command, item)) checkAssignment(line, item, scope);
  }
  for (const item of command.suffix) {
    if (item.type === 'Assignment') args.push(item);
    else if (item.type === 'Word') {
      checkWord(line, item, asArgument, scope);
      args.push(item);
    } else checkRedirect(line, item, scope);
  }
  if (command.name === undefined) {
    if (args.length > 0) throw deny(line, 'a command without a name');
    return;
  }
  const name =
    literalValue(command.name, line.source) ??
    specialName(textOf(line, command.name)) ??
    knownValue(line, command.name, line.script);
  if (name === undefined || name === '') throw deny(line, 'a command word that is not literal');
  run(line, name, args, scope, true);
}

/** `IFS= read …`: how one line is split, and nothing after it. */
function splitsRead(line: Line, { name }: Command, { name: variable, value, append, index }: Assignment): boolean {
  if (variable !== 'IFS' || append === true || index !== undefined || value.type !== 'Word') return false;
  return name !== undefined && textOf(line, name) === 'read' && literalValue(value, line.source) !== undefined;
}

/** `[` is no plain letter, but a command. */
function specialName(text: string): string | undefined {
  return text === '[' ? text : undefined;
}

function run(line: Line, name: string, args: readonly Argument[], scope: Scope, functions: boolean): void {
  if (functions && line.defined.has(name)) {
    checkNoAssignments(line, args);
    return;
  }
  if (refused.has(name)) throw refusal(name, `shell: ${name}`);
  if (wrappers.has(name)) {
    unwrap(line, name, args, scope);
    return;
  }
  const builtin = language.get(name);
  if (builtin !== undefined) {
    builtin(line, args, scope);
    return;
  }
  checkNoAssignments(line, args);
  const program = programs.get(name);
  if (program === undefined) {
    runProgram(line, name);
    return;
  }
  if (!line.rules.commands.lists(name)) throw refusal(name, 'allowedCommands');
  program(line, args, scope);
  line.commands.push({ name, file: undefined });
}

/** What the parser takes for an assignment among the arguments has not been looked at as a word. */
function checkNoAssignments(line: Line, args: readonly Argument[]): void {
  for (const argument of args) {
    if (argument.type === 'Assignment') throw deny(line, 'an assignment among the arguments');
  }
}

/** `command x`, `exec x` and `builtin x` are x. */
function unwrap(line: Line, wrapper: string, args: readonly Argument[], scope: Scope): void {
  const [first, ...rest] = args;
  if (first === undefined) return;
  const name = literalArgument(line, first) ?? (first.type === 'Word' ? specialName(textOf(line, first)) : undefined);
  if (name === undefined) throw deny(line, 'a command word that is not literal');
  if (wrapper === 'command' && (name === '-v' || name === '-V')) {
    for (const argument of rest) checkMention(line, literalArgument(line, argument));
    return;
  }
  if (name.startsWith('-')) throw deny(line, `${wrapper} with options`);
  if (wrapper === 'builtin') {
    if (line.shell.engine === 'dash') throw refusal(wrapper, 'allowedCommands');
    if (!isShellWord(name)) throw deny(line, 'builtin of what is none');
  }
  // `exec` replaces the shell by a program, whatever builtin has the same name.
  if (wrapper === 'exec') {
    runProgram(line, name);
    return;
  }
  run(line, name, rest, scope, false);
}

/** A look-up tells whether a program exists, so it has to be one that may be run. */
function checkMention(line: Line, name: string | undefined): void {
  if (name === undefined) throw deny(line, 'a command word that is not literal');
  if (isShellWord(name) || line.defined.has(name)) return;
  runProgram(line, name);
}

function runProgram(line: Line, name: string): void {
  const { commands } = line.rules;
  if (name.startsWith('-') || name.startsWith('%')) throw refusal(name, 'allowedCommands');
  const places = name.includes('/') && !isAbsolute(name) ? [...line.directories.possible] : [undefined];
  for (const cwd of places) {
    try {
      const { file, shadowed } = commands.find({ file: name, ...(cwd === undefined ? {} : { cwd }) });
      if (shadowed) throw refusal(name, 'allowedCommands: the guest can write a file of this name on PATH');
      checkPlace(line, name, cwd);
      line.commands.push({ name, file });
    } catch (error) {
      if (!isMissing(error)) throw error;
      // An allowed program that is not there is for the shell to say.
      line.commands.push({ name, file: undefined });
    }
  }
}

/** The shell looks a path up again by itself, so the guest must not be able to turn it elsewhere. */
function checkPlace(line: Line, name: string, cwd: string | undefined): void {
  if (!name.includes('/')) return;
  const path = resolve(cwd ?? line.rules.paths.cwd, name);
  if (line.rules.commands.listsPath(path) || !guestCanWrite(line.rules.paths, path)) return;
  throw refusal(name, 'allowedCommands: the guest can write the path');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES');
}

function refusal(name: string, rule: string): AccessDenied {
  return new AccessDenied('ChildProcess', name, rule);
}
