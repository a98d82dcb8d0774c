/** A policy's shell rules as the token's list of commands. */
import { accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import { choosesByName } from '../../host-bridge/capability/commands/multi-call.ts';
import type { ZoraPolicy } from './policy.ts';

/** The host, as far as commands are concerned; this machine by default. */
export interface CommandHost {
  /** The folders in which names are looked up. */
  path: string;
  home: string;
}

export const thisHost = (): CommandHost => ({ path: process.env['PATH'] ?? '/usr/bin:/bin', home: homedir() });

/**
 * Programs that run what their arguments name. Where a policy lists what is forbidden, and not what is allowed, they are left out:
 * with one of them nothing would be forbidden.
 */
const RUNNERS = new Set(
  `ash bash busybox chroot chrt csh dash doas env expect fish flock find gdb ionice ksh linux32 linux64 ltrace make nice nohup nsenter parallel
  perl php pkexec python python3 ruby node deno bun run-parts runuser script setarch setpriv setsid sh stdbuf strace su sudo systemd-run
  taskset tcsh time timeout toybox unshare watch xargs zsh awk gawk mawk ed vi vim nvim emacs tclsh lua rlwrap rsh ssh screen tmux`.split(
    /\s+/,
  ),
);

const isRunner = (name: string): boolean => RUNNERS.has(name.replace(/[-.\d]+$/, '')) || RUNNERS.has(name);

/** The file that a command's entry leads to on this host, without links. */
function fileOf(entry: string, { path, home }: CommandHost): string | undefined {
  const candidates = entry.includes('/')
    ? [entry.startsWith('~/') ? join(home, entry.slice(2)) : entry]
    : path
        .split(delimiter)
        .filter((folder) => isAbsolute(folder))
        .map((folder) => join(folder, entry));
  const file = candidates.find(isProgram);
  return file === undefined ? undefined : realpathSync.native(file);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Not there, or not to be run: no program either way.
    return false;
  }
}

/** Whether two entries are one program: the same spelling, or the same file, unless that is many programs in one. */
function sameProgram(left: string, right: string, host: CommandHost): boolean {
  if (left === right) return true;
  const file = fileOf(left, host);
  return file !== undefined && file === fileOf(right, host) && !choosesByName(file);
}

/** The commands that a policy allows. */
export function allowedCommands({ shell }: ZoraPolicy, host: CommandHost = thisHost()): string[] {
  if (shell.mode === 'deny_all' || shell.denied_commands.includes('*')) return [];
  const listed = shell.mode === 'allowlist' ? shell.allowed_commands : programsOnPath(host);
  const deniedNames = new Set(shell.denied_commands.map((entry) => basename(entry)));
  const deniedFiles = new Set(shell.denied_commands.map((entry) => fileOf(entry, host)));
  const isDenied = (entry: string): boolean => {
    if (deniedNames.has(basename(entry))) return true;
    const file = fileOf(entry, host);
    return file !== undefined && deniedFiles.has(file) && !choosesByName(file);
  };
  return [...new Set(listed)].filter((entry) => !isDenied(entry));
}

/** Every program on `PATH` but for those that run others. */
function programsOnPath({ path }: CommandHost): string[] {
  const names = new Set<string>();
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of readFolder(folder)) {
      if (!isRunner(name) && isProgram(join(folder, name))) names.add(name);
    }
  }
  return [...names].sort();
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // `PATH` may name folders that are not there.
    return [];
  }
}

/** What both lists allow; of two spellings of one program the more exact one, which has a slash. */
export function narrowCommands(
  allowed: readonly string[],
  wanted: readonly string[],
  host: CommandHost = thisHost(),
): string[] {
  const both = wanted.flatMap((entry) => {
    const match = allowed.find((other) => sameProgram(entry, other, host));
    if (match === undefined) return [];
    return [match.includes('/') ? match : entry];
  });
  return [...new Set(both)];
}
