/** The workers of a program: further instances of its component, in the thread of the program. */
import type { HostBridge, HostBridgeOptions, Outcome, RunningInstance, WorkerStart } from '../../host-bridge/index.ts';
import { createHostBridge, GuestTrapped } from '../../host-bridge/index.ts';
import { Drive } from './drive.ts';
import { prepare } from './instance.ts';
import type { LoadedComponent } from './messages.ts';

/** A program that starts workers. */
export interface Program {
  component: LoadedComponent;
  /** The options of its own bridge. */
  options: HostBridgeOptions;
  bridge: HostBridge;
}

/** Runs a worker of a program. */
export function startWorker({ component, options, bridge: program }: Program, start: WorkerStart): RunningInstance {
  const { authority } = program;
  const bridge = createHostBridge({
    ...options,
    argv: start.argv,
    ownEnvironment: start.environment,
    // Input is what its parent hands on.
    stdin: undefined,
    workerOf: { authority, membership: start.membership },
  });
  const most = authority.limits.values.memoryBytes;
  const memoryBytes = Math.min(start.memoryBytes ?? most, most);
  let drive: Drive | undefined;

  const run = async (): Promise<Outcome> => {
    try {
      // Not within the call of the guest that starts it.
      await new Promise((resolve) => setImmediate(resolve));
      drive = new Drive(prepare(component, memoryBytes), bridge);
      const end = await drive.run(({ command }) => command.run());
      return { tag: 'exited', val: end.kind === 'exit' ? end.code : 0 };
    } catch (error) {
      return { tag: 'failed', val: reasonOf(error) };
    } finally {
      if (drive === undefined) await bridge.dispose();
      else await drive.end();
    }
  };
  return {
    ended: run(),
    terminate: () => {
      const error = new Error('The worker was terminated');
      if (drive === undefined) bridge.stop(error);
      else drive.stop(error);
    },
  };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof GuestTrapped ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
