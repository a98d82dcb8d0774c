import type { Message } from '../../wit/zora-node-datagram.d.ts';

/** What a socket holds of what its guest does not take; the system's own buffer holds as much again. */
const MOST_DATAGRAMS = 1024;
const MOST_BYTES = 1024 * 1024;
/** Datagrams of one call. */
const MOST_A_CALL = 64;

/** Datagrams that came in and that the guest has not taken. What does not fit is lost, as it is in the system. */
export class Incoming {
  #messages: Message[] = [];
  #bytes = 0;

  get size(): number {
    return this.#messages.length;
  }

  /** Whether there was room. */
  push(message: Message): boolean {
    const bytes = this.#bytes + message.data.length;
    if (this.#messages.length >= MOST_DATAGRAMS || bytes > MOST_BYTES) return false;
    this.#messages.push(message);
    this.#bytes = bytes;
    return true;
  }

  /** The oldest ones. */
  take(most: number): Message[] {
    const taken = this.#messages.splice(0, Math.min(most, MOST_A_CALL));
    for (const { data } of taken) this.#bytes -= data.length;
    return taken;
  }
}
