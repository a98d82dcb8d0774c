/** What the component model keeps of a call of the guest: one at a time in an instance of ours. */
import { Trap } from './trap.ts';

const SLOTS = 2;

/** See the file's head. */
export class Task {
  /** The guest's own state of the call (`context.get`, `context.set`). */
  readonly context: number[] = new Array(SLOTS).fill(0);
  returned = false;
  value: unknown;
  #running = false;

  /** @throws TypeError when another call is still under way */
  begin(): void {
    if (this.#running) throw new TypeError('The instance is in a call');
    this.#running = true;
    this.returned = false;
    this.value = undefined;
    this.context.fill(0);
  }

  end(): void {
    this.#running = false;
  }

  /** `task.return`. */
  resolve(value: unknown): void {
    if (!this.#running || this.returned) throw new Trap('a call returns twice');
    this.returned = true;
    this.value = value;
  }
}
