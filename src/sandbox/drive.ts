/** Runs one instance over one bridge, from its first turn to its last. */
import { type HostBridge, LimitExceeded, type RunEnd } from '../../host-bridge/index.ts';
import type { State } from '../../host-bridge/wit/zora-node-reactor.d.ts';
import type { Instance, Prepared } from './instance.ts';

/** An instance under way. */
export class Drive {
  readonly #prepared: Prepared;
  readonly #bridge: HostBridge;
  #inTurn = false;

  constructor(prepared: Prepared, bridge: HostBridge) {
    this.#prepared = prepared;
    this.#bridge = bridge;
  }

  /**
   * @param begin the call of the guest that starts it: its first turn, which can be stopped as any other
   * @throws as `HostReactor.run`
   */
  async run(begin: (instance: Instance) => Promise<void>): Promise<RunEnd> {
    const { instance, governor, memory, bind } = this.#prepared;
    const { imports, reactor, authority, setMemory } = this.#bridge;
    bind(imports);
    setMemory(memory);
    const { cpuMs } = authority.limits.values;
    governor.limit(cpuMs, () => {
      const error = new LimitExceeded('cpuMs', cpuMs);
      reactor.stop(error);
      return error;
    });
    let begun = false;
    return reactor.run(async (ready: Uint32Array): Promise<State> => {
      this.#inTurn = true;
      governor.enter();
      try {
        if (begun) return await instance.reactor.turn(ready);
        begun = true;
        await begin(instance);
        return { tag: 'again' };
      } finally {
        governor.leave();
        this.#inTurn = false;
      }
    });
  }

  /** Throws the guest out, whatever it does. */
  stop(error: Error): void {
    this.#prepared.governor.stop(error);
    this.#bridge.stop(error);
  }

  /** Gives back what it holds; a guest in the middle of a turn is thrown out before anybody else runs, or when the host call that it waits for ends. */
  async end(): Promise<void> {
    this.#prepared.governor.stop(new Error('The instance has ended'));
    await this.#bridge.flush();
    await this.#bridge.dispose();
    if (this.#inTurn) await new Promise((resolve) => setImmediate(resolve));
  }
}
