/**
 * `spawn`, `fork` and what they share.
 *
 * https://nodejs.org/api/child_process.html#child_processspawncommand-args-options
 */
import process from '../../process.ts';
import { AbortError, ERR_CHILD_PROCESS_IPC_REQUIRED } from '../errors.ts';
import { addAbortListener } from '../events/targets.ts';
import { nextTick, setLoopTimer } from '../loop.ts';
import { validateAbortSignal, validateArray, validateObject } from '../validators.ts';
import { normalizeSpawnArguments, type UserOptions } from './arguments.ts';
import { ChildProcess } from './child-process.ts';
import { toPath } from './paths.ts';
import { stdioStringToArray } from './stdio.ts';
import { checkAllNoNullBytes, checkNoNullBytes, normalizeKillSignal, validateTimeout } from './validation.ts';

/**
 * Starts a child without waiting for it.
 *
 * @param file the command
 * @param args its arguments
 * @param options `cwd`, `env`, `argv0`, `stdio`, `detached`, `shell`, `signal`, `timeout` (ms), `killSignal`, `serialization`, …
 * @throws ERR_INVALID_ARG_TYPE and the like; ERR_ACCESS_DENIED where the token does not allow the command
 */
export function spawn(file: unknown, args?: unknown, options?: unknown): ChildProcess {
  const normalized = normalizeSpawnArguments(file, args, options);
  const timeout = normalized['timeout'];
  const signal = normalized['signal'] as AbortSignal | undefined;
  validateTimeout(timeout);
  validateAbortSignal(signal, 'options.signal');
  const killSignal = normalizeKillSignal(normalized['killSignal']);
  const child = new ChildProcess();
  child.spawn(normalized);
  if ((timeout as number) > 0) killAfter(child, timeout as number, killSignal);
  if (signal) killOnAbort(child, signal, killSignal);
  return child;
}

function killAfter(child: ChildProcess, timeout: number, killSignal: string | undefined): void {
  const timer = setLoopTimer(() => {
    try {
      child.kill(killSignal);
    } catch (error) {
      child.emit('error', error);
    }
  }, timeout);
  child.once('close', () => timer.close());
}

function killOnAbort(child: ChildProcess, signal: AbortSignal, killSignal: string | undefined): void {
  const abort = () => {
    try {
      if (child.kill(killSignal)) child.emit('error', new AbortError(undefined, { cause: signal.reason }));
    } catch (error) {
      child.emit('error', error);
    }
  };
  if (signal.aborted) {
    nextTick(abort);
    return;
  }
  const listener = addAbortListener(signal, abort);
  child.once('exit', () => listener[Symbol.dispose]());
}

/**
 * Starts another Node.js process that runs a module, with a message channel.
 *
 * @param modulePath the module: a path or a `file:` URL
 * @param args its arguments
 * @param options those of `spawn`, and `execPath`, `execArgv`, `silent`
 * @throws as `spawn`
 */
export function fork(modulePath: unknown, args?: unknown, options?: unknown): ChildProcess {
  const path = toPath(modulePath, 'modulePath');
  let list: unknown[] = [];
  if (typeof args === 'object' && args !== null && !Array.isArray(args)) {
    options = args;
  } else if (args !== undefined && args !== null) {
    validateArray(args, 'args');
    list = args as unknown[];
  }
  if (options !== undefined && options !== null) validateObject(options, 'options');
  const given: UserOptions = { __proto__: null, ...(options as UserOptions | null | undefined), shell: false };
  given['execPath'] ||= process.execPath;
  checkNoNullBytes(given['execPath'], 'options.execPath');
  const execArgv = (given['execArgv'] || process.execArgv) as string[];
  checkAllNoNullBytes(execArgv, 'options.execArgv');

  const { stdio } = given;
  if (typeof stdio === 'string') given['stdio'] = stdioStringToArray(stdio, 'ipc');
  else if (!Array.isArray(stdio)) given['stdio'] = stdioStringToArray(given['silent'] ? 'pipe' : 'inherit', 'ipc');
  else if (!stdio.includes('ipc')) throw new ERR_CHILD_PROCESS_IPC_REQUIRED('options.stdio');
  return spawn(given['execPath'], [...execArgv, path, ...list], given);
}
