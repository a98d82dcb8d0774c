/**
 * Shares a thread between instances, and ends one of them. Every loop of a guest takes fuel (`src/build/core-module/preemption.ts`);
 * when it has none left it asks here whether to go on. One that has had its slice is suspended (JSPI) until the host's event loop has
 * been round once, so that the others and the host's own callbacks have their turn; one that was stopped is thrown out.
 */
import { FUEL, INTERRUPT } from '../build/core-module/preemption.ts';

/** Turns of loops between two questions: about half a millisecond. */
const FUEL_TURNS = 100_000;
/** How long the instances that spin hold up the thread's event loop, together. */
const ROUND_MS = 8;
const MIN_SLICE_MS = 0.5;

/** Instances of this thread that wait for their next slice. */
let spinning = 0;

/** A variable of a core instance. */
interface Global {
  value: unknown;
}

interface WebAssemblyApi {
  Suspending: new (call: () => unknown) => object;
}

// (module (import "h" "i" (func)) (func (export "i") (call 0))): a function of the host's that a reference can hold.
const TRAMPOLINE = new WebAssembly.Module(
  Uint8Array.from([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 7, 1, 1, 104, 1, 105, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 105, 0, 1,
    10, 6, 1, 4, 0, 16, 0, 11,
  ]),
);

/** See the file's head. One governs one instance. */
export class Governor {
  readonly #fuels: Global[] = [];
  readonly #interrupt: unknown;
  #limit = Number.POSITIVE_INFINITY;
  #exceeded: () => Error = () => new Error('out of CPU time');
  #stopped: Error | undefined;
  #since = 0;
  #used = 0;

  constructor() {
    const { Suspending } = WebAssembly as unknown as WebAssemblyApi;
    const i = new Suspending(() => this.#onInterrupt());
    this.#interrupt = new WebAssembly.Instance(TRAMPOLINE, { h: { i } }).exports['i'];
  }

  /** Governs a core instance, where its module was made interruptible. */
  attach(exports: Record<string, unknown>): void {
    const fuel = exports[FUEL] as Global | undefined;
    const interrupt = exports[INTERRUPT] as Global | undefined;
    if (fuel === undefined || interrupt === undefined) return;
    interrupt.value = this.#interrupt;
    fuel.value = FUEL_TURNS;
    this.#fuels.push(fuel);
  }

  /**
   * @param milliseconds how long the guest may run, waiting not counted
   * @param exceeded ends the instance, and gives the error for the guest
   */
  limit(milliseconds: number, exceeded: () => Error): void {
    this.#limit = milliseconds;
    this.#exceeded = exceeded;
  }

  /** Milliseconds that the guest has run, up to its last turn. */
  get used(): number {
    return this.#used;
  }

  /** The guest begins to run. */
  enter(): void {
    this.#since = performance.now();
  }

  /** The guest has answered, or waits for the host. */
  leave(): void {
    this.#used += performance.now() - this.#since;
    if (this.#used > this.#limit) this.stop(this.#exceeded());
  }

  /** Ends the guest at its next turn of a loop. */
  stop(error: Error): void {
    this.#stopped ??= error;
    // Not only when the fuel that it has is used up.
    for (const fuel of this.#fuels) fuel.value = 0;
  }

  #onInterrupt(): Promise<void> | undefined {
    if (this.#stopped !== undefined) throw this.#stopped;
    for (const fuel of this.#fuels) fuel.value = FUEL_TURNS;
    const ran = performance.now() - this.#since;
    if (this.#used + ran > this.#limit) {
      this.stop(this.#exceeded());
      throw this.#stopped;
    }
    if (ran < Math.max(MIN_SLICE_MS, ROUND_MS / (spinning + 1))) return undefined;
    return this.#wait();
  }

  async #wait(): Promise<void> {
    this.leave();
    spinning++;
    await new Promise((resolve) => setImmediate(resolve));
    spinning--;
    if (this.#stopped !== undefined) throw this.#stopped;
    this.enter();
  }
}
