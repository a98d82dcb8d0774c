import type { ParsedScript, Word } from 'unbash';
import { AccessDenied } from '../denial.ts';
import type { Directories } from './directories.ts';
import type { ShellCommand, ShellRedirect, ShellRules } from './plan.ts';
import type { Shell } from './shell.ts';
import type { Variables } from './variables.ts';

/** One line while it is checked. */
export interface Line {
  /** The line, into which all positions point. */
  readonly source: string;
  /** All of it, parsed. */
  readonly script: ParsedScript;
  readonly shell: Shell;
  readonly rules: ShellRules;
  /** The child's environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly variables: Variables;
  readonly directories: Directories;
  /** Every function that the line defines anywhere. */
  readonly functionNames: ReadonlySet<string>;
  /** Those of them that are defined for certain at this point. */
  readonly defined: Set<string>;
  readonly commands: ShellCommand[];
  readonly redirects: ShellRedirect[];
  /** An unquoted expansion is in it, whose value the shell takes for a pattern unless it is told not to. */
  splits: boolean;
  /** A pattern is in it that names files. */
  globs: boolean;
  /** Checks the script of a substitution. */
  checkNested(script: ParsedScript, scope: Scope): void;
}

/** Where in the line the check is. */
export interface Scope {
  /** How many constructs are around. */
  readonly depth: number;
  /** What is here may run more than once, or later than it stands. */
  readonly repeats: boolean;
  /** In the body of a function. */
  readonly inFunction: boolean;
}

/** The denial of a line for what it is, rather than for a command or path in it. */
export function deny(line: Pick<Line, 'source' | 'shell'>, rule: string): AccessDenied {
  return new AccessDenied('ChildProcess', line.source, `shell: ${rule}`, line.shell.file);
}

/** The source text of a node. */
export function textOf(line: Line, node: { readonly pos: number; readonly end: number }): string {
  return line.source.slice(node.pos, node.end);
}

/** How a shell treats a word: whether it splits an unquoted expansion in it, and takes patterns for names of files. */
export interface WordUse {
  readonly splits: boolean;
  readonly globs: boolean;
}

/** An argument. */
export const asArgument: WordUse = { splits: true, globs: true };
/** A value, the word of a `case`, a pattern: one text whatever is in it. */
export const asText: WordUse = { splits: false, globs: false };

/** Whether a word has an expansion outside of quotes, of which a shell may make several words or none. */
export function mayBeSeveral(word: Word): boolean {
  return (
    word.parts?.some((part) => !['Literal', 'SingleQuoted', 'DoubleQuoted', 'AnsiCQuoted'].includes(part.type)) === true
  );
}
