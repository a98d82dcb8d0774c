/** The connections of a server, and what each is waiting for. https://nodejs.org/api/http.html#servercloseidleconnections */
import { now } from '../loop.ts';
import type { HttpSocket } from './types.ts';

/** One connection, as the parser keeps it up to date. */
export interface Connection {
  socket: HttpSocket | null;
  /** When the message at hand began, ms since the instance started; 0 between messages. */
  messageStart: number;
  headersComplete: boolean;
}

/** All connections of one server. */
export class ConnectionsList {
  readonly #all = new Set<Connection>();

  add(connection: Connection): void {
    this.#all.add(connection);
  }

  remove(connection: Connection): void {
    this.#all.delete(connection);
  }

  all(): Connection[] {
    return [...this.#all];
  }

  /** Those between two messages. */
  idle(): Connection[] {
    return this.all().filter(({ messageStart }) => messageStart === 0);
  }

  active(): Connection[] {
    return this.all().filter(({ messageStart }) => messageStart !== 0);
  }

  /**
   * Those that take too long. Each is told once.
   * @param headersTimeout until the head is there, in ms; 0 is no limit.
   * @param requestTimeout until the whole request is there, in ms; 0 is no limit.
   */
  expired(headersTimeout: number, requestTimeout: number): Connection[] {
    const time = now();
    const late = this.active().filter(
      ({ messageStart, headersComplete }) =>
        (headersTimeout > 0 && !headersComplete && time - messageStart > headersTimeout) ||
        (requestTimeout > 0 && time - messageStart > requestTimeout),
    );
    for (const connection of late) this.#all.delete(connection);
    return late;
  }
}
