/** Instances of one component that wait for a caller, in one thread. Nothing of a caller is in one before it is taken, and each is used once. */
import { defaultLimits } from '../../host-bridge/capability/limits.ts';
import { type Prepared, prepare } from './instance.ts';
import type { LoadedComponent } from './messages.ts';

/** See the file's head. */
export class Stock {
  readonly component: LoadedComponent;
  readonly #ready: Prepared[] = [];
  #refilling = false;

  constructor(component: LoadedComponent) {
    this.component = component;
  }

  /** An instance, made now where none waits. One that waits has the memory limit that holds where a grant says nothing. */
  take(memoryBytes: number): { prepared: Prepared; warm: boolean } {
    const waiting = memoryBytes === defaultLimits.memoryBytes ? this.#ready.pop() : undefined;
    if (waiting !== undefined) this.refill();
    return { prepared: waiting ?? prepare(this.component, memoryBytes), warm: waiting !== undefined };
  }

  /** Makes instances up to the component's `warm`, one in each iteration of the event loop. */
  refill(): void {
    if (this.#refilling || this.#ready.length >= this.component.warm) return;
    this.#refilling = true;
    setImmediate(() => {
      this.#refilling = false;
      if (this.#ready.length < this.component.warm) this.#ready.push(prepare(this.component));
      this.refill();
    });
  }
}
