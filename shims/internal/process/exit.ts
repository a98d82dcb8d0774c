/** The end of a program. https://nodejs.org/api/process.html#processexitcode */
import { exit as hostExit } from 'zora:node/system@0.1.0';
import type { Emitter } from '../events/emitter.ts';
import { validateInteger } from '../validators.ts';

/** The parts of `process` that say how it ends. */
export interface Ending extends Emitter {
  exitCode: number | string | null | undefined;
  _exiting: boolean;
  reallyExit(code: number): never;
}

/** Checks what is given as an exit code. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function checkExitCode(code: unknown): void {
  if (code === null || code === undefined) return;
  let value: unknown = code;
  // Node takes numbers in strings, too.
  if (typeof code === 'string' && code !== '') value = Number(code);
  if (!Number.isInteger(value)) value = code;
  validateInteger(value, 'code');
}

/** Ends the instance with this status, at once. */
export function reallyExit(code: number): never {
  hostExit(code | 0);
  // The host does not come back from it.
  throw new Error('The instance has exited');
}

/**
 * Runs the `exit` listeners, once; answers the code.
 * @param code that of the world: not 0 where an error ends the program, and then it counts before `process.exitCode`.
 */
export function emitExit(process: Ending, code: number): number {
  // An error of an `exit` listener comes here again.
  if (process._exiting) return code || Number(process.exitCode ?? 0);
  process._exiting = true;
  if (code !== 0 || process.exitCode === undefined || process.exitCode === null) process.exitCode = code;
  process.emit('exit', Number(process.exitCode ?? 0));
  return Number(process.exitCode ?? 0);
}

/** `process.exit([code])`. */
export function exit(process: Ending, code: unknown): never {
  checkExitCode(code);
  if (code !== undefined && code !== null) process.exitCode = code as number;
  return process.reallyExit(emitExit(process, Number(process.exitCode ?? 0)));
}
