/** A program over the event loop, ending as a Node process does. */
import type { State } from 'zora:node/reactor@0.1.0';
import { installErrorStacks } from '../internal/errors/stack.ts';
import { start } from '../internal/instance.ts';
import { enter, setExitCallbacks, turn } from '../internal/loop.ts';
import { attachToLoop, emitBeforeExit, exitNow, fatalException } from '../internal/process/lifecycle.ts';
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
  return {
    reactor: {
      async turn(ready) {
        return turn(ready);
      },
    },
    command: {
      async run() {
        start();
        attachToLoop();
        setExitCallbacks(emitBeforeExit, exitNow);
        enter(() => {
          const result = main();
          if (result instanceof Promise) result.catch(fatalException);
        });
      },
    },
  };
}
