/** Runs one instance over one bridge, from its first turn to its last. */
import type { HostBridge, RunEnd } from '../../host-bridge/index.ts';
import type { State } from '../../host-bridge/wit/zora-node-reactor.d.ts';
import { type Instance, instantiate } from './instance.ts';
import type { LoadedComponent } from './messages.ts';

/** An instance under way. */
export class Drive {
  #inTurn = false;

  /** Whether it ended in the middle of a turn: the guest may go on when what it waits for comes. */
  get inTurn(): boolean {
    return this.#inTurn;
  }

  /**
   * @param begin the call of the guest that starts it: its first turn, which can be stopped as any other
   * @param memoryBytes how large its linear memory may become
   * @throws as `HostReactor.run`, or what keeps it from being instantiated
   */
  async run(
    component: LoadedComponent,
    bridge: HostBridge,
    begin: (instance: Instance) => Promise<void>,
    memoryBytes: number,
  ): Promise<RunEnd> {
    const instance = instantiate(component, bridge.imports, { memoryBytes, onMemory: bridge.setMemory });
    let begun = false;
    return bridge.reactor.run(async (ready: Uint32Array): Promise<State> => {
      this.#inTurn = true;
      try {
        if (begun) return await instance.reactor.turn(ready);
        begun = true;
        await begin(instance);
        return { tag: 'again' };
      } finally {
        this.#inTurn = false;
      }
    });
  }

  /** Gives back what it holds; a turn that only has to return does so in the microtasks. */
  async end(bridge: HostBridge): Promise<void> {
    await bridge.flush();
    await bridge.dispose();
    if (this.#inTurn) await new Promise((resolve) => setImmediate(resolve));
  }
}
