/** The workers of a program: further instances of its component, in the thread of the program. */
import type { HostBridge, HostBridgeOptions, Outcome, RunningInstance, WorkerStart } from '../../host-bridge/index.ts';
import { createHostBridge, GuestTrapped } from '../../host-bridge/index.ts';
import { Drive } from './drive.ts';
import type { LoadedComponent } from './messages.ts';

/** A program that starts workers. */
export interface Program {
  component: LoadedComponent;
  /** The options of its own bridge. */
  options: HostBridgeOptions;
  bridge: HostBridge;
  /** Told when a worker has ended in the middle of a turn. */
  onSuspended(): void;
}

/** Runs a worker of a program. */
export function startWorker(
  { component, options, bridge: program, onSuspended }: Program,
  start: WorkerStart,
): RunningInstance {
  const { authority } = program;
  const bridge = createHostBridge({
    ...options,
    argv: start.argv,
    ownEnvironment: start.environment,
    // Input is what its parent hands on.
    stdin: undefined,
    workerOf: { authority, membership: start.membership },
  });
  const drive = new Drive();
  const most = authority.limits.values.memoryBytes;
  const memoryBytes = Math.min(start.memoryBytes ?? most, most);

  const run = async (): Promise<Outcome> => {
    try {
      // Not within the call of the guest that starts it.
      await new Promise((resolve) => setImmediate(resolve));
      const end = await drive.run(component, bridge, ({ command }) => command.run(), memoryBytes);
      return { tag: 'exited', val: end.kind === 'exit' ? end.code : 0 };
    } catch (error) {
      return { tag: 'failed', val: reasonOf(error) };
    } finally {
      await drive.end(bridge);
      if (drive.inTurn) onSuspended();
    }
  };
  return {
    ended: run(),
    terminate: () => bridge.stop(new Error('The worker was terminated')),
  };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof GuestTrapped ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
