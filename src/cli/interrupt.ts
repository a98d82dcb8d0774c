/** Signals that end the command line: what it runs is ended first, children included. */
import { constants } from 'node:os';

/** A signal that is aborted by SIGINT, SIGTERM or SIGHUP; the process then ends with the shell's code for it. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      process.exitCode = 128 + constants.signals[name];
      controller.abort(new Error(`ended by ${name}`));
    });
  }
  return controller.signal;
}
