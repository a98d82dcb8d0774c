/**
 * Turns the many forms of arguments of node:child_process into one, with Node's checks.
 *
 * https://nodejs.org/api/child_process.html
 */
import process from '../../process.ts';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { validateBoolean, validateFunction, validateObject, validateString } from '../validators.ts';
import { toPath } from './paths.ts';
import { checkAllNoNullBytes, checkNoNullBytes } from './validation.ts';

/** Options as the caller gave them. */
export type UserOptions = Record<string, unknown>;

/** What `ChildProcess.prototype.spawn` takes. */
export interface NormalizedOptions extends UserOptions {
  file: string;
  /** With `argv[0]`. */
  args: unknown[];
  cwd: string | undefined | null;
  detached: boolean;
  /** `NAME=value`. */
  envPairs: string[];
  windowsHide: boolean;
  windowsVerbatimArguments: boolean;
}

let warnedAboutShellArguments = false;

/**
 * The arguments of `spawn` and `spawnSync`.
 *
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE as Node
 */
export function normalizeSpawnArguments(file: unknown, args?: unknown, options?: unknown): NormalizedOptions {
  validateString(file, 'file');
  checkNoNullBytes(file, 'file');
  if (file === '') throw new ERR_INVALID_ARG_VALUE('file', file, 'cannot be empty');

  let list: unknown[] = [];
  if (Array.isArray(args)) list = args.slice();
  else if (typeof args === 'object' && args !== null) options = args;
  else if (args !== undefined && args !== null) throw new ERR_INVALID_ARG_TYPE('args', 'object', args);
  checkAllNoNullBytes(list, 'args');

  if (options !== undefined) validateObject(options, 'options');
  const given: UserOptions = { __proto__: null, ...(options as UserOptions | undefined) };
  const cwd = given['cwd'] === undefined || given['cwd'] === null ? given['cwd'] : toPath(given['cwd'], 'options.cwd');
  validateSpawnOptions(given);

  let program = file as string;
  let argv: unknown[] = list;
  const { shell } = given;
  if (shell) {
    checkNoNullBytes(shell, 'options.shell');
    if (argv.length > 0) warnAboutShellArguments();
    argv = ['-c', [program, ...argv].join(' ')];
    program = typeof shell === 'string' ? shell : '/bin/sh';
  }
  argv.unshift(typeof given['argv0'] === 'string' ? given['argv0'] : program);

  // Without a prototype, as all options here: what others put on Object.prototype is no option.
  return {
    __proto__: null,
    ...given,
    file: program,
    args: argv,
    cwd: cwd as string | undefined | null,
    detached: Boolean(given['detached']),
    envPairs: toEnvPairs((given['env'] || process.env) as Record<string, unknown>),
    windowsHide: Boolean(given['windowsHide']),
    windowsVerbatimArguments: Boolean(given['windowsVerbatimArguments']),
  } as NormalizedOptions;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function validateSpawnOptions(options: UserOptions): void {
  const { detached, uid, gid, shell, argv0, windowsHide, windowsVerbatimArguments } = options;
  if (isGiven(detached)) validateBoolean(detached, 'options.detached');
  validateId(uid, 'options.uid');
  validateId(gid, 'options.gid');
  if (isGiven(shell) && typeof shell !== 'boolean' && typeof shell !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('options.shell', ['boolean', 'string'], shell);
  }
  validateArgv0(argv0);
  if (isGiven(windowsHide)) validateBoolean(windowsHide, 'options.windowsHide');
  if (isGiven(windowsVerbatimArguments)) {
    validateBoolean(windowsVerbatimArguments, 'options.windowsVerbatimArguments');
  }
}

function validateId(id: unknown, name: string): void {
  if (isGiven(id) && id !== ((id as number) | 0)) throw new ERR_INVALID_ARG_TYPE(name, 'int32', id);
}

function validateArgv0(argv0: unknown): void {
  if (!isGiven(argv0)) return;
  validateString(argv0, 'options.argv0');
  checkNoNullBytes(argv0, 'options.argv0');
}

function warnAboutShellArguments(): void {
  if (warnedAboutShellArguments) return;
  warnedAboutShellArguments = true;
  emitWarning(
    'Passing args to a child process with shell option true can lead to security vulnerabilities, ' +
      'as the arguments are not escaped, only concatenated.',
    'DeprecationWarning',
    'DEP0190',
  );
}

/** `NAME=value` for each variable, those of the prototype included; undefined values are left out. */
function toEnvPairs(env: Record<string, unknown>): string[] {
  const pairs: string[] = [];
  for (const name in env) {
    const value = env[name];
    if (value === undefined) continue;
    checkNoNullBytes(name, `options.env['${name}']`);
    checkNoNullBytes(value, `options.env['${name}']`);
    pairs.push(`${name}=${value}`);
  }
  return pairs;
}

/** The arguments of `exec` and `execSync`. */
export interface ExecArguments {
  file: string;
  options: UserOptions;
  callback: unknown;
}

/** `exec(command[, options][, callback])`: the command as a file, with the shell that reads it. */
export function normalizeExecArguments(command: unknown, options: unknown, callback?: unknown): ExecArguments {
  validateString(command, 'command');
  checkNoNullBytes(command, 'command');
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const copy: UserOptions = { __proto__: null, ...(options as UserOptions | null | undefined) };
  if (typeof copy['shell'] !== 'string') copy['shell'] = true;
  return { file: command as string, options: copy, callback };
}

/** The arguments of `execFile` and `execFileSync`. */
export interface ExecFileArguments {
  file: unknown;
  args: unknown;
  options: UserOptions;
  callback: ((error: unknown, stdout: unknown, stderr: unknown) => void) | null | undefined;
}

/** `execFile(file[, args][, options][, callback])`, each of the last three optional. */
export function normalizeExecFileArguments(
  file: unknown,
  args?: unknown,
  options?: unknown,
  callback?: unknown,
): ExecFileArguments {
  if (Array.isArray(args)) {
    args = args.slice();
  } else if (typeof args === 'object' && args !== null) {
    callback = options;
    options = args;
    args = null;
  } else if (typeof args === 'function') {
    callback = args;
    options = null;
    args = null;
  }
  if (typeof options === 'function') callback = options;
  else if (isGiven(options)) validateObject(options, 'options');
  if (isGiven(callback)) validateFunction(callback, 'callback');
  const given = (options ?? { __proto__: null }) as UserOptions;
  validateArgv0(given['argv0']);
  return { file, args: args ?? [], options: given, callback: callback as ExecFileArguments['callback'] };
}
