import type { CommandRules } from '../commands.ts';
import type { EnvironmentRules } from '../environment.ts';
import type { PathPermission, PathRules } from '../paths.ts';

/** A line that a guest wants a shell to run. */
export interface ShellRequest {
  readonly line: string;
  /** The shell, as the guest named it; `/bin/sh` by default. */
  readonly shell?: string | undefined;
  /** `argv[0]` where it is not the shell's name. */
  readonly argv0?: string | undefined;
  /** The child's working directory, real and absolute; the tool's by default. */
  readonly cwd?: string | undefined;
  /** The child's environment, as `environment` filtered it. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A command in a line. */
export interface ShellCommand {
  /** As it is written. */
  readonly name: string;
  /** The program; undefined for what the shell does itself, and for a listed program that is not there. */
  readonly file: string | undefined;
}

/** A redirection in a line. */
export interface ShellRedirect {
  readonly permission: PathPermission;
  /** As it is written. */
  readonly path: string;
  /** The absolute path without links. */
  readonly real: string;
}

/** How to run an allowed line. */
export interface ShellPlan {
  /** The shell to execute, absolute. */
  readonly file: string;
  /** `argv[0]`. */
  readonly argv0: string;
  /** All of its arguments, the line included. They may switch off what the line was checked without. */
  readonly args: readonly string[];
  readonly commands: readonly ShellCommand[];
  readonly redirects: readonly ShellRedirect[];
}

/** What a line is checked against. */
export interface ShellRules {
  readonly commands: CommandRules;
  readonly paths: PathRules;
  readonly environment: EnvironmentRules;
}
