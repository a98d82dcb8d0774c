/**
 * How a world reaches `process` without bundling it: the hooks are there only where the program uses `process`.
 */

/** What `process` does at the turning points of a program. */
export interface ProcessHooks {
  /** Offers an error that nobody caught; answers whether the program has dealt with it. */
  uncaught(error: unknown, origin: 'uncaughtException' | 'unhandledRejection', promise?: unknown): boolean;
  /** Emits `rejectionHandled`. */
  rejectionHandled(promise: unknown): void;
  /** Emits `exit` (once), and answers the exit code. */
  exit(code: number): number;
}

let hooks: ProcessHooks | undefined;

/** Called by `process`. */
export function setProcessHooks(newHooks: ProcessHooks): void {
  hooks = newHooks;
}

/**
 * Offers an error to the program's handlers (`uncaughtException`, `unhandledRejection`, the capture callback). A world calls it
 * before it treats the error as fatal. An error that a handler throws comes out.
 */
export function offerUncaught(
  error: unknown,
  origin: 'uncaughtException' | 'unhandledRejection',
  promise?: unknown,
): boolean {
  return hooks === undefined ? false : hooks.uncaught(error, origin, promise);
}

/** Tells the program that a rejection which it was told of has got a handler after all. */
export function tellRejectionHandled(promise: unknown): void {
  hooks?.rejectionHandled(promise);
}

/** Runs the `exit` listeners, as a world does when the loop has ended; answers the exit code (`code` where the program set none). */
export function runExit(code = 0): number {
  return hooks === undefined ? code : hooks.exit(code);
}
