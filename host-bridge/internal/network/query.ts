import type { Answer } from '../../wit/zora-node-name-lookup.d.ts';
import { Readiness } from '../readiness.ts';

/** A look-up under way. */
export class HostQuery {
  readonly readiness = new Readiness(() => this.#settled);
  #settled = false;
  #answer: Answer | undefined;
  #error: unknown;

  constructor(work: Promise<Answer>) {
    work.then(
      (answer) => {
        this.#answer = answer;
        this.#settle();
      },
      (error: unknown) => {
        this.#error = error ?? new Error('The look-up failed');
        this.#settle();
      },
    );
  }

  /** The answer; undefined while there is none. @throws what went wrong */
  answer(): Answer | undefined {
    if (this.#error !== undefined) throw this.#error;
    if (!this.#settled) this.readiness.rearm();
    return this.#answer;
  }

  #settle(): void {
    this.#settled = true;
    this.readiness.notify();
  }
}
