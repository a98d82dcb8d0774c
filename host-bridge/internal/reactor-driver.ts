import type { State } from '../wit/zora-node-reactor.d.ts';
import type { Readiness, Watcher } from './readiness.ts';
import { GuestStopped, GuestTrapped } from './run-errors.ts';

/** The guest's `reactor.turn`. */
export type Turn = (ready: Uint32Array) => Promise<State>;

/** How a guest's program ended: its loop had nothing left to do, or it called `system.exit`. */
export type RunEnd = { kind: 'idle' } | { kind: 'exit'; code: number };

/** More watches than any program has uses for: each takes memory of the host. */
const MAX_WATCHES = 65_536;

/** Turns without a look at the host's own event loop: at most so many, and at most so long. */
const BURST_TURNS = 64;
const BURST_MS = 1;

/** The longest delay that Node's timers take; a longer wait is cut, and the guest asks again. */
const MAX_TIMER_MS = 2 ** 31 - 1;

const NOTHING_READY = new Uint32Array(0);

class Watch implements Watcher {
  readonly token: number;
  readonly readiness: Readiness;
  armed = true;
  queued = false;
  ended = false;
  readonly #fired: (watch: Watch) => void;

  constructor(token: number, readiness: Readiness, fired: (watch: Watch) => void) {
    this.token = token;
    this.readiness = readiness;
    this.#fired = fired;
  }

  fire(): void {
    if (this.queued || this.ended) return;
    this.queued = true;
    this.#fired(this);
  }
}

/**
 * Drives one guest's event loop: holds its watches and calls `turn` until the guest says that it is done.
 * The contract is that of `wit/reactor.wit`.
 */
export class HostReactor {
  readonly #watches = new Map<number, Watch>();
  readonly #fired = new Set<Watch>();
  #woken = false;
  #deferred = false;
  #resume: (() => void) | undefined;
  #end: ((end: RunEnd | Error) => void) | undefined;
  #ended: RunEnd | Error | undefined;

  /**
   * Reports `token` when `readiness` turns ready; replaces a watch with the same token.
   * @throws RangeError when there are too many, which ends the instance
   */
  watch(readiness: Readiness, token: number): void {
    this.unwatch(token);
    if (this.#watches.size >= MAX_WATCHES) throw new RangeError(`more than ${MAX_WATCHES} watches`);
    const watch = new Watch(token, readiness, this.#onFired);
    this.#watches.set(token, watch);
    readiness.attach(watch);
  }

  /** Ends a watch; one that has fired and was not delivered yet is forgotten. */
  unwatch(token: number): void {
    const watch = this.#watches.get(token);
    if (watch === undefined) return;
    this.#watches.delete(token);
    watch.ended = true;
    watch.readiness.detach(watch);
    if (watch.queued) this.#fired.delete(watch);
  }

  /** How many watches there are. */
  get watchCount(): number {
    return this.#watches.size;
  }

  /** Calls `turn` again at once, whatever the last one answered. */
  wake(): void {
    this.#woken = true;
    this.#goOn();
  }

  /** The guest's wish to end: `run` resolves with this status, and `turn` is not called again. */
  exit(code: number): void {
    this.#finish({ kind: 'exit', code });
  }

  /** Ends the run from outside: `run` rejects with `error` at once, even while a turn is suspended. */
  stop(error: Error): void {
    this.#finish(error);
  }

  /** Ends every watch. */
  clear(): void {
    for (const token of [...this.#watches.keys()]) this.unwatch(token);
  }

  /**
   * Calls `turn` until the guest is idle.
   *
   * @param turn the guest's export
   * @param options.signal ends the run with `GuestStopped` (`ABORT_ERR`), its reason as the cause
   * @throws GuestTrapped when a turn throws; GuestStopped on abort, or the error that `stop` was given
   */
  async run(turn: Turn, options: { signal?: AbortSignal | undefined } = {}): Promise<RunEnd> {
    const { signal } = options;
    const onAbort = () =>
      this.stop(new GuestStopped('ABORT_ERR', 'The operation was aborted', { cause: signal?.reason }));
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await new Promise<RunEnd>((resolve, reject) => {
        this.#end = (end) => (end instanceof Error ? reject(end) : resolve(end));
        if (this.#ended !== undefined) this.#end(this.#ended);
        else void this.#loop(turn);
      });
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#end = undefined;
    }
  }

  async #loop(turn: Turn): Promise<void> {
    let turns = 0;
    let since = performance.now();
    while (this.#ended === undefined) {
      if (++turns > BURST_TURNS || performance.now() - since > BURST_MS) {
        await nextIteration();
        if (this.#ended !== undefined) return;
        turns = 1;
        since = performance.now();
      }
      this.#woken = false;
      let state: State;
      try {
        state = await turn(this.#takeFired());
      } catch (error) {
        this.#finish(new GuestTrapped(error));
        return;
      }
      if (this.#ended !== undefined) return;
      if (this.#woken || state.tag === 'again') continue;
      if (state.tag === 'idle') {
        this.#finish({ kind: 'idle' });
        return;
      }
      if (state.tag !== 'poll' && this.#hasFired()) continue;
      if (state.tag === 'until-ready') await this.#wait(undefined);
      else if (state.tag === 'until-ready-or' && state.val > 0) await this.#wait(state.val);
      else await nextIteration();
      turns = 0;
      since = performance.now();
    }
  }

  #wait(milliseconds: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer =
        milliseconds === undefined ? undefined : setTimeout(() => this.#goOn(), Math.min(milliseconds, MAX_TIMER_MS));
      this.#resume = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #goOn(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  #finish(end: RunEnd | Error): void {
    if (this.#ended !== undefined) return;
    // A loop that went idle can be run again (a second invocation); whatever else ended it is final.
    if (end instanceof Error || end.kind === 'exit') this.#ended = end;
    this.#end?.(end);
    this.#goOn();
  }

  #onFired = (watch: Watch): void => {
    this.#fired.add(watch);
    if (this.#resume !== undefined && !this.#deferred) {
      // Not at once: what else this iteration of the host's loop brings goes into the same turn.
      this.#deferred = true;
      setImmediate(() => {
        this.#deferred = false;
        this.#goOn();
      });
    }
  };

  /** Whether there is something to tell: what a later operation has used up is none. */
  #hasFired(): boolean {
    for (const watch of this.#fired) {
      if (watch.readiness.ready) return true;
      this.#fired.delete(watch);
      watch.queued = false;
      watch.armed = true;
    }
    return false;
  }

  #takeFired(): Uint32Array {
    const fired = this.#fired;
    if (fired.size === 0) return NOTHING_READY;
    const tokens = new Uint32Array(fired.size);
    let count = 0;
    for (const watch of fired) {
      watch.queued = false;
      tokens[count++] = watch.token;
    }
    fired.clear();
    return tokens;
  }
}

function nextIteration(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
