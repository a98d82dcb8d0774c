import { systemError } from '../../capability/denial.ts';

/** What a guest may have under way, or not have asked about. */
const MOST_DATAGRAMS = 65_536;
const MOST_BYTES = 64 * 1024 * 1024;

interface Slot {
  done: boolean;
  error: unknown;
}

/** What became of datagrams, in the order in which they were sent. */
export class Outcomes {
  readonly #onDone: () => void;
  #slots: Slot[] = [];
  #bytes = 0;
  #waiting = 0;

  /** @param onDone told whenever there is one more */
  constructor(onDone: () => void) {
    this.#onDone = onDone;
  }

  /** Whether there is something to tell. */
  get ready(): boolean {
    return this.#slots[0]?.done === true;
  }

  /** Datagrams of which nothing is known yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Begins one more datagram, and gives what is to be called once with its end.
   * @throws `ENOBUFS`
   */
  begin(bytes: number): (error?: unknown) => void {
    if (this.#slots.length >= MOST_DATAGRAMS || this.#bytes + bytes > MOST_BYTES) {
      throw systemError('ENOBUFS', { syscall: 'send' });
    }
    const slot: Slot = { done: false, error: undefined };
    this.#slots.push(slot);
    this.#bytes += bytes;
    this.#waiting++;
    return (error) => {
      if (slot.done) return;
      slot.done = true;
      slot.error = error ?? undefined;
      this.#bytes -= bytes;
      this.#waiting--;
      this.#onDone();
    };
  }

  /** The errors of those whose end is known, up to the first of which it is not. */
  take(): unknown[] {
    const unknown = this.#slots.findIndex(({ done }) => !done);
    return this.#slots.splice(0, unknown < 0 ? this.#slots.length : unknown).map(({ error }) => error);
  }
}
