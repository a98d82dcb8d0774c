/** The end of a program by an error that nobody caught. https://nodejs.org/api/process.html#exit-codes */
import { exit } from 'zora:node/system@0.1.0';
import { ERR_UNHANDLED_REJECTION } from '../errors.ts';
import { instanceInfo } from '../instance.ts';
import { inspect } from '../util/inspect.ts';
import { runExit } from './lifecycle.ts';
import { writeStderr } from './stderr.ts';

let sink: ((error: unknown) => void) | undefined;

/** Lets somebody have the error instead of standard error: a worker's goes to its parent. */
export function setErrorSink(to: (error: unknown) => void): void {
  sink = to;
}

function show(error: unknown, rest: string): void {
  if (sink !== undefined) sink(error);
  else writeStderr(`${describe(error)}\n${rest}`);
}

/** Prints the error as Node does, runs the `exit` listeners and ends the instance. */
export function endWithError(error: unknown, origin: 'uncaughtException' | 'unhandledRejection', code: number): never {
  const shown =
    origin === 'unhandledRejection' && !(error instanceof Error) ? new ERR_UNHANDLED_REJECTION(inspect(error)) : error;
  show(shown, `\nNode.js ${instanceInfo().nodeVersion}\n`);
  exit(exitCodeAfter(code));
  throw new Error('The instance has exited');
}

/** Runs the `exit` listeners; one that throws is told of, and the rest of them are left. */
function exitCodeAfter(code: number): number {
  try {
    return runExit(code);
  } catch (error) {
    show(error, '');
    return code;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `Uncaught:\n${inspect(error)}`;
  try {
    return inspect(error);
  } catch {
    // A getter of the error throws: what can be said without it.
    return String(error.stack);
  }
}

/** The main module awaits what can never happen. */
export function tellUnsettled(): void {
  if (sink === undefined) writeStderr('Warning: Detected unsettled top-level await\n');
}
