/** A program over the event loop, ending as a Node process does. */
import type { State } from 'zora:node/reactor@0.1.0';
import { exit } from 'zora:node/system@0.1.0';
import { installErrorStacks } from '../internal/errors/stack.ts';
import { start } from '../internal/instance.ts';
import { enter, reportUncaught, setAtExit, setUncaughtHandler, turn } from '../internal/loop.ts';
import { endWithError, tellUnsettled } from '../internal/process/fatal.ts';
import { offerUncaught, runExit } from '../internal/process/lifecycle.ts';
import { exported, trackRejections } from '../internal/promises/rejections.ts';
import { provideGlobal } from '../internal/provide-global.ts';
import { installRandom } from '../internal/random.ts';

/** What the component exports. */
export interface CommandWorld {
  reactor: { turn(ready: Uint32Array): Promise<State> };
  command: { run(): Promise<void> };
}

/** @param main evaluates the main module; a promise where that is asynchronous */
export function createProgram(main: () => unknown): CommandWorld {
  installErrorStacks();
  installRandom();
  trackRejections();
  tidyGlobals();
  return {
    reactor: {
      turn: (ready) => exported(turn(ready)),
    },
    command: {
      run() {
        start();
        setUncaughtHandler(onUncaught);
        let unsettled = false;
        setAtExit(() => {
          if (unsettled) tellUnsettled();
          exit(runExit(unsettled ? UNSETTLED : 0));
        });
        enter(() => {
          const result = main();
          if (!(result instanceof Promise)) return;
          unsettled = true;
          const settle = () => {
            unsettled = false;
          };
          result.then(settle, (error: unknown) => {
            settle();
            reportUncaught(error);
          });
        });
        return exported(undefined);
      },
    },
  };
}

/** The exit code of a program whose main module still awaits at its end. https://nodejs.org/api/process.html#exit-codes */
const UNSETTLED = 13;

function onUncaught(error: unknown, origin: 'uncaughtException' | 'unhandledRejection', promise?: unknown): void {
  let fatal = error;
  try {
    if (offerUncaught(error, origin, promise)) return;
  } catch (thrown) {
    // An error in the handler of errors ends the program with a code of its own, as in Node.
    fatal = thrown;
    endWithError(fatal, origin, 7);
  }
  endWithError(fatal, origin, 1);
}

/** `global`, and what the engine has put on it out of sight: programs list the globals that they leave behind. */
function tidyGlobals(): void {
  provideGlobal('global', globalThis);
  for (const name of ['wit', '__cqjs', 'atob', 'btoa']) {
    const value = (globalThis as Record<string, unknown>)[name];
    if (value !== undefined) provideGlobal(name, value);
  }
}
