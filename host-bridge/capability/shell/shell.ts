import { realpathSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { guestCanWrite } from '../commands/writable.ts';
import { AccessDenied } from '../denial.ts';
import type { ShellRules } from './plan.ts';

/** A shell whose reading of a line is known. */
export interface Shell {
  /** The shell to execute, absolute. */
  readonly file: string;
  /** As the guest named it. */
  readonly argv0: string;
  /** Whose code it is; bash evaluates the values of variables in places where dash does not. */
  readonly engine: 'dash' | 'bash';
  /** It reads POSIX's language only (`sh`, `dash`): what bash reads differently is denied. */
  readonly posix: boolean;
}

const shellNames = ['sh', 'dash', 'bash'];
const folders = ['/bin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

/**
 * Finds the shell that a guest names. It needs no entry in `allowedCommands`, since all that it does is the line; so it
 * has to be one of the shells whose grammar this package knows, and the real file of it.
 * @param requested a bare name or an absolute path; `/bin/sh` by default
 * @param argv0 `argv[0]` where it is not that name; it must not make another shell of it
 * @throws {AccessDenied}
 */
export function findShell(requested: string | undefined, argv0: string | undefined, rules: ShellRules): Shell {
  const named = requested ?? '/bin/sh';
  const denied = (): AccessDenied => new AccessDenied('ChildProcess', named, 'shell: none that is known');

  const file = shellNames.includes(named) ? rules.commands.locate(named) : named;
  const real = file === undefined || !isAbsolute(file) ? undefined : realOf(file);
  if (file === undefined || real === undefined || !knownShells(rules).has(real)) throw denied();

  const name = basename(real);
  const engine = /^bash(?:-?\d.*)?$/.test(name) || name === 'sh' ? 'bash' : name === 'dash' ? 'dash' : undefined;
  if (engine === undefined) throw denied();
  // A link that the guest could turn elsewhere is not what is run.
  const run = guestCanWrite(rules.paths, file) ? real : file;
  if (guestCanWrite(rules.paths, run)) throw denied();
  const posix = engine === 'dash' || !basename(file).startsWith('bash');
  // bash called `sh` is another language, and a dash in front makes any of them a login shell.
  if (argv0 !== undefined && (argv0.startsWith('-') || (basename(argv0) === 'sh' && !posix))) throw denied();
  return { file: run, argv0: argv0 ?? named, engine, posix };
}

/** The real files of the known shells, looked for once a caller. */
const known = new WeakMap<ShellRules['commands'], ReadonlySet<string>>();

function knownShells(rules: ShellRules): ReadonlySet<string> {
  const before = known.get(rules.commands);
  if (before !== undefined) return before;
  const places = shellNames.flatMap((name) => [
    ...folders.map((folder) => join(folder, name)),
    rules.commands.locate(name),
  ]);
  const found = new Set(places.flatMap((place) => (place === undefined ? [] : (realOf(place) ?? []))));
  known.set(rules.commands, found);
  return found;
}

function realOf(file: string): string | undefined {
  try {
    return realpathSync.native(file);
  } catch {
    // Not there: no shell.
    return undefined;
  }
}
